"""Publishing a status report: the only way anything moves."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.checks import require_evidence, require_listed, require_text
from agreements.actions.corrections import check_correction, entry_of_correctable
from agreements.actions.publication import PublicationSteps, next_number, publish_record
from agreements.actions.quantities import check_quantity, check_rhythm
from agreements.actions.refusals import Incomplete, WrongState
from agreements.actions.states import promise_of, update_states
from agreements.models import LedgerEntry, StatusReport
from agreements.models.agency import predecessors_of_agencies
from agreements.rules.lifecycle import Reported, progress_contradicts
from agreements.rules.partial_date import PartialDate, Precision
from agreements.rules.succession import with_predecessors
from agreements.rules.targets import COUNTED_AS_MOVES, target_history


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
    """
    return publish_record(report, REPORT_STEPS, actor=actor, now=now, service=service)


def _number_report(report: StatusReport, *, seq: int, now: datetime) -> None:
    """Give the report its number and its place in the order: its own, or that of the report it corrects."""
    report.number = next_number(report.subject.reports)
    report.place, report.placed_on = seq, timezone.localdate(now)
    if report.corrects:
        report.place, report.placed_on = report.corrects.place, report.corrects.placed_on
    report.save(update_fields=["number", "place", "placed_on"])


def _settle_report(report: StatusReport, entry: LedgerEntry) -> None:
    update_states([report.subject], seq=entry.seq)


def check_report(report: StatusReport, *, now: datetime) -> None:
    """Check that the report could be published now.

    Raises:
        WrongState, EvidenceMissing, Incomplete: as :func:`publish_report`.
    """
    root = report.root
    if not root.is_public:
        raise WrongState(
            _("“%(record)s” is not public. Publish it before its reports.") % {"record": root},
            field="commitment" if report.commitment else "milestone",
        )

    require_timely_evidence(report)
    require_listed([report.stated_by_id])
    check_correction(
        report,
        among=report.subject.reports,
        none_of_them=_("Only a published report of the same subject that still counts can be corrected."),
        says_the_same=_("The correction says the same as the report it corrects. Put right what is wrong."),
    )
    today = timezone.localdate(now)
    for check in CHECKS_OF_WORDS:
        check(report, today=today)


REPORT_STEPS = PublicationSteps(
    check=check_report,
    prepare=_number_report,
    entry_text=entry_of_correctable,
    settle=_settle_report,
)


def check_progress(report: StatusReport, *, today: date) -> None:
    """Check that status and percentage agree.

    Raises:
        Incomplete: the percentage denies the status.
    """
    if progress_contradicts(report.status, report.progress):
        raise Incomplete(
            _("“%(status)s” and %(progress)s %% contradict each other. Put one of the two right.")
            % {"status": report.get_status_display(), "progress": report.progress},
            field="progress",
        )


def check_dates(report: StatusReport, *, today: date) -> None:
    """Check that neither when it was said nor when it happened begins after ``today``.

    A correction stands where the report it corrects was published: nothing in it begins after that day.

    Raises:
        Incomplete: one of the two does, or several months that it names end after it was said.
    """
    placed_on = _placed_on(report)
    if placed_on:
        of_its_own = _(
            "The report that this corrects was published on %(day)s. What was said or happened "
            "later is a report of its own."
        ) % {"day": PartialDate.day(placed_on).short()}
        _require_begun(report, by=placed_on, said_on=of_its_own, happened=of_its_own)
    _require_begun(
        report,
        by=today,
        said_on=_("The day on which it was said lies in the future."),
        happened=_("The day it happened lies in the future."),
    )
    # "In 2023", said in June, means until then; months that were counted out end by when it was said.
    happened = report.happened
    if happened and happened.precision is Precision.MONTHS and happened.last > report.said_on.last:
        message = _("It happened after it was said. Put one of the two dates right.")
        raise Incomplete(message, field="happened")


def _placed_on(report: StatusReport) -> date | None:
    """Return the day of the report that a correction takes the place of; None of any other report."""
    return report.corrects.placed_on if report.corrects else None


def _require_begun(report: StatusReport, *, by: date, **sentences: str) -> None:
    """Demand that the periods of the report have begun by a day; ``sentences`` say so, by field."""
    for field, sentence in sentences.items():
        period = getattr(report, field)
        if period and period.first > by:
            raise Incomplete(sentence, field=field)


def require_timely_evidence(report: StatusReport) -> None:
    """Demand a source that may have appeared on or after the day of what it proves, or a public document.

    Raises:
        EvidenceMissing: the report names no evidence.
        Incomplete: all it names is older than what was said.
    """
    require_evidence(report)
    sources = list(report.sources.all())
    is_timely = any(source.published.not_before(report.said_on) for source in sources)
    if is_timely or report.documents.filter(public=True).exists():
        return

    dated_sources = ", ".join(f"“{source}” ({source.published.short()})" for source in sources)
    raise Incomplete(
        _(
            "Every source appeared before what it is to prove was said (%(said_on)s): %(sources)s. Name one "
            "from then or later, or put the date right."
        )
        % {"said_on": report.said_on.short(), "sources": dated_sources},
        field="sources",
    )


def check_targets(report: StatusReport, *, today: date, **_context: Any) -> None:
    """Check that a date which moves, this report among the published ones of its promise, has its reason.

    Raises:
        Incomplete: it has none.
    """
    announces = report.target is not None or report.target_undated
    if not announces and report.corrects is None:  # it adds nothing to the history and takes nothing out
        return

    published = promise_of(report.subject).reports
    with_report = [reported for reported in published if reported.id != report.corrects_id]
    new_words = [report.reported_as_of(_placed_on(report) or today)]
    with_report += with_predecessors(new_words, predecessors_of_agencies())

    # An older statement, published late, can make a move of the one after it.
    new_moves = _moving_reports(with_report) - _moving_reports(published)
    if new_moves:
        require_text(
            report.target_reason_ko,
            _(
                "The announced date moves: give the reason, or write “자료에 없음” if the material gives "
                "none."
            ),
            field="target_reason_ko",
        )


def _moving_reports(reports: list[Reported]) -> set[int]:
    """Return the ids of the reports that move or withdraw a target."""
    return {entry.report.id for entry in target_history(reports) if entry.change in COUNTED_AS_MOVES}


# What can be checked of a report's own words as soon as they are typed.
CHECKS_OF_WORDS: tuple[Callable[..., None], ...] = (
    check_progress, check_quantity, check_dates, check_rhythm, check_targets,
)  # fmt: skip
