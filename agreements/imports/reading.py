"""From a file to rows of text, with the number a spreadsheet gives each row; never the whole file at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from agreements.imports import csv_files, xlsx_files
from agreements.imports.complaints import BadFile, complaint_at
from agreements.imports.rows import Score, Table

LARGEST_MB = 20
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT_ENDINGS = (".csv", ".tsv", ".txt")
ENDINGS = (*TEXT_ENDINGS, ".xlsx")


@contextmanager
def open_table(file: BinaryIO, name: str, *, score: Score) -> Iterator[Table]:
    """Open an uploaded file as a table.

    Raises:
        BadFile: it is too large, of another kind, or damaged; also while its rows are read.
    """
    ending = PurePath(name).suffix.lower()
    _check_size(file)
    _check_kind(file, name, ending)
    file.seek(0)
    if ending == ".xlsx":
        with xlsx_files.opened_sheet(file, score=score) as (rows, remarks):
            yield Table(rows, remarks)
    else:
        yield Table(csv_files.csv_rows(file, score=score))


def _check_size(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    if size == 0:
        raise BadFile(complaint_at(_("The file is empty. Choose the file with the table.")))
    if size > LARGEST_MB * 1024 * 1024:
        raise BadFile(
            complaint_at(
                _("The file is larger than %(most)s MB. Divide it into several files.") % {"most": LARGEST_MB}
            )
        )


def _check_kind(file: BinaryIO, name: str, ending: str) -> None:
    file.seek(0)
    begin = file.read(8)
    correction = ""
    if ending == ".xls":
        correction = _("Old Excel files (.xls) are not read. Save it as .xlsx or as CSV.")
    elif ending not in ENDINGS:
        correction = _("Only .xlsx and .csv (also .tsv, .txt) are read. Save the table as one of these.")
    elif ending == ".xlsx" and begin.startswith(OLE):
        correction = _(
            "It is locked with a password, or an old .xls under a new name. Save it as .xlsx without one."
        )
    elif (ending == ".xlsx") != begin.startswith(ZIP) or begin.startswith((b"%PDF-", OLE)):
        correction = _("The content is not that of a “%(ending)s” file, whatever its name says.") % {
            "ending": ending
        }
    if correction:
        raise BadFile(complaint_at(correction, value=PurePath(name).name))
