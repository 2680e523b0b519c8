"""Public commitments and milestones past their date, nearly due, or of which nobody reports."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.desk.base import AgencySection, RowText
from agreements.models import Commitment, Milestone, State, StatusReport
from agreements.rules import reminders
from agreements.rules.lifecycle import CLOSED, UNSEARCHED
from agreements.rules.partial_date import PartialDate, short_day
from agreements.rules.rhythm import Rhythm, last_ended_period
from agreements.rules.states import Standing


class SubjectSection(AgencySection):
    """Rows of the state table, one a promise.  They are of the agencies that lead, support or join a
    commitment, that carry a milestone or own its program, and so of the milestone that is the same promise.
    """

    agency_lookups = (
        "commitment__roles__agency", "commitment__carried_out_by__agencies",
        "commitment__carried_out_by__program__owner", "milestone__agencies", "milestone__program__owner",
    )  # fmt: skip
    counted_columns = {Commitment: "commitment", Milestone: "milestone"}

    def record(self, row: State) -> Commitment | Milestone:
        return row.subject

    def page_text(self, row: State, *, on: date) -> RowText:
        subject = row.subject
        return RowText(f"{subject._meta.verbose_name} {subject_label(subject)}", self.page_aside(row))

    def mail_text(self, row: State, *, on: date) -> RowText:
        return RowText(subject_label(row.subject), self.mail_aside(row, on=on))

    def page_aside(self, row: State) -> str:
        raise NotImplementedError

    def mail_aside(self, row: State, *, on: date) -> str:
        raise NotImplementedError


def states_of_day(on: date) -> Any:
    """Return one row of each commitment and of each milestone, the same promise twice."""
    return State.objects.at(on)


def states_on(on: date) -> Any:
    promises = states_of_day(on).once_a_promise(on)
    return promises.with_standing(on=on).select_related("commitment", "milestone__program")


def subject_label(subject: Commitment | Milestone) -> str:
    """Name a promise: a commitment by its reference, a milestone by its number in its program."""
    if isinstance(subject, Milestone):
        return f"{subject.number} {subject.title} ({subject.program})"
    return str(subject)


class PastSubjects(SubjectSection):
    """Those whose date has passed, in one of the three ways of ``rules.states.standing``."""

    standing: Standing

    def rows(self, *, on: date) -> Any:
        return states_on(on).filter(standing=self.standing).order_by("target_last", "pk")

    def is_mailed(self, row: State, *, on: date) -> bool:
        return reminders.reminds_of_past(row.target.last, on=on)

    def mail_aside(self, row: State, *, on: date) -> str:
        return self.page_aside(row)


class LateSubjects(PastSubjects):
    """A source says that it was not done after its date."""

    kind = "late"
    standing = Standing.LATE
    page_title = mail_title = gettext_lazy("Past its announced date, as a source says")
    page_empty = gettext_lazy("Of nothing public a source says that it is past its announced date.")

    def page_aside(self, row: State) -> str:
        text = _("announced for %(target)s; not yet on %(day)s, a source says")
        day = short_day(row.not_yet_on)
        return text % {"target": row.target.short(), "day": day}

    def mail_aside(self, row: State, *, on: date) -> str:
        days = (on - row.target.last).days
        text = ngettext(
            "announced date %(target)s, passed %(days)s day ago",
            "announced date %(target)s, passed %(days)s days ago",
            days,
        )
        return text % {"target": row.target.short(), "days": days}


class UnconfirmedSubjects(PastSubjects):
    """Somebody looked until after its date and found nothing."""

    kind = "unconfirmed"
    standing = Standing.UNCONFIRMED
    page_title = mail_title = gettext_lazy("Announced date passed, not confirmed")
    page_empty = gettext_lazy("Nothing public is past its announced date and looked for in vain.")

    def page_aside(self, row: State) -> str:
        text = _("announced for %(target)s; looked until %(day)s, and nothing confirms it")
        day = short_day(row.looked_until)
        return text % {"target": row.target.short(), "day": day}


class UncheckedSubjects(PastSubjects):
    """Nobody said or looked since: the clock alone says nothing of the agency."""

    kind = "unchecked"
    standing = Standing.UNCHECKED
    page_title = mail_title = gettext_lazy(
        "Announced date passed, not looked for yet: look, or ask the agency"
    )
    page_empty = gettext_lazy("Of all that is past its announced date somebody said something, or looked.")

    def page_aside(self, row: State) -> str:
        return _("announced for %(target)s") % {"target": row.target.short()}


class DueSubjects(SubjectSection):
    """In the mail only: on the page a promise stands once its date has passed."""

    kind = "due"
    mail_title = gettext_lazy("Due soon")

    def rows(self, *, on: date) -> Any:
        still_open = states_on(on).exclude(status__in=sorted(CLOSED))
        return still_open.filter(target_last__gt=on).order_by("target_last", "pk")

    def is_mailed(self, row: State, *, on: date) -> bool:
        return reminders.reminds_of_due(row.target.last, on=on)

    def mail_aside(self, row: State, *, on: date) -> str:
        days = (row.target.last - on).days
        text = ngettext(
            "announced date %(target)s, in %(days)s day", "announced date %(target)s, in %(days)s days", days
        )
        return text % {"target": row.target.short(), "days": days}


class UnsearchedSubjects(SubjectSection):
    """On the page only: that nobody has looked is no fault of an agency, of which a mail would remind."""

    kind = "unsearched"
    page_title = mail_title = gettext_lazy("Never looked for")
    page_empty = gettext_lazy("Everything public of which nothing is reported was looked for.")

    def rows(self, *, on: date) -> Any:
        return states_on(on).filter(status=UNSEARCHED).order_by("day_from", "pk")

    def is_mailed(self, row: State, *, on: date) -> bool:
        return False

    def page_aside(self, row: State) -> str:
        return _("began on %(day)s") % {"day": short_day(row.day_from)}


class LongestSearchedSubjects(SubjectSection):
    """On the page only, as :class:`UnsearchedSubjects`."""

    kind = "searched"
    page_title = mail_title = gettext_lazy("Looked for longest ago")
    page_empty = gettext_lazy("Nothing that is open was looked for yet.")

    def rows(self, *, on: date) -> Any:
        still_open = states_on(on).exclude(status__in=sorted(CLOSED))
        return still_open.filter(searched_on__isnull=False).order_by("searched_on", "pk")

    def is_mailed(self, row: State, *, on: date) -> bool:
        return False

    def page_aside(self, row: State) -> str:
        day = short_day(row.searched_on)
        return _("last looked for on %(day)s") % {"day": day}


class SilentSubjects(SubjectSection):
    kind = "silent"
    page_title = mail_title = gettext_lazy("No report for a year")
    page_empty = gettext_lazy("Everything public was reported on within a year.")

    def rows(self, *, on: date) -> Any:
        return states_on(on).filter(silent=True).order_by("heard_on", "pk")

    def is_mailed(self, row: State, *, on: date) -> bool:
        return reminders.reminds_of_silence(row.heard_on, on=on, silent_days=settings.SILENT_DAYS)

    def page_aside(self, row: State) -> str:
        """Without a report the state table counts from the day the subject began."""
        text = _("last report: %(day)s") if row.report_id else _("no report since it began on %(day)s")
        return text % {"day": short_day(row.heard_on)}

    def mail_aside(self, row: State, *, on: date) -> str:
        return _("last heard of on %(day)s") % {"day": short_day(row.heard_on)}


class RegularReports(SubjectSection):
    """What repeats and of whose last ended period nothing was reported; a report of later answers too."""

    kind = "regular"
    page_title = mail_title = gettext_lazy("Regular reports: of the last period none is recorded")
    page_empty = gettext_lazy("Everything that repeats was reported on for its last period.")

    def rows(self, *, on: date) -> Any:
        lacking = Q(pk__in=[])
        for rhythm in Rhythm:
            lacking |= Q(repeats=rhythm) & _lacks_report(last_ended_period(rhythm, on=on))
        still_open = states_on(on).exclude(status__in=sorted(CLOSED))
        return still_open.filter(lacking).order_by("heard_on", "pk")

    def is_mailed(self, row: State, *, on: date) -> bool:
        return reminders.reminds_of_period(last_ended_period(row.repeats, on=on).last, on=on)

    def page_text(self, row: State, *, on: date) -> RowText:
        return RowText(super().page_text(row, on=on).label, self.mail_aside(row, on=on))

    def page_aside(self, row: State) -> str:
        return ""

    def mail_aside(self, row: State, *, on: date) -> str:
        period = last_ended_period(row.repeats, on=on)
        return _("%(rhythm)s; none of %(period)s") % {
            "rhythm": row.get_repeats_display(),
            "period": period.short(),
        }


def _lacks_report(period: PartialDate) -> Q:
    """Return the condition on states of what was promised for all of a period and lacks its report."""
    speaks_until = Coalesce("happened_last", "said_on_last")
    reports = StatusReport.objects.effective().filter(commitment=OuterRef("commitment"))
    reported = reports.annotate(speaks_until=speaks_until).filter(speaks_until__gte=period.first)
    agreement = "commitment__agreement__"
    over = Q(**{f"{agreement}ended_on__lt": period.last}) | Q(
        **{f"{agreement}expires_on__lt": period.last, f"{agreement}renews": False}
    )
    began = Q(**{f"{agreement}effective_on__lte": period.first}) | Q(
        **{f"{agreement}effective_on__isnull": True, f"{agreement}signed_last__lte": period.first}
    )
    return began & ~over & ~Q(Exists(reported))
