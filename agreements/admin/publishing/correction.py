"""Correcting a published report: a new report that names the old one and says why."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.actions.refusals import ActRefused
from agreements.actions.remedies import require_counting
from agreements.admin.publishing import outline
from agreements.admin.publishing.difference import ValueDifference, VersionComparison
from agreements.admin.publishing.outline import FollowUp
from agreements.admin.publishing.publishable import PublishableAdmin
from agreements.admin.publishing.remedy import (
    admin_url,
    draft_follow_ups,
    may_begin,
    record_in_address,
    redirect_to_begun,
    unpublished_draft,
)
from agreements.models import StatusReport
from agreements.models.labels import field_label, field_text
from agreements.models.staff import staff_name
from agreements.rules.publication import Act

# What a correction takes over from what it corrects, to be put right.
CARRIED = (
    "status", "progress", "criteria_met", "happened_as", "says_not_done", "note_ko", "note_en", "stated_by",
    "origin", "target_undated", "target_reason_ko", "target_reason_en", "target_procedure_ko",
    "target_procedure_en",
)  # fmt: skip
PERIODS = ("said_on", "happened", "target")


def correction_of(request: HttpRequest, report: StatusReport) -> list[FollowUp]:
    return draft_follow_ups(
        request,
        StatusReport,
        by="corrects",
        of=report,
        label=_("Correct"),
        what=_("It says something wrong: a new report takes its place, and both stay readable."),
    )


def already_begun(correction: StatusReport) -> str:
    author = staff_name(correction.created_by)
    return _(
        "%(who)s already began the correction of this report (%(state)s). Open that one; a report is "
        "corrected once."
    ) % {"who": author, "state": correction.get_state_display()}


class CorrectsReports(PublishableAdmin):
    """Add to the report's admin the form of a correction, opened at ``add/?corrects=<key>``."""

    def corrected(self, request: HttpRequest, record: StatusReport | None) -> StatusReport | None:
        """Return what ``record`` or, where one is added, the address corrects; None for nothing."""
        if record is not None:
            return record.corrects
        report: StatusReport | None = record_in_address(request, StatusReport, "corrects")
        return report

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if "corrects" not in request.GET or not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        wrong = self.corrected(request, None)
        if wrong is None:
            messages.error(
                request, _("Only a published report can be corrected. Open it and press “Correct”.")
            )
            return redirect(f"{self.url('changelist')}?state__exact=published")
        if not may_begin(request, StatusReport, wrong):
            raise PermissionDenied
        if request.method == "GET" and (begun := unpublished_draft(StatusReport, "corrects", wrong)):
            return redirect_to_begun(request, begun)
        try:
            require_counting(wrong, field="corrects")
        except ActRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(admin_url(wrong))
        return super().add_view(request, form_url, extra_context)

    def clash(self, request: HttpRequest) -> Any:
        wrong = self.corrected(request, None)
        begun = StatusReport.objects.filter(corrects=wrong).first() if wrong else None
        return already_begun(begun) if begun else super().clash(request)

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        wrong = self.corrected(request, None)
        if wrong is None:
            return super().get_changeform_initial_data(request)
        return model_to_dict(wrong, (*CARRIED, "sources")) | {name: getattr(wrong, name) for name in PERIODS}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.corrected = self.corrected(request, obj)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if self.corrected(request, obj) is None:
            return fieldsets
        _subject, *facts, english = fieldsets
        correction = (
            _("Correction"),
            {
                "fields": ["correction_reason_ko"],
                "description": _(
                    "Everyone reads the reason, and both versions. Files are not taken over: upload again "
                    "those that still prove something."
                ),
            },
        )
        english = (english[0], {**english[1], "fields": [*english[1]["fields"], "correction_reason_en"]})
        return [correction, *facts, english]

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context = super().page_context(request, record)
        wrong = self.corrected(request, record)
        if wrong is None:
            return context
        return context | {
            "title": _("Correction: %(report)s") % {"report": wrong},
            "wrong": wrong,
            "wrong_url": admin_url(wrong),
            "sections": outline.report_outline(wrong, Act.PUBLISH),
        }

    def compared(self, record: StatusReport) -> VersionComparison | None:
        if record.corrects is None:
            return None
        return VersionComparison(
            _("What the correction changes"),
            _("Before the correction"),
            _("After the correction"),
            correction_differences(record.corrects, record),
        )


def correction_differences(before: StatusReport, after: StatusReport) -> list[ValueDifference]:
    """Return the fields, sources and documents in which a correction differs from what it corrects."""
    differences = []
    for name in (*CARRIED, *PERIODS):
        label = field_label(StatusReport, name)
        differences.append(ValueDifference(label, report_text(before, name), report_text(after, name)))
    for name in ("sources", "documents"):
        related: Any = StatusReport._meta.get_field(name).related_model
        label = capfirst(str(related._meta.verbose_name_plural))
        differences.append(ValueDifference(label, related_text(before, name), related_text(after, name)))
    return [difference for difference in differences if difference.before != difference.after]


def related_text(report: StatusReport, name: str) -> str:
    """Write the related records of a field, sorted by name."""
    titles = sorted(str(record) for record in getattr(report, name).all())
    return ", ".join(titles) or _("none")


def report_text(report: StatusReport, name: str) -> str:
    return field_text(StatusReport, name, getattr(report, name)) or _("none")
