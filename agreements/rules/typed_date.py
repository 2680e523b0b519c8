"""Dates as people type and paste them: one reading for forms and tables."""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from agreements.rules.partial_date import NotAPartialDate, PartialDate, Precision

APOSTROPHES = "'’‘`´′"
SHORT_YEAR = re.compile(rf"[{APOSTROPHES}] ?(\d{{2}})(?=\D|$)")
WEEKDAY = re.compile(
    r" ?[(\[] ?(?:[월화수목금토일](?:요일)?|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.? ?[)\]]"
    r"| [월화수목금토일](?:요일)?$"
)
# Excel adds the hour where it saves a day and its time as CSV; it stays unread, as in an .xlsx.
HOUR = re.compile(
    r"(?<=\d)(?:T| | ?(?:오전|오후|AM|PM) ?)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:AM|PM))?$",
    re.IGNORECASE,
)
TWO_DIGIT_YEAR = re.compile(r"^\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?\d{1,2}\.?$")
PLAIN_DAY = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
CENTURY = 2000  # nobody abbreviates a year of the last one


class UnclearYear(NotAPartialDate):
    """Three numbers of two digits, of which any may be the year."""

    def __str__(self) -> str:
        return _("Which number is the year? Write 2022. 12. 13. or 2022-12-13 (’22.12.13. is read, too).")


class DayMissing(ValueError):
    """A date that is not known to the day, where a day is needed."""


def read_typed_period(text: str) -> PartialDate:
    """Read a date as precise as it is given: ``’22.12.13.``, ``2022. 12. 13.(화)``, ``2022년 상반기`` …

    Raises:
        NotAPartialDate: it is none; as UnclearYear where the year cannot be told.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text[:100]).split())
    plain = HOUR.sub("", plain)
    plain = WEEKDAY.sub("", plain).strip()
    if TWO_DIGIT_YEAR.match(plain):
        raise UnclearYear(text)
    plain = SHORT_YEAR.sub(lambda match: str(CENTURY + int(match.group(1))), plain, count=1)
    plain = PLAIN_DAY.sub(r"\1-\2-\3", plain)
    try:
        return PartialDate.parse(plain)
    except NotAPartialDate:
        raise NotAPartialDate(text) from None


def read_typed_day(text: str) -> date:
    """
    Raises:
        NotAPartialDate: it is no date.
        DayMissing: it is not known to the day.
    """
    period = read_typed_period(text)
    if period.precision is not Precision.DAY:
        raise DayMissing(text)
    return period.first
