"""Reading the files that come with the product, or are given in their place: one that is broken is named."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.actions.refusals import ActRefused

# What a file raises that is missing, not UTF-8, no JSON or CSV, or of another shape.
BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, csv.Error, ValidationError)


class UnreadableFile(ActRefused):
    """A file cannot be read; the message names it."""


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """
    Raises:
        UnreadableFile: what stands in the block cannot be read from the file.
    """
    try:
        yield
    except BROKEN as error:
        why = f"{type(error).__name__}: {error}"
        complaint = _("The file %(file)s cannot be read (%(why)s). Nothing of it was entered.")
        raise UnreadableFile(complaint % {"file": file.name, "why": why}) from error


def read_json(file: Path) -> Any:
    """
    Raises:
        UnreadableFile: it is missing, not UTF-8 or no JSON.
    """
    with reading(file):
        return json.loads(file.read_text(encoding="utf-8"))
