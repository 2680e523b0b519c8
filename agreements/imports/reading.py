"""From a file to rows of text, with the number a spreadsheet gives each row; never the whole file at once."""

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from agreements.imports import csv_files, xlsx_files
from agreements.imports.complaints import BadFile, complaint_at
from agreements.imports.rows import Score, Table, best_header_score

LARGEST_MB = 20
ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"
TEXT_ENDINGS = (".csv", ".tsv", ".txt")
ENDINGS = (*TEXT_ENDINGS, ".xlsx")


@contextmanager
def open_table(
    file: BinaryIO, name: str, *, score: Score, sheets: Collection[str] | None = None
) -> Iterator[Table]:
    """Open an uploaded file as a table; of a workbook only ``sheets`` are looked at (None: all).

    Raises:
        BadFile: it is too large, of another kind, or damaged; also while its rows are read.
    """
    if _checked_ending(file, name) == ".xlsx":
        with xlsx_files.open_sheet(file, score=score, titles=sheets) as table:
            yield table
    else:
        # Closed here, not when it is collected: then the file may be closed before.
        with closing(csv_files.csv_rows(file, score=score)) as rows:
            yield Table(rows)


def sheet_scores(file: BinaryIO, name: str, *, score: Score) -> dict[str, int]:
    """Return {title of a sheet: score of its header}; a file without sheets is one, called "".

    Raises:
        BadFile: as :func:`open_table`.
    """
    if _checked_ending(file, name) == ".xlsx":
        return xlsx_files.sheet_scores(file, score=score)
    with closing(csv_files.csv_rows(file, score=score)) as rows:
        return {"": best_header_score(rows, score)}


def _checked_ending(file: BinaryIO, name: str) -> str:
    """Return the ending of a file that is what its name says, not too large, and at its beginning."""
    ending = PurePath(name).suffix.lower()
    _check_size(file)
    _check_kind(file, name, ending)
    file.seek(0)
    return ending


def _check_size(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    if size == 0:
        raise BadFile(complaint_at(_("The file is empty. Choose the file with the table.")))
    if size > LARGEST_MB * 1024 * 1024:
        correction = _("The file is larger than %(most)s MB. Divide it into several files.")
        raise BadFile(complaint_at(correction % {"most": LARGEST_MB}))


def _check_kind(file: BinaryIO, name: str, ending: str) -> None:
    file.seek(0)
    correction = _kind_correction(ending, file.read(8))
    if correction:
        raise BadFile(complaint_at(correction, value=PurePath(name).name))


def _kind_correction(ending: str, begin: bytes) -> str:
    """Say why a file of this ending, which begins like this, is not read; "" if it is."""
    if ending == ".xls":
        return _("Old Excel files (.xls) are not read. Save it as .xlsx or as CSV.")
    if ending not in ENDINGS:
        return _("Only .xlsx and .csv (also .tsv, .txt) are read. Save the table as one of these.")
    if ending == ".xlsx":
        if begin.startswith(OLE):
            return _(
                "It is locked with a password, or an old .xls under a new name. Save it as .xlsx without one."
            )
        fits = begin.startswith(ZIP)
    else:
        fits = not begin.startswith((ZIP, OLE, PDF))
    if fits:
        return ""
    return _("The content is not that of a “%(ending)s” file, whatever its name says.") % {"ending": ending}
