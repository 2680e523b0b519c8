"""How cells are written: texts in two languages, labels, partial dates, addresses, joined values."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from agreements.lists.columns.export import ITEM_SEPARATOR, Cell, Load, Value
from agreements.models.plain import plain_number
from agreements.rules.korean import in_english
from agreements.rules.partial_date import PartialDate

CACHED = 50_000  # a register has few different days and periods, and writing one is slow


def value(path: str) -> Cell:
    """As it is stored: text, code or number; nothing for nothing."""
    return Cell((path,))


def number(path: str) -> Cell:
    """A number without separators or idle zeros: 2655, 0.5."""
    return Cell((path,), lambda: plain_number)


def linked(key: str, load: Load, part: str = "") -> Cell:
    """What ``load`` reads for the primary key under ``key``, or one part of it."""
    return Cell((key,), load=load, part=part)


# ---- text ------------------------------------------------------------------------------------------


def text(path: str) -> Cell:
    """``<path>_ko`` or, in English and where there is one, ``<path>_en``."""
    return Cell((f"{path}_ko", f"{path}_en"), pick_language)


def pick_language() -> Callable[[str | None, str | None], str | None]:
    """Return the function that picks the Korean text or its English one, for the active language."""
    return english_or_korean if in_english() else korean_only


def english_or_korean(korean: str | None, english: str | None) -> str | None:
    return english or korean


def korean_only(korean: str | None, _english: str | None) -> str | None:
    return korean


def blanked_text() -> str:
    """What stands in place of a text that was blanked for its personal data."""
    return f"[{gettext('Personal data blanked')}]"


def text_unless_hidden(path: str, *, instead: Any = "") -> Cell:
    """The text of a report, or ``instead`` for one withdrawn since; a blanked text is marked as such."""

    def writer() -> Callable[[str | None, str | None, bool, int | None], str | None]:
        pick, hidden_text, blanked = pick_language(), str(instead), blanked_text()

        def write(korean: str | None, english: str | None, hidden: bool, redacted: int | None) -> str | None:
            if hidden:
                return hidden_text
            if redacted:
                return blanked
            return pick(korean, english)

        return write

    return Cell((f"{path}_ko", f"{path}_en", "hidden", "redacted_by"), writer)


def label(path: str, choices: Iterable[tuple[Any, Any]]) -> Cell:
    """The label of the code under ``path``."""

    def writer() -> Callable[[Any], Value]:
        return {code: str(code_label) for code, code_label in choices}.get

    return Cell((path,), writer)


def joined(items: Sequence[str]) -> str:
    return ITEM_SEPARATOR.join(items)


def stored_list(path: str) -> Cell:
    """Names that are stored in one text, as they were typed: “; ” between them."""
    return Cell((path,), lambda: lambda text: joined(text.split("; ")))


# ---- days and numbers ------------------------------------------------------------------------------


def day(path: str) -> Cell:
    return Cell((path,), lambda: iso_day)


@lru_cache(maxsize=CACHED)
def iso_day(stored: date | None) -> str | None:
    if stored is None:
        return None
    return stored.isoformat()


def day_in_seoul(path: str) -> Cell:
    return Cell((path,), iso_days_in_seoul)


def iso_days_in_seoul() -> Callable[[datetime | None], str | None]:
    """Return what writes a moment as its day; the time zone is asked once, as that is slow."""
    seoul = timezone.get_default_timezone()

    def write(moment: datetime | None) -> str | None:
        if moment is None:
            return None
        return moment.astimezone(seoul).date().isoformat()

    return write


def partial_date(path: str) -> Cell:
    """``<path>_first`` and ``<path>_last`` as one ISO-like period."""
    return Cell((f"{path}_first", f"{path}_last"), lambda: period)


@lru_cache(maxsize=CACHED)
def period(first: date | None, last: date | None) -> str | None:
    partial = PartialDate.from_days(first, last)
    if partial is None:
        return None
    return partial.iso()


def flag(path: str) -> Cell:
    return Cell((path,), lambda: one_or_zero)


def one_or_zero(stored: bool | None) -> int | None:
    if stored is None:
        return None
    return int(stored)


# ---- addresses -------------------------------------------------------------------------------------


def address(view: str, path: str) -> Cell:
    """The page of ``view`` for the reference or address name under ``path``."""

    def writer() -> Callable[[str | None], str | None]:
        before, behind = page_address(view)
        return lambda name: name and f"{before}{name}{behind}"

    return Cell((path,), writer)


def page_address(view: str) -> tuple[str, str]:
    """Return what stands before and behind the name in an address of ``view``, in the active language."""
    before, _name, behind = reverse(view, args=["NAME"]).partition("NAME")
    return settings.SITE_URL + before, behind
