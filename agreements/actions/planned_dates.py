"""The date that an agreement or program names for a promise: it becomes the draft of the first report."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.actions.drafts import editing_record
from agreements.actions.refusals import Incomplete, NotAllowed
from agreements.models import Agency, Agreement, Commitment, Milestone, Origin, Program, StatusReport
from agreements.rules.lifecycle import CommitmentStatus, MilestoneStatus
from agreements.rules.partial_date import PartialDate


def day_of_announcement(root: Agreement | Program) -> PartialDate | None:
    """Return when what an agreement or program says was said; None where that is not known yet."""
    return root.signed_or_announced if isinstance(root, Agreement) else root.decided


def draft_planned_date(
    subject: Commitment | Milestone, target: PartialDate, *, stated_by: Agency, actor: Any, now: datetime
) -> StatusReport | None:
    """Draft the report that ``stated_by`` announced a date for a promise, with the sources of its record.

    Returns:
        The draft; None where a report says so already.

    Raises:
        Incomplete: it is not known when the agreement was signed or the program decided.
        NotAllowed: the actor does not report on this promise.
    """
    said_on = day_of_announcement(subject.root)
    if said_on is None:
        raise Incomplete(_("When was that date announced? Write the day of the signing or decision first."))
    announced = subject.reports.filter(target_first=target.first, target_last=target.last)
    if announced.filter(stated_by=stated_by).exists():
        return None

    report = StatusReport(stated_by=stated_by, origin=Origin.RESEARCH)
    if isinstance(subject, Commitment):
        report.commitment, report.status = subject, CommitmentStatus.NOT_STARTED
    else:
        report.milestone, report.status = subject, MilestoneStatus.PLANNED
    report.said_on, report.target = said_on, target
    with override("ko"):
        report.note_ko = _("Announced date: %(date)s") % {"date": target.sentence()}
    try:
        with editing_record(report, actor=actor, now=now):
            report.save()
            report.sources.set(subject.root.sources.all())
    except NotAllowed as refusal:
        raise NotAllowed(
            _(
                "Only the agencies that carry out “%(promise)s” report on it. Leave its announced date "
                "empty, or ask a coordinator."
            )
            % {"promise": subject}
        ) from refusal
    return report
