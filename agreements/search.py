"""Find records that contain a text.  Every list asks here, so that a better search replaces one file."""

import unicodedata
from functools import reduce
from operator import or_

from django.db.models import Q


def normalised(text: str) -> str:
    """Write ``text`` the way it is stored: composed syllables, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def containing(text: str, *paths: str) -> Q:
    """Match rows in which one of ``paths`` contains ``text``, in any case."""
    sought = normalised(text)
    return reduce(or_, (Q(**{f"{path}__icontains": sought}) for path in paths), Q())
