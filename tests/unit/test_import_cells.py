"""How cells are read: dates as officials write them, yes and no, choices, several in one cell."""

import unicodedata
from contextlib import suppress
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from agreements.imports import cells
from agreements.imports.complaints import UnreadableCell
from agreements.models import AgencyKind
from agreements.rules.partial_date import PartialDate
from agreements.rules.yes_no_unknown import YesNoUnknown

DAY = date(2022, 12, 13)


@pytest.mark.parametrize(
    "text",
    [
        "2022. 12. 13.", "2022.12.13", "2022.12.13.", "2022-12-13", "2022/12/13", "20221213",
        "2022년 12월 13일",
        "’22.12.13.", "'22.12.13", "‘22. 12. 13.", "’22-12-13", "2022. 12. 13.(화)", "2022.12.13.(화요일)",
        "2022-12-13 (화)", "2022. 12. 13. 화", "2022년 12월 13일 화요일", "2022-12-13 (Tue)",
        " 2022. 12. 13.\n(화)", "2022-12-13 0:00", "2022-12-13 10:30:00", "2022-12-13T00:00:00",
        "2022-12-13 오전 12:00:00", "2022.12.13 9:00 AM",
        "２０２２. １２. １３.",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_form_officials_write(text):
    assert cells.read_day(text) == DAY


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2022. 6.", "2022-06"), ("’22. 6.", "2022-06"), ("2022년 상반기", "2022-H1"),
        ("’22년 하반기", "2022-H2"),
        ("2022년 2분기", "2022-Q2"), ("2022", "2022"),
    ],
)  # fmt: skip
def test_a_period_is_read_as_precise_as_it_is_and_is_no_day(text, iso):
    assert cells.read_period(text).iso() == iso
    with (
        override("en"),
        pytest.raises(UnreadableCell, match=r"The day is missing. Write it as 2022\. 12\. 13\."),
    ):
        cells.read_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "2022. 13. 1.",
        "2022-02-30",
        "미정",
        "44908",
        "22.12.13",
        "12/13/2022",
        "1822.1.1",
        "2022-12-13T15:00:00Z",
    ],
)
def test_what_is_no_date_is_refused_with_what_would_be_right(text):
    with override("en"), pytest.raises(UnreadableCell, match=r"Write 2022\. 12\. 13\. or 2022-12-13"):
        cells.read_day(text)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_from_each_of_its_forms(day):
    weekday = "월화수목금토일"[day.weekday()]
    forms = [
        f"{day.year}. {day.month}. {day.day}.({weekday})",
        f"’{day:%y}. {day.month}. {day.day}.",
        f"{day:%Y%m%d}",
        PartialDate.day(day).iso(),
    ]
    assert {cells.read_day(form) for form in forms} == {day}


def test_yes_and_no_are_read_and_anything_else_is_refused():
    assert all(cells.read_flag(text) for text in ("예", "Y", "O", "○", "true", "1", "있음"))
    assert not any(cells.read_flag(text) for text in ("아니오", "아니요", "N", "X", "false", "0", "없음"))
    with pytest.raises(UnreadableCell, match="예 또는 아니오"):
        cells.read_flag("글쎄")


def test_a_choice_is_read_by_code_and_by_its_name_in_both_languages():
    read = cells.choice_reader(AgencyKind, 소방서="fire")
    assert {read(text) for text in ("police_station", "경찰서", " Police Station ", "경 찰 서")} == {
        "police_station"
    }
    assert read("소방서") == "fire"
    with override("ko"), pytest.raises(UnreadableCell, match=r"다음 중 하나를 쓰세요: 미확인, 아니오, 예\."):
        cells.choice_reader(YesNoUnknown)("많음")


def test_numbers_are_whole_and_may_have_commas():
    assert cells.read_number("1,000") == 1000
    for text in ("3.5", "-1", "셋", "²", "9999999999"):
        with pytest.raises(UnreadableCell):
            cells.read_number(text)


def test_two_digits_of_a_year_are_asked_for_and_never_guessed():
    with override("en"), pytest.raises(UnreadableCell, match=r"Which number is the year\?"):
        cells.read_day("22. 12. 13.")


KNOWN = {"파주시", "파주경찰서", "아동·청소년과", "여성·아동, 청소년 지원센터"}


@pytest.mark.parametrize(
    "text",
    [
        "파주시\n파주경찰서", "파주시, 파주경찰서", "파주시·파주경찰서",
        "파주시ㆍ파주경찰서", "파주시; 파주경찰서", "파주시/파주경찰서",
        "① 파주시 ② 파주경찰서", "○ 파주시\n○ 파주경찰서",
        "1. 파주시\n2. 파주경찰서", " 파주시 ,\n, 파주경찰서,파주시",
        "파주시․파주경찰서", "파주시∙파주경찰서", "파주시⋅파주경찰서", "파주시･파주경찰서",
        "파주시•파주경찰서", "파주시ᆞ파주경찰서", "파주시／파주경찰서", "파주시 및 파주경찰서",
    ],
)  # fmt: skip
def test_several_agencies_of_a_cell_are_taken_apart(text):
    assert cells.split_names(text, KNOWN.__contains__) == ["파주시", "파주경찰서"]


def test_a_known_name_is_never_taken_apart_at_the_sign_it_holds():
    text = "파주시·아동·청소년과, 여성·아동, 청소년 지원센터·모르는곳"
    assert cells.split_names(text, KNOWN.__contains__) == [
        "파주시", "아동·청소년과", "여성·아동, 청소년 지원센터", "모르는곳",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["파주시 등", "파주시 등 3개 기관", "파주시, 고양시 외 2개 기관"])
def test_agencies_hidden_behind_and_others_are_refused(text):
    with pytest.raises(UnreadableCell, match="모든 기관의 이름을 쓰세요"):
        cells.split_names(text, KNOWN.__contains__)


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("①합동 순찰 ②공동 조사", ["합동 순찰", "공동 조사"]),
        ("○ 합동 순찰\n  (야간 포함)\n○ 공동 조사", ["합동 순찰 (야간 포함)", "공동 조사"]),
        ("- 합동 순찰\n- 공동 조사", ["합동 순찰", "공동 조사"]),
        ("1. 순찰 2.5km\n2. 조사", ["순찰 2.5km", "조사"]),
        ("가. 순찰\n나. 조사", ["순찰", "조사"]),
        ("· 순찰\n· 조사", ["순찰", "조사"]),
        ("순찰\n조사\n순찰", ["순찰", "조사"]),
        ("합동 순찰·조사", ["합동 순찰·조사"]),
    ],
)
def test_several_tasks_of_a_cell_are_taken_apart(text, tasks):
    assert cells.split_tasks(text) == tasks


@given(st.text())
def test_any_text_is_read_or_refused_and_loses_no_word(text):
    for read in (
        cells.read_day,
        cells.read_flag,
        cells.read_number,
        cells.read_amount,
        cells.choice_reader(AgencyKind),
    ):
        with suppress(UnreadableCell):
            read(text)
    kept = {letter for task in cells.split_tasks(text) for letter in task if letter.isalpha()}
    bullets = set("가나다라마바사아자차카타파하")
    assert {letter for letter in text if letter.isalpha()} - kept <= bullets
    assert cells.read_line(unicodedata.normalize("NFC", text)) == " ".join(
        unicodedata.normalize("NFC", text).split()
    )
