"""Duties under ordinances in a round: on the second sheet and in the second grid, beside the promises."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, DutyRecord, StatusReport
from agreements.models.base import PUBLIC
from agreements.rules.publication import PublicationState
from tests import factories
from tests.admin.handing_in import (
    GIVEN,
    address,
    answers,
    confirm,
    hand_in,
    keys,
    publish_page,
    sheets,
    upload,
)
from tests.admin.page import text
from tests.factories import NOON, published

pytestmark = pytest.mark.django_db

DUTIES = ["협약 번호", "의무", "대상 기간", "완료일", "결과"]


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def bound(db):
    """A city that owes a self-evaluation of each year, of which none is recorded."""
    city = factories.agency("paju", name_ko="파주시", kind="city_county")
    factories.duty_rule(city, "self_evaluation", "yearly")
    return city


@pytest.fixture
def part(bound):
    parties = [bound, factories.agency("police")]
    published(factories.agreement(parties=parties, commitments=3, open_ended=True))
    return factories.round_of(bound).parts.get()


def test_the_second_sheet_lists_the_duties_without_a_record_and_what_is_filled_in_is_handed_in(
    bound, editor, part, coordinator
):
    published(factories.duty_record(Agreement.objects.get(), bound, "self_evaluation", "2023"))
    content = editor.get(reverse("admin:agreements_roundpart_table", args=[part.pk])).content
    header, *rows = sheets(content)["조례상 의무"]
    shown = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(row["협약번호"], row["조례상 의무"], row["대상 기간"]) for row in shown] == [
        ("2022-0001", "자체평가", "2024년"),
        ("2022-0001", "자체평가", "2025년"),
    ]
    assert shown[0]["알려진 내용"].startswith("등록된 실적 없음")

    book = openpyxl.load_workbook(io.BytesIO(content))
    duties = book["조례상 의무"]
    duties.cell(2, header.index("완료일") + 1, "2025. 2. 3.")
    duties.cell(2, header.index("결과") + 1, "모두 이행함")
    filled = io.BytesIO()
    book.save(filled)
    confirm(editor, part, upload(editor, part, filled.getvalue(), "채운 표.xlsx"))
    record = DutyRecord.objects.get(state=PublicationState.SUBMITTED)
    assert (record.agency, record.period.first.year, str(record.sources.get())) == (
        bound, 2024, "파주시, 1분기 이행상황",
    )  # fmt: skip
    assert not StatusReport.objects.exists()
    asked = editor.get(address(part)).context["asked"].duties
    assert [[answer.state for answer in duty.answers] for duty in asked] == [["submitted"], []]
    review = coordinator.get(publish_page(part.round))
    assert "모두 이행함" in text(review)
    coordinator.post(publish_page(part.round), {"record": keys(review), "publish": "1"})
    assert DutyRecord.objects.visible_to(PUBLIC).count() == 2


def test_promises_and_duties_typed_on_the_page_go_together_or_not_at_all(bound, editor, part):
    page = editor.get(address(part))
    duty = page.context["asked"].grids[1].rows[0].row.key
    typed = {"2022-0001-01:status_label": "on_track", f"{duty}:done_on": "모름"}
    refused = editor.post(address(part), {**GIVEN, **typed, "grid": "1"})
    assert [outcome.kind for outcome in refused.context["outcomes"]] == ["duties"]
    assert refused.context["slip"] == ""
    assert 'value="모름"' in refused.content.decode()
    mended = editor.post(address(part), {**GIVEN, **typed, f"{duty}:done_on": "2025. 2. 3.", "grid": "1"})
    confirm(editor, part, mended)
    assert (StatusReport.objects.count(), DutyRecord.objects.count()) == (1, 1)


def test_a_duty_that_is_refused_when_it_is_handed_in_takes_the_promises_with_it(bound, editor, part):
    duty = editor.get(address(part)).context["asked"].grids[1].rows[0].row.key
    typed = {
        "2022-0001-01:status_label": "on_track",
        f"{duty}:done_on": "2025. 2. 3.",
        f"{duty}:result": "담당자 010-2345-6789",
    }
    preview = editor.post(address(part), {**GIVEN, **typed, "grid": "1"})
    refused = confirm(editor, part, preview)
    assert "아무것도 가져오지 않았습니다" in text(refused)
    assert (StatusReport.objects.count(), DutyRecord.objects.count()) == (0, 0)


def test_a_table_of_duties_alone_is_read_by_its_header(bound, editor, part):
    rows = [DUTIES, ["2022-0001", "자체평가", "2024", "2025. 2. 3.", ""]]
    hand_in(editor, part, rows)
    assert DutyRecord.objects.get().done_on.isoformat() == "2025-02-03"


def test_a_duty_of_another_agency_is_not_handed_in_here(bound, editor, part):
    factories.duty_rule(
        factories.agency("goyang", name_ko="고양시", kind="city_county"), "disclosure", "yearly"
    )
    page = upload(
        editor, part, [[*DUTIES, "기관"], ["2022-0001", "자체평가", "2024", "2025. 2. 3.", "", "고양시"]]
    )
    (complaint,) = page.context["outcome"].complaints
    assert "취합 대상 기관" in complaint.correction


def test_an_agency_has_not_answered_before_its_due_duties_have(bound, editor, part):
    hand_in(editor, part, answers(*([f"2022-0001-0{number}", "정상추진", "10"] for number in (1, 2, 3))))
    part.refresh_from_db()
    assert part.answered_at is None
    years = ("2023", "2024", "2025")
    hand_in(editor, part, [DUTIES, *(["2022-0001", "자체평가", year, "2026. 2. 3.", ""] for year in years)])
    part.refresh_from_db()
    assert part.answered_at == NOON


def test_a_table_without_any_answer_says_so(bound, editor, part):
    page = upload(editor, part, answers(["2022-0001-01", "", ""]))
    (complaint,) = page.context["outcome"].complaints
    assert "답을 적은 행이 없습니다" in complaint.correction
