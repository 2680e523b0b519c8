"""Publishing a status report: the only way anything moves."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions import screening, traces
from agreements.actions.checks import (
    locked,
    require,
    require_listed,
    require_transition,
    review_of,
)
from agreements.actions.public_facts import PublicFacts, public_facts
from agreements.actions.publication import (
    append,
    begins_on,
    lock_publications,
    mark_published,
    project,
    published_reports,
)
from agreements.actions.refusals import EvidenceMissing, Incomplete, MoveRefused, WrongState
from agreements.models import LATEST, EntryKind, LedgerEntry, Source, StatusReport
from agreements.rules.lifecycle import (
    COUNTED_AS_MOVES,
    Reported,
    forbidden_move,
    progress_contradicts,
    target_history,
)
from agreements.rules.publication import Act


@transaction.atomic
def publish_report(report: StatusReport, *, actor: Any, now: datetime, service: bool = False) -> LedgerEntry:
    """Make a reviewed report public and move its subject to what it says; a correction takes the place of
    the report it names.

    Raises:
        NotAllowed, StaleVersion, PersonalData.
        WrongState: it is not waiting for review, its subject is not public, or what it corrects
            is no published report of the same subject that still counts.
        FourEyes: ``actor`` wrote it, unless ``service`` (the demo loader) or a one-person office.
        EvidenceMissing: no source and no public document.
        Incomplete: a reason for a moved target or a listed agency is missing, or it lies in the future.
        MoveRefused: the status table forbids the move.
    """
    lock_publications()
    require(actor, Act.PUBLISH, report, now=now)
    found = locked(report)
    require_transition(found, Act.PUBLISH)
    review = review_of(found, actor=actor, service=service)
    check(found, now=now)
    screening.require_clean(found, now=now)
    subject = found.subject
    highest = subject.reports.aggregate(highest=Max("number"))["highest"]
    found.number = (highest or 0) + 1
    found.save(update_fields=["number"])
    entry = append(
        found,
        EntryKind.CORRECTION if found.corrects else EntryKind.PUBLICATION,
        reference=found.public_reference,
        payload={"facts": public_facts(found)},
        review=review,
        reason=found.correction_reason_ko,
        now=now,
    )
    before = found.corrects
    found.place = before.place if before else entry.seq
    found.placed_on = before.placed_on if before else timezone.localdate(now)
    mark_published(found, actor=actor, now=now, review=review, seq=entry.seq)
    project(subject, since=begins_on(subject), seq=entry.seq)
    traces.leave(found, Act.PUBLISH, actor=actor, now=now)
    return entry


def check(report: StatusReport, *, now: datetime) -> None:
    """Say whether the report could be published now.

    Raises:
        WrongState, EvidenceMissing, Incomplete, MoveRefused: as :func:`publish_report`.
    """
    root = report.root
    if not root.is_public:
        raise WrongState(
            _("“%(record)s” is not public. Publish it before its reports.") % {"record": root},
            field="commitment" if report.commitment else "milestone",
        )
    sources = list(report.sources.all())
    if not sources and not report.documents.filter(public=True).exists():
        raise EvidenceMissing(
            _("No status without evidence: name at least one source or public document."), field="sources"
        )
    require_listed([report.stated_by_id])
    _check_correction(report)
    today = timezone.localdate(now)
    for check_said in SAID:
        check_said(report, sources=sources, today=today)


def check_progress(report: StatusReport, **_context: Any) -> None:
    """
    Raises:
        Incomplete: the percentage denies the status.
    """
    if progress_contradicts(report.status, report.progress):
        raise Incomplete(
            _("“%(status)s” and %(progress)s %% contradict each other. Put one of the two right.")
            % {"status": report.get_status_display(), "progress": report.progress},
            field="progress",
        )


def check_dates(report: StatusReport, *, sources: Iterable[Source], today: date) -> None:
    """
    Raises:
        Incomplete: it lies in the future, or a source appeared before what it is to prove.
    """
    if report.happened.first > today:
        raise Incomplete(_("The day it happened lies in the future."), field="happened")
    for source in sources:
        if not source.published.not_before(report.happened):
            raise Incomplete(
                _(
                    "“%(source)s” appeared (%(published)s) before what it is to prove (%(happened)s). "
                    "Name a source from then or later, or put the date right."
                )
                % {
                    "source": source,
                    "published": source.published.short(),
                    "happened": report.happened.short(),
                },
                field="sources",
            )


def _check_correction(report: StatusReport) -> None:
    """A correction replaces one published report of the same subject that still counts."""
    if report.corrects is None:
        return
    if not report.subject.reports.effective().filter(pk=report.corrects.pk).exists():
        raise WrongState(
            _("Only a published report of the same subject that still counts can be corrected."),
            field="corrects",
        )
    if not report.correction_reason_ko.strip():
        raise Incomplete(_("A correction needs its reason."), field="correction_reason_ko")
    if _said(report) == _said(report.corrects):
        raise Incomplete(
            _("The correction says the same as the report it corrects. Put right what is wrong.")
        )


def _said(report: StatusReport) -> PublicFacts:
    """What a report says, without what makes it a correction."""
    own = {"number", "corrects", "correction_reason_ko", "correction_reason_en"}
    return {name: value for name, value in public_facts(report).items() if name not in own}


def check_moves(report: StatusReport, *, today: date, **_context: Any) -> None:
    """
    Raises:
        MoveRefused: the status table forbids the move.
        Incomplete: a target moves without a reason.
    """
    present = published_reports(report.subject)
    others = [other for other in present if other.id != report.corrects_id]
    this = Reported(
        id=report.pk or 0,
        seq=LATEST,  # after everything published so far
        published_on=(report.corrects.placed_on if report.corrects else None) or today,
        status=report.status,
        happened=report.happened,
        progress=report.progress,
        target=report.target,
        target_undated=report.target_undated,
        place=(report.corrects.place if report.corrects else None) or 0,
    )
    if found := forbidden_move([*others, this]):
        before, after = (StatusReport(status=one.status).get_status_display() for one in found)
        raise MoveRefused(
            _(
                "The status cannot go from “%(before)s” to “%(after)s” by a report. "
                "If the earlier one is wrong, correct it."
            )
            % {"before": before, "after": after},
            field="status",
        )
    # An older statement, published late, can make a move of the one after it.
    if _moves([*others, this]) - _moves(present) and not report.target_reason_ko.strip():
        raise Incomplete(
            _("The target moves: give the reason, or write “자료에 없음” if the material gives none."),
            field="target_reason_ko",
        )


def _moves(reports: list[Reported]) -> set[int]:
    return {entry.report.id for entry in target_history(reports) if entry.change in COUNTED_AS_MOVES}


# What can be said of a report's own words as soon as they are typed.
SAID: tuple[Callable[..., None], ...] = (check_progress, check_dates, check_moves)
