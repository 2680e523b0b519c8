"""agencies.csv: what stands beside an agency, on the day that is looked at."""

from datetime import date

import pytest

from agreements.models import AgencySuccession, FormerName, Region
from tests import factories
from tests.exported import rows

pytestmark = pytest.mark.django_db


def test_an_agency_is_written_with_what_tells_it_apart_and_where_else_it_works():
    agency = factories.agency("goesan-police", name_ko="괴산경찰서", qualifier_ko="충북")
    chungbuk = Region.objects.create(code="43", name_ko="충청북도")
    agency.serves.add(Region.objects.create(code="43745", name_ko="증평군", parent=chungbuk))
    (row,) = rows("agencies", "header=name&view=all")
    assert (row["told_apart_by"], row["serves"], row["serves_codes"]) == ("충북", "충청북도 증평군", "43745")


def test_only_names_that_have_ended_by_the_day_are_former():
    agency = factories.agency()
    for name, year in (("첫 이름", 1996), ("다음 이름", 2023)):
        FormerName.objects.create(agency=agency, name_ko=name, until=date(year, 6, 10))
    (row,) = rows("agencies", "header=name&view=all")
    assert row["former_names"] == "첫 이름 (1996-06-10); 다음 이름 (2023-06-10)"
    (row,) = rows("agencies", "header=name&view=all&as_of=2023-06-10")
    assert row["former_names"] == "첫 이름 (1996-06-10)"


def test_only_successors_that_are_listed_are_named_once_the_agency_has_ended():
    ended = factories.agency("ended", dissolved_on=date(2025, 6, 30))
    listed, hidden = (factories.agency(slug) for slug in ("listed", "hidden"))
    FormerName.objects.create(agency=listed, name_ko="먼저 이름", until=date(2025, 12, 31))
    for successor in (listed, hidden):
        AgencySuccession.objects.create(agency=ended, successor=successor)
    hidden.listed = False
    hidden.save()
    told = {
        "header=name&view=all": (listed.name, "listed"),
        "header=name&view=all&as_of=2025-07-01": ("먼저 이름", "listed"),
        "header=name&view=all&as_of=2025-06-30": ("", ""),  # its last day
    }
    for query, successors in told.items():
        (row,) = (found for found in rows("agencies", query) if found["slug"] == "ended")
        assert (row["successors"], row["successor_slugs"]) == successors
