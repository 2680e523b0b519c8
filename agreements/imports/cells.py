"""Readers of the text of a cell: each returns the value, or says what would be correct (UnreadableCell)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.imports.complaints import UnreadableCell
from agreements.imports.names import MIDDLE_DOTS
from agreements.rules.partial_date import NotAPartialDate, PartialDate, Precision
from agreements.rules.quantity import NotAQuantity, parse_quantity
from agreements.rules.typed_date import UnclearYear, read_typed_period
from agreements.rules.whole_number import whole_number

LARGEST_NUMBER = 999_999_999  # fits every integer column


# ---- text ------------------------------------------------------------------------------------------


def read_line(text: str) -> str:
    """Read text of one line; line breaks only fitted it into its cell."""
    return " ".join(text.split())


def read_paragraphs(text: str) -> str:
    return text


# ---- dates -----------------------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
def read_period(text: str) -> PartialDate:
    """Read a date as precise as it is given: ``’22.12.13.``, ``2022. 12. 13.(화)``, ``2022년 상반기`` …

    Raises:
        UnreadableCell
    """
    try:
        return read_typed_period(text)
    except UnclearYear as error:
        raise UnreadableCell(str(error)) from None
    except NotAPartialDate:
        raise UnreadableCell(
            _("It is not a date. Write 2022. 12. 13. or 2022-12-13 (’22.12.13. is read, too).")
        ) from None


def read_day(text: str) -> date:
    """
    Raises:
        UnreadableCell: no date, or one that is not known to the day.
    """
    period = read_period(text)
    if period.precision is not Precision.DAY:
        raise UnreadableCell(
            _("The day is missing. Write it as 2022. 12. 13., or leave the cell empty if it is not known.")
        )
    return period.first


# ---- yes and no, numbers ---------------------------------------------------------------------------

YES = frozenset({"예", "네", "y", "yes", "o", "○", "◯", "true", "참", "1", "있음", "유", "v", "✓", "✔"})
NO = frozenset({"아니오", "아니요", "n", "no", "x", "×", "✕", "false", "거짓", "0", "없음", "무"})


def read_flag(text: str) -> bool:
    word = text.strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise UnreadableCell(_("Write 예 or 아니오 (Y/N, O/X, 1/0 are read, too)."))


def read_number(text: str) -> int:
    number = whole_number(text.replace(",", "").strip(), most=LARGEST_NUMBER)
    if number is None:
        raise UnreadableCell(_("Write a whole number such as 3."))
    return number


def read_amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise UnreadableCell(_("Write the amount as a number such as 1,000."))
    return amount


def read_quantity(text: str) -> Decimal:
    try:
        return parse_quantity(text)
    except NotAQuantity as error:
        raise UnreadableCell(str(error)) from None


# ---- choices ---------------------------------------------------------------------------------------


def choice_reader(choices: Any, **synonyms: str) -> Callable[[str], str]:
    """Make a reader of a code or its name in Korean or English; ``synonyms`` are codes by further names."""
    codes: dict[str, str] = {}  # filled at the first cell, when there are languages

    def read_choice(text: str) -> str:
        if not codes:
            codes.update(codes_by_name(choices, synonyms))
        code = codes.get(normalised_word(text))
        if code is None:
            labels = ", ".join(map(str, choices.labels))
            raise UnreadableCell(_("Write one of: %(labels)s.") % {"labels": labels})
        return code

    return read_choice


def codes_by_name(choices: Any, synonyms: Mapping[str, str]) -> dict[str, str]:
    """Return {normalised name: code}; a code counts before a label, a label before a synonym."""
    codes = {normalised_word(name): code for name, code in synonyms.items()}
    for language in ("ko", "en"):
        with override(language):
            codes |= {normalised_word(str(label)): code for code, label in choices.choices}
    return codes | {normalised_word(str(code)): code for code in choices.values}


def normalised_word(text: str) -> str:
    return "".join(text.casefold().split())


# ---- several in one cell -----------------------------------------------------------------------------

HARD_SEPARATORS = re.compile(r"[\n;；①-⑳]")
# A name may hold one.  Half of the dots are what HWP types for the middle one.
SOFT_SEPARATORS = re.compile(rf"([,，、/／{MIDDLE_DOTS}]|\s및\s)")
LIST_MARK = re.compile(r"^[\s○●◦\-–▪※*•]+|^\(?\d{1,2}[.)]\s*")
ET_CETERA = re.compile(
    r"(?:\s등|\s등\s?\d+\s?(?:개)?\s?(?:기관|곳|개소|개)?|\s외\s?\d+\s?(?:개)?\s?(?:기관|곳|개소|개)?)$"
)


def split_names(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """Take several names apart; a known one may hold the sign that separates (“아동·청소년과”).

    Raises:
        UnreadableCell: some are not named (“파주시 등”).
    """
    names: list[str] = []
    for piece in HARD_SEPARATORS.split(text):
        name = read_line(LIST_MARK.sub("", piece))
        if is_known(name):
            names.append(name)
        elif ET_CETERA.search(name):
            raise UnreadableCell(_("Name every agency; “등” or “외 2개” hides some."))
        else:
            names += _longest_known_names(name, is_known)
    return list(dict.fromkeys(filter(None, names)))


def _longest_known_names(text: str, is_known: Callable[[str], bool]) -> Iterator[str]:
    """Divide at the soft separators, but never inside the longest run that is a name."""
    parts = SOFT_SEPARATORS.split(text)  # name, sign, name, sign, name
    start = 0
    while start < len(parts):
        end = _end_of_known_name(parts, start, is_known)
        yield read_line("".join(parts[start:end]))
        start = end + 1


def _end_of_known_name(parts: Sequence[str], start: int, is_known: Callable[[str], bool]) -> int:
    """Return where the longest known name that begins at ``start`` ends, else the end of its first part."""
    for end in range(len(parts), start, -2):
        if is_known(read_line("".join(parts[start:end]))):
            return end
    return start + 1


def split_beside_tasks(text: str) -> list[str]:
    """Take apart what stands beside the tasks of a row, one for each: by the same signs, or one a line."""
    first, *pieces = BULLET.split(f"\n{text}")
    if first.strip() or not pieces:
        pieces = text.split("\n")
    return list(map(read_task, pieces))


def read_task(text: str) -> str:
    return read_line(text).strip(" ;")


# A task begins with a sign at the beginning of a line; circled numbers begin one anywhere.
BULLET = re.compile(
    r"(?:^|\n)[ \t]*(?:[○●◦◯□■▪▫◆◇▶▷‣•·ㆍ※*\-–—]|\(?\d{1,2}[.)](?!\d)|[가나다라마바사아자차카타파하][.)])"
    r"[ \t]*"
    r"|\s*[①-⑳❶-❿][ \t]*"
)


def split_tasks(text: str) -> list[str]:
    """Take the tasks of a cell apart: ①②, ○, -, 1., 가., or one a line.

    A line without a sign goes on with the task above it, if any task has a sign.
    """
    pieces = BULLET.split(f"\n{text}")
    if len(pieces) == 1:
        pieces = text.split("\n")
    tasks = filter(None, map(read_task, pieces))
    return list(dict.fromkeys(tasks))
