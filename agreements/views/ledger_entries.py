"""What a ledger entry tells a reader on a page: about what, where it stands now, what changed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from agreements.lists.ledger import entries_at
from agreements.lists.parameters import Clock
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    DutyRecord,
    EntryKind,
    Inquiry,
    LedgerEntry,
    Milestone,
    Program,
    StatusReport,
)
from agreements.rules.ledger import fact_differences
from agreements.views.querysets import agencies_at, prefetch_public, public_rows

PUBLISHES = (EntryKind.PUBLICATION, EntryKind.CORRECTION)
LOOKED_AT = 12  # newest entries for each line most: a record changed more often leaves a shorter list
ALWAYS_WITH_REASON = frozenset({EntryKind.WITHDRAWAL, EntryKind.REDACTION})


@dataclass(frozen=True)
class EntryLine:
    """``about`` has the title, and is None where it is not public; ``url`` is where the entry shows."""

    entry: LedgerEntry
    about: Any
    url: str
    number: str  # of the report, within its subject; "" for an agreement or program
    corrects: int | None
    agency: Agency | None  # whose statement it is
    changed: int  # how many facts

    @property
    def reason(self) -> str:
        """Why; what a record said that is not public any more stays unsaid."""
        is_public = self.entry.kind in ALWAYS_WITH_REASON or self._still_public
        return self.entry.reason if is_public else ""

    @property
    def _still_public(self) -> bool:
        return self.entry.report is not None or (self.about is not None and not self.number)


def with_records(entries: Any) -> Any:
    """Load with each entry what is public of its record."""
    commitment = prefetch_public("commitment", Commitment)
    milestone = prefetch_public("milestone", Milestone)
    return entries.prefetch_related(
        prefetch_public("agreement", Agreement),
        prefetch_public("program", Program),
        prefetch_public("report", StatusReport, commitment, milestone),
        prefetch_public("duty", DutyRecord, prefetch_public("agreement", Agreement)),
        prefetch_public("inquiry", Inquiry),
    )


def latest_publications(clock: Clock, *, besides: Iterable[StatusReport], most: int) -> list[EntryLine]:
    """What was published or withdrawn last, one line a record.

    Of what the reports ``besides`` it are about, no publication of a report is told: the reader has a newer
    one before them.  A statement, a withdrawal, a redaction or a change is.
    """
    references_above = {report.subject.reference for report in besides}
    newest = entries_at(clock).values_list("seq", "reference", "kind")[: most * LOOKED_AT]
    chosen: dict[str, int] = {}
    for seq, reference, kind in newest:
        record = reference.partition("#")[0]
        if not (record in references_above and kind in PUBLISHES):
            chosen.setdefault(record, seq)
    last = list(chosen.values())[:most]
    return entry_lines(list(with_records(entries_at(clock).filter(seq__in=last))), on=clock.on)


def entry_lines(entries: Sequence[LedgerEntry], *, on: date) -> list[EntryLine]:
    """Read ``entries``, loaded with what is public of their records, in five queries at most.

    Agencies have their names of the day ``on``.
    """
    payloads = {entry.seq: entry.content for entry in entries}
    changes = [entry for entry in entries if entry.kind == EntryKind.CHANGE]
    promised = [entry for entry in entries if _concerns_promise(entry, payloads[entry.seq])]
    subjects = _subjects_by_reference(entry.reference.partition("#")[0] for entry in promised)
    agencies = _agencies_by_slug(payloads.values(), on)
    changed = _changed_facts(changes, payloads)
    return [
        _entry_line(entry, payloads[entry.seq], subjects, agencies, changed.get(entry.seq, 0))
        for entry in entries
    ]


def _concerns_promise(entry: LedgerEntry, payload: dict[str, Any]) -> bool:
    """Say whether the reference of the entry can be that of a commitment or milestone, with or without a
    report's number: a statement on one has its entry at the agreement or program."""
    return entry.report_id is not None or entry.kind == EntryKind.STATEMENT or "statement" in payload


def _entry_line(
    entry: LedgerEntry,
    payload: dict[str, Any],
    subjects: dict[str, Any],
    agencies: dict[str, Agency],
    changed: int,
) -> EntryLine:
    about, fragment = _place_of_entry(entry, payload, subjects, changed)
    facts = payload.get("facts", {}) if entry.kind == EntryKind.CORRECTION else {}
    statement = payload.get("statement", {})
    return EntryLine(
        entry=entry,
        about=about,
        url=about.get_absolute_url() + fragment if about else "",
        number=entry.reference.partition("#")[2],
        corrects=facts.get("corrects"),
        agency=agencies.get(statement.get("agency", "")),
        changed=changed,
    )


def _place_of_entry(
    entry: LedgerEntry, payload: dict[str, Any], subjects: dict[str, Any], changed: int
) -> tuple[Any, str]:
    """Return the public record that an entry is about (None: there is none), and the fragment on its page."""
    reference, _hash, number = entry.reference.partition("#")
    if entry.report_id:
        return subjects.get(reference), f"#report-{number}"
    if entry.duty:
        return entry.duty.agreement, f"#duty-{entry.duty.number}"
    if entry.inquiry:
        return entry.inquiry, ""
    root = entry.agreement or entry.program
    if _concerns_promise(entry, payload):
        return subjects.get(reference, root), "#statements"
    return root, f"#change-{entry.seq}" if changed else ""


def _subjects_by_reference(references: Iterable[str]) -> dict[str, Any]:
    distinct = set(references)
    subjects: dict[str, Any] = {}
    for model in (Commitment, Milestone):
        rows = public_rows(model).filter(reference__in=distinct)
        subjects |= {subject.reference: subject for subject in rows}
    return subjects


def _agencies_by_slug(payloads: Iterable[dict[str, Any]], on: date) -> dict[str, Agency]:
    """Return {slug: agency} of those whose statements the entries are."""
    slugs = {payload["statement"]["agency"] for payload in payloads if "statement" in payload}
    return {agency.slug: agency for agency in agencies_at(on).filter(slug__in=slugs)}


def _changed_facts(changes: Sequence[LedgerEntry], payloads: dict[int, dict[str, Any]]) -> dict[int, int]:
    """Count the facts that each change changed, against the entry before it that has facts."""
    earlier_payloads = {}
    for name in ("agreement", "program"):
        of_same = public_rows(LedgerEntry).filter(
            **{name: OuterRef(name)}, seq__lt=OuterRef("seq"), payload__contains='"facts":'
        )
        before = of_same.order_by("-seq").values("payload")[:1]
        rows = public_rows(LedgerEntry).filter(
            seq__in=[change.seq for change in changes], **{f"{name}__isnull": False}
        )
        earlier_payloads.update(rows.annotate(before=Subquery(before)).values_list("seq", "before"))
    return {
        seq: len(fact_differences(json.loads(text)["facts"], payloads[seq]["facts"]))
        for seq, text in earlier_payloads.items()
        if text and "facts" in payloads[seq]
    }
