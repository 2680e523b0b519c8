"""Lists of commitments: each row finds its agreement; the rows of one are one edit."""

import pytest

from agreements.models import Agreement, Commitment, Trace
from tests import exported, factories
from tests.imported import changes, checked, counts, only_complaint, written

pytestmark = pytest.mark.django_db

HEADER = ["협약명", "번호", "이행과제", "주관기관", "협조기관"]
TITLE = "치안협력"


@pytest.fixture(autouse=True)
def agreement():
    parties = [factories.agency("paju", name_ko="파주시"), factories.agency("police", name_ko="파주경찰서")]
    return factories.agreement(title_ko=TITLE, parties=parties)  # with “이행과제 1”, led by Paju


def test_rows_add_commitments_with_their_agencies_in_one_edit(agreement):
    rows = [[TITLE, "", "합동 순찰", "파주시", "파주경찰서"], [TITLE, "", "공동 조사", "파주경찰서", ""]]
    outcome = written("commitments", [HEADER, *rows])
    assert counts(outcome) == {"new": 2}
    assert [(one.number, one.title_ko) for one in agreement.commitments.all()] == [
        (1, "이행과제 1"), (2, "합동 순찰"), (3, "공동 조사"),
    ]  # fmt: skip
    roles = Commitment.objects.get(number=2).roles.all()
    assert [(one.role, str(one.agency)) for one in roles] == [("lead", "파주시"), ("support", "파주경찰서")]
    (trace,) = Trace.objects.all()
    assert (trace.subject_kind, trace.act) == ("agreement", "edit")
    assert counts(written("commitments", [HEADER, *rows])) == {"unchanged": 2}


def test_a_commitment_is_found_by_its_number_and_its_difference_shown():
    outcome = written("commitments", [HEADER, [TITLE, "1", "합동 순찰", "파주경찰서", "파주시"]])
    assert counts(outcome) == {"changed": 1}
    assert changes(outcome) == [
        ("이행과제", "이행과제 1", "합동 순찰"),
        ("주관기관", "파주시", "파주경찰서"),
        ("협조기관", "파주경찰서", "파주시"),
    ]


def test_rows_of_one_agreement_far_apart_are_all_written(agreement):
    other = factories.agreement(title_ko="다른 협약")
    rows = [[(TITLE, "다른 협약")[number % 2], "", f"과제 {number}", "", ""] for number in range(1100)]
    outcome = written("commitments", [HEADER, *rows])
    assert (outcome.complaints, counts(outcome)) == ([], {"new": 1100})
    assert [one.commitments.count() for one in (agreement, other)] == [551, 551]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("협약명", "모르는 협약", "이 제목의 협약이 없습니다"),
        ("협약명", "", "협약 제목이나 협약번호를 쓰세요"),
        ("번호", "0", "1부터 999까지"),
        ("번호", "첫째", "정수"),
        ("이행과제", "", "약속한 내용을 쓰세요"),
        ("주관기관", "모르는곳", "기관이 없습니다"),
        ("협조기관", "파주시", "한 기관의 역할은 하나"),
    ],
)
def test_a_refusal_names_row_column_value_and_what_would_be_right(column, value, says):
    row = dict(zip(HEADER, [TITLE, "7", "합동 순찰", "파주시", ""], strict=True)) | {column: value}
    found = only_complaint(written("commitments", [HEADER, list(row.values())]))
    assert (found.row, found.column, found.value) == (2, column, value)
    assert says in found.correction
    assert Commitment.objects.count() == 1


def test_a_row_without_title_and_number_means_no_commitment_that_has_no_english_title(agreement):
    commitment = agreement.commitments.get()
    assert commitment.title_en == ""
    roles = list(commitment.roles.values_list("agency", "role"))
    found = only_complaint(written("commitments", [HEADER, [TITLE, "", "", "파주경찰서", ""]]))
    assert (found.row, found.column) == (2, "이행과제")
    assert list(commitment.roles.values_list("agency", "role")) == roles


def test_a_title_of_two_agreements_needs_the_day():
    factories.agreement(title_ko=TITLE, signed="2023-01-02")
    found = only_complaint(checked("commitments", [HEADER, [TITLE, "", "합동 순찰", "", ""]]))
    assert "체결일이나 고유번호" in found.correction
    table = [[*HEADER, "협약 체결일"], [TITLE, "", "합동 순찰", "", "", "2023. 1. 2."]]
    assert counts(written("commitments", table)) == {"new": 1}
    assert Agreement.objects.get(begins_on="2023-01-02").commitments.count() == 2


def test_a_commitment_of_something_public_is_never_written(agreement):
    factories.published(agreement)
    found = only_complaint(written("commitments", [HEADER, [TITLE, "1", "합동 순찰", "", ""]]))
    assert (found.row, "공개된 기록" in found.correction) == (2, True)
    assert (
        "공개된 기록"
        in only_complaint(written("commitments", [HEADER, [TITLE, "", "새 과제", "", ""]])).correction
    )


# ---- the same promise as a milestone


LINKING = ["협약명", "번호", "이행과제", "same_promise_as"]


@pytest.fixture
def milestone():
    return factories.published(factories.program(slug="program")).milestones.get()


def linking(*references, number=1):
    rows = [
        [TITLE, number + place, f"이행과제 {number + place}", reference]
        for place, reference in enumerate(references)
    ]
    return [LINKING, *rows]


def test_a_commitment_is_linked_with_the_milestone_that_is_the_same_promise(agreement, milestone):
    outcome = written("commitments", linking("program-1"))
    assert changes(outcome) == [("same_promise_as", "", str(milestone))]
    assert agreement.commitments.get().carried_out_by == milestone
    assert counts(written("commitments", linking("program-1"))) == {"unchanged": 1}
    assert counts(written("commitments", linking(""))) == {"unchanged": 1}
    header = [*LINKING[:3], "carried_out_by"]
    assert counts(written("commitments", [header, *linking("program-1")[1:]])) == {"unchanged": 1}


def test_the_link_of_a_public_agreement_comes_back_unchanged_from_our_own_file(agreement, milestone):
    agreement.commitments.update(carried_out_by=milestone)
    factories.published(agreement)
    file = exported.written("commitments", "header=name")
    assert b"program-1" in file
    assert counts(written("commitments", file)) == {"unchanged": 1}


def test_a_milestone_that_is_another_promise_or_nobodys_is_refused(agreement, milestone):
    def complaint(table):
        found = only_complaint(written("commitments", table))
        assert (found.column, found.value) == ("same_promise_as", table[-1][-1])
        assert not agreement.commitments.filter(carried_out_by__isnull=False).exists()
        return found.correction

    assert "추진과제가 없습니다" in complaint(linking("program-2"))
    assert "2행" in complaint(linking("program-1", "program-1"))
    factories.published(factories.report(milestone, "reached", "2022-12-12"))
    assert "다른 약속" in complaint(linking("program-1"))
    other = factories.agreement(title_ko="다른 협약")
    other.commitments.update(carried_out_by=milestone)
    assert "이미" in complaint(linking("program-1"))


# ---- numbers, and what repeats

AIMS = ["협약명", "번호", "이행과제", "목표 수량", "단위", "목표 수량의 기한", "이행 주기"]
HOUSES = [TITLE, "1", "이행과제 1", "2,655", "호", "2025년", ""]


def test_what_a_commitment_aims_at_is_read_and_comes_back_unchanged(agreement):
    assert changes(written("commitments", [AIMS, HOUSES]))[:3] == [
        ("목표 수량", "", "2,655"), ("단위", "", "호"), ("목표 수량의 기한", "", "2025년"),
    ]  # fmt: skip
    commitment = agreement.commitments.get()
    assert (commitment.quantity, commitment.quantity_by.iso()) == (2655, "2025")
    assert counts(written("commitments", [AIMS, HOUSES])) == {"unchanged": 1}
    written("commitments", [AIMS, [TITLE, "", "합동 순찰", "", "", "", "분기마다"]])
    assert Commitment.objects.get(number=2).repeats == "quarterly"


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("목표 수량", "1만1천", "‘만’"),
        ("목표 수량", "-1", "0보다 작을 수 없습니다"),
        ("목표 수량", "NaN", "숫자로"),
        ("목표 수량", "1e999", "숫자로"),
        ("목표 수량", "１２０", "숫자로"),
        ("목표 수량", "1234567890123", "자릿수"),
        ("목표 수량의 기한", "내년", "날짜"),
        ("이행 주기", "가끔", "매년"),
        ("이행 주기", "매년", "완료 기한이 없습니다"),
    ],
)
def test_a_wrong_number_or_rhythm_is_named_with_row_and_column(column, value, says):
    row = dict(zip(AIMS, HOUSES, strict=True)) | {column: value}
    found = only_complaint(written("commitments", [AIMS, list(row.values())]))
    assert found.row == 2
    assert says in found.correction
    assert Commitment.objects.get().quantity is None


def test_a_number_without_a_unit_is_named_with_its_row():
    found = only_complaint(written("commitments", [AIMS[:4], HOUSES[:4]]))
    assert (found.row, "단위를 함께" in found.correction) == (2, True)


def test_what_repeats_is_not_the_same_promise_as_a_milestone_in_a_table(milestone):
    table = [[*LINKING, "이행 주기"], [TITLE, 1, "이행과제 1", "program-1", "매월"]]
    found = only_complaint(written("commitments", table))
    assert (found.column, "한 번 달성" in found.correction) == ("same_promise_as", True)
