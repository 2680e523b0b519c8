"""What commitments and milestones share in the admin: columns and a filter from the state table."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.states import promise_of
from agreements.admin.accounts.roles import filter_granted, person_may
from agreements.admin.publishing.statement import statement_on
from agreements.admin.records.base import RecordAdmin
from agreements.admin.records.inquiry import inquiry_into, inquiry_url
from agreements.models import Inquiry, State, StatusReport
from agreements.rules.judged_dates import verdict_text
from agreements.rules.lifecycle import UNSEARCHED
from agreements.rules.outcome import Outcome, judgement
from agreements.rules.publication import Act
from agreements.rules.roles import REPORT
from agreements.rules.states import Standing
from agreements.rules.targets import Announcement, target_history

SILENT = "silent"


class SubjectStandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [*Standing.choices, (SILENT, _("No report for a year")), (UNSEARCHED, _("Not looked for yet"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        standing = self.value()
        if standing is None:
            return queryset
        if standing == SILENT:
            return queryset.filter(self.model_admin.states_like(silent=True))
        if standing == UNSEARCHED:
            return queryset.filter(self.model_admin.states_like(status=UNSEARCHED))
        return queryset.filter(self.model_admin.states_like(standing=standing))

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.model_admin = model_admin
        super().__init__(request, params, model, model_admin)


class SubjectAdmin(RecordAdmin):
    """The admin of subjects; ``now`` of a row of their list holds the state of today, or is empty."""

    actions = ("begin_inquiry",)
    report_field: str  # of a report about it
    parent_field: str  # of the record whose publication makes it public

    @admin.display(description=gettext_lazy("reference"), ordering="reference")
    def reference_or_draft(self, obj: Any) -> str:
        return obj.reference or _("(draft)")

    @admin.display(description=gettext_lazy("status"))
    def status(self, obj: Any) -> str:
        return obj.now[0].get_status_display() if obj.now else "–"

    @admin.display(description=gettext_lazy("announced date that counts"))
    def target(self, obj: Any) -> str:
        return obj.now[0].target.short() if obj.now and obj.now[0].target else "–"

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, obj: Any) -> str:
        if not obj.now:
            return "–"
        row = obj.now[0]
        badge = format_html(
            '<span class="standing standing-{}">{}</span>', row.standing, Standing(row.standing).label
        )
        return format_html("{} {}", badge, _("No report for a year")) if row.silent else badge

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Offer the picker of a report or inquiry what is public and the person's agency answers for."""
        if request.GET.get("model_name") in ("statusreport", "inquiry"):
            queryset = filter_granted(request, queryset, REPORT)
        return super().get_search_results(request, queryset, search_term)

    def has_inquire_permission(self, request: HttpRequest) -> bool:
        return person_may(request, Act.CREATE, Inquiry)

    @admin.action(description=gettext_lazy("Record an inquiry about the selected"), permissions=["inquire"])
    def begin_inquiry(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Lead to the form of an inquiry about those of the selected for which the person answers."""
        reportable = list(filter_granted(request, queryset, REPORT))
        if reportable:
            return redirect(inquiry_url(reportable))
        messages.error(request, _("None of the selected is public and yours to report on."))
        return None

    def states_like(self, **conditions: Any) -> Exists:
        """Return the condition that a subject's state of today has these values."""
        return Exists(states_today().filter(**{self.report_field: OuterRef("pk")}, **conditions))

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        if obj is None or not getattr(obj, self.parent_field).is_public:
            return None
        return str(obj.get_absolute_url())

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().page_context(request, record)
        if record is None:
            return context
        context |= {"report_url": "", "why_locked": ""}
        if getattr(record, self.parent_field).is_public:  # a draft stands nowhere, and may have no date yet
            context["subject_today"] = subject_today(record)
        itself = self.model._default_manager.filter(pk=record.pk)
        context["follow_ups"] = [*inquiry_into(request, itself), *statement_on(request, record)]
        if person_may(request, REPORT, type(record), record):
            add = reverse("admin:agreements_statusreport_add")
            context["report_url"] = f"{add}?{self.report_field}={record.pk}"
        if not self.has_change_permission(request, record):
            context["why_locked"] = self.why_locked(request, record)
        return context


def states_today() -> Any:
    """Return the rows of the state table that count today, with their standing."""
    today = timezone.localdate()
    return State.objects.at(today).with_standing(on=today)


def subject_today(subject: Any) -> dict[str, Any]:
    """Return the state of a subject today, and who announced which date for it, for the head of a form."""
    history = [entry for entry in target_history(promise_of(subject).reports) if not entry.repeats]
    announcing = StatusReport.objects.filter(pk__in=[announcement.report.id for announcement in history])
    reports = {report.pk: report for report in announcing.select_related("stated_by")}
    of_subject = {str(subject._meta.model_name): subject}
    state = states_today().filter(**of_subject).select_related("target_by").first()
    outcome = state.outcome if state else None
    return {
        "subject": subject,
        "state": state,
        "standing": Standing(state.standing).label if state else "",
        "history": [
            {
                "day": reports[announcement.report.id].said_on.short(),
                "speaker": reports[announcement.report.id].stated_by,
                "change": announcement.change.label,
                "target": announcement.target.short() if announcement.target else _("without a date"),
                "result": _result(announcement, outcome),
            }
            for announcement in history
        ],
    }


def _result(announcement: Announcement, outcome: Outcome | None) -> str:
    judged = judgement(announcement.report, outcome)
    return verdict_text(judged.verdict, judged.days) if judged.verdict else ""
