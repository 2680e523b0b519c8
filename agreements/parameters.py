"""Reading single values from a query string: either a good value or a refusal that names it."""

import re
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadParameter(ValueError):
    """A parameter of the address that cannot be answered; becomes a 400 that names it."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name, self.message = name, message


def as_of(parameters: Mapping[str, str], *, today: date) -> date:
    """Read the base date ``?as_of=YYYY-MM-DD``; absent or empty means today.

    Raises:
        BadParameter: it is no day, or lies in the future.
    """
    text = parameters.get("as_of", "")
    if not text:
        return today
    try:
        day = date.fromisoformat(text) if ISO_DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day.year < 1900:
        raise BadParameter("as_of", _("Write the day as YYYY-MM-DD, for example 2023-08-01."))
    if day > today:
        raise BadParameter("as_of", _("This day lies in the future. What will hold then is not known."))
    return day


def page_number(parameters: Mapping[str, str]) -> int:
    """Read ``?page=``; absent or empty means the first.

    Raises:
        BadParameter: it is no whole number from 1 to a million.
    """
    text = parameters.get("page", "") or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 7) or not 1 <= int(text) <= 1_000_000:
        raise BadParameter("page", _("Write a page number from 1 upwards."))
    return int(text)


def year(parameters: Mapping[str, str], *, default: int) -> int:
    """Read ``?year=``; absent or empty means ``default``.

    Raises:
        BadParameter: it is no year from 1900 to 2200.
    """
    text = parameters.get("year", "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) == 4) or not 1900 <= int(text) <= 2200:
        raise BadParameter("year", _("Write a year of four digits, such as 2022."))
    return int(text)
