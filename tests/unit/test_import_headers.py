"""Titles above the header, sums, counters, unknown and missing headers."""

import pytest
from django.utils.translation import override

from tests import factories
from tests.imported import checked, counts, csv_file, only_complaint, xlsx_file

pytestmark = pytest.mark.django_db

ROW = ["치안협력", "파주시, 파주경찰서", "2022. 12. 13."]


@pytest.fixture(autouse=True)
def agencies():
    return factories.agency("paju", name_ko="파주시"), factories.agency("police", name_ko="파주경찰서")


@pytest.mark.parametrize(
    "header",
    [
        ["협약명", "협약기관", "체결일"],
        ["협약명", "상대처", "협약일자"],
        ["업무협약명", "대상기관", "체결일자"],
        ["title", "parties", "signed_on"],
        ["Title", "Parties", "Signed on"],
        ["제 목", "협약\n기관(필수)", "*체결일"],
    ],
)
def test_korean_english_and_machine_headers_and_synonyms_are_read(header):
    outcome = checked("agreements", [header, ROW])
    assert (counts(outcome), [str(one) for one in outcome.complaints]) == ({"new": 1}, [])


def test_title_rows_counters_sums_blank_and_repeated_header_rows_are_passed_over_and_said():
    header = ["연번", "협약명", "협약기관", "체결일", "비고"]
    table = [
        ["2022년 업무협약 체결 현황"],
        ["", "", "", "", "(2022. 12. 31. 기준)"],
        header,
        ["계", "", "", "2건", ""],
        ["1", *ROW, "참고"],
        [],
        header,
        ["2", "청소년 보호", "파주시\n파주경찰서", "2022. 12. 14.", ""],
        ["합계", "", "", "2"],
    ]
    outcome = checked("agreements", table)
    assert counts(outcome) == {"new": 2}
    assert [plan.row.number for plan in outcome.plans] == [5, 8]
    assert outcome.remarks == [
        "열 이름은 3행에 있습니다. 그 위는 제목으로 보았습니다.",
        "읽지 않은 열: 연번, 비고.",
        "합계 행은 건너뛰었습니다: 4, 9행.",
        "빈 행 1개는 건너뛰었습니다.",
    ]


def test_an_agreement_whose_title_begins_like_a_sum_is_no_sum():
    outcome = checked(
        "agreements", [["협약명", "협약기관"], ["합계 출산율 협력", "파주시"], ["계", "파주시"]]
    )
    assert counts(outcome) == {"new": 2}


def test_a_header_merged_over_two_rows_and_two_columns_is_read():
    table = [
        ["협약명", "협약기관", "", "체결일"],
        ["", "", "", ""],
        ["치안협력", "파주시", "파주경찰서", "2022. 12. 13."],
    ]
    content = xlsx_file(table, merged=["A1:A2", "B1:C2", "D1:D2"])
    outcome = checked("agreements", content, "a.xlsx")
    assert counts(outcome) == {"new": 1}
    assert [one.after for one in outcome.plans[0].changes if one.label == "협약기관"] == [
        "파주시; 파주경찰서"
    ]


@pytest.mark.parametrize(
    ("top", "bottom", "merged"),
    [
        (
            ["협약명", "협약기관", "", "담당", ""],
            ["", "갑", "을", "부서", "전화"],
            ["A1:A2", "B1:C1", "D1:E1"],
        ),
        (["협약명", "협약기관", "", "담당", ""], ["", "갑", "을", "부서", "전화"], []),
    ],
)
def test_a_header_of_two_lines_is_read_as_one(top, bottom, merged):
    row = ["치안협력", "파주시", "파주경찰서", "자치경찰협력과", "031-000-0000"]
    outcome = checked("agreements", xlsx_file([top, bottom, row], merged=merged), "a.xlsx")
    assert [str(complaint) for complaint in outcome.complaints] == []
    values = {change.fact: change.after for change in outcome.plans[0].changes}
    assert values["parties"] == "파주시; 파주경찰서"
    assert (values["department"], values["telephone"]) == ("자치경찰협력과", "031-000-0000")
    assert outcome.remarks == ["열 이름이 1행과 2행에 나뉘어 있어 이어서 읽었습니다."]


def test_a_first_row_of_values_is_no_second_line_of_the_header():
    outcome = checked("agreements", [["협약명", "협약기관", "모름"], ["협약 2", "파주시", "담당부서"]])
    assert (only_complaint(outcome).column, counts(outcome)) == ("모름", {"new": 1})


def test_reading_ends_after_1000_blank_rows_and_says_so():
    rows = [["협약명", "협약기관"], ["가", "파주시"], *[[""]] * 999, ["나", "파주시"], *[[""]] * 1000]
    outcome = checked("agreements", [*rows, ["다", "파주시"]])
    assert [plan.title for plan in outcome.plans] == ["가", "나"]
    assert outcome.remarks == [
        "빈 행이 1,000개 이어져 2,002행에서 읽기를 마쳤습니다. 그 아래에 내용이 더 있으면 빈 행을 지우세요.",
        "빈 행 999개는 건너뛰었습니다.",
    ]


def test_a_column_that_only_reports_change_is_left_aside_and_said_to_be_so():
    factories.agreement(title_ko="협약", commitments=0)
    header = ["협약명", "이행과제", "주관기관", "추진상태", "추진율(%)"]
    outcome = checked("commitments", [header, ["협약", "순찰", "파주시", "완료", "100"]])
    assert counts(outcome) == {"new": 1}
    assert outcome.remarks == [
        "읽지 않은 열: 추진상태, 추진율(%). 상태·진행률·기한은 이행상황 보고로만 바뀝니다."
    ]


def test_a_header_that_only_looks_like_a_column_that_is_never_read_is_said_to_be_so():
    header = ["협약명", "이행과제", "추진상태명"]
    complaint = next(
        complaint
        for complaint in checked("commitments", [header, ["협약", "순찰", "완료"]]).complaints
        if complaint.row == 1
    )
    assert complaint.correction == (
        "읽지 않는 열 “추진상태”와 비슷합니다. 상태·진행률·기한은 이행상황 보고로만 바뀝니다. "
        "이 열을 지우세요."
    )


def test_all_faults_of_a_file_come_at_once_each_with_its_cell():
    table = [
        ["협약명", "협약기관", "체결일", "zzzz", ""],
        ["#N/A", "파주시", "2022. 12. 13.", "", ""],
        ["치안협력", "파주시", "22.12.13", "", "길 잃은 값"],
        ["", "파주시", "2022. 12. 13.", "", ""],
    ]
    outcome = checked("agreements", xlsx_file(table), "a.xlsx")
    places = [(complaint.cell, complaint.column) for complaint in outcome.complaints]
    assert places == [("D1", "zzzz"), ("A2", "협약명"), ("E3", "E"), ("C3", "체결일"), ("A4", "협약명")]


def test_rows_that_differ_in_their_task_only_are_one_agreement():
    table = [
        ["협약명", "협약기관", "체결일", "주요 협약내용"],
        [*ROW, "합동 순찰"],
        ["", "", "", "공동 조사"],
        ["청소년 보호", "파주시", "", "상담"],
    ]
    content = xlsx_file(table, merged=["A2:A3", "B2:B3", "C2:C3"])
    outcome = checked("agreements", content, "a.xlsx")
    assert [plan.proposed for plan in outcome.plans] == [["합동 순찰", "공동 조사"], ["상담"]]


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("체결일시", "체결일"),
        ("협약기관명", "협약기관"),
        ("signed_onn", "signed_on (Signed on)"),
    ],
)
def test_an_unknown_header_is_named_with_the_nearest_known_one(header, says):
    with override("en"):
        found = only_complaint(checked("agreements", [["협약명", "협약기관", header], ROW]))
    if header == "협약기관명":  # then a required one is missing as well, and is not
        assert found.column == header
    assert (found.row, found.value) == (1, header)
    assert says in found.correction


def test_a_header_like_none_is_named_with_all_there_are():
    found = only_complaint(checked("agreements", [["협약명", "협약기관", "zzzz"], ROW]))
    assert "모르는 열 이름" in found.correction
    assert "체결일" in found.correction


def test_a_missing_required_header_is_named():
    found = only_complaint(checked("agreements", [["협약명", "체결일"], ["치안협력", "2022. 12. 13."]]))
    assert (found.row, found.column, found.correction) == (1, "협약기관", "“협약기관” 열이 없습니다.")


def test_the_same_column_twice_is_refused():
    found = only_complaint(checked("agreements", [["협약명", "제목", "협약기관"], ["가", "나", "파주시"]]))
    assert found.correction == "“협약명” 열과 “제목” 열은 같은 내용입니다. 하나만 남기세요."


def test_a_value_under_no_header_is_refused_and_its_column_named():
    found = only_complaint(
        checked("agreements", [["협약명", "협약기관", ""], ["가", "파주시", "길 잃은 값"]])
    )
    assert (found.row, found.column, found.value) == (2, "C", "길 잃은 값")


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ([["아무", "말"], ["가", "나"]], "아는 열 이름이 든 행이 없습니다"),
        ([["협약명", "협약기관"]], "열 이름 아래에 행이 없습니다"),
        ([["협약명", "협약기관"], ["계", "0건"], []], "열 이름 아래에 행이 없습니다"),
    ],
)
def test_a_table_without_a_header_or_without_rows_is_refused(table, says):
    assert says in only_complaint(checked("agreements", table)).correction


def test_as_many_rows_as_may_be_are_read_and_one_more_is_refused():
    rows = [[f"협약 {number}", "파주시"] for number in range(21)]
    header = ["협약명", "협약기관"]
    assert counts(checked("agreements", [header, *rows[:20]], most_rows=20)) == {"new": 20}
    found = only_complaint(checked("agreements", csv_file([header, *rows]), most_rows=20))
    assert (found.row, "20행을 넘습니다" in found.correction) == (21, True)
