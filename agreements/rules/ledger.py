"""The ledger's bytes: canonical payloads, the chain of digests, and its verification.

``tools/verify_ledger.py`` verifies a downloaded ledger with nothing but the standard library; a test
holds the two together.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

SCHEMA = 1
GENESIS = "0" * 64  # the digest "before" the first entry
REDACTION = "redaction"


def canonical_json(value: Any) -> str:
    """Return facts as the JSON that is hashed: sorted keys, NFC, no spaces, no escapes but JSON's own.

    Raises:
        TypeError: a float or anything else that JSON would not write the same everywhere.
    """
    return _ENCODER.encode(_composed(value))


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_quoted = json.encoder.encode_basestring


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_composed(str(key)): _composed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return list(map(_composed, value))
    if isinstance(value, bool | int | None):
        return value

    raise TypeError(f"{type(value).__name__} has no canonical form")


class ChainEntry(NamedTuple):
    """One entry as it stands in the ledger and in ``ledger.jsonl``."""

    seq: int
    schema: int
    recorded_at: str  # UTC, 2026-11-23T08:00:00.000000Z
    kind: str
    subject: str
    payload: str | None  # canonical JSON; None only where a later redaction names this sequence
    salt: str | None  # goes with the payload, so that a blanked one cannot be guessed from its digest
    payload_digest: str
    previous: str
    digest: str


def utc_timestamp(moment: datetime) -> str:
    """Return a moment as the ledger writes it: UTC, to the microsecond."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def payload_digest(payload: str, salt: str) -> str:
    return _sha256(salt + payload)


def entry_digest(
    *, seq: int, schema: int, recorded_at: str, kind: str, subject: str, payload_digest: str, previous: str
) -> str:
    """Digest an entry over everything but the payload, which ``payload_digest`` stands for.

    Written out, since a ledger has many: the same as ``canonical_json`` of these (a test compares them).
    """
    return _sha256(
        f'{{"kind":{_quoted(kind)},"payload_digest":{_quoted(payload_digest)}'
        f',"previous":{_quoted(previous)},"recorded_at":{_quoted(recorded_at)}'
        f',"schema":{schema:d},"seq":{seq:d},"subject":{_quoted(_composed(subject))}}}'
    )


def make_entry(
    *, seq: int, recorded_at: str, kind: str, subject: str, payload: Any, salt: str, previous: str
) -> ChainEntry:
    """Make the entry that follows the one with digest ``previous``."""
    text = canonical_json(payload)
    digest_of_payload = payload_digest(text, salt)
    hashed: dict[str, Any] = {
        "seq": seq,
        "schema": SCHEMA,
        "recorded_at": recorded_at,
        "kind": kind,
        "subject": unicodedata.normalize("NFC", subject),
        "payload_digest": digest_of_payload,
        "previous": previous,
    }
    return ChainEntry(**hashed, payload=text, salt=salt, digest=entry_digest(**hashed))


def entry_line(entry: ChainEntry) -> str:
    """Write one line of ``ledger.jsonl``; the payload stands in it as JSON, not as a string of JSON."""
    head = {name: getattr(entry, name) for name in ENTRY_KEYS}
    return canonical_json(head | {"payload": None if entry.payload is None else json.loads(entry.payload)})


ENTRY_KEYS = (
    "seq", "schema", "recorded_at", "kind", "subject", "salt", "payload_digest", "previous", "digest",
)  # fmt: skip


@dataclass(frozen=True)
class ChainBreak:
    """Where the chain first fails to hold, and why, in plain English for a log."""

    seq: int
    why: str


def first_break(entries: Iterable[ChainEntry]) -> ChainBreak | None:
    """Check every link in one pass; memory grows only with the number of blanked payloads."""
    previous = GENESIS
    blanked: set[int] = set()
    for expected, entry in enumerate(entries, start=1):
        if why := _fault_of_link(entry, expected=expected, previous=previous):
            return ChainBreak(entry.seq, why)

        if entry.payload is None:
            blanked.add(entry.seq)
        elif entry.kind == REDACTION:
            blanked.difference_update(json.loads(entry.payload).get("redacts", ()))
        previous = entry.digest

    if blanked:
        return ChainBreak(min(blanked), "the payload is missing and no later redaction names it")

    return None


def _fault_of_link(entry: ChainEntry, *, expected: int, previous: str) -> str | None:  # noqa: PLR0911  # asked 100,000 times
    seq, schema, recorded_at, kind, subject, payload, salt, digest_of_payload, follows, digest = entry
    if seq != expected:
        return f"entry {expected} was expected here"
    if schema != SCHEMA:
        return f"schema {schema} is unknown"
    if follows != previous:
        return "it does not follow the entry before it"
    if (payload is None) != (salt is None):
        return "payload and salt stand or go together"
    if payload is not None and payload_digest(payload, salt or "") != digest_of_payload:
        return "the payload was changed"
    if digest != entry_digest(
        seq=seq, schema=schema, recorded_at=recorded_at, kind=kind, subject=subject,
        payload_digest=digest_of_payload, previous=follows,
    ):  # fmt: skip
        return "the entry was changed"

    return None


def ledger_head(entry: Any) -> str:
    """What somebody notes down to prove later that nothing was rewritten: sequence and digest."""
    return f"{entry.seq}-{entry.digest}" if entry else f"0-{GENESIS}"


HASHED_KEYS = ("seq", "schema", "recorded_at", "kind", "subject", "payload_digest", "previous")


# ---- what changed from one payload to the next -------------------------------------------------------

# What tells the members of a list apart, the first that they have.
IDENTITIES = ("reference", "number", "agency", "payer", "url", "label_ko", "sha256", "title_ko")


@dataclass(frozen=True)
class FactDifference:
    """One fact that changed: its path (``("commitments", "2022-0004-01", "title_ko")``), from, to."""

    path: tuple[str, ...]
    before: Any  # None: it was not there
    after: Any  # None: it is gone


def fact_differences(before: Any, after: Any, *, path: tuple[str, ...] = ()) -> list[FactDifference]:
    """Compare two payloads fact by fact; members of lists are matched by what identifies them."""
    if before == after:
        return []

    before_parts, after_parts = _parts_by_name(before), _parts_by_name(after)
    if before_parts is None or after_parts is None:
        return [FactDifference(path, before, after)]

    changed: list[FactDifference] = []
    for key in before_parts | after_parts:
        changed += fact_differences(before_parts.get(key), after_parts.get(key), path=(*path, key))

    return changed


def fact_contradictions(
    recorded: Any, present: Any, *, path: tuple[str, ...] = ()
) -> Iterator[FactDifference]:
    """Yield the facts that differ from what the ledger recorded; facts it did not record are ignored."""
    if recorded == present:
        return

    before, after = _parts_by_name(recorded), _parts_by_name(present)
    if before is None or after is None:
        yield FactDifference(path, recorded, present)
        return

    names = before | after
    if isinstance(recorded, dict) and isinstance(present, dict):
        names = recorded  # a fact that was not recorded contradicts nothing; a new member of a list does
    for key in names:
        yield from fact_contradictions(before.get(key), after.get(key), path=(*path, key))


def _parts_by_name(value: Any) -> dict[str, Any] | None:
    """Return the parts of a dict or of a list of dicts; None for a value that is compared as a whole."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return _by_identity(value)
    return None


def _by_identity(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Return {name of the member: member}; a second member of the same name is called ``name#2``."""
    members: dict[str, Any] = {}
    for index, item in enumerate(items):
        members[_free_name(_identity(item, index), members)] = item
    return members


def _free_name(name: str, members: Iterable[str]) -> str:
    namesakes = [key for key in members if key == name or key.startswith(f"{name}#")]
    if namesakes:
        return f"{name}#{len(namesakes) + 1}"
    return name


def _identity(item: dict[str, Any], index: int) -> str:
    """Return the first of the identifying facts that the item has, else its index in the list."""
    identifying_facts = filter(None, map(item.get, IDENTITIES))
    return str(next(identifying_facts, index))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
