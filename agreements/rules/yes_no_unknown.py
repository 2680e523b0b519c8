"""An answer that may be unknown, and what follows from several of them."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class YesNoUnknown(TextChoices):
    UNKNOWN = "unknown", _("Not known")
    NO = "no", _("No")
    YES = "yes", _("Yes")


OPPOSITE = {
    YesNoUnknown.YES: YesNoUnknown.NO,
    YesNoUnknown.NO: YesNoUnknown.YES,
    YesNoUnknown.UNKNOWN: YesNoUnknown.UNKNOWN,
}


def any_of(answers: Iterable[str]) -> YesNoUnknown:
    """Say whether one of ``answers`` is yes: no only where all of them are no."""
    distinct = set(answers)
    if YesNoUnknown.YES in distinct:
        return YesNoUnknown.YES
    if YesNoUnknown.UNKNOWN in distinct:
        return YesNoUnknown.UNKNOWN
    return YesNoUnknown.NO


def none_of(answers: Iterable[str]) -> YesNoUnknown:
    """Say whether all of ``answers`` are no: no as soon as one of them is yes."""
    return OPPOSITE[any_of(answers)]
