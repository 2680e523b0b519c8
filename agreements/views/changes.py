"""What changed in a published agreement or program, read from its ledger entries (변경 이력)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, EntryKind, LedgerEntry, Program, Theme
from agreements.models.labels import KEYED_BY_AGENCY, FactNames, fact_label, fact_text
from agreements.rules.ledger import FactDifference, fact_differences
from agreements.rules.publication import ChangeKind
from agreements.views.querysets import agencies_at, public_rows

KINDS: dict[str, str | Promise] = {
    ChangeKind.AMENDMENT: _("Changed by an amendment"),
    ChangeKind.CORRECTION: _("Correction of the record"),
    EntryKind.PUBLICATION: _("Published again"),
}
MEMBERS = ("commitments", "milestones")


@dataclass(frozen=True)
class ChangedFact:
    """One fact that changed, as a reader reads it."""

    path: tuple[str, ...]
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RecordChange:
    """One step of a record's history.  ``redaction``: what changed was blanked, and by which entry."""

    seq: int
    recorded_at: datetime
    code: str  # ChangeKind, or the kind of its entry
    kind: str | Promise
    reason: str
    amendment: int | None
    facts: tuple[ChangedFact, ...]
    redaction: LedgerEntry | None = None

    @property
    def pk(self) -> int:
        return self.seq


@dataclass(frozen=True)
class RecordHistory:
    """``first`` holds each fact of a commitment or milestone as first published, by its reference."""

    changes: tuple[RecordChange, ...]  # newest first
    first: dict[str, dict[str, Any]]

    def of(self, reference: str) -> list[RecordChange]:
        """Return the changes of one commitment or milestone; its own name in the labels is dropped."""
        paths = {(name, reference) for name in MEMBERS}
        changes = []
        for change in self.changes:
            facts = tuple(
                replace(fact, label=fact.label.split(" · ", 1)[-1])
                for fact in change.facts
                if fact.path[:2] in paths
            )
            if facts:
                changes.append(replace(change, facts=facts))
        return changes

    def first_wording(self, reference: str, name: str, *, now: str) -> str:
        """Give the text first published, where it reads differently today; else nothing."""
        first = str(self.first.get(reference, {}).get(name) or "")
        return first if first != now else ""


def record_history(root: Agreement | Program, *, on: date) -> RecordHistory:
    """Compare each published state of a record's facts with the one before it.

    The facts name agencies by slug, which are called by their names of the day ``on``.  The reason of a
    change and all texts in its facts stay as they were written: they are the words of who changed it.

    Three queries at most, however many changes there are.
    """
    entries = list(_entries_of(root))
    steps = list(_change_steps(entries))
    names = _look_up_names((difference for step in steps for difference in step[2]), on)
    by_seq = {entry.seq: entry for entry in entries}
    changes = [_record_change(*step, names=names, by_seq=by_seq) for step in steps]
    return RecordHistory(tuple(filter(None, reversed(changes))), _first_facts(entries))


def _entries_of(root: Agreement | Program) -> Any:
    of_root = {str(root._meta.model_name): root}
    return public_rows(LedgerEntry).filter(**of_root).order_by("seq")


ChangeStep = tuple[LedgerEntry, dict[str, Any], list[FactDifference]]


def _change_steps(entries: Iterable[LedgerEntry]) -> Iterator[ChangeStep]:
    """Give each change with its payload and what differs from the facts before it."""
    earlier_facts: dict[str, Any] | None = None
    for entry in entries:
        payload = entry.content
        later_facts = payload.get("facts")
        differences = []
        if earlier_facts is not None and later_facts is not None:
            differences = fact_differences(earlier_facts, later_facts)
        is_republished = entry.kind == EntryKind.PUBLICATION and earlier_facts is not None
        if entry.kind == EntryKind.CHANGE or is_republished:
            yield entry, payload, differences
        earlier_facts = later_facts or earlier_facts


def _record_change(
    entry: LedgerEntry,
    payload: dict[str, Any],
    differences: list[FactDifference],
    *,
    names: FactNames,
    by_seq: dict[int, LedgerEntry],
) -> RecordChange | None:
    grounds = payload.get("change") or {}
    facts = tuple(
        ChangedFact(
            difference.path,
            fact_label(difference.path, names=names),
            fact_text(difference.path, difference.before, names=names),
            fact_text(difference.path, difference.after, names=names),
        )
        for difference in differences
        if _may_be_told(difference, names)
    )
    if entry.kind == EntryKind.PUBLICATION and not facts:
        return None
    return RecordChange(
        seq=entry.seq,
        recorded_at=entry.recorded_at,
        code=grounds.get("kind", entry.kind),
        kind=_kind_label(entry, grounds),
        reason=grounds.get("reason", ""),
        amendment=grounds.get("amendment"),
        facts=facts,
        redaction=by_seq.get(entry.redacted_by_id or 0),
    )


def _kind_label(entry: LedgerEntry, grounds: dict[str, Any]) -> str | Promise:
    kind = grounds.get("kind", entry.kind)
    if entry.program_id and kind == ChangeKind.AMENDMENT:  # a program has no amendments
        return _("Changed by a decision")
    return KINDS.get(kind, entry.get_kind_display())


def _may_be_told(difference: FactDifference, names: FactNames) -> bool:
    """Say whether a difference names no agency that is no longer listed."""
    keyed = zip(difference.path, difference.path[1:], strict=False)
    return all(names.agency(slug.partition("#")[0]) for name, slug in keyed if name in KEYED_BY_AGENCY)


def _look_up_names(differences: Iterable[FactDifference], on: date) -> FactNames:
    """Look up what the agencies, programs and themes that changed are called, as far as they are public."""
    slugs: set[str] = set()
    for difference in differences:
        slugs.update(part.partition("#")[0] for part in difference.path)
        slugs.update(_slugs_in([difference.before, difference.after]))
    agencies = {agency.slug: agency.name for agency in agencies_at(on).filter(slug__in=slugs)}
    programs = {program.slug: program.title for program in public_rows(Program).filter(slug__in=slugs)}
    themes = {theme.slug: theme.name for theme in public_rows(Theme).filter(slug__in=slugs)}
    return FactNames.of(agencies, programs, themes)


SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")


def _slugs_in(value: Any) -> Iterator[str]:
    """Give every text that could be the address name of an agency or program, or hold a milestone's."""
    match value:
        case str() if SLUG.fullmatch(value):
            yield value
            yield value.rpartition("-")[0]
        case dict():
            yield from _slugs_in(list(value.values()))
        case list():
            yield from chain.from_iterable(map(_slugs_in, value))


def _first_facts(entries: Iterable[LedgerEntry]) -> dict[str, dict[str, Any]]:
    first_facts: dict[str, dict[str, Any]] = defaultdict(dict)
    for entry in entries:
        facts = entry.content.get("facts", {})
        for member in chain.from_iterable(facts.get(name, ()) for name in MEMBERS):
            not_empty = {name: value for name, value in member.items() if value}
            reference = member.get("reference")
            first_facts[reference] = not_empty | first_facts[reference]
    return first_facts
