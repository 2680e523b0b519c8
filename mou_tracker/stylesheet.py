"""One stylesheet over the wire, several small files to write in.

A first visit asks for one file instead of six.  A finder joins them, so runserver, the tests and
collectstatic get the same text without a build tool; collectstatic then hashes and compresses it.
"""

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
SHEETS = ("tokens", "base", "components", "pages", "search", "facets", "pictures", "stories", "print")
# Not in it: the admin is no part of the public site, and the register card is a sheet of its own.
APART = ("admin", "card")


def joined() -> str:
    """The text of the stylesheet.  A part of the site that has no rules of its own has no file."""
    files = (SOURCES / f"{name}.css" for name in SHEETS)
    return "".join(f"/* {file.name} */\n{file.read_text('utf-8')}" for file in files if file.exists())


def written() -> Path:
    """Write it where files are looked for, at once or not at all, and only when it changed."""
    file = Path(settings.VAR_DIR) / "joined" / NAME
    text = joined()
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
        found = [str(written())] if path == NAME else []
        return found if find_all else found[0] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        yield NAME, FileSystemStorage(location=written().parent.parent)
