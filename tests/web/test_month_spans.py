"""“4~5월”, in one year or across two, as the date that a report announces: in every place that says it."""

from datetime import date

import pytest

from agreements.models import Commitment, State
from agreements.rules.partial_date import PartialDate
from tests import exported, factories
from tests.factories import published
from tests.registers import shared_register


@shared_register
def spans() -> tuple[Commitment, Commitment]:
    """Two promises announced for some months, both still ahead."""
    agreement = published(factories.agreement(commitments=2))
    within, across = agreement.commitments.order_by("number")
    for promise, target in ((within, "2026-04/2026-05"), (across, "2026-12/2027-02")):
        published(factories.report(promise, "on_track", "2026-01-10", target=target))
    return within, across


PLACES = [
    "{url}", "/commitments/?view=dated", "/commitments/?view=coming", "/targets/", "/timeline/",
    "/timeline/?view=list", "/commitments/", "{agreement}",
]  # fmt: skip
KO = ("2026. 4.~5.", "2026. 12.~2027. 2.")
EN = ("Apr–May 2026", "Dec 2026–Feb 2027")


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("place", PLACES)
def test_it_is_written_the_same_in_every_place(spans, visit, place, language):
    forms = EN if language else KO
    for promise, written in zip(spans, forms, strict=True):
        address = place.format(url=promise.get_absolute_url(), agreement=promise.agreement.get_absolute_url())
        assert written in visit(language + address).text


@pytest.mark.parametrize(("language", "forms"), [("", KO), ("/en", EN)])
def test_home_writes_the_nearest_one_so(spans, visit, language, forms):
    coming = visit(f"{language}/").section("coming")
    assert forms[0] in coming
    assert forms[1] not in coming, "it is not the nearest"


def test_it_is_over_only_after_its_last_month(spans):
    within, _across = spans
    for on, standing in ((date(2026, 5, 31), "due_soon"), (date(2026, 6, 1), "unchecked")):
        assert State.objects.at(on).with_standing(on=on).get(commitment=within).standing == standing


def test_it_stands_at_its_last_month_among_the_deadlines_by_month(spans, visit):
    months = visit("/commitments/?view=dated").one("figure").text
    assert "2026. 5." in months
    assert "2027. 2." in months
    assert "2026. 4." not in months.replace(KO[0], "")


def test_the_calendar_has_its_last_day_and_names_the_whole_span(spans, client):
    calendar = b"".join(client.get("/deadlines.ics").streaming_content).decode().replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260531" in calendar
    assert "DTSTART;VALUE=DATE:20270228" in calendar
    for written in KO:
        assert written in calendar


@pytest.mark.parametrize(
    ("name", "column"), [("targets", "target"), ("reports", "target"), ("commitments", "current_target")]
)
def test_files_write_it_so_that_it_can_be_read_again(spans, name, column):
    periods = {row[column] for row in exported.rows(name)}
    assert periods == {"2026-04/2026-05", "2026-12/2027-02"}
    assert {PartialDate.parse(period).iso() for period in periods} == periods


def test_a_date_inside_it_is_more_exact_and_one_around_it_less(spans, visit):
    within, _across = spans
    published(factories.report(within, "on_track", "2026-02-01", target="2026-05"))
    published(factories.report(within, "on_track", "2026-02-02", target="2026-H1"))
    changes = visit(within.get_absolute_url()).section("targets")
    assert "더 자세히 밝힘" in changes
    assert "덜 자세히 밝힘" in changes
    assert State.objects.at(date(2026, 3, 1)).get(commitment=within).times_moved == 0
