"""Reading single values from a query string: either a good value or a refusal that names it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from django.http import QueryDict
from django.utils.translation import gettext as _

from agreements.models import EntryKind
from agreements.models.ledger import newest_sequence
from agreements.models.state import first_recorded_day
from agreements.rules.partial_date import PartialDate
from agreements.rules.whole_number import whole_number

NOT_TEXT = re.compile(r"[\0\ud800-\udfff]")  # NUL, which PostgreSQL refuses, and halves of a character
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadParameter(ValueError):
    """A parameter of the address that cannot be answered; becomes a 400 that names it."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name, self.message = name, message


def single(parameters: Mapping[str, str], name: str) -> str:
    """Read a parameter once, without the spaces around it; "" where it is not given.

    Raises:
        BadParameter: it is given twice with different values, or is not text.
    """
    values = [parameters.get(name, "")]
    if isinstance(parameters, QueryDict):
        values = parameters.getlist(name)
    distinct = {value.strip() for value in values} - {""}
    if len(distinct) > 1:
        raise BadParameter(name, _("It stands in the address more than once."))
    value = "".join(distinct)
    if NOT_TEXT.search(value):
        raise BadParameter(name, _("It holds a character that is not text."))
    return value


def require_known(query: Iterable[str], names: Collection[str]) -> None:
    """Refuse what an address does not take: a typing error would else answer another question.

    Raises:
        BadParameter: ``query`` holds a name that is none of ``names``.
    """
    for name in query:
        if name and name not in names:
            raise BadParameter(name, _unknown(names))


def _unknown(names: Collection[str]) -> str:
    if not names:
        return _("There is no such parameter. This address takes none.")
    return _("There is no such parameter. This address takes: %(names)s.") % {"names": ", ".join(names)}


def not_empty(parameters: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Return those of ``names`` that are given, with their values."""
    return {name: parameters[name] for name in names if parameters.get(name)}


CLOCK_PARAMETERS = ("as_of", "seq")


# ---- the clock -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clock:
    """Which day is looked at, as the site knew it at which publication sequence (None: now)."""

    on: date
    seq: int | None = None
    today: date | None = None
    head: int = 0  # the newest sequence when the clock was read

    @property
    def is_now(self) -> bool:
        return self.seq is None and self.on == self.today

    def query(self) -> dict[str, str]:
        """The parameters that name this clock; none for today as it is known now."""
        if self.is_now:
            return {}
        return self._parameters(self.seq)

    def permanent(self) -> dict[str, str]:
        """The parameters under which the same is answered for ever."""
        return self._parameters(self.head if self.seq is None else self.seq)

    def _parameters(self, seq: int | None) -> dict[str, str]:
        parameters = {"as_of": self.on.isoformat()}
        if seq:
            parameters["seq"] = str(seq)
        return parameters


def clock(parameters: Mapping[str, str], *, today: date) -> Clock:
    """Read ``?as_of=YYYY-MM-DD`` and ``?seq=N``; absent or empty means today, and what is known now.

    Raises:
        BadParameter: the day is none, lies in the future or before the register begins; the sequence is
            no number from 1 to the newest.
    """
    on = as_of(parameters, today=today)
    head = newest_sequence()
    return Clock(on, sequence(parameters, head=head), today, head)


def as_of(parameters: Mapping[str, str], *, today: date) -> date:
    """Read the base date ``?as_of=YYYY-MM-DD``; absent or empty means today.

    Raises:
        BadParameter: it is no day, lies in the future, or before the register begins.
    """
    text = single(parameters, "as_of")
    if not text:
        return today
    if not ISO_DAY.fullmatch(text):
        raise BadParameter("as_of", _("Write the day as YYYY-MM-DD, for example 2023-08-01."))
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter("as_of", _("There is no such day in the calendar.")) from error
    if day > today:
        raise BadParameter("as_of", _("This day lies in the future. What will hold then is not known."))
    if day < today and (first := first_recorded_day()) and day < first:
        raise BadParameter(
            "as_of",
            _("The register begins on %(first)s. Nothing is recorded of an earlier day.")
            % {"first": PartialDate.day(first).short()},
        )
    return day


def sequence(parameters: Mapping[str, str], *, head: int) -> int | None:
    """Read the publication sequence ``?seq=N``; absent or empty means now.

    Raises:
        BadParameter: it is no whole number from 1 to ``head``, the newest one.
    """
    text = single(parameters, "seq")
    if not text:
        return None
    number = whole_number(text, most=10**1000)  # however long, a number is refused as one that is to come
    if not number:
        raise BadParameter("seq", _("Write a publication number from 1 upwards."))
    if number > head:
        raise BadParameter(
            "seq", _("The newest publication is no. %(head)s. Later ones do not exist yet.") % {"head": head}
        )
    return number


# ---- other single values -------------------------------------------------------------------------


def read_reference(parameters: Mapping[str, str]) -> str:
    """Read ``?reference=``, a permanent reference such as 2022-0004-01#2; absent means "".

    Raises:
        BadParameter: it is too long to be one.
    """
    text = single(parameters, "reference")
    if len(text) > 120:
        raise BadParameter("reference", _("A reference has 120 characters at most."))
    return text


SEARCH_LENGTH = 100  # characters; longer ones are no search


def search_text(parameters: Mapping[str, str], name: str = "q") -> str:
    """Read ``?q=`` or another ``name``, what is looked for; absent or empty means nothing.

    Raises:
        BadParameter: it is longer than a search may be.
    """
    text = normalize("NFC", single(parameters, name))
    if len(text) > SEARCH_LENGTH:
        raise BadParameter(name, _("Write at most 100 characters."))
    return text


def entry_kind(parameters: Mapping[str, str]) -> str:
    """Read ``?kind=``, one kind of ledger entry; absent or empty means all.

    Raises:
        BadParameter: there is no such kind.
    """
    return kind_of(parameters, EntryKind.values)


def kind_of(parameters: Mapping[str, str], kinds: Sequence[str]) -> str:
    """Read ``?kind=``, one of ``kinds``; absent or empty means all.

    Raises:
        BadParameter: there is no such kind.
    """
    text = single(parameters, "kind")
    if text and text not in kinds:
        raise BadParameter("kind", _("Write one of: %(kinds)s.") % {"kinds": ", ".join(kinds)})
    return text


def page_number(parameters: Mapping[str, str]) -> int:
    """Read ``?page=``; absent or empty means the first.

    Raises:
        BadParameter: it is no whole number from 1 to a million.
    """
    text = single(parameters, "page") or "1"
    number = whole_number(text, most=1_000_000)
    if not number:
        raise BadParameter("page", _("Write a page number from 1 upwards."))
    return number


def year(parameters: Mapping[str, str], *, default: int) -> int:
    """Read ``?year=``; absent or empty means ``default``.

    Raises:
        BadParameter: it is no year from 1900 to 2200.
    """
    text = single(parameters, "year")
    if not text:
        return default
    number = year_of(text)
    if number is None:
        raise BadParameter("year", _("Write a year of four digits, such as 2022."))
    return number


def year_of(text: str) -> int | None:
    """Return the year that four digits write, from 1900 to 2200; else None."""
    number = whole_number(text, most=2200)
    if number is None or number < 1900 or len(text) != 4:
        return None
    return number
