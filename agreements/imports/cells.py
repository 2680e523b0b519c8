"""How the text of a cell is read.  Each reader gives the value or says what would be right."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.imports.complaints import UnreadableCell
from agreements.rules.partial_date import NotAPartialDate, PartialDate, Precision
from agreements.rules.whole_number import whole_number

APOSTROPHES = "'’‘`´′"
SHORT_YEAR = re.compile(rf"[{APOSTROPHES}] ?(\d{{2}})(?=\D|$)")
WEEKDAY = re.compile(
    r" ?[(\[] ?(?:[월화수목금토일](?:요일)?|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.? ?[)\]]"
    r"| [월화수목금토일](?:요일)?$"
)
PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
LARGEST_NUMBER = 999_999_999  # fits every integer column
CENTURY = 2000  # nobody abbreviates a year of the last one


# ---- text ------------------------------------------------------------------------------------------


def read_line(text: str) -> str:
    """Text of one line; line breaks only fitted it into its cell."""
    return " ".join(text.split())


def read_paragraphs(text: str) -> str:
    return text


# ---- dates -----------------------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
def read_period(text: str) -> PartialDate:
    """A date as precise as it is given: ``’22.12.13.``, ``2022. 12. 13.(화)``, ``2022년 상반기`` …

    Raises:
        NotThat
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    plain = WEEKDAY.sub("", plain).strip()
    plain = SHORT_YEAR.sub(lambda found: str(CENTURY + int(found.group(1))), plain, count=1)
    plain = PLAIN_DAY.sub(r"\1-\2-\3", plain) if PLAIN_DAY.fullmatch(plain) else plain
    try:
        return PartialDate.parse(plain)
    except NotAPartialDate:
        raise UnreadableCell(
            _("It is not a date. Write 2022. 12. 13. or 2022-12-13 (’22.12.13. is read, too).")
        ) from None


def read_day(text: str) -> date:
    """
    Raises:
        NotThat: no date, or one that is not known to the day.
    """
    found = read_period(text)
    if found.precision is not Precision.DAY:
        raise UnreadableCell(
            _("The day is missing. Write it as 2022. 12. 13., or leave the cell empty if it is not known.")
        )
    return found.first


# ---- yes and no, numbers ---------------------------------------------------------------------------

YES = frozenset({"예", "네", "y", "yes", "o", "○", "◯", "true", "참", "1", "있음", "유", "v", "✓", "✔"})
NO = frozenset({"아니오", "아니요", "n", "no", "x", "×", "✕", "false", "거짓", "0", "없음", "무"})


def read_flag(text: str) -> bool:
    word = text.strip().casefold()
    if word in YES or word in NO:
        return word in YES
    raise UnreadableCell(_("Write 예 or 아니오 (Y/N, O/X, 1/0 are read, too)."))


def read_number(text: str) -> int:
    value = whole_number(text.replace(",", "").strip(), most=LARGEST_NUMBER)
    if value is None:
        raise UnreadableCell(_("Write a whole number such as 3."))
    return value


def read_amount(text: str) -> Decimal:
    try:
        found = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise UnreadableCell(_("Write the amount as a number such as 1,000."))
    return found


# ---- choices ---------------------------------------------------------------------------------------


def choice_reader(choices: Any, **synonyms: str) -> Callable[[str], str]:
    """Read a code, or what it is called in Korean or English; ``synonyms`` are further names."""
    named: dict[str, str] = {_normalised_word(name): code for name, code in synonyms.items()}

    def read(text: str) -> str:
        if not named.keys() > {_normalised_word(name) for name in synonyms}:
            for language in ("ko", "en"):
                with override(language):
                    named.update({_normalised_word(str(called)): code for code, called in choices.choices})
            named.update({_normalised_word(str(code)): code for code in choices.values})
        if (word := _normalised_word(text)) in named:
            return named[word]
        labels = ", ".join(str(label) for label in choices.labels)
        raise UnreadableCell(_("Write one of: %(labels)s.") % {"labels": labels})

    return read


def _normalised_word(text: str) -> str:
    return "".join(text.casefold().split())


# ---- several in one cell -----------------------------------------------------------------------------

HARD, SOFT = re.compile(r"[\n;；①-⑳]"), re.compile(r"([,，、·ㆍ‧・/])")
ET_CETERA = re.compile(
    r"(?:\s등|\s등\s?\d+\s?(?:개)?\s?(?:기관|곳|개소|개)?|\s외\s?\d+\s?(?:개)?\s?(?:기관|곳|개소|개)?)$"
)


def split_names(text: str, known: Callable[[str], bool]) -> list[str]:
    """Take several names apart; a known one may hold the sign that separates (“아동·청소년과”).

    Raises:
        NotThat: some are not named (“파주시 등”).
    """
    found: list[str] = []
    for piece in HARD.split(text):
        name = read_line(re.sub(r"^[\s○●◦\-–▪※*•]+|^\(?\d{1,2}[.)]\s*", "", piece))
        if not name:
            continue
        if ET_CETERA.search(name) and not known(name):
            raise UnreadableCell(_("Name every agency; “등” or “외 2개” hides some."))
        found += [name] if known(name) else _longest_known_names(name, known)
    return list(dict.fromkeys(found))


def _longest_known_names(text: str, known: Callable[[str], bool]) -> list[str]:
    """Divide at the separators, but never inside the longest run that is a name."""
    parts = SOFT.split(text)  # name, sign, name, sign, name
    found: list[str] = []
    place = 0
    while place < len(parts):
        run = {end: read_line("".join(parts[place:end])) for end in range(len(parts), place, -2)}
        end = next((end for end, name in run.items() if known(name)), place + 1)
        if run[end]:
            found.append(run[end])
        place = end + 1
    return found


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
    if not BULLET.search(f"\n{text}"):
        return _unique_lines(text.split("\n"))
    return _unique_lines(BULLET.split(f"\n{text}"))


def _unique_lines(pieces: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(piece for one in pieces if (piece := read_line(one).strip(" ;"))))
