"""A table of what became of promises: as offices send it, and as our own file holds it."""

import pytest
from django.utils.translation import override

from agreements.models import Inquiry, Source, StatusReport
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import PublicationState
from tests import exported, factories
from tests.factories import published
from tests.imported import checked, counts, only_complaint, written

pytestmark = pytest.mark.django_db

HEADER = ["연번", "공약명", "추진상태", "추진율(%)", "보고일", "보고 기관", "근거자료"]
SEARCH_HEADER = [
    "과제",
    "상태",
    "발표일",
    "찾은 부서",
    "찾은 곳",
    "찾은 말",
    "찾은 기간 시작",
    "찾은 기간 끝",
]
SEARCH = ["2026. 3. 2.", "안전총괄과", "시 누리집", "합동 순찰", "2025. 7.", "2026. 3."]


@pytest.fixture
def agreement(db):
    city = factories.agency("paju", name_ko="파주시")
    return published(factories.agreement(parties=[city, factories.agency()], commitments=3))


def pledge(number, status, percent="", **other):
    return [number, f"이행과제 {number}", status, percent, "2026. 2. 1.", "파주시", "공약 이행현황"]


def test_a_pledge_table_becomes_drafts_that_say_what_it_says(agreement):
    table = [HEADER, pledge(1, "정상추진", "70%"), pledge(2, "이행완료", 100), pledge(3, "추진 전", 0)]
    assert counts(written("reports", table)) == {"new": 3}
    drafts = StatusReport.objects.order_by("commitment__number")
    assert [(report.status, report.progress) for report in drafts] == [
        ("on_track", 70),
        ("completed", 100),
        ("not_started", 0),
    ]
    assert {report.state for report in drafts} == {PublicationState.DRAFT}
    assert {str(report.stated_by) for report in drafts} == {"파주시"}


def test_all_rows_rest_on_one_source_of_who_said_it(agreement):
    before = Source.objects.count()
    written("reports", [HEADER, pledge(1, "정상추진"), pledge(2, "정상추진")])
    assert Source.objects.count() == before + 1
    source = Source.objects.get(label_ko="공약 이행현황")
    assert (source.publisher, source.published) == ("파주시", PartialDate.parse("2026-02-01"))
    assert source.reports.count() == 2


def test_what_is_done_without_a_day_was_done_by_then_at_the_latest_and_the_preview_says_so(agreement):
    outcome = written("reports", [HEADER, pledge(2, "이행완료")])
    report = StatusReport.objects.get()
    assert (report.happened, report.happened_as) == (PartialDate.parse("2026-02-01"), "by")
    assert outcome.warnings[0][0] == 2


def test_the_same_table_a_second_time_changes_nothing(agreement):
    table = [HEADER, pledge(1, "정상추진", "70%")]
    written("reports", table)
    assert counts(checked("reports", table)) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("change", "column", "part"),
    [
        ({1: "없는 과제"}, "공약명", "이 제목의 공개된 약속"),
        ({2: "잘되고 있음"}, "추진상태", "정상추진"),
        ({3: "120"}, "추진율(%)", "0부터 100"),
        ({3: "70", 2: "이행완료"}, "추진율(%)", "서로 맞지"),
        ({4: "2099. 1. 1."}, "보고일", "오늘보다 뒤"),
        ({5: ""}, "보고 기관", "어느 기관"),
        ({6: ""}, "근거자료", "근거"),
    ],
)
def test_a_wrong_cell_is_named_with_what_would_be_right(agreement, change, column, part):
    row = pledge(1, "정상추진", "70")
    for place, value in change.items():
        row[place] = value
    complaint = only_complaint(checked("reports", [HEADER, row]))
    assert (complaint.row, complaint.column) == (2, column)
    assert part in complaint.correction


def test_a_source_older_than_what_it_is_to_prove_is_refused(agreement):
    header = [*HEADER, "자료 발행일"]
    row = [*pledge(1, "정상추진", "70%"), "2026. 1. 1."]
    complaint = only_complaint(checked("reports", [header, row]))
    assert (complaint.row, complaint.column) == (2, "근거자료")


def test_a_milestone_is_told_in_its_own_words(db):
    owner = factories.agency("paju", name_ko="파주시")
    published(factories.program(owner=owner, milestones=1))
    row = [1, "추진과제 1", "완료", "", "2026. 2. 1.", "파주시", "현황"]
    assert counts(written("reports", [HEADER, row])) == {"new": 1}
    assert StatusReport.objects.get().status == "reached"


def test_promises_looked_for_in_one_search_are_one_inquiry(agreement):
    rows = [[f"이행과제 {number}", "찾아보았으나 없음", *SEARCH] for number in (1, 2)]
    assert counts(written("reports", [SEARCH_HEADER, *rows])) == {"new": 2}
    inquiry = Inquiry.objects.get()
    assert inquiry.commitments.count() == 2
    assert (inquiry.department, inquiry.where_ko) == ("안전총괄과", "시 누리집")


def test_nothing_can_be_unchanged_of_which_nothing_was_reported(agreement):
    row = ["이행과제 1", "변동 없음", *SEARCH]
    complaint = only_complaint(checked("reports", [SEARCH_HEADER, row]))
    assert (complaint.column, "보고된 것이 없" in complaint.correction) == ("상태", True)


def test_a_search_that_nobody_describes_is_refused(agreement):
    complaints = checked("reports", [["과제", "상태"], ["이행과제 1", "찾아보았으나 없음"]]).complaints
    assert {complaint.column for complaint in complaints} >= {"찾은 곳", "찾은 말"}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_changed_cell_of_our_own_file_is_refused_and_says_what_to_do(agreement, language):
    published(factories.report(agreement.commitments.first(), "on_track", "2026-02-01"))
    with override(language):
        own = exported.written("reports", "header=label")
    assert counts(checked("reports", own)) == {"unchanged": 1}
    changed = own.replace("추진 상황".encode(), "다른 말".encode())
    assert "정정" in only_complaint(checked("reports", changed)).correction
