"""Lists of what agencies did of their duties under ordinances become drafts with their evidence."""

import pytest
from django.utils.translation import override

from agreements.actions.duties import publish_duty_record
from agreements.models import DutyRecord
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import PublicationState
from tests import exported, factories
from tests.factories import published, submitted
from tests.imported import changes, checked, counts, only_complaint, written

pytestmark = pytest.mark.django_db

HEADER = ["협약 번호", "기관", "의무", "연도", "이행일", "결과", "근거자료", "발행기관", "발행일"]
SOURCE = ["자체평가 결과", "파주시", "2025. 1. 10."]


@pytest.fixture
def city(db):
    agency = factories.agency("paju", name_ko="파주시", kind="city_county")
    factories.duty_rule(agency, "self_evaluation", "yearly")
    return agency


@pytest.fixture
def agreement(city):
    return published(factories.agreement(parties=[city, factories.agency()]))


def row(*, kind="자체평가", year="2024", day="2025. 1. 5.", result="모두 이행함", agency="파주시"):
    return ["2022-0001", agency, kind, year, day, result, *SOURCE]


def test_each_row_is_a_draft_with_its_evidence(agreement, city):
    assert counts(written("duty_records", [HEADER, row()])) == {"new": 1}
    record = DutyRecord.objects.get()
    assert (record.agreement, record.agency, record.kind) == (agreement, city, "self_evaluation")
    assert (record.period, record.outcome, record.result) == (
        PartialDate.parse("2024"),
        "done",
        "모두 이행함",
    )
    assert record.state == PublicationState.DRAFT
    assert [str(source) for source in record.sources.all()] == ["파주시, 자체평가 결과"]
    assert counts(checked("duty_records", [HEADER, row()])) == {"unchanged": 1}


def test_a_row_that_nobody_filled_in_says_nothing(agreement):
    empty = row(day="", result="")[:6] + [""] * 3
    assert counts(written("duty_records", [HEADER, empty])) == {"unchanged": 1}
    assert not DutyRecord.objects.exists()


@pytest.mark.parametrize(
    ("cells", "column", "part"),
    [
        ({"day": ""}, "이행일", "이행한 날"),
        ({"day": "2099. 1. 1."}, "이행일", "미래"),
        ({"kind": "잔치"}, "의무", "자체평가"),
        ({"year": "2024년 상반기"}, "연도", "연도나 월"),
        ({"year": ""}, "연도", "2024"),
        ({"agency": ""}, "기관", "어느 기관"),
        ({"agency": "고양시"}, "기관", "협약기관이 아닙니다"),
    ],
)
def test_a_wrong_cell_is_named_with_what_would_be_right(agreement, cells, column, part):
    factories.agency("goyang", name_ko="고양시", kind="city_county")
    factories.duty_rule(factories.agency("goyang"), "self_evaluation", "yearly")
    complaint = only_complaint(checked("duty_records", [HEADER, row(**cells)]))
    assert (complaint.row, complaint.column) == (2, column)
    assert part in complaint.correction


def test_that_it_was_not_carried_out_is_only_taken_where_it_is_written(agreement):
    header = [*HEADER, "실시 여부"]
    written("duty_records", [header, [*row(day=""), "미실시(기관 설명)"]])
    assert DutyRecord.objects.get().outcome == "not_done"
    contradicting = only_complaint(
        checked("duty_records", [header, [*row(year="2023"), "미실시(기관 설명)"]])
    )
    assert contradicting.column == "이행일"


def test_a_duty_that_no_ordinance_asks_for_is_taken_with_a_word_of_warning(agreement):
    outcome = written("duty_records", [HEADER, row(kind="체결 보고", year="")])
    assert "정한 등록 조례가 없습니다" in outcome.warnings[0][1]
    assert DutyRecord.objects.get().kind == "signing_report"


def test_a_draft_goes_on_and_what_waits_or_is_public_stays(agreement, city):
    record = factories.duty_record(agreement, city, "self_evaluation", "2024", result_ko="평가 중")
    outcome = written(
        "duty_records",
        [["협약 번호", "기관", "의무", "연도", "결과", "이행일"], [*row()[:4], "끝남", "2023. 12. 1."]],
    )
    assert changes(outcome) == [("결과", "평가 중", "끝남")]
    record.refresh_from_db()
    submitted(record)
    assert "검토" in only_complaint(checked("duty_records", [HEADER, row(day="2023. 12. 1.")])).correction
    publish_duty_record(record, actor=factories.reviewer(), now=factories.NOON)
    complaint = only_complaint(checked("duty_records", [HEADER, row(day="2023. 12. 1.")]))
    assert "철회" in complaint.correction


def test_what_was_not_done_once_is_followed_by_a_record_when_it_is(agreement, city):
    published(
        factories.duty_record(agreement, city, "self_evaluation", "2024", outcome="not_done", done_on=None)
    )
    assert counts(written("duty_records", [HEADER, row()])) == {"new": 1}
    assert DutyRecord.objects.count() == 2


@pytest.mark.parametrize("language", ["ko", "en"])
def test_our_own_file_changes_nothing_and_a_changed_cell_says_what_to_do(agreement, city, language):
    published(factories.duty_record(agreement, city, "self_evaluation", "2024"))
    with override(language):
        own = exported.written("duties", "header=label")
    assert counts(checked("duty_records", own)).keys() == {"unchanged"}
    changed = own.replace("이행 실적을 평가함".encode(), "다른 말".encode())
    assert "철회" in only_complaint(checked("duty_records", changed)).correction
