"""An agreement known only by a year, and one whose signing was only announced, on every public way."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.translation import override

from agreements.models import Agreement
from agreements.rules.partial_date import PartialDate
from tests import exported, factories
from tests.factories import changed, published
from tests.imported import changes, counts, written
from tests.registers import shared_register

KNOWN_BY_YEAR, ANNOUNCED = "/agreements/2016-0001/", "/agreements/2023-0001/"
NOT_CONFIRMED = "체결 발표, 체결 확인 안 됨"


@shared_register
def register():
    """Each is entered as a draft, submitted and published as staff do it."""
    city, police = (
        factories.agency("paju", name_ko="파주시"),
        factories.agency("police", name_ko="파주경찰서"),
    )
    parties = [city, police]
    return {
        "year": published(factories.agreement(parties=parties, title_ko="순찰 협약", signed="2016")),
        "announced": published(
            factories.agreement(parties=parties, title_ko="보안등 협약", announced="2023-04/2023-05")
        ),
    }


def test_the_reference_has_the_year_of_signing_or_of_the_announcement_for_ever(register):
    assert register["year"].reference == "2016-0001"
    assert register["announced"].reference == "2023-0001"
    confirmed = changed(register["announced"], announced=None, signed=PartialDate.parse("2024-01-05"))
    assert confirmed.reference == "2023-0001"


def test_of_2016_and_a_term_that_nobody_knows_nobody_says_that_it_is_in_force(register, visit):
    page = visit(KNOWN_BY_YEAR)
    assert "2016년에 2개 기관이 체결했습니다." in page.one("header", class_="page-head").text
    (badge,) = [badge for badge in page.all("span", class_="badge") if badge.lies_in("header")]
    assert badge.text == "유효기간 미확인"
    assert badge.attributes["class"] == "badge badge-phase-unknown_term"
    assert "2016-0001" not in visit("/agreements/?phase=in_force").html
    assert "2016-0001" in visit("/agreements/?phase=unknown_term").html


def test_what_was_only_announced_is_nowhere_said_to_be_signed(register, visit):
    page = visit(ANNOUNCED)
    head = page.one("header", class_="page-head").text
    assert "2023년 4~5월에 2개 기관의 체결이 발표되었습니다(체결 확인 안 됨)." in head
    assert "체결 확인 안 됨" in head
    assert f"2023. 4.~5. ({NOT_CONFIRMED})" in page.section("facts")
    timeline = page.section("timeline")
    assert NOT_CONFIRMED in timeline
    assert "협약 체결" not in timeline


def test_once_confirmed_it_is_signed_and_an_older_sequence_still_says_what_was_known_then(register, visit):
    changed(register["announced"], announced=None, signed=PartialDate.parse("2023-05-04"))
    assert "2023. 5. 4." in visit(ANNOUNCED).section("facts")
    assert NOT_CONFIRMED not in visit(ANNOUNCED).section("facts")
    assert NOT_CONFIRMED in visit(f"{ANNOUNCED}?as_of=2026-03-02&seq=2").section("facts")
    for command in ("check_data", "verify_ledger"):
        call_command(command, stdout=StringIO())


@pytest.mark.parametrize(
    ("address", "signed"), [(KNOWN_BY_YEAR, "2016년"), (ANNOUNCED, f"2023. 4.~5. ({NOT_CONFIRMED})")]
)
def test_list_card_and_commitment_write_the_date_as_the_page_does(register, visit, address, signed):
    row = visit(f"/agreements/?year={address[12:16]}").one("table").text
    assert signed in row
    cells = [element for element in visit(f"{address}card/").elements if element.tag in {"th", "td"}]
    card = {head.text: cell.text for head, cell in zip(cells[::2], cells[1::2], strict=True)}
    assert card["체결일"] == signed
    assert card["발효일"] == "기록 없음"
    assert card["유효기간"] == "자료에서 확인되지 않음"
    assert signed in visit(f"/commitments/{address[12:21]}-01/").text


@pytest.mark.parametrize(("year", "kind"), [(2016, "협약 체결"), (2023, NOT_CONFIRMED)])
def test_the_timeline_of_its_year_tells_it(register, visit, year, kind):
    assert kind in visit(f"/timeline/?view=list&from={year}&to={year}").text


def test_commitments_count_from_the_first_day_that_is_possible(register):
    rows = {row["reference"]: row for row in exported.rows("commitments", "header=name&as_of=2016-01-01")}
    assert list(rows) == ["2016-0001-01"]
    assert len(exported.rows("agreements", "header=name&as_of=2023-03-31")) == 1
    assert len(exported.rows("agreements", "header=name&as_of=2023-04-01")) == 2


def test_a_file_keeps_both_dates_as_precise_as_they_are_and_comes_back_unchanged(register):
    announced, year = exported.rows("agreements")
    assert (year["signed_on"], year["announced_on"], year["phase"]) == ("2016", "", "unknown_term")
    assert (announced["signed_on"], announced["announced_on"]) == ("", "2023-04/2023-05")
    assert announced["phase"] == "unconfirmed"
    for language in ("ko", "en"):
        with override(language):
            outcome = written("agreements", exported.written("agreements"))
        assert counts(outcome) == {"unchanged": 2}
        assert changes(outcome) == []


def test_what_a_file_says_is_entered_as_it_says(register):
    made = {}
    for row in exported.rows("agreements"):
        row |= {"reference": "", "title": f"{row['title']} 2"}
        row |= {"renews": "1", "renewal_number": "2", "renewal_unit": "year", "open_ended": ""}
        assert counts(
            written("agreements", [list(row), list(row.values())], different_from_similar=True)
        ) == {"new": 1}
        made[row["title"]] = Agreement.objects.get(title_ko=row["title"])
    assert made["순찰 협약 2"].signed == PartialDate.parse("2016")
    assert made["보안등 협약 2"].announced == PartialDate.parse("2023-04/2023-05")
    assert made["보안등 협약 2"].signed is None
    assert made["순찰 협약 2"].renewal == "2년씩 자동 연장"


def test_a_date_of_signing_in_a_file_takes_the_place_of_the_announcement(db):
    parties = [factories.agency("paju", name_ko="파주시"), factories.agency("police", name_ko="파주경찰서")]
    draft = factories.agreement(parties=parties, title_ko="순찰 협약", announced="2023")
    header = ["title", "parties", "announced_on", "signed_on"]
    both = ["순찰 협약", "파주시; 파주경찰서", "2023", "2023-05-04"]
    refused = written("agreements", [header, both])
    assert "체결 확인 안 됨" in str(refused.complaints[0])
    assert draft.announced == PartialDate.parse("2023")


def test_a_search_and_the_english_page_say_the_same(register, visit):
    assert "유효기간 미확인" in visit("/search/?q=순찰+협약").text
    head = visit(f"/en{ANNOUNCED}").one("header", class_="page-head").text
    assert "was announced in April–May 2023; that it was signed is unconfirmed." in head
    assert "Term not confirmed" in visit(f"/en{KNOWN_BY_YEAR}").one("header", class_="page-head").text


def test_an_agreement_of_a_known_term_says_until_when_and_how_it_renews(db, visit):
    renewing = published(
        factories.agreement(
            signed="2022-12-13", expires_on="2024-12-12", renews=True, renewal_number=2, renewal_unit="year"
        )
    )
    assert "2024. 12. 12. 까지 · 2년씩 자동 연장" in visit(renewing.get_absolute_url()).section("facts")
    until_ended = published(factories.agreement(signed="2022", open_ended=True))
    page = visit(until_ended.get_absolute_url())
    assert "종료할 때까지" in page.section("facts")
    assert "미확인" not in page.one("header", class_="page-head").text
