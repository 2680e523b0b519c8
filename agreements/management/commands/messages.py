"""The translation catalogue: English in the sources, Korean in locale/ko, kept by Babel.

`makemessages` needs the gettext programs and writes line numbers and dates that make every merge a
conflict; this needs neither and writes the entries sorted and nothing else.
"""

import fcntl
import io
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

LANGUAGE = "ko"
FOLDERS = ("agreements", "mou_tracker", "templates")
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}

# Which argument is what, in gettext's words: (1, "c") is a context, a pair is singular and plural.
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CONTEXT_END = "\x04"  # gettext's own separators, as in a .mo file
PLURAL_START = "\x00"

NAMED = re.compile(r"%\((\w+)\)[-#0+]*\d*(?:\.\d+)?[a-z]|\{(\w+)(?:[!:][^{}]*)?\}")
UNNAMED = re.compile(r"%[-#0+]*\d*(?:\.\d+)?[sdifrx]|\{(?:[!:][^{}]*)?\}")

type MessageId = str | tuple[str, str]  # one form, or singular and plural
type Key = tuple[str, str]  # context ("" for none) and singular
type Messages = dict[Key, MessageId]
type Text = str | Iterable[str] | None  # an id or a translation, as Babel has them


class Command(BaseCommand):
    help = "Bring the Korean catalogue in line with the sources, and compile it."
    requires_system_checks = ()  # it must also run while a colleague's model is half-written

    def add_arguments(self, parser: CommandParser) -> None:
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--add", metavar="FILE.json", type=Path, help='merge {"English": "한국어"} pairs')
        mode.add_argument("--check", action="store_true", help="name what is missing, dead or wrong; exit 1")
        mode.add_argument("--compile", action="store_true", help="only write the .mo file")

    def handle(self, *, add: Path | None, check: bool, compile: bool, **options: Any) -> None:  # noqa: A002
        path = Path(settings.LOCALE_PATHS[0], LANGUAGE, "LC_MESSAGES", "django.po")
        if check:
            return self._check(read(path))
        with locked(settings.VAR_DIR / "messages.lock"):
            catalogue = read(path)
            if add:
                merge(catalogue, read_pairs(add), found_in_sources(settings.BASE_DIR))
            elif not compile:
                catalogue = synced(catalogue, found_in_sources(settings.BASE_DIR))
            if not compile:
                replace(path, po_bytes(catalogue))
            replace(path.with_suffix(".mo"), mo_bytes(catalogue))
        if not compile:
            empty = sum(not all(forms(message.string)) for message in entries(catalogue))
            self.stdout.write(f"{len(catalogue)} messages, {empty} without Korean.")
        return None

    def _check(self, catalogue: Catalog) -> None:
        complaints = list(problems(catalogue, found_in_sources(settings.BASE_DIR)))
        for complaint in complaints:
            self.stderr.write(complaint)
        if complaints:
            raise CommandError(f"{len(complaints)} complaints about the catalogue; `make messages` syncs it.")
        self.stdout.write(f"{len(catalogue)} messages, all translated.")


# --- Sources --------------------------------------------------------------------------------------


def found_in_sources(root: Path) -> Messages:
    """Every message that code and templates under ``root`` ask for."""
    messages: Messages = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                found = in_python(path.read_text())
            elif path.suffix in TEMPLATE_SUFFIXES:
                found = in_template(path.read_text(), origin=str(path.relative_to(root)))
            else:
                continue
            for key, message_id in found:
                # gettext("x") also finds the plural entry of "x", so the richer one wins.
                if isinstance(message_id, tuple) or key not in messages:
                    messages[key] = message_id
    return messages


def in_python(source: str) -> Iterator[tuple[Key, MessageId]]:
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        message_id: MessageId = (message[0], message[1]) if isinstance(message, tuple) else message
        yield (context or "", first(message_id)), message_id


def in_template(source: str, *, origin: str) -> Iterator[tuple[Key, MessageId]]:
    # templatize() leaves Python calls between rows of X.  The tokenizer would stumble over how they
    # are indented, so that goes; no message spans lines there.
    pseudo_python = templatize(source, origin=origin)
    return in_python("\n".join(line.lstrip() for line in pseudo_python.splitlines()))


# --- Catalogue ------------------------------------------------------------------------------------


def read(path: Path) -> Catalog:
    if not path.exists():
        return new_catalogue()
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, abort_invalid=True)


def new_catalogue() -> Catalog:
    written = datetime(2026, 1, 1, tzinfo=UTC)  # a clock here would make every sync a diff
    return Catalog(
        locale=LANGUAGE,
        project="mou-tracker",
        version="1",
        header_comment="# Written by `manage.py messages`; edit the msgstr lines.",
        creation_date=written,
        revision_date=written,
        last_translator="MOU tracker",
        language_team="Korean",
        msgid_bugs_address="",
        fuzzy=False,
    )


def entries(catalogue: Catalog) -> list[Any]:
    """Its messages without the header."""
    return [message for message in catalogue if message.id]


def synced(catalogue: Catalog, messages: Messages) -> Catalog:
    """The same Korean for exactly the messages the sources have."""
    result = new_catalogue()
    for (context, _singular), message_id in messages.items():
        known = catalogue.get(message_id, context or None)
        result.add(
            message_id,
            shaped(known.string if known else "", message_id),
            context=context or None,
            flags=known.flags & {"fuzzy"} if known else (),
        )
    return result


def merge(catalogue: Catalog, pairs: dict[str, str | list[str]], messages: Messages) -> None:
    """Add translations.  Entries the sources do not have yet are kept: their page is being written."""
    for key, korean in pairs.items():
        context, _, ids = key.rpartition(CONTEXT_END)
        singular, _, plural = ids.partition(PLURAL_START)
        message_id = (singular, plural) if plural else messages.get((context, singular), singular)
        string = shaped(tuple(korean) if isinstance(korean, list) else korean, message_id)
        if complaint := wrong_placeholders(message_id, string):
            raise CommandError(complaint)
        catalogue.delete(message_id, context or None)  # add() would merge with what was there
        catalogue.add(message_id, string, context=context or None)


def problems(catalogue: Catalog, messages: Messages) -> Iterator[str]:
    """Say what stands between the catalogue and the sources, one line each."""
    for (context, singular), message_id in sorted(messages.items()):
        known = catalogue.get(message_id, context or None)
        name = f"{singular!r}" + (f" ({context})" if context else "")
        if known is None:
            yield f"missing: {name}"
        elif not all(forms(known.string)):
            yield f"empty: {name}"
        elif known.fuzzy:
            yield f"fuzzy: {name}"
        elif isinstance(known.id, tuple) != isinstance(message_id, tuple):
            yield f"singular here, plural there: {name}"
    for message in entries(catalogue):
        if (message.context or "", first(message.id)) not in messages:
            yield f"dead: {first(message.id)!r}"
        if all(forms(message.string)) and (complaint := wrong_placeholders(message.id, message.string)):
            yield complaint


def wrong_placeholders(message_id: MessageId, string: Text) -> str:
    # Korean has one form, so it answers to the plural ("%(count)s reports"), never to "One report".
    wanted = placeholders(forms(message_id)[-1])
    for form in forms(string):
        if (found := placeholders(form)) != wanted:
            return f"placeholders differ: {first(message_id)!r} has {wanted}, the Korean {found}"
    return ""


def placeholders(text: str) -> list[str]:
    """Named ones once each, unnamed ones as often as they occur."""
    text = text.replace("%%", "").replace("{{", "").replace("}}", "")
    named = {percent or brace for percent, brace in NAMED.findall(text)}
    return sorted(named) + UNNAMED.findall(text)


def forms(message: Text) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message or ("",))


def first(message: MessageId) -> str:
    return forms(message)[0]


def shaped(string: Text, message_id: MessageId) -> str | tuple[str, ...]:
    """Babel wants a tuple of strings exactly where the id is one; Korean has one plural form."""
    return forms(string)[:1] if isinstance(message_id, tuple) else forms(string)[0]


# --- Files ----------------------------------------------------------------------------------------


def read_pairs(path: Path) -> dict[str, str | list[str]]:
    try:
        pairs = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {error}") from error
    if not isinstance(pairs, dict):
        raise CommandError(f'{path}: an object such as {{"English": "한국어"}} is expected.')
    for english, korean in pairs.items():
        korean_forms = korean if isinstance(korean, list) else [korean]
        if (
            not english
            or not korean_forms
            or not all(isinstance(form, str) and form for form in korean_forms)
        ):
            raise CommandError(f"{path}: {english!r} needs a Korean text, or a list of one.")
    return pairs


def po_bytes(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    # No places and no wrapping: an entry changes only when its text does.
    write_po(file, catalogue, no_location=True, sort_output=True, width=0, ignore_obsolete=True)
    return file.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def replace(path: Path, content: bytes) -> None:
    """Write in one step: a server that is starting never reads half a catalogue."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".half")
    half.write_bytes(content)
    half.replace(path)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Several people add translations at once; each waits for its turn."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
