"""How cells are written: texts in two languages, labels, partial dates, addresses, joined values."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from agreements.lists.columns.export import Cell, LookUp, Value
from agreements.rules.korean import in_english
from agreements.rules.partial_date import PartialDate

SEPARATOR = "; "


def value(path: str) -> Cell:
    """As it is stored: text, code or number; nothing for nothing."""
    return Cell((path,))


def text(path: str) -> Cell:
    """``<path>_ko`` or, in English and where there is one, ``<path>_en``."""
    return Cell((f"{path}_ko", f"{path}_en"), pick_language)


def pick_language() -> Callable[[str | None, str | None], str | None]:
    """Make what chooses between a Korean text and its English one, in the active language."""
    return english_or_korean if in_english() else korean_only


def english_or_korean(korean: str | None, english: str | None) -> str | None:
    return english or korean


def korean_only(korean: str | None, _english: str | None) -> str | None:
    return korean


def text_unless_hidden(path: str, *, instead: Any = "") -> Cell:
    """The same of a report; of one that was withdrawn since, ``instead``; of a blanked one, that it is."""

    def writer() -> Callable[[str | None, str | None, bool, int | None], str | None]:
        pick, hidden_text, blanked = pick_language(), str(instead), f"[{gettext('Personal data blanked')}]"

        def write(korean: str | None, english: str | None, hidden: bool, redacted: int | None) -> str | None:
            if hidden:
                return hidden_text
            return blanked if redacted else pick(korean, english)

        return write

    return Cell((f"{path}_ko", f"{path}_en", "hidden", "redacted_by"), writer)


def label(path: str, choices: Iterable[tuple[Any, Any]]) -> Cell:
    """What a code is called."""

    def writer() -> Callable[[Any], Value]:
        return {code: str(called) for code, called in choices}.get

    return Cell((path,), writer)


def day(path: str) -> Cell:
    return Cell((path,), lambda: _iso_day)


@lru_cache(maxsize=50_000)
def _iso_day(stored: date | None) -> str | None:
    return stored.isoformat() if stored else None


def day_in_seoul(path: str) -> Cell:
    return Cell((path,), lambda: _day_in_seoul)


def _day_in_seoul(stored: datetime | None) -> str | None:
    return timezone.localdate(stored).isoformat() if stored else None


def partial_date(path: str) -> Cell:
    """``<path>_first`` and ``<path>_last`` as one ISO-like period."""
    return Cell((f"{path}_first", f"{path}_last"), lambda: period)


@lru_cache(maxsize=50_000)  # a register has few different periods, and making one is dear
def period(first: date | None, last: date | None) -> str | None:
    found = PartialDate.from_days(first, last)
    return found.iso() if found else None


def days_between(earlier: str, later: str) -> Cell:
    return Cell((earlier, later), lambda: _days_between)


def _days_between(earlier: date | None, later: date | None) -> int | None:
    return (later - earlier).days if earlier and later else None


def flag(path: str) -> Cell:
    return Cell((path,), lambda: lambda stored: None if stored is None else int(stored))


def address(view: str, path: str, *, after: str = "") -> Cell:
    """The page of ``view`` for the reference or address name under ``path``."""

    def writer() -> Callable[[str], str]:
        before, behind = page_address(view)
        return lambda name: f"{before}{name}{behind}{after}"

    return Cell((path,), writer)


def page_address(view: str) -> tuple[str, str]:
    """What stands before and behind the name in the address of ``view``, in the active language."""
    before, _name, behind = reverse(view, args=["NAME"]).partition("NAME")
    return settings.SITE_URL + before, behind


def looked_up(key: str, look_up: LookUp, part: str = "") -> Cell:
    """What ``look_up`` finds for the row, or one part of it."""
    return Cell((key,), look_up=look_up, part=part)


def joined(values: Sequence[str]) -> str:
    return SEPARATOR.join(values)
