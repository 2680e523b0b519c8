"""A date as precise as its source: a day, a month, several months, a quarter, a half or a year."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from django.utils.translation import gettext as _

from agreements.rules.korean import in_english

FIRST_YEAR, LAST_YEAR = 1900, 2200


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    MONTHS = "months"  # several, that are no quarter, half or year
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


MONTHS_OF = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6, Precision.YEAR: 12}
PRECISION_OF_MONTHS = {months: precision for precision, months in MONTHS_OF.items()}
ACROSS_YEARS = "months across years"  # how several months are written that do not lie in one year


class NotAPartialDate(ValueError):
    """The text or the pair of days is no such period; the message says what would be right."""

    def __init__(self, text: object) -> None:
        super().__init__(
            _(
                "“%(text)s” is not a date. Write 2023, 2023-H1, 2023-Q2, 2023-06 or 2023-06-15 "
                "(or 2023년 상반기, 2023년 4~5월, 2023. 6. 15.), between the years 1900 and 2200."
            )
            % {"text": str(text)[:40]}
        )


@dataclass(frozen=True, order=True)
class PartialDate:
    """The first and the last day of a day, of a month or several, of a quarter, half or year.

    Raises:
        NotAPartialDate: the two days are not the ends of one such period.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if not self._is_a_period():
            raise NotAPartialDate(f"{self.first} – {self.last}")

    def _is_a_period(self) -> bool:
        if self.first == self.last:
            return True
        return self.first < self.last and self.first.day == 1 and self.last == last_day_of_month(self.last)

    # ---- making one

    @classmethod
    def day(cls, day: date) -> Self:
        return cls(day, day)

    @classmethod
    def from_days(cls, first: date | None, last: date | None) -> Self | None:
        """Read the stored pair; None when nothing is stored."""
        if first is None or last is None:
            return None
        return cls(first, last)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ISO-like or Korean writing: ``2023-H1``, ``2023년 상반기``, ``2023. 6. 15.`` …

        Raises:
            NotAPartialDate: none of the accepted writings, or a day that does not exist.
        """
        # Full-width digits, NFD syllables and doubled spaces are how people paste dates.
        plain = " ".join(unicodedata.normalize("NFKC", text[:100]).split())
        for pattern, precision in WRITINGS:
            match = pattern.fullmatch(plain)
            if match:
                year, *parts = (int(part.translate(HALVES)) for part in match.groups())
                try:
                    return cls(*_days_of(year, parts, precision))
                except ValueError:
                    break

        raise NotAPartialDate(text)

    # ---- reading one

    @property
    def precision(self) -> Precision:
        if self.first == self.last:
            return Precision.DAY
        months = 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1
        if (self.first.month - 1) % months:  # quarters, halves and years begin in their own months only
            return Precision.MONTHS
        return PRECISION_OF_MONTHS.get(months, Precision.MONTHS)

    def contains(self, other: "PartialDate") -> bool:
        return self.first <= other.first and other.last <= self.last

    def not_before(self, other: "PartialDate") -> bool:
        """Say whether this may lie on or after ``other``, as far as both precisions can tell."""
        return self.last >= other.first

    def overlaps(self, other: "PartialDate") -> bool:
        """Say whether both may be of one day."""
        return self.not_before(other) and other.not_before(self)

    def iso(self) -> str:
        """Write it as exports do: ``2023``, ``2023-H1``, ``2023-06``, ``2023-04/2023-05``, ``2023-06-15``."""
        return self._write(ISO_FORMS)

    def sentence(self) -> str:
        """Write it as a sentence does, in the active language: ``2023년 6월 15일``, ``15 June 2023``."""
        return self._write(SENTENCE_FORMS[_active_language()])

    def when(self) -> str:
        """Write it as the adverb of a sentence: ``2023년 6월에``, ``on 15 June 2023``, ``in June 2023``.

        Without its particle “10월 전 …” would read “before October”.
        """
        is_day = self.precision is Precision.DAY
        adverb = ADVERBS[_active_language(), is_day]
        return adverb.format(self.sentence())

    def short(self) -> str:
        """Write it as a table does, in the active language: ``2023. 6. 15.``, ``15 Jun 2023``."""
        return self._write(TABLE_FORMS[_active_language()])

    def _write(self, forms: "dict[str, str]") -> str:
        month = self.first.month
        half = (month + 5) // 6
        form: str = self.precision
        if self.first.year != self.last.year:
            form = ACROSS_YEARS
        return forms[form].format(
            year=self.first.year,
            month=month,
            day=self.first.day,
            month_name=MONTH_NAMES[month - 1],
            last_year=self.last.year,
            last_month=self.last.month,
            last_month_name=MONTH_NAMES[self.last.month - 1],
            quarter=(month + 2) // 3,
            half=half,
            half_ko="상하"[half - 1],
            half_en=("first", "second")[half - 1],
        )

    def __str__(self) -> str:
        return self.iso()


def short_day(day: date | None) -> str:
    """Write a day as a table does, in the active language; "" for none."""
    if day is None:
        return ""
    return PartialDate.day(day).short()


def _days_of(year: int, parts: list[int], precision: Precision) -> tuple[date, date]:
    """Return first and last day of a written period.

    ``parts`` follow the year: month and day, a number, or the month and, of a later one, year and month.

    Raises:
        ValueError: there is no such day, or the year is out of range.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    if precision is Precision.DAY:
        day = date(year, *parts)
        return day, day

    if precision is Precision.MONTHS:
        first_month, last_month = parts[0], parts[-1]
        last_year = parts[1] if len(parts) == 3 else year  # month, year, month
        if last_year > LAST_YEAR:
            raise ValueError(last_year)
        return date(year, first_month, 1), last_day_of_month(date(last_year, last_month, 1))

    months = MONTHS_OF[precision]
    number = parts[0] if parts else 1
    return _first_and_last_day(year, (number - 1) * months + 1, months)


def _first_and_last_day(year: int, month: int, months: int) -> tuple[date, date]:
    return date(year, month, 1), last_day_of_month(date(year, month + months - 1, 1))


def last_day_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _active_language() -> str:
    return "en" if in_english() else "ko"


# By language, and whether it is a single day.
ADVERBS = {("ko", True): "{}", ("ko", False): "{}에", ("en", True): "on {}", ("en", False): "in {}"}
HALVES = str.maketrans("상하", "12")
Y, N = r"(\d{4})", r"(\d{1,2})"
TO = "[~∼〜–]"
MONTH_OF_YEAR = rf"{Y} ?[년\-./] ?{N} ?[월.]?"
WRITINGS: tuple[tuple[re.Pattern[str], Precision], ...] = tuple(
    (re.compile(pattern, re.ASCII), precision)
    for pattern, precision in (
        (rf"{Y} ?년?", Precision.YEAR),
        (rf"{Y}-[Hh]([12])", Precision.HALF),
        (rf"{Y} ?[년.]? ?(상|하)반기", Precision.HALF),
        (rf"{Y}-[Qq]([1-4])", Precision.QUARTER),
        (rf"{Y} ?[년.]? ?([1-4]) ?/ ?4 ?분기", Precision.QUARTER),
        (rf"{Y} ?[년.]? ?([1-4]) ?분기", Precision.QUARTER),
        (rf"{Y} ?[-./] ?{N} ?\.?", Precision.MONTH),
        (rf"{Y} ?년 ?{N} ?월", Precision.MONTH),
        (rf"{MONTH_OF_YEAR} ?(?:{TO}|/) ?{MONTH_OF_YEAR}", Precision.MONTHS),
        (rf"{MONTH_OF_YEAR} ?{TO} ?{N} ?[월.]?", Precision.MONTHS),
        (rf"{Y} ?[-./] ?{N} ?[-./] ?{N} ?\.?", Precision.DAY),
        (rf"{Y} ?년 ?{N} ?월 ?{N} ?일", Precision.DAY),
    )
)
MONTH_NAMES = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
ISO_FORMS: dict[str, str] = {
    Precision.DAY: "{year}-{month:02}-{day:02}",
    Precision.MONTH: "{year}-{month:02}",
    Precision.MONTHS: "{year}-{month:02}/{last_year}-{last_month:02}",
    ACROSS_YEARS: "{year}-{month:02}/{last_year}-{last_month:02}",
    Precision.QUARTER: "{year}-Q{quarter}",
    Precision.HALF: "{year}-H{half}",
    Precision.YEAR: "{year}",
}
SENTENCE_FORMS: dict[str, dict[str, str]] = {
    "ko": {
        Precision.DAY: "{year}년 {month}월 {day}일",
        Precision.MONTH: "{year}년 {month}월",
        Precision.MONTHS: "{year}년 {month}~{last_month}월",
        ACROSS_YEARS: "{year}년 {month}월~{last_year}년 {last_month}월",
        Precision.QUARTER: "{year}년 {quarter}분기",
        Precision.HALF: "{year}년 {half_ko}반기",
        Precision.YEAR: "{year}년",
    },
    "en": {
        Precision.DAY: "{day} {month_name} {year}",
        Precision.MONTH: "{month_name} {year}",
        Precision.MONTHS: "{month_name}–{last_month_name} {year}",
        ACROSS_YEARS: "{month_name} {year}–{last_month_name} {last_year}",
        Precision.QUARTER: "quarter {quarter} of {year}",
        Precision.HALF: "the {half_en} half of {year}",
        Precision.YEAR: "{year}",
    },
}
TABLE_FORMS: dict[str, dict[str, str]] = {
    "ko": SENTENCE_FORMS["ko"]
    | {
        Precision.DAY: "{year}. {month}. {day}.",
        Precision.MONTH: "{year}. {month}.",
        Precision.MONTHS: "{year}. {month}.~{last_month}.",
        ACROSS_YEARS: "{year}. {month}.~{last_year}. {last_month}.",
    },
    "en": {
        Precision.DAY: "{day} {month_name:.3} {year}",
        Precision.MONTH: "{month_name:.3} {year}",
        Precision.MONTHS: "{month_name:.3}–{last_month_name:.3} {year}",
        ACROSS_YEARS: "{month_name:.3} {year}–{last_month_name:.3} {last_year}",
        Precision.QUARTER: "Q{quarter} {year}",
        Precision.HALF: "H{half} {year}",
        Precision.YEAR: "{year}",
    },
}
