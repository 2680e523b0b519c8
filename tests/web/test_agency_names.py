"""Bodies are called by their name of the day that is looked at, and told apart where two have one name."""

from datetime import date, timedelta
from itertools import islice

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from agreements.models import Agency, AgencySuccession, FormerName, Party, RegionSuccession
from agreements.rules.ordinance import DutyKind
from agreements.rules.partial_date import PartialDate
from tests import factories, scenario
from tests.country import FIRST_OF_JEONBUK, country, police, region
from tests.exported import rows
from tests.factories import TODAY, changed, published
from tests.registers import shared_register
from tests.web.addresses import addresses, names

LAST_DAY, FIRST_DAY = "2024-02-29", "2024-03-01"


def rename_all(*, until):
    for agency in Agency.objects.all():
        FormerName.objects.create(
            agency=agency, name_ko=agency.name_ko, name_en=agency.name_en, until=date.fromisoformat(until)
        )
        Agency.objects.filter(pk=agency.pk).update(
            name_ko=f"새이름 {agency.pk}", name_en=f"Renamed {agency.pk}"
        )


@shared_register
def renamed():
    """The Paju scenario, in which every agency has a new name since March 2024."""
    paju = scenario.paju()
    rename_all(until=LAST_DAY)
    return paju


@shared_register
def renamed_tomorrow():
    """The Paju scenario with all else that names an agency; each has a new name from tomorrow on."""
    paju = scenario.paju()
    later = factories.agency(parent=paju.city)
    Agency.objects.filter(pk=paju.city.pk).update(parent=paju.commission)
    changed(paju.agreement, write=lambda agreement: join_later(agreement, later))
    factories.duty_rule(paju.city, DutyKind.SELF_EVALUATION, "yearly")
    evaluation = published(factories.duty_record(paju.agreement, paju.city, DutyKind.SELF_EVALUATION, "2023"))
    report = paju.promise.reports.order_by("number").last()
    for record in (paju.agreement, paju.promise, paju.center, paju.inquiry, report, evaluation):
        published(factories.statement(record, paju.city))
    rename_all(until=TODAY.isoformat())
    return paju


def join_later(agreement, agency):
    Party.objects.create(agreement=agreement, agency=agency, order=9, joined=PartialDate.parse("2023-05-01"))


def all_addresses():
    """Every page and file, with every year of the timeline and what a search for each agency finds."""
    yield from (address for address in addresses() if not address.endswith("/display/"))  # leads to today
    yield from (f"{reverse('timeline')}?view=list&from={year}&to={year}" for year in range(2021, 2027))
    yield from (f"{reverse('search')}?q={word}" for word in ("파주", "북부", "기관"))


def one_of_each_kind():
    """What a language may change: the templates are the same."""
    yield from (address for name in names() for address in islice(addresses(name), 1) if name != "display")
    yield f"{reverse('timeline')}?view=list&from=2021&to=2026"


def pages_that_name_agencies():
    details = ("agreement", "agency", "commitment", "milestone", "program")
    files = ("agencies_csv", "agreements_csv", "commitments_csv", "reports_csv")
    yield from map(reverse, ("home", "agencies", "agreements", "commitments", "timeline", *files))
    for detail in details:
        yield next(addresses(detail))


def pages_of_statements():
    yield reverse("updates")
    for year in (2023, 2026):
        yield f"{reverse('timeline')}?view=list&from={year}&to={year}"


def pages_with(word, *, as_of, language, among):
    """Return the addresses at which a word stands; ``as_of`` "": today."""
    with translation.override(language):
        asked = list(among())
    found = []
    for address in asked:
        sign = "&" if "?" in address else "?"
        answer = b"".join(Client().get(f"{address}{sign}as_of={as_of}", follow=True))
        if word.encode() in answer:
            found.append(address)
    return found


in_both_languages = pytest.mark.parametrize(
    ("language", "new_name", "everything"),
    [("ko", "새이름", all_addresses), ("en", "Renamed", one_of_each_kind)],
)


@in_both_languages
def test_no_page_or_file_of_a_past_day_has_the_new_name_of_an_agency(renamed, language, new_name, everything):
    assert pages_with(new_name, as_of=LAST_DAY, language=language, among=everything) == []
    everywhere = pages_that_name_agencies
    after = pages_with(new_name, as_of=FIRST_DAY, language=language, among=everywhere)
    with translation.override(language):
        assert after == list(everywhere()), "else any page would hold"


@in_both_languages
def test_no_statement_event_or_recorded_change_calls_an_agency_by_its_name_of_another_day(
    renamed_tomorrow, language, new_name, everything
):
    assert pages_with(new_name, as_of="", language=language, among=everything) == []
    FormerName.objects.update(until=TODAY - timedelta(days=1))
    after = pages_with(new_name, as_of="", language=language, among=pages_of_statements)
    with translation.override(language):
        assert after == list(pages_of_statements())


def test_a_picker_offers_the_names_of_the_day(renamed, visit):
    assert "파주시 (1)" in visit(f"/agreements/?as_of={LAST_DAY}").one("select", name="agency").text
    assert "파주시 (1)" not in visit("/agreements/").one("select", name="agency").text
    assert "기관: 파주시" in visit(f"/agreements/?agency=paju&as_of={LAST_DAY}").title


def test_the_page_of_an_agency_says_what_it_was_called_until_when(renamed, visit):
    assert "옛 이름 파주시 (2024. 2. 29.까지)" in visit("/agencies/paju/").main
    assert "옛 이름" not in visit(f"/agencies/paju/?as_of={LAST_DAY}").main


# ---- one body follows another ----------------------------------------------------------------------------


@shared_register
def joined():
    """전주시 was dissolved, and the city of today follows it."""
    register = country()
    today = factories.agency("jeonju-today", name_ko="새전주시", region_id="52110")
    AgencySuccession.objects.create(agency=register.jeonju, successor=today)
    Agency.objects.filter(pk=register.jeonju.pk).update(dissolved_on=date(2024, 1, 17))
    return register


def test_a_dissolved_body_says_when_and_which_followed_it(joined, visit):
    page = visit("/agencies/jeonju/")
    assert "2024. 1. 17. 폐지, 승계 기관: 새전주시" in page.main
    assert "/agencies/jeonju-today/" in page.links
    assert "2024. 1. 17. 폐지" in visit("/agencies/?region=52110").main


def test_on_its_last_day_nothing_is_said_of_its_end_yet(joined, visit):
    for address in ("/agencies/jeonju/", "/agencies/", "/agencies/jeonju-today/"):
        page = visit(f"{address}?as_of=2024-01-17")
        assert "폐지" not in page.main, address
        assert "승계 전 기관" not in page.main, address


def test_a_body_shows_those_it_follows_with_what_they_signed_which_is_not_its_own(joined, visit):
    page = visit("/agencies/jeonju-today/")
    assert "승계 전 기관 전주시 (협약 1건, 이행과제 1건)" in page.main
    assert "/agencies/jeonju/" in page.links
    assert page.one("h2", id="signed").text.endswith(" 0")
    assert "검색 결과 0건" in visit("/agreements/?agency=jeonju-today").main


def test_a_successor_that_is_not_listed_is_not_named(joined, visit):
    Agency.objects.filter(slug="jeonju-today").update(listed=False)
    assert "새전주시" not in visit("/agencies/jeonju/").html


def test_the_page_of_an_agency_says_which_regions_it_serves_by_their_full_names(joined, visit):
    page = visit("/agencies/goesan-police/")
    assert "경찰서 · 충청북도 괴산군" in page.main
    assert "추가 관할구역 충청북도 증평군" in page.main
    assert page.one("a", href="/regions/43745/").text == "충청북도 증평군"


def test_on_a_past_day_an_agency_lies_in_the_region_of_that_day(joined, visit):
    past = visit("/agencies/wansan-police/?as_of=2024-01-17").main
    assert "전라북도 전주시" in past
    assert "전북특별자치도" not in past + visit("/agencies/?as_of=2024-01-17").main


def test_search_says_in_which_region_of_the_day_an_agency_lies(joined, visit):
    assert "전라북도 전주시" in visit("/search/?q=전주완산경찰서&as_of=2024-01-17").main
    assert "전북특별자치도 전주시" in visit("/search/?q=전주완산경찰서").main


def test_files_say_which_regions_of_the_day_an_agency_serves(joined):
    served = rows("agencies", "header=name&view=all&as_of=2024-01-17")
    (wansan,) = (row for row in served if row["slug"] == "wansan-police")
    assert (wansan["serves"], wansan["serves_codes"]) == ("전라북도 전주시 완산구", "45111")


# ---- to which body one belongs ---------------------------------------------------------------------------


@shared_register
def merged():
    """Two provinces became one; a district of one of them, and a body of which no region is known."""
    for code, name, parent in (("29", "갑도", None), ("29110", "갑구", "29"), ("46", "을도", None)):
        region(code, name, parent, valid_to=date(2024, 1, 17))
    for code, name, parent, before in (
        ("12", "병도", None, ("29", "46")),
        ("12210", "갑구", "12", ("29110",)),
    ):
        region(code, name, parent, valid_from=FIRST_OF_JEONBUK)
        for old in before:
            RegionSuccession.objects.create(region_id=old, successor_id=code)
    merged = factories.agency("merged", name_ko="병도청", region_id="12", founded_on=FIRST_OF_JEONBUK)
    for slug, name, lies_in in (("first", "갑도청", "29"), ("second", "을도청", "46")):
        old = factories.agency(slug, name_ko=name, region_id=lies_in, dissolved_on=date(2024, 1, 17))
        AgencySuccession.objects.create(agency=old, successor=merged)
    district = factories.agency("district", name_ko="갑구청", region_id="12210", parent=merged)
    factories.agency("nowhere", name_ko="소방본부", parent=merged)
    factories.agency("founded", name_ko="새구청", parent=district, founded_on=FIRST_OF_JEONBUK)
    published(factories.agreement(parties=[district, Agency.objects.get(slug="first")]))


def parents(as_of):
    found = rows("agencies", f"header=name&view=all&as_of={as_of}")
    return {row["slug"]: row["parent_slug"] for row in found if row["parent_slug"]}


def test_a_body_that_was_not_founded_yet_is_no_parent_but_the_one_before_it_in_the_region_of_its_child(
    merged,
):
    assert parents("2024-01-17") == {"district": "first"}
    assert parents("2024-01-18") == {"district": "merged", "nowhere": "merged", "founded": "district"}


def test_pages_say_to_which_body_one_belonged_on_the_day_and_which_belonged_to_it(merged, visit):
    before, after = "?as_of=2024-01-17", "?as_of=2024-01-18"
    assert "상위기관 갑도청" in visit(f"/agencies/district/{before}").main
    assert "상위기관 병도청" in visit(f"/agencies/district/{after}").main
    assert "병도청" not in visit(f"/agencies/{before}").main
    assert "소속기관 갑구청" in visit(f"/agencies/first/{before}").main
    assert "갑구청" not in visit(f"/agencies/merged/{before}").main
    assert "소속기관 갑구청 소방본부" in visit(f"/agencies/merged/{after}").main


def test_a_body_founded_later_is_no_child_of_the_day(merged, visit):
    assert "새구청" not in visit("/agencies/district/?as_of=2024-01-17").main
    assert "새구청" in visit("/agencies/district/").main


@pytest.mark.parametrize("address", ["/agreements/", "/commitments/", "/duties/"])
def test_a_picker_offers_no_body_that_was_founded_later_but_answers_it(merged, visit, address):
    past = visit(f"{address}?as_of=2024-01-17").one("select", name="agency").text
    assert "갑구청" in past
    assert "병도청" not in past
    assert "병도청" in visit(address).one("select", name="agency").text
    asked = visit(f"{address}?agency=merged&as_of=2024-01-17")
    assert "병도청" in asked.one("select", name="agency").text


# ---- two of one name -------------------------------------------------------------------------------------


def test_two_stations_of_one_name_are_told_apart_wherever_they_stand(joined, visit):
    for slug, qualifier, lies_in in (("goseong-1", "강원", "41"), ("goseong-2", "경남", "43")):
        station = police(slug, f"고성경찰서{slug}", lies_in)
        Agency.objects.filter(pk=station.pk).update(name_ko="고성경찰서", name_en="", qualifier_ko=qualifier)
        station.refresh_from_db()
        published(factories.agreement(parties=[station, factories.agency()]))
    for address in ("/agencies/", "/agreements/", "/commitments/", "/agreements.csv", "/commitments.csv"):
        text = b"".join(Client().get(address)).decode()
        assert "고성경찰서(강원)" in text, address
        assert "고성경찰서(경남)" in text, address
        assert "고성경찰서" not in text.replace("고성경찰서(", ""), address
    assert "고성경찰서(강원)" in visit("/agencies/goseong-1/").title
