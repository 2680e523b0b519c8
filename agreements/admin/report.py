"""Status reports: the only way a status comes about."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.refusals import EvidenceMissing
from agreements.actions.reports import check, publish_report
from agreements.admin import outline
from agreements.admin.document import DocumentInline
from agreements.admin.forms import PartialDateField, RootForm
from agreements.admin.outline import Section
from agreements.admin.publishable import SUBMIT_AND_RETURN, PublishableAdmin
from agreements.admin.subject import present
from agreements.models import Commitment, Milestone, StatusReport
from agreements.rules.lifecycle import CommitmentStatus, MilestoneStatus
from agreements.rules.publication import Act

GROUPED_STATUSES = [
    ("", gettext_lazy("Choose a status")),
    (gettext_lazy("For a commitment"), CommitmentStatus.choices),
    (gettext_lazy("For a milestone"), MilestoneStatus.choices),
]


class StatusReportForm(RootForm):
    happened = PartialDateField(label=gettext_lazy("when it happened"))
    target = PartialDateField(label=gettext_lazy("announced target"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("status"),
        choices=GROUPED_STATUSES,
        help_text=gettext_lazy("What the statement says of the commitment or milestone at that time."),
    )

    def clean(self) -> Any:
        cleaned = super().clean()
        given = self.cleaned_data
        commitment, milestone = given.get("commitment"), given.get("milestone")
        if not {"commitment", "milestone"} & set(self.errors):
            self._require_one_subject(commitment, milestone)
        status = given.get("status")
        if commitment and not milestone and status in MilestoneStatus.values:
            self.add_error("status", _("This is a status of milestones; choose one for a commitment."))
        if milestone and not commitment and status in CommitmentStatus.values:
            self.add_error("status", _("This is a status of commitments; choose one for a milestone."))
        if given.get("target") and given.get("target_undated"):
            self.add_error("target", _("A target cannot have a date and be without one."))
        happened = given.get("happened")
        if happened and happened.first > timezone.localdate():
            self.add_error("happened", _("The day it happened lies in the future."))
        return cleaned

    def _require_one_subject(self, commitment: Any, milestone: Any) -> None:
        if commitment and milestone:
            self.add_error(
                "milestone", _("A report is about one thing: a commitment or a milestone, not both.")
            )
        if not commitment and not milestone:
            self.add_error(
                "commitment", _("Choose what the report is about: a commitment here, or a milestone below.")
            )


class StatusReportAdmin(PublishableAdmin):
    form = StatusReportForm
    change_form_template = "admin/agreements/report_form.html"
    list_display = ["happened", "subject_shown", "status", "target", "stated_by", "origin", "state_badge"]
    list_display_links = ["happened", "subject_shown"]
    list_filter = ["state", "status", "origin"]
    list_select_related = ["commitment", "milestone", "stated_by"]
    search_fields = [
        "note_ko", "commitment__reference", "commitment__title_ko", "milestone__reference",
        "milestone__title_ko", "stated_by__name_ko",
    ]  # fmt: skip
    search_help_text = gettext_lazy("Text, reference, title or agency")
    date_hierarchy = "happened_last"
    autocomplete_fields = ["commitment", "milestone", "stated_by", "sources"]
    inlines = [DocumentInline]
    do = {**SUBMIT_AND_RETURN, Act.PUBLISH: publish_report}
    fieldsets = [
        (
            gettext_lazy("What the report is about"),
            {
                "fields": ["commitment", "milestone"],
                "description": gettext_lazy("One of the two. Only what is public can be chosen."),
            },
        ),
        (
            gettext_lazy("What happened"),
            {"fields": ["status", "progress", "happened", "note_ko"]},
        ),
        (
            gettext_lazy("Who said it, and where it can be read"),
            {
                "fields": ["stated_by", "origin", "sources"],
                "description": gettext_lazy(
                    "No status without evidence: at least one source here, or one public document below. "
                    "Not in the list yet? Press + and add it."
                ),
            },
        ),
        (
            gettext_lazy("The announced target, if the statement gives one"),
            {"fields": ["target", "target_undated", "target_reason_ko", "target_procedure_ko"]},
        ),
        (
            gettext_lazy("In English"),
            {"fields": ["note_en", "target_reason_en", "target_procedure_en"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusReport]:
        found: QuerySet[StatusReport] = super().get_queryset(request)
        return found.select_related("commitment__agreement", "milestone__program")

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "commitment":
            kwargs["queryset"] = Commitment.objects.exclude(reference=None).select_related("agreement")
        if db_field.name == "milestone":
            kwargs["queryset"] = Milestone.objects.exclude(reference=None).select_related("program")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def check_saved(self, record: StatusReport) -> None:
        if not record.sources.exists() and not record.documents.filter(public=True).exists():
            raise EvidenceMissing(
                _("No status without evidence: name at least one source or public document."), field="sources"
            )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        subject = self.subject_of(request, object_id)
        if subject is not None:
            extra_context = {**(extra_context or {}), "present": present(subject)}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def subject_of(self, request: HttpRequest, object_id: str | None) -> Commitment | Milestone | None:
        """What the form is about, as far as it is known before it is saved."""
        if object_id:
            record = self.get_object(request, object_id)
            return record.subject if record else None
        for model, name in ((Commitment, "commitment"), (Milestone, "milestone")):
            chosen = request.POST.get(name) or request.GET.get(name) or ""
            if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
                return model.objects.filter(pk=chosen).exclude(reference=None).first()
        return None

    def require_fit(self, record: StatusReport) -> None:
        check(record, now=timezone.now())

    def obstacle(self, request: HttpRequest, record: Any, act: Act) -> str:
        # Unlike the others a report is checked when it is submitted: there its author can mend it.
        return super().obstacle(request, record, act) or (self.missing(record) if act == Act.SUBMIT else "")

    def sections(self, record: StatusReport, act: Act) -> list[Section]:
        return outline.of_report(record, act)

    # ---- columns

    @admin.display(description=gettext_lazy("when it happened"), ordering="happened_last")
    def happened(self, obj: StatusReport) -> str:
        return str(obj.happened.short())

    @admin.display(description=gettext_lazy("announced target"), ordering="target_last")
    def target(self, obj: StatusReport) -> str:
        if obj.target_undated:
            return _("without a date")
        return str(obj.target.short()) if obj.target else self.empty_value_display

    @admin.display(description=gettext_lazy("subject"))
    def subject_shown(self, obj: StatusReport) -> str:
        return str(obj.subject)
