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


def test_2000_rows_are_read_and_2001_refused():
    rows = [[f"협약 {number}", "파주시"] for number in range(2001)]
    header = ["협약명", "협약기관"]
    assert counts(checked("agreements", [header, *rows[:2000]])) == {"new": 2000}
    found = only_complaint(checked("agreements", csv_file([header, *rows])))
    assert (found.row, "2,000행을 넘습니다" in found.correction) == (2001, True)
