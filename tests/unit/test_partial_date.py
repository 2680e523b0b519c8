"""Sources say "2022-10", "2023년 상반기" or a day; one value keeps what they said and no more."""

import unicodedata
from calendar import monthrange
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from agreements.rules.partial_date import NotAPartialDate, PartialDate, Precision

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
FIRST_HALF, SECOND_HALF = (date(2023, 1, 1), date(2023, 6, 30)), (date(2023, 7, 1), date(2023, 12, 31))
SECOND_QUARTER = (date(2023, 4, 1), date(2023, 6, 30))
JUNE = (date(2023, 6, 1), date(2023, 6, 30))
DAY = (date(2023, 6, 15), date(2023, 6, 15))
APRIL_AND_MAY = (date(2021, 4, 1), date(2021, 5, 31))
ONE_WINTER = (date(2021, 12, 1), date(2022, 1, 31))

WRITINGS = {
    "2023": YEAR,
    "2023년": YEAR,
    "2023 년": YEAR,
    " 2023 ": YEAR,
    "2023-H1": FIRST_HALF,
    "2023-h1": FIRST_HALF,
    "2023년 상반기": FIRST_HALF,
    "2023년상반기": FIRST_HALF,
    "2023 상반기": FIRST_HALF,
    "2023. 상반기": FIRST_HALF,
    "2023-H2": SECOND_HALF,
    "2023년 하반기": SECOND_HALF,
    "2023-Q2": SECOND_QUARTER,
    "2023-q2": SECOND_QUARTER,
    "2023년 2분기": SECOND_QUARTER,
    "2023년 2/4분기": SECOND_QUARTER,
    "2023년 2/4 분기": SECOND_QUARTER,
    "2023-06": JUNE,
    "2023-6": JUNE,
    "2023.6": JUNE,
    "2023. 6.": JUNE,
    "2023. 06.": JUNE,
    "2023/6": JUNE,
    "2023년 6월": JUNE,
    "2023년6월": JUNE,
    "2021-04/2021-05": APRIL_AND_MAY,
    "2021년 4~5월": APRIL_AND_MAY,
    "2021년 4월~5월": APRIL_AND_MAY,
    "2021년 4월 ～ 5월": APRIL_AND_MAY,
    "2021년 4월~2021년 5월": APRIL_AND_MAY,
    "2021. 4.~5.": APRIL_AND_MAY,
    "2021. 4. ~ 2021. 5.": APRIL_AND_MAY,
    "2021.4~5": APRIL_AND_MAY,
    "2021-12/2022-01": ONE_WINTER,
    "2021년 12월~2022년 1월": ONE_WINTER,
    "2021. 12.~2022. 1.": ONE_WINTER,
    "2023-04/2023-06": SECOND_QUARTER,
    "2023년 1~6월": FIRST_HALF,
    "2023. 1.~12.": YEAR,
    "2023-06/2023-06": JUNE,
    "2023-06-15": DAY,
    "2023.6.15": DAY,
    "2023.06.15.": DAY,
    "2023. 6. 15.": DAY,
    "2023/6/15": DAY,
    "2023년 6월 15일": DAY,
    "2023년  6월   15일": DAY,
}

REFUSED = [
    "",
    " ",
    "내년",
    "상반기",
    "23-06-15",
    "2023-0",
    "2023-00",
    "2023-13",
    "2023-H0",
    "2023-H3",
    "2023-Q0",
    "2023-Q5",
    "2023년 5분기",
    "2023-02-29",
    "2023-06-31",
    "2023-06-00",
    "2023년 6월 31일",
    "0000",
    "0000-01-01",
    "1899",
    "1899-12-31",
    "2201-01-01",
    "9999-H2",
    "20230615",
    "2023-06-15T00:00",
    "2023-06-15 ~ 2023-06-20",
    "2023년 5~4월",
    "2023-05/2023-04",
    "2023-05/2022-06",
    "2023년 12~13월",
    "2023년 0~2월",
    "2023-04/05/06",
    "2023. 4. 5.~6.",
    "2200-12/2201-01",
    "2023-06-15\x00",
    "٢٠٢٣",
    "-2023",
    "2023-W05",
    "'; DROP TABLE",
    "2" * 10_000,
    "\ud800",
]


def days(written):
    return written.first, written.last


@pytest.mark.parametrize(("text", "expected"), WRITINGS.items())
def test_every_writing_gives_the_first_and_the_last_day(text, expected):
    assert days(PartialDate.parse(text)) == expected


@pytest.mark.parametrize("text", ["2023년 6월 15일", "2023년 상반기", "2023년 2/4분기"])
def test_decomposed_syllables_as_a_mac_pastes_them_are_read(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    assert PartialDate.parse(decomposed) == PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("２０２３－０６－１５", DAY),
        ("２０２３．６．１５．", DAY),
        ("２０２３년　６월", JUNE),
        ("２０２３／６", JUNE),
        ("２０２３－Ｈ１", FIRST_HALF),
    ],
)
def test_full_width_signs_are_read(text, expected):
    assert days(PartialDate.parse(text)) == expected


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_is_refused_with_what_would_be_right(text):
    with translation.override("en"), pytest.raises(NotAPartialDate) as refused:
        PartialDate.parse(text)
    assert "Write 2023, 2023-H1, 2023-Q2, 2023-06 or 2023-06-15" in str(refused.value)
    assert len(str(refused.value)) < 250  # what was pasted is not given back at full length


def test_the_refusal_speaks_korean_by_default():
    with pytest.raises(NotAPartialDate, match="날짜로 읽을 수 없습니다"):
        PartialDate.parse("내년")


def test_a_leap_day_exists_only_in_a_leap_year():
    assert PartialDate.parse("2024-02").last == date(2024, 2, 29)
    assert PartialDate.parse("2024-02-29").first == date(2024, 2, 29)
    assert PartialDate.parse("2023-02").last == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2023", Precision.YEAR),
        ("2023-H1", Precision.HALF),
        ("2023-Q1", Precision.QUARTER),
        ("2023-01", Precision.MONTH),
        ("2023-01/2023-02", Precision.MONTHS),
        ("2023-02/2023-04", Precision.MONTHS),  # three months, but no quarter
        ("2023-04/2023-09", Precision.MONTHS),  # six months, but no half
        ("2022-07/2023-06", Precision.MONTHS),
        ("2022-01/2023-12", Precision.MONTHS),
        ("2023-01-01", Precision.DAY),
    ],
)
def test_precision_follows_from_the_two_days(text, precision):
    assert PartialDate.parse(text).precision == precision


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2023, 6, 15), date(2023, 6, 16)),
        (date(2023, 2, 1), date(2023, 4, 29)),
        (date(2023, 2, 2), date(2023, 4, 30)),
        (date(2023, 6, 30), date(2023, 6, 1)),
        (date(2023, 6, 1), date(2023, 6, 29)),
    ],
)
def test_two_days_that_are_no_period_are_refused(first, last):
    with pytest.raises(NotAPartialDate):
        PartialDate(first, last)


def test_nothing_stored_reads_as_none():
    assert PartialDate.from_days(None, None) is None
    assert PartialDate.from_days(*JUNE) == PartialDate.parse("2023-06")


FORMS = [
    # iso, Korean sentence, Korean table, English sentence, English table
    ("2023", "2023년", "2023년", "2023", "2023"),
    ("2023-H1", "2023년 상반기", "2023년 상반기", "the first half of 2023", "H1 2023"),
    ("2023-H2", "2023년 하반기", "2023년 하반기", "the second half of 2023", "H2 2023"),
    ("2023-Q2", "2023년 2분기", "2023년 2분기", "quarter 2 of 2023", "Q2 2023"),
    ("2023-06", "2023년 6월", "2023. 6.", "June 2023", "Jun 2023"),
    ("2021-04/2021-05", "2021년 4~5월", "2021. 4.~5.", "April–May 2021", "Apr–May 2021"),
    (
        "2021-12/2022-01",
        "2021년 12월~2022년 1월",
        "2021. 12.~2022. 1.",
        "December 2021–January 2022",
        "Dec 2021–Jan 2022",
    ),
    ("2023-06-05", "2023년 6월 5일", "2023. 6. 5.", "5 June 2023", "5 Jun 2023"),
    ("2023-12-27", "2023년 12월 27일", "2023. 12. 27.", "27 December 2023", "27 Dec 2023"),
]


@pytest.mark.parametrize(("iso", "sentence_ko", "table_ko", "sentence_en", "table_en"), FORMS)
def test_it_is_written_in_the_official_form_of_each_language(
    iso, sentence_ko, table_ko, sentence_en, table_en
):
    written = PartialDate.parse(iso)
    assert (written.iso(), str(written)) == (iso, iso)
    assert (written.sentence(), written.short()) == (sentence_ko, table_ko)
    with translation.override("en"):
        assert (written.sentence(), written.short()) == (sentence_en, table_en)
    with translation.override(None):  # a command without a language
        assert (written.sentence(), written.short()) == (sentence_ko, table_ko)


def test_periods_are_ordered_by_their_first_then_their_last_day():
    in_order = ["2022", "2023-01-01", "2023-01", "2023-Q1", "2023-H1", "2023", "2023-06", "2023-12-27"]
    assert [str(one) for one in sorted(map(PartialDate.parse, reversed(in_order)))] == in_order


@pytest.mark.parametrize(
    ("outer", "inner", "holds"),
    [
        ("2023", "2023-06", True),
        ("2023", "2023", True),
        ("2023-H2", "2023-12-27", True),
        ("2023-06", "2023-H2", False),
        ("2023-06", "2023", False),
        ("2022", "2023", False),
    ],
)
def test_a_period_contains_what_lies_wholly_inside_it(outer, inner, holds):
    assert PartialDate.parse(outer).contains(PartialDate.parse(inner)) is holds


@pytest.mark.parametrize(
    ("later", "earlier", "possible"),
    [
        ("2023", "2023-06-15", True),  # the year ends after that day
        ("2023-06-15", "2023", True),
        ("2023-06-15", "2023-06-15", True),
        ("2023-06-14", "2023-06-15", False),
        ("2022", "2023-01-01", False),
    ],
)
def test_not_before_asks_only_what_both_precisions_can_tell(later, earlier, possible):
    assert PartialDate.parse(later).not_before(PartialDate.parse(earlier)) is possible


@st.composite
def periods(draw):
    year, month = draw(st.integers(1900, 2200)), draw(st.integers(1, 12))
    if draw(st.booleans()):
        return PartialDate.day(date(year, month, draw(st.integers(1, monthrange(year, month)[1]))))
    end = draw(st.integers(12 * year + month - 1, min(12 * year + month + 24, 12 * 2200 + 11)))
    end_year, end_month = end // 12, end % 12 + 1
    return PartialDate(date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1]))


@given(periods())
def test_what_is_written_is_read_back_as_the_same_period(period):
    for text in (period.iso(), period.sentence(), period.short()):
        assert PartialDate.parse(text) == period
        assert PartialDate.parse(unicodedata.normalize("NFD", text)) == period
    assert PartialDate.from_days(period.first, period.last) == period


@given(st.text())
def test_no_text_does_more_than_be_refused(text):
    try:
        found = PartialDate.parse(text)
    except NotAPartialDate:
        return
    assert 1900 <= found.first.year <= found.last.year <= 2200
