"""Lists of programs and of their milestones become drafts; what is public stays as it is."""

import pytest

from agreements.models import Milestone, Program
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import published
from tests.imported import changes, checked, counts, only_complaint, written

pytestmark = pytest.mark.django_db

HEADER = ["시책명", "총괄기관", "의결일", "결정 방법", "담당부서"]
ROW = ["위기아동 지원", "파주시", "2021. 9.", "의결", "아동청소년과"]
STEPS = ["시책명", "단계", "추진과제", "담당기관"]


@pytest.fixture(autouse=True)
def city(db):
    agency = factories.agency("paju", name_ko="파주시")
    factories.works_for(factories.author().username, agency, since=factories.TODAY)
    return agency


def program_of(city, *, milestones=2):
    return factories.program(owner=city, title_ko="위기아동 지원", slug="crisis-child", milestones=milestones)


# ---- programs ----------------------------------------------------------------------------------------


def test_each_row_is_a_draft_of_a_program_with_an_address_name(city):
    assert counts(written("programs", [HEADER, ROW])) == {"new": 1}
    program = Program.objects.get()
    assert (program.title_ko, program.owner, program.state) == ("위기아동 지원", city, "draft")
    assert (program.decided, program.decided_how) == (PartialDate.parse("2021-09"), "resolved")
    assert (program.slug, program.lead_department) == ("wigiadong-jiwon", "아동청소년과")
    assert counts(checked("programs", [HEADER, ROW])) == {"unchanged": 1}


def test_how_it_was_decided_is_not_guessed_and_a_taken_address_name_is_numbered(city):
    factories.program(slug="wigiadong-jiwon")
    written("programs", [["시책명", "총괄기관"], ROW[:2]])
    program = Program.objects.get(title_ko="위기아동 지원")
    assert (program.decided_how, program.decided, program.slug) == ("", None, "wigiadong-jiwon-2")


def test_a_row_of_a_draft_changes_what_it_says_and_nothing_else(city):
    program_of(city)
    outcome = written("programs", [["시책명", "담당부서"], ["위기아동 지원", "보육과"]])
    assert changes(outcome) == [("담당부서", "", "보육과")]
    program = Program.objects.get()
    assert (program.lead_department, program.owner) == ("보육과", city)


@pytest.mark.parametrize(
    ("change", "column", "part"),
    [
        ({0: ""}, "시책명", "시책"),
        ({1: ""}, "총괄기관", "기관"),
        ({1: "모르는 곳"}, "총괄기관", "모르는 곳"),
        ({2: "작년"}, "의결일", "날짜"),
        ({3: "의논함"}, "결정 방법", "의결"),
    ],
)
def test_a_wrong_cell_of_a_program_is_named(change, column, part):
    row = [change.get(place, cell) for place, cell in enumerate(ROW)]
    complaint = only_complaint(checked("programs", [HEADER, row]))
    assert (complaint.row, complaint.column) == (2, column)
    assert part in complaint.correction


def test_a_program_of_another_agency_is_not_entered(city):
    factories.agency("goyang", name_ko="고양시")
    staff = factories.staff("editor", username="editor of Paju alone")
    factories.works_for(staff.username, city, since=factories.TODAY)
    outcome = written("programs", [HEADER, [ROW[0], "고양시", *ROW[2:]]], actor=staff)
    assert (outcome.refused, Program.objects.count()) == (True, 0)


# ---- milestones --------------------------------------------------------------------------------------


def test_each_row_is_a_milestone_with_the_next_number(city):
    program = program_of(city, milestones=1)
    rows = [["위기아동 지원", "2", "전담팀 구성", "파주시"], ["위기아동 지원", "", "쉼터 개소", ""]]
    assert counts(written("milestones", [STEPS, *rows])) == {"new": 2}
    steps = program.milestones.order_by("number").values_list("number", "stage", "title_ko")
    assert list(steps) == [(1, 1, "추진과제 1"), (2, 2, "전담팀 구성"), (3, 1, "쉼터 개소")]
    assert list(Milestone.objects.get(number=2).agencies.all()) == [city]
    assert counts(checked("milestones", [STEPS, *rows])) == {"unchanged": 2}


def test_a_milestone_of_a_draft_is_changed_by_its_title_or_number(city):
    program = program_of(city)
    other = factories.agency("police", name_ko="파주경찰서")
    table = [["시책명", "과제번호", "추진과제", "담당기관"], ["위기아동 지원", "2", "새 이름", "파주경찰서"]]
    outcome = written("milestones", table)
    assert changes(outcome) == [("추진과제", "추진과제 2", "새 이름"), ("담당기관", "파주시", "파주경찰서")]
    assert [plan.title for plan in checked("milestones", table).plans] == ["새 이름 · 위기아동 지원"]
    assert list(program.milestones.get(number=2).agencies.all()) == [other]


def test_a_public_program_takes_no_milestone_from_a_table(city):
    published(program_of(city))
    complaint = only_complaint(checked("milestones", [STEPS, ["위기아동 지원", "1", "새 과제", ""]]))
    assert "공개" in complaint.correction


@pytest.mark.parametrize(
    ("row", "column", "part"),
    [
        (["없는 시책", "1", "과제", ""], "시책명", "시책"),
        (["", "1", "과제", ""], "시책명", "시책"),
        (["위기아동 지원", "0", "과제", ""], "단계", "1부터"),
        (["위기아동 지원", "첫째", "과제", ""], "단계", "3"),
        (["위기아동 지원", "1", "", ""], "추진과제", "과제"),
        (["위기아동 지원", "1", "과제", "모르는 곳"], "담당기관", "모르는 곳"),
    ],
)
def test_a_wrong_cell_of_a_milestone_is_named(city, row, column, part):
    program_of(city)
    complaint = only_complaint(checked("milestones", [STEPS, row]))
    assert (complaint.row, complaint.column) == (2, column)
    assert part in complaint.correction


def test_what_reports_change_is_left_aside_and_said_to_be_so(city):
    program_of(city)
    outcome = checked("milestones", [[*STEPS, "추진상태"], ["위기아동 지원", "1", "과제", "", "완료"]])
    assert outcome.remarks == ["읽지 않은 열: 추진상태. 상태·진행률·기한은 이행상황 보고로만 바뀝니다."]
