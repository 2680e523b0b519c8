"""Keep and compile the Korean catalogue with Babel: English in the sources, Korean in locale/ko.

Django's `makemessages` needs the gettext programs and writes line numbers and dates that make every merge a
conflict; this writes sorted entries and nothing else.  Babel is installed for development only: the site
reads the compiled file, which is committed.
"""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser, write_po
from django.utils.translation.template import templatize

FOLDERS = ("agreements", "mou_tracker", "templates")
# Which argument is what, in gettext's words: (1, "c") is a context, a pair is singular and plural.
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
NAMED_PLACEHOLDER = re.compile(r"%\((\w+)\)[-#0+]*\d*(?:\.\d+)?[a-z]|\{(\w+)(?:[!:][^{}]*)?\}")
UNNAMED_PLACEHOLDER = re.compile(r"%[-#0+]*\d*(?:\.\d+)?[sdifrx]|\{(?:[!:][^{}]*)?\}")

type Text = str | Iterable[str] | None  # an id or a translation; a tuple where there is a plural


class KoreanCatalog(Catalog):
    """Catalogue whose header leaves out Babel's version, so that every Babel writes the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        headers = super().mime_headers
        return [(name, "Babel\n" if name == "Generated-By" else value) for name, value in headers]

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        Catalog.mime_headers.fset(self, headers)  # type: ignore[misc]  # a property has one


# ---- the sources -----------------------------------------------------------------------------------


def extract_messages(root: Path) -> Catalog:
    """Return a catalogue without Korean of every message in the code and templates under ``root``."""
    methods: Any = [("**/migrations/**", "ignore"), ("**.py", "python")]
    methods += [(pattern, extract_template) for pattern in ("**.html", "**.txt", "**.xml")]
    template = Catalog()
    for folder in FOLDERS:
        for _file, _line, message, _comments, context in extract_from_dir(
            root / folder, methods, {}, KEYWORDS
        ):
            template.add(message, context=context)
    return template


def extract_template(file: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Extract from a Django template; an extraction method as Babel calls it."""
    # templatize() leaves Python calls between rows of X.  The tokenizer would stumble over how they
    # are indented, so that goes; no message spans lines there.
    pseudo_python = templatize(file.read().decode(), origin=file.name)
    flat = "\n".join(line.lstrip() for line in pseudo_python.splitlines())
    return extract_python(io.BytesIO(flat.encode()), keywords, comment_tags, options)


# ---- the catalogue ---------------------------------------------------------------------------------


def read_catalogue(path: Path) -> Catalog:
    catalogue = KoreanCatalog(locale="ko")
    with path.open("rb") as file:
        PoFileParser(catalogue, abort_invalid=True).parse(file)
    return catalogue


def update_catalogue(catalogue: Catalog, sources: Catalog) -> None:
    """Add the messages that are new in ``sources`` and drop those that it no longer has."""
    catalogue.update(sources, no_fuzzy_matching=True, update_creation_date=False)


def po_bytes(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    # No file names and no wrapping: an entry changes only when its text does.
    write_po(file, catalogue, no_location=True, sort_output=True, width=0, ignore_obsolete=True)
    return file.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


# ---- the check -------------------------------------------------------------------------------------


def catalogue_entries(catalogue: Catalog) -> list[Message]:
    """Return the messages of a catalogue without its header."""
    return [message for message in catalogue if message.id]


def catalogue_problems(catalogue: Catalog, sources: Catalog) -> Iterator[str]:
    """Yield one line for each message that the catalogue lacks, has too much or translates wrongly."""
    for source in sorted(catalogue_entries(sources)):
        problem = translation_problem(source, catalogue.get(source.id, source.context))
        if problem:
            name = repr(plural_forms(source.id)[0])
            context = f" ({source.context})" if source.context else ""
            yield f"{problem}: {name}{context}"
    for message in catalogue_entries(catalogue):
        if sources.get(message.id, message.context) is None:
            yield f"dead: {plural_forms(message.id)[0]!r}"
        if is_translated(message) and (difference := wrong_placeholders(message.id, message.string)):
            yield difference


def translation_problem(source: Message, translated: Message | None) -> str:
    """Name what is wrong with the entry of a message in the catalogue; empty if nothing is."""
    if translated is None:
        return "missing"
    if not is_translated(translated):
        return "empty"
    if translated.fuzzy:
        return "fuzzy"
    if translated.pluralizable != source.pluralizable:
        return "singular here, plural there"
    return ""


def is_translated(message: Message) -> bool:
    return all(plural_forms(message.string))


def wrong_placeholders(message_id: Text, string: Text) -> str:
    """Describe the first form whose placeholders differ from the message's; empty if none does."""
    # Korean has one form, so it answers to the plural ("%(count)s reports"), never to "One report".
    expected = placeholders_of(plural_forms(message_id)[-1])
    for form in plural_forms(string):
        used = placeholders_of(form)
        if used != expected:
            return f"placeholders differ: {plural_forms(message_id)[0]!r} has {expected}, the Korean {used}"
    return ""


def placeholders_of(text: str) -> list[str]:
    """Return the named placeholders once each, the unnamed ones as often as they occur."""
    text = text.replace("%%", "").replace("{{", "").replace("}}", "")
    names = {percent or brace for percent, brace in NAMED_PLACEHOLDER.findall(text)}
    return sorted(names) + UNNAMED_PLACEHOLDER.findall(text)


def plural_forms(text: Text) -> tuple[str, ...]:
    """Return the forms of an id or a translation: one, or more where it has a plural."""
    return (text,) if isinstance(text, str) else tuple(text or ("",))
