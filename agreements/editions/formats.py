"""The files that a report can be taken as, beside its page."""

from importlib import import_module

from agreements.editions.document import Document

CONTENT_TYPES = {
    "hwpx": "application/hwp+zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(document: Document, ending: str) -> bytes:
    """Draw ``document`` as a file with ``ending``, in the active language.

    What draws it is imported here: python-hwpx takes 0.4 s, openpyxl 0.2 s, and other pages need neither.
    """
    drawing = import_module(f"agreements.editions.{ending}_file")
    return getattr(drawing, f"{ending}_of")(document)
