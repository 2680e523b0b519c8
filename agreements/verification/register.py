"""Whether the register as a whole keeps its rules: sequence, numbers, references, listings, evidence."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from agreements.models import (
    Agency,
    Agreement,
    BudgetShare,
    Commitment,
    Document,
    DutyRecord,
    EntryKind,
    Inquiry,
    LedgerEntry,
    Milestone,
    Program,
    Recognition,
    StatusReport,
)
from agreements.rules.publication import PublicationState
from agreements.verification.facts import PUBLISHED, PUBLISHING


def broken_rules() -> Iterator[str]:
    sequence = LedgerEntry.objects.aggregate(steps=Count("seq"), last=Max("seq"))
    if sequence["steps"] != (sequence["last"] or 0):
        yield f"publication sequence: {sequence['steps']} steps, but the last is number {sequence['last']}"
    for model in (Agreement, Program, StatusReport, DutyRecord, Inquiry):
        yield from wrongly_numbered(model)
    yield from misplaced_reports()
    for subject, root in ((Commitment, "agreement"), (Milestone, "program")):
        yield from without_reference(subject, root)
    for agency in agencies_public_but_not_listed().iterator():
        yield f"{agency.slug}: stands in something published, but is not listed"
    unproven: tuple[QuerySet[Any], ...] = (reports_without_evidence(), duty_records_without_evidence())
    for record in chain.from_iterable(unproven):
        yield f"{record.public_reference}: published without a source or public document"
    for inquiry in inquiries_about_nothing():
        yield f"{inquiry.public_reference}: published without a commitment or milestone"
    for duty in wrongly_withdrawn().select_related("agreement"):
        yield f"{duty.public_reference}: its withdrawal is not entry {duty.withdrawn_seq}"


def wrongly_numbered(model: Any) -> Iterator[str]:
    """A published record's own number is that of its last publication."""
    of_record = LedgerEntry.objects.filter(
        **{model.entries.field.name: OuterRef("pk")}, kind__in=PUBLISHING
    ).order_by()
    its_own = Exists(of_record.filter(seq=OuterRef("published_seq")))
    later = Exists(of_record.filter(seq__gt=OuterRef("published_seq")))
    for record in model.objects.filter(~its_own | later, first_published_at__isnull=False):
        step = record.entries.filter(kind__in=PUBLISHING).aggregate(last=Max("seq"))["last"]
        yield f"“{record}”: published_seq is {record.published_seq}, computed {step}"


def misplaced_reports() -> Iterator[str]:
    """A report stands where it was published, or where what it corrects stood."""
    its_own = Q(place=F("published_seq"), placed_on=TruncDate("published_at"))
    expected = its_own | Q(place=F("corrects__place"), placed_on=F("corrects__placed_on"))
    published = StatusReport.objects.filter(first_published_at__isnull=False)
    for report in published.exclude(expected).select_related("commitment", "milestone"):
        yield (
            f"{report.public_reference}: its place is {report.place} of {report.placed_on}, "
            f"published as {report.published_seq}"
        )


def without_reference(subject: Any, root: str) -> Iterator[str]:
    unnamed = subject.objects.filter(reference=None, **{f"{root}__state": PUBLISHED})
    for record in unnamed.select_related(root):
        name = f"{subject._meta.verbose_name} {record.pk} of “{getattr(record, root)}”"
        yield f"{name}: no reference"


def agencies_public_but_not_listed() -> QuerySet[Agency]:
    public = Q(participations__agreement__state=PUBLISHED)
    public |= Q(roles__commitment__agreement__state=PUBLISHED)
    public |= Q(decided_programs__state=PUBLISHED)
    public |= Q(programs__state=PUBLISHED) | Q(milestones__program__state=PUBLISHED)
    public |= Q(own_statements__state=PUBLISHED)
    public |= Q(statements__state=PUBLISHED)
    public |= Q(duty_records__state=PUBLISHED)
    public |= Q(inquiries_put_to_it__state=PUBLISHED)
    public |= Q(pk__in=BudgetShare.objects.filter(agreement__state=PUBLISHED).values("payer"))
    public |= Q(pk__in=Recognition.objects.filter(program__state=PUBLISHED).values("awarded_by"))
    return Agency.objects.filter(public, listed=False).order_by("slug").distinct()


def reports_without_evidence() -> QuerySet[StatusReport]:
    cited = StatusReport.sources.through.objects.filter(statusreport=OuterRef("pk"))
    documents = Document.objects.filter(report=OuterRef("pk"), public=True)
    unproven = StatusReport.objects.filter(~Exists(cited), ~Exists(documents), state=PUBLISHED)
    return unproven.select_related("commitment", "milestone")


def duty_records_without_evidence() -> QuerySet[DutyRecord]:
    cited = DutyRecord.sources.through.objects.filter(dutyrecord=OuterRef("pk"))
    documents = Document.objects.filter(duty=OuterRef("pk"), public=True)
    return DutyRecord.objects.filter(~Exists(cited), ~Exists(documents), state=PUBLISHED).select_related(
        "agreement"
    )


def inquiries_about_nothing() -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(state=PUBLISHED, commitments=None, milestones=None)


def wrongly_withdrawn() -> QuerySet[DutyRecord]:
    """Its own withdrawal's sequence decides at which sequences a duty record still shows."""
    withdrawal = LedgerEntry.objects.filter(
        duty=OuterRef("pk"), seq=OuterRef("withdrawn_seq"), kind=EntryKind.WITHDRAWAL
    )
    return DutyRecord.objects.filter(~Exists(withdrawal), state=PublicationState.WITHDRAWN)
