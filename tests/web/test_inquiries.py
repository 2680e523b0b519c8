"""The list of inquiries, its filters, and its file read back."""

import csv
import io
from datetime import date

import pytest
from django.test import Client

from agreements.models import Commitment, Milestone
from tests import factories
from tests.factories import published
from tests.registers import shared_register

pytestmark = pytest.mark.django_db
EARLY, LATE = date(2025, 11, 3), date(2026, 2, 1)
SECRET = "CANARY7391"


@shared_register
def promises() -> list[Commitment | Milestone]:
    """Inquiry 1 of November on the commitment, with a question; inquiry 2 of February on both."""
    region = factories.region()
    city = factories.agency("paju", name_ko="파주시", name_en="Paju City", region=region)
    program = published(factories.program(slug="center", owner=city))
    commitment = published(
        factories.agreement(parties=[factories.agency(), factories.agency()])
    ).commitments.get()
    milestone = program.milestones.get()
    factories.agency("stranger")
    helper = factories.agency("helper")
    asked = {"asked": helper, "asked_on": EARLY, "answer_by": date(2025, 11, 17)}
    published(
        factories.inquiry(commitment, searched_on=EARLY, words="행복마을관리소", note_en="Nothing", **asked)
    )
    published(factories.inquiry(commitment, milestone, searched_on=LATE, result="found", words="보호센터"))
    return [commitment, milestone]


def days(page) -> list[str]:
    return [row.text[:12].strip() for row in page.rows("table-inquiries")]


def test_the_newest_stands_first_and_leads_to_its_page_and_to_the_promises(promises, visit):
    page = visit("/inquiries/")
    first, second = page.rows("table-inquiries")
    assert first.text.startswith("2026. 2. 1.")
    assert second.text.startswith("2025. 11. 3.")
    assert "자료를 찾음" in first.text
    assert "기관에 묻지 않았습니다." in first.text
    assert "helper" in second.text
    assert {"/inquiries/1/", "/inquiries/2/", promises[1].get_absolute_url()} <= set(page.links)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("result=found", ["2026"]),
        ("result=nothing_found", ["2025"]),
        ("year=2025", ["2025"]),
        ("agency=paju", ["2026"]),
        ("agency=helper", ["2025"]),
        ("agency=stranger", []),
        ("region=41", ["2026"]),
        ("q=행복마을관리소", ["2025"]),
        ("q=Agency helper", ["2025"]),
        ("q=자치경찰정책과", ["2026", "2025"]),
        ("commitment=2022-0001-01", ["2026", "2025"]),
        ("agreement=2022-0001", ["2026", "2025"]),
        ("milestone=center-1", ["2026"]),
        ("sort=searched_on", ["2025", "2026"]),
        ("as_of=2025-12-31", ["2025"]),
        ("seq=3", ["2025"]),
    ],
)
def test_it_is_narrowed_down_and_sorted(promises, visit, query, found):
    page = visit(f"/inquiries/?{query}")
    assert [day[:4] for day in days(page)] == found
    rows = read(f"/inquiries.csv?{query}&header=name")
    assert [row["searched_on"][:4] for row in rows] == found, "the file holds what the page holds"


@pytest.mark.parametrize("query", ["result=x", "agency=x", "year=0", "sort=words", "milestone=nowhere-1"])
def test_what_cannot_be_answered_is_refused_and_named(promises, visit, query):
    assert query.partition("=")[0] in visit(f"/inquiries/?{query}", status=400).html


def read(address: str) -> list[dict[str, str]]:
    answer = Client().get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))


def test_the_file_read_back_says_what_each_inquiry_says(promises):
    late, early = read("/inquiries.csv?header=name")
    assert (early["number"], early["searched_on"], early["result"]) == ("1", "2025-11-03", "nothing_found")
    assert (early["covers_from"], early["covers_to"]) == ("2023-01", "2025-11")
    assert (early["asked_slug"], early["asked_on"], early["answer_by"]) == (
        "helper",
        "2025-11-03",
        "2025-11-17",
    )
    assert (early["words"], early["department"]) == ("행복마을관리소", "자치경찰정책과")
    assert early["promises"] == promises[0].reference
    assert late["promises"] == f"{promises[0].reference}; {promises[1].reference}"
    assert late["promise_titles"] == f"{promises[0].title}; {promises[1].title}"
    assert (late["asked"], late["asked_on"], late["answer"]) == ("", "", "")
    assert late["url"].endswith("/inquiries/2/")
    english = read("/en/inquiries.csv")[1]
    assert (english["note"], english["url"][-16:]) == ("Nothing", "/en/inquiries/1/")


def test_the_file_says_what_was_corrected_withdrawn_and_blanked(promises):
    wrong = published(factories.inquiry(*promises, words=SECRET, note_ko=SECRET))
    right = published(
        factories.inquiry(*promises, corrects=wrong, correction_reason_ko="잘못 옮김", words="바른 말")
    )
    published(factories.redaction(wrong))
    published(factories.withdrawal(right))
    row = next(row for row in read("/inquiries.csv?header=name") if row["number"] == "3")
    assert (row["corrected_by"], row["redaction_reason"]) == ("4", "전화번호")
    assert SECRET not in str(row)
    assert "4" not in [row["number"] for row in read("/inquiries.csv?header=name")]
    earlier = read(f"/inquiries.csv?header=name&seq={right.published_seq}")
    hidden = next(row for row in earlier if row["number"] == "4")
    assert (hidden["words"], hidden["department"], hidden["withdrawal_reason"]) == (
        "",
        "",
        "다른 과제의 자료",
    )
    assert (hidden["corrects"], hidden["searched_on"]) == ("3", "2026-03-02")


def test_what_is_not_public_stands_in_no_row(promises, visit):
    factories.inquiry(*promises, words=SECRET)
    assert SECRET not in visit("/inquiries/").html
    assert len(read("/inquiries.csv")) == 2


def test_the_search_of_everything_finds_an_inquiry_by_its_words(promises, visit):
    page = visit("/search/?q=행복마을관리소")
    assert "/inquiries/1/" in page.links
    assert "조사 기록" in page.main
