"""An agency's own word on pages and in files: beside what it answers, from its day and sequence on."""

import csv
from datetime import date
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agency
from tests import factories
from tests.factories import published
from tests.registers import shared_register

pytestmark = pytest.mark.django_db
WORD = "예산이 늦게 확정되었습니다"
SAID_ON = date(2026, 2, 1)


class Register(NamedTuple):
    city: Agency
    agreement: Any
    commitment: Any
    milestone: Any
    duty: Any
    inquiry: Any


@shared_register
def register() -> Register:
    city = factories.agency("city", name_ko="파주시")
    agreement = published(factories.agreement(parties=[city, factories.agency()]))
    milestone = published(factories.program(slug="center", owner=city)).milestones.get()
    factories.duty_rule(city, "self_evaluation", "yearly")
    duty = published(factories.duty_record(agreement, city, "self_evaluation", "2023"))
    commitment = agreement.commitments.get()
    inquiry = published(factories.inquiry(commitment, searched_on=date(2026, 1, 5)))
    return Register(city, agreement, commitment, milestone, duty, inquiry)


RECORDS = ("agreement", "commitment", "milestone", "duty", "inquiry")


def spoken(register: Register, field: str, **fields: Any) -> Any:
    given = {"text_ko": WORD, "stated_on": SAID_ON}
    return published(factories.statement(getattr(register, field), register.city, **given | fields))


def page_of(register: Register, field: str, **query: Any) -> str:
    path = getattr(register, field).get_absolute_url().partition("#")[0]
    return path + "".join(f"?{name}={value}" for name, value in query.items())


@pytest.mark.parametrize("field", RECORDS)
def test_it_stands_beside_what_it_answers_with_agency_and_day(register, visit, field):
    spoken(register, field)
    (statement,) = visit(page_of(register, field)).all("div", class_="statement")
    assert statement.text == f"기관 설명 파주시 · 2026. 2. 1. {WORD} 검토를 거쳐 공개"


@pytest.mark.parametrize("field", RECORDS)
def test_it_is_not_there_before_it_was_said_or_known(register, visit, field):
    statement = spoken(register, field)
    for query in ({"as_of": "2026-01-31"}, {"seq": statement.published_seq - 1}):
        page = visit(page_of(register, field, **query))
        assert WORD not in page.html, query
        assert not page.all("div", class_="statement"), query
    for query in ({"as_of": "2026-02-01"}, {"seq": statement.published_seq}):
        assert WORD in visit(page_of(register, field, **query)).html, query


@pytest.mark.parametrize("field", RECORDS)
def test_a_draft_is_not_read(register, visit, field):
    factories.submitted(factories.statement(getattr(register, field), register.city, text_ko=WORD))
    assert WORD not in visit(page_of(register, field)).html


@pytest.mark.parametrize("field", RECORDS)
def test_a_blanked_word_says_that_it_was(register, visit, field):
    published(factories.redaction(spoken(register, field), reason_ko="이름"))
    page = visit(page_of(register, field))
    assert WORD not in page.html
    (statement,) = page.all("div", class_="statement")
    assert "개인정보 가림" in statement.text
    assert "사유: 이름" in statement.text


@pytest.mark.parametrize("field", ["commitment", "milestone"])
def test_it_stands_on_both_pages_of_the_same_promise_and_in_both_files(register, visit, client, field):
    def link(_agreement: Any) -> None:
        register.agreement.commitments.update(carried_out_by=register.milestone)

    factories.changed(register.agreement, write=link)
    spoken(register, field)
    for side in ("commitment", "milestone"):
        (statement,) = visit(page_of(register, side)).all("div", class_="statement")
        assert WORD in statement.text
        (row,) = csv_rows(client, f"/{FILES[side]}.csv?header=name")
        assert row["statements"] == f"파주시, 2026-02-01, {WORD}"


def test_an_inquiry_shows_it_on_the_page_of_the_promise_too(register, visit):
    spoken(register, "inquiry")
    assert WORD in visit(page_of(register, "commitment")).html


def test_a_duty_shows_it_in_the_list_of_duties_too(register, visit):
    spoken(register, "duty")
    assert WORD in visit("/duties/").main


PLACES = dict.fromkeys(RECORDS, "/agreements/2022-0001/?kind=stated") | {
    "milestone": "/programs/center/?kind=stated"
}
ANCHORS = dict.fromkeys(RECORDS, "#statements") | {"duty": "#duty-1", "inquiry": ""}


@pytest.mark.parametrize("field", RECORDS)
def test_timelines_and_updates_lead_to_its_place(register, visit, field):
    spoken(register, field)
    place = page_of(register, field) + ANCHORS[field]
    for address in (
        PLACES[field],
        "/timeline/?view=list&kind=stated",
        "/updates/?kind=statement",
    ):
        page = visit(address)
        assert place in page.links, address
        assert "파주시" in page.main, address
    anchor = ANCHORS[field].removeprefix("#")
    assert not anchor or f'id="{anchor}"' in visit(page_of(register, field)).html


def test_pages_ask_as_many_questions_for_one_as_for_many(register, client):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    for field in RECORDS:
        spoken(register, field)
    addresses = {field: page_of(register, field) for field in RECORDS}
    before = {field: queries(address) for field, address in addresses.items()}
    for agency in register.agreement.parties.exclude(agency=register.city):
        for field in ("agreement", "commitment"):
            published(factories.statement(getattr(register, field), agency.agency, stated_on=SAID_ON))
    assert {field: queries(address) for field, address in addresses.items()} == before


def csv_rows(client: Any, address: str) -> list[dict[str, str]]:
    content = b"".join(client.get(address)).decode("utf-8-sig")
    return list(csv.DictReader(content.splitlines()))


FILES = {
    "agreement": "agreements",
    "commitment": "commitments",
    "milestone": "milestones",
    "duty": "duties",
    "inquiry": "inquiries",
}


@pytest.mark.parametrize("field", RECORDS)
def test_the_file_of_the_records_carries_it(register, client, field):
    spoken(register, field)
    file, said = f"/{FILES[field]}.csv?header=name", f"파주시, 2026-02-01, {WORD}"
    assert [row["statements"] for row in csv_rows(client, file) if row["statements"]] == [said]
    assert not any(row["statements"] for row in csv_rows(client, f"{file}&as_of=2026-01-31"))


def test_the_file_of_commitments_carries_what_is_said_of_the_promise_and_of_its_last_report(register, client):
    spoken(register, "commitment")
    report = published(factories.report(register.commitment, "on_track", "2023"))
    published(factories.statement(report, register.city, stated_on=SAID_ON, text_ko="보고에 대한 말"))
    (row,) = csv_rows(client, "/commitments.csv?header=name&kind=commitment")
    assert row["statements"] == f"파주시, 2026-02-01, {WORD}; 파주시, 2026-02-01, 보고에 대한 말"


SEARCHED = ("agreement", "commitment", "milestone", "inquiry")


@pytest.mark.parametrize("field", SEARCHED)
def test_what_an_agency_said_finds_the_record_and_is_shown(register, visit, field):
    assert WORD not in visit(f"/search/?q={WORD[:6]}").main
    statement = spoken(register, field)
    (result,) = visit("/search/?q=늦게 확정").all("li", class_="result")
    assert WORD.replace(" ", "") in result.text.replace(" ", ""), "the hit is marked, in pieces"
    path = getattr(register, field).get_absolute_url()
    assert path in visit("/search/?q=늦게 확정").links
    published(factories.redaction(statement))
    assert not visit("/search/?q=늦게 확정").all("li", class_="result")
