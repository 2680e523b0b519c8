"""Join the stylesheets of the public site into one small file, so that a first visit asks for one.

A finder joins them and leaves out what only people read, so runserver, the tests and collectstatic get the
same text without a build tool; collectstatic then hashes and compresses it.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/site.css"
SOURCES = settings.BASE_DIR / "static" / "css"
# In the order of the cascade: values, bare elements, parts, pages, and paper last.
SHEETS = (
    "tokens",
    "base",
    "components",
    "pages",
    "search",
    "facets",
    "pictures",
    "stories",
    "promises",
    "print",
)
# Not in it: the admin is no part of the public site, and the register card is a sheet of its own.
APART = ("admin", "card")

# Only people read these; with them the file is a quarter larger, also compressed.
COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENTS = re.compile(r"\s*\n\s*")


def joined_sheets() -> str:
    """Return the text of all sheets.  A part of the site that has no rules of its own has no file."""
    text = ""
    for name in SHEETS:
        file = SOURCES / f"{name}.css"
        if file.exists():
            text += f"/* {file.name} */\n{file.read_text('utf-8')}"
    return text


def write_stylesheet() -> Path:
    """Write the joined sheets in one step, and only when they changed; return the path."""
    file = Path(settings.VAR_DIR) / "joined" / NAME
    text = INDENTS.sub("\n", COMMENTS.sub("", joined_sheets()))
    if not file.exists() or file.read_text("utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(f".{uuid4().hex}")
        half.write_text(text, "utf-8")
        half.replace(file)
    return file


class StylesheetFinder(BaseFinder):
    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:
        if path != NAME:
            return []
        stylesheet = str(write_stylesheet())
        return [stylesheet] if find_all else stylesheet

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        yield NAME, FileSystemStorage(location=write_stylesheet().parent.parent)
