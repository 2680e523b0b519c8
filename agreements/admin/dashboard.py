"""The admin's first page: what waits for the person who opened it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.admin.accounts.roles import may, person, sees_all, theirs
from agreements.admin.publishing.remedy import title_of_draft
from agreements.admin.records.duties import duties_due
from agreements.desk.digests import REVIEWED
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    DutyRecord,
    Milestone,
    State,
    StatusReport,
)
from agreements.rules.lifecycle import Phase, Standing
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import Act, PublicationState
from agreements.rules.roles import REPORT, VIEW

ROWS = 5
EXPIRING_DAYS = 90


@dataclass(frozen=True)
class Row:
    label: str
    url: str
    aside: str = ""


@dataclass(frozen=True)
class Panel:
    """One list: its first rows, how many there are, and where all of them stand."""

    name: str
    title: str | Promise
    empty: str | Promise
    count: int
    rows: list[Row]
    links: list[Row]


def panels(request: HttpRequest) -> list[Panel]:
    """Give the panels for the person's roles: reviews, own drafts, and what is late or silent of theirs."""
    found = []
    if may(request, Act.PUBLISH, StatusReport):
        found.append(to_review(request))
    if may(request, Act.CREATE, StatusReport):
        found += [returned(request), unfinished(request)]
    if may(request, VIEW, Agreement):
        found += [late(request), silent(request), expiring(request), duties(request)]
    return found


# ---- drafts -----------------------------------------------------------------------------------------


def to_review(request: HttpRequest) -> Panel:
    return drafts(
        "review",
        gettext_lazy("Waiting for review"),
        gettext_lazy("Nothing waits for review."),
        lambda rows: theirs(request, rows.filter(state=PublicationState.SUBMITTED)),
        "?state__exact=submitted",
    )


def returned(request: HttpRequest) -> Panel:
    return drafts(
        "returned",
        gettext_lazy("Returned to me"),
        gettext_lazy("Nothing came back from review."),
        lambda rows: own(request, rows, PublicationState.RETURNED),
        "?state__exact=returned",
    )


def unfinished(request: HttpRequest) -> Panel:
    return drafts(
        "drafts",
        gettext_lazy("My drafts"),
        gettext_lazy("No unfinished draft of yours."),
        lambda rows: own(request, rows, PublicationState.DRAFT, PublicationState.WITHDRAWN),
        "?state__exact=draft",
    )


def own(request: HttpRequest, rows: Any, *states: PublicationState) -> Any:
    """What lies on the person's desk, unless they work elsewhere by now."""
    return theirs(request, rows.filter(state__in=states, assigned_to=request.user))


def drafts(name: str, title: Any, empty: Any, wanted: Callable[[Any], Any], query: str) -> Panel:
    """Everything that waits for a second person together, the longest waiting first."""
    count = 0
    found: list[Any] = []
    links = []
    for model in REVIEWED:
        records = wanted(model.objects.all()).order_by("submitted_at", "created_at")
        here = records.count()
        count += here
        if here:
            found += records.select_related("submitted_by", "created_by", *REVIEWED[model])[:ROWS]
            links.append(Row(f"{model._meta.verbose_name} {here}", changelist(model) + query))
    found.sort(key=lambda record: record.submitted_at or record.created_at)
    return Panel(name, title, empty, count, [draft_row(record) for record in found[:ROWS]], links)


def draft_row(record: Any) -> Row:
    opts = record._meta
    label = title_of_draft(record)
    who, when = (
        (record.submitted_by, record.submitted_at)
        if record.submitted_at
        else (record.created_by, record.created_at)
    )
    day = short(timezone.localdate(when))
    return Row(
        f"{opts.verbose_name} · {label}",
        reverse(f"admin:agreements_{opts.model_name}_change", args=[record.pk]),
        f"{who.get_full_name() or who.get_username()}, {day}",
    )


# ---- commitments and milestones -------------------------------------------------------------------


def states_today(request: HttpRequest) -> Any:
    """What holds today, with its standing, of what the person may report on or, failing that, look at."""
    today = timezone.localdate()
    doing = REPORT if may(request, REPORT, Commitment) else VIEW
    of_theirs = Q(commitment__in=theirs(request, Commitment.objects.all(), doing)) | Q(
        milestone__in=theirs(request, Milestone.objects.all(), doing)
    )
    return State.objects.at(today).with_standing(on=today).filter(of_theirs)


def late(request: HttpRequest) -> Panel:
    return subjects(
        "late",
        gettext_lazy("Late"),
        gettext_lazy("Nothing public is late today."),
        states_today(request).filter(standing=Standing.LATE).order_by("target_last"),
        query="?standing=late",
        aside=lambda row: _("announced for %(target)s") % {"target": row.target.short()},
    )


def heard(row: State) -> str:
    """Without a report the state table counts from the day the subject began."""
    text = _("last report: %(day)s") if row.report_id else _("no report since it began on %(day)s")
    return text % {"day": short(row.heard_on)}


def silent(request: HttpRequest) -> Panel:
    return subjects(
        "silent",
        gettext_lazy("No report for a year"),
        gettext_lazy("Everything public was reported on within a year."),
        states_today(request).filter(silent=True).order_by("heard_on"),
        query="?standing=silent",
        aside=heard,
    )


def subjects(
    name: str, title: Any, empty: Any, states: Any, *, query: str, aside: Callable[[State], str]
) -> Panel:
    commitments, milestones = states.of_commitments().count(), states.of_milestones().count()
    rows = []
    for row in states.select_related("commitment", "milestone")[:ROWS]:
        opts = row.subject._meta
        url = reverse(f"admin:agreements_{opts.model_name}_change", args=[row.subject.pk])
        rows.append(Row(f"{opts.verbose_name} {row.subject}", url, aside(row)))
    links = [
        Row(f"{label} {count}", reverse(f"admin:agreements_{model}_changelist") + query)
        for label, count, model in (
            (_("Commitments"), commitments, "commitment"),
            (_("Milestones"), milestones, "milestone"),
        )
        if count
    ]
    return Panel(name, title, empty, commitments + milestones, rows, links)


# ---- agreements -------------------------------------------------------------------------------------


def expiring(request: HttpRequest) -> Panel:
    today = timezone.localdate()
    gone = [Phase.SUPERSEDED, Phase.ENDED, Phase.EXPIRED]
    soon = (today, today + timedelta(days=EXPIRING_DAYS))
    public = Agreement.objects.filter(state=PublicationState.PUBLISHED, renews=False, expires_on__range=soon)
    mine: Any = theirs(request, public)
    found = mine.with_own_phase(on=today).exclude(phase__in=gone).order_by("expires_on", "pk")
    rows = [
        Row(
            str(agreement),
            reverse("admin:agreements_agreement_change", args=[agreement.pk]),
            _("until %(day)s") % {"day": short(agreement.expires_on)},
        )
        for agreement in found[:ROWS]
    ]
    return Panel(
        "expiring",
        gettext_lazy("Expires within 90 days"),
        gettext_lazy("No public agreement expires within 90 days."),
        found.count(),
        rows,
        [],
    )


# ---- duties -----------------------------------------------------------------------------------------


def duties(request: HttpRequest) -> Panel:
    """Duties that are due soon or past their day without a record, of those for whom the person speaks."""
    own = Agency.objects.filter(pk__in=person(request).agencies)
    agencies = None if sees_all(request, DutyRecord) else own
    count, due = duties_due(agencies, on=timezone.localdate(), rows=ROWS)
    return Panel(
        "duties",
        gettext_lazy("Duties under ordinances"),
        gettext_lazy("No duty is due soon or past its day without a record."),
        count,
        [Row(one.label, one.url, one.aside) for one in due],
        [Row(_("Duties under ordinances"), reverse("duties"))],
    )


def changelist(model: Any) -> str:
    return reverse(f"admin:agreements_{model._meta.model_name}_changelist")


def short(day: date) -> str:
    return PartialDate.day(day).short()
