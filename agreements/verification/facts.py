"""Whether what the public sees of each record is what the latest entry that tells of it says."""

import json
from collections.abc import Iterator
from itertools import batched
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from agreements.actions.public_facts import PublicFacts, public_facts_between
from agreements.models import (
    Agreement,
    DutyRecord,
    EntryKind,
    Inquiry,
    LedgerEntry,
    Program,
    Redaction,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.rules import ledger
from agreements.rules.publication import PublicationState

PUBLISHED = PublicationState.PUBLISHED
PUBLISHING = (EntryKind.PUBLICATION, EntryKind.CORRECTION)
SHOWING = (*PUBLISHING, EntryKind.CHANGE)
ROOTS: tuple[Any, ...] = (Agreement, Program)
AT_A_TIME = 2000  # entries in memory


def wrong_records() -> Iterator[str]:
    yield from wrong_publications()
    yield from wrong_facts()


# ---- published or not ------------------------------------------------------------------------------------


def wrong_publications() -> Iterator[str]:
    """What is published, or was withdrawn, has the entry that made it so; and the other way round."""
    for model in (*ROOTS, DutyRecord):
        yield from wrongly_shown(model)
    for step in STEPS:
        yield from wrong_steps(*step)
    blankable: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (StatusReport, ("commitment", "milestone")),
        (DutyRecord, ("agreement",)),
        (Inquiry, ()),
    )
    for model, subjects in blankable:
        yield from wrongly_blanked(model, subjects)
    blanked_entry = LedgerEntry.objects.filter(seq=OuterRef("published_seq"), payload__isnull=True)
    unblanked = Withdrawal.objects.filter(Exists(blanked_entry)).exclude(reason_ko="", reason_en="")
    for withdrawal in unblanked.select_related("report__commitment", "report__milestone", "inquiry"):
        yield f"{withdrawal.subject.public_reference}: the reason of its withdrawal was blanked, but is there"
    unnamed = LedgerEntry.objects.filter(redacted_by__isnull=False)
    for entry in unnamed.exclude(redacted_by__kind=EntryKind.REDACTION):
        yield f"entry {entry.seq}: it is blanked by entry {entry.redacted_by_id}, which is no redaction"


def wrongly_blanked(model: Any, subjects: tuple[str, ...]) -> Iterator[str]:
    """A blanked record names the redaction of itself."""
    blanked = model.objects.filter(redacted_by__isnull=False)
    names_itself = Q(
        **{f"redacted_by__{model.entries.field.name}": F("pk")}, redacted_by__kind=EntryKind.REDACTION
    )
    for record in blanked.exclude(names_itself).select_related("redacted_by", *subjects):
        entry = record.redacted_by
        yield f"{record.public_reference}: entry {entry.seq} is about {entry.reference}"


def wrongly_shown(root: Any) -> Iterator[str]:
    of_record = LedgerEntry.objects.filter(**{root.entries.field.name: OuterRef("pk")})
    last = of_record.filter(kind__in=(*SHOWING, EntryKind.WITHDRAWAL)).order_by("-seq")
    records = root._default_manager.annotate(last=Subquery(last.values("kind")[:1]))
    is_shown = Q(last__isnull=False, last__in=SHOWING)
    for record in records.exclude(is_shown, state=PUBLISHED).filter(is_shown | Q(state=PUBLISHED)):
        says = f"its last entry is “{record.last}”" if record.last else "no entry says so"
        yield f"“{record}” is {record.state}, but {says}"


# From a statement to the record to which its entry belongs, and the entry's field for that.
OF_STATEMENT = (
    ("report", "report"),
    ("agreement", "agreement"),
    ("commitment__agreement", "agreement"),
    ("milestone__program", "program"),
    ("duty", "duty"),
    ("inquiry", "inquiry"),
)

# Each kind of record, the kinds of its own entry, and by which fields (its, the entry's) that is about it.
STEPS: tuple[tuple[Any, tuple[EntryKind, ...], tuple[tuple[str, str], ...]], ...] = (
    (Agreement, PUBLISHING, (("pk", "agreement"),)),
    (Program, PUBLISHING, (("pk", "program"),)),
    (StatusReport, PUBLISHING, (("pk", "report"),)),
    (DutyRecord, PUBLISHING, (("pk", "duty"),)),
    (Statement, (EntryKind.STATEMENT,), OF_STATEMENT),
    (Inquiry, PUBLISHING, (("pk", "inquiry"),)),
    (Withdrawal, (EntryKind.WITHDRAWAL,), (("report", "report"), ("inquiry", "inquiry"))),
    (
        Redaction,
        (EntryKind.REDACTION,),
        (
            ("report", "report"),
            ("agreement", "agreement"),
            ("program", "program"),
            ("duty", "duty"),
            *((f"statement__{lookup}", of_entry) for lookup, of_entry in OF_STATEMENT),
            ("inquiry", "inquiry"),
        ),
    ),
)


def wrong_steps(
    model: Any, kinds: tuple[EntryKind, ...], about: tuple[tuple[str, str], ...]
) -> Iterator[str]:
    """Each published record of ``model`` names its own entry, and each such entry has its record."""
    name = model._meta.verbose_name
    published = model._default_manager.filter(state=PUBLISHED)
    entries = LedgerEntry.objects.filter(kind__in=kinds)
    of_it, has_it, is_about = Q(), Q(), Q()
    for field, of_entry in about:
        of_it |= Q(**{of_entry: OuterRef(field)})
        has_it |= Q(**{field: OuterRef(of_entry)})
        is_about |= Q(**{f"{of_entry}__isnull": False})
    own_entry = entries.filter(
        of_it,
        seq=OuterRef("published_seq"),
        review=OuterRef("review"),
        recorded_at=OuterRef("published_at"),
    )
    for record in published.filter(~Exists(own_entry)):
        yield f"{name} {record.pk} “{record}” is published, but entry {record.published_seq} does not say so"
    if model in ROOTS:  # which may be published several times, and withdrawn
        return
    entries = entries.filter(is_about)
    if model is DutyRecord:  # a withdrawn one keeps its entry
        published = model._default_manager.filter(state__in=(PUBLISHED, PublicationState.WITHDRAWN))
    for entry in entries.filter(~Exists(published.filter(has_it, published_seq=OuterRef("seq")))):
        yield f"entry {entry.seq} ({entry.kind} of {entry.reference}) has no published {name} any more"


# ---- the facts ---------------------------------------------------------------------------------------------


class EntryText(NamedTuple):
    """One entry with its text, and the record it tells of now."""

    key: int
    seq: int
    kind: str
    reference: str
    reason: str
    review: str
    payload: dict[str, Any]


def wrong_facts() -> Iterator[str]:
    """Hold each entry's columns to its text, and what is stored now to the latest text there is."""
    for root in ROOTS:
        yield from wrong_facts_of(root, "facts", "entries", latest_of(root))
    first_of = Coalesce("redacted_by_id", "published_seq", output_field=BigIntegerField())
    yield from wrong_facts_of(StatusReport, "facts", "entries", first_of)
    yield from wrong_facts_of(DutyRecord, "facts", "entries", first_of)
    yield from wrong_facts_of(Inquiry, "facts", "entries", first_of)
    blanked_by = LedgerEntry.objects.filter(seq=OuterRef("published_seq")).values("redacted_by")[:1]
    first_of = Coalesce(Subquery(blanked_by), "published_seq", output_field=BigIntegerField())
    for record, _of_entry in OF_STATEMENT:
        yield from wrong_facts_of(Statement, "statement", f"{record}__entries", first_of)
    for record in ("report", "inquiry"):
        yield from wrong_facts_of(Withdrawal, None, f"{record}__entries", F("published_seq"))
    of_statements = (f"statement__{record}" for record, _of_entry in OF_STATEMENT)
    for record in ("report", "agreement", "program", "duty", "inquiry", *of_statements):
        yield from wrong_facts_of(Redaction, None, f"{record}__entries", F("published_seq"))
    # The entries of reports were read with them, and those of duty records that still stand.
    unread_entries = LedgerEntry.objects.exclude(kind__in=PUBLISHING, report__isnull=False)
    columns = (
        unread_entries.filter(payload__isnull=False).values_list("pk", *TEXT).iterator(chunk_size=AT_A_TIME)
    )
    for *row, payload in columns:
        yield from wrong_columns(EntryText._make((*row, json.loads(payload))))


TEXT = ("seq", "kind", "reference", "reason", "review", "payload")


def latest_of(root: Any) -> Subquery:
    """The latest entry that tells a record's facts."""
    of_record = {str(root._meta.model_name): OuterRef("pk")}
    telling = LedgerEntry.objects.filter(**of_record, payload__contains='"facts":')
    return Subquery(telling.order_by("-seq").values("seq")[:1])


def wrong_facts_of(model: Any, part: str | None, entries: str, told_by: Any) -> Iterator[str]:
    """Compare published records with the entry that tells of each, on what that entry tells.

    ``told_by`` finds its sequence among the record's ``entries``; ``part`` says where in a payload the
    facts stand.
    """
    published = model._default_manager.filter(state=PUBLISHED).order_by("pk")
    keys = published.values_list("pk", flat=True).iterator(chunk_size=AT_A_TIME)
    columns = [f"{entries}__{name}" for name in TEXT]
    for batch in batched(keys, AT_A_TIME):
        first, last = batch[0], batch[-1]
        telling = {f"{entries}__seq": told_by, f"{entries}__payload__isnull": False}
        records = published.filter(pk__range=(first, last), **telling)
        facts = public_facts_between(model, first, last)
        for *row, payload in records.values_list("pk", *columns):
            entry = EntryText._make((*row, json.loads(payload)))
            yield from wrong_columns(entry)
            recorded = entry.payload.get(part) if part else reasons_in(entry.payload)
            if recorded != facts[entry.key]:
                yield from contradictions_of_entry(entry, recorded, facts[entry.key])


def contradictions_of_entry(entry: EntryText, recorded: Any, facts: PublicFacts) -> Iterator[str]:
    """Name what is not as the entry says; two spellings of one text are no difference."""
    for contradiction in ledger.fact_contradictions(recorded, json.loads(ledger.canonical_json(facts))):
        path = ".".join(contradiction.path)
        yield (
            f"{entry.reference}: {path} is {json.dumps(contradiction.after, ensure_ascii=False)}, "
            f"entry {entry.seq} says {json.dumps(contradiction.before, ensure_ascii=False)}"
        )


def reasons_in(payload: dict[str, Any]) -> dict[str, Any]:
    """What the entry of a withdrawal or redaction tells of its own record."""
    return {name: payload.get(name, "") for name in ("reason", "reason_en")}


def wrong_columns(entry: EntryText) -> Iterator[str]:
    """Pages read reason and review beside the payload; they say what the payload says."""
    review = entry.payload.get("review", "")
    if entry.review != review:
        yield f"entry {entry.seq}: its review is “{entry.review}”, the payload says “{review}”"
    if entry.reason != reason_in(entry.kind, entry.payload):
        yield f"entry {entry.seq}: its reason is not the payload's"


def reason_in(kind: str, payload: dict[str, Any]) -> str:
    if kind == EntryKind.CHANGE:
        return str(payload["change"]["reason"])
    if kind == EntryKind.CORRECTION:
        return str(payload["facts"]["correction_reason_ko"])
    return str(payload.get("reason", ""))
