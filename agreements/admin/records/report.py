"""Status reports: the only way a status comes about."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.refusals import ActRefused
from agreements.actions.reports import CHECKS_OF_WORDS, check_report, publish_report, require_timely_evidence
from agreements.admin.accounts.roles import filter_granted
from agreements.admin.publishing import outline
from agreements.admin.publishing.correction import CorrectionAdmin, CorrectionForm
from agreements.admin.publishing.outline import OutlineSection
from agreements.admin.publishing.publishable import SUBMIT_AND_RETURN
from agreements.admin.records.document import DocumentInline
from agreements.admin.records.forms import AS_PRECISE, PartialDateField, QuantityField
from agreements.admin.records.own_agency import OwnAgencyFilter
from agreements.admin.records.pickers import LARGEST_KEY
from agreements.admin.records.report_warnings import public_words, report_warnings
from agreements.admin.records.subject import subject_today
from agreements.models import Commitment, Milestone, StatusReport
from agreements.rules.lifecycle import CommitmentStatus, HappenedAs, MilestoneStatus
from agreements.rules.publication import Act
from agreements.rules.roles import REPORT
from agreements.rules.whole_number import whole_number

# What a correction takes over from what it corrects, to be put right.
CARRIED = (
    "status", "progress", "quantity_done", "criteria_met", "happened_as", "says_not_done", "note_ko",
    "note_en", "stated_by", "origin", "target_undated", "target_reason_ko", "target_reason_en",
    "target_procedure_ko", "target_procedure_en",
)  # fmt: skip
GROUPED_STATUSES = [
    ("", gettext_lazy("Choose a status")),
    (gettext_lazy("For a commitment"), CommitmentStatus.choices),
    (gettext_lazy("For a milestone"), MilestoneStatus.choices),
]


WHEN_FIRST_DONE = gettext_lazy(
    "Of “Continuing after completion”: when it was first done; if an earlier report says so already, when it "
    "was taken further. If the material does not tell when it was first done, choose “by then at the latest”."
)


class WasSaid(forms.NullBooleanSelect):
    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", _("Not said")), ("true", _("yes")), ("false", _("no"))]


class StatusReportForm(CorrectionForm):
    said_on = PartialDateField(label=gettext_lazy("When was it said?"))
    happened = PartialDateField(
        label=gettext_lazy("When did it happen?"),
        required=False,
        help_text=format_lazy("{} {}", AS_PRECISE, WHEN_FIRST_DONE),
    )
    happened_as = forms.ChoiceField(
        label=gettext_lazy("How exactly does the material tell when?"),
        choices=[("", gettext_lazy("It does not say that anything happened")), *HappenedAs.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    says_not_done = forms.BooleanField(
        label=gettext_lazy("Does the material say that it is not done yet?"),
        required=False,
        help_text=gettext_lazy("Tick only where it says so itself; that work goes on does not say it."),
    )
    quantity_done = QuantityField(
        label=gettext_lazy("quantity done so far"),
        help_text=gettext_lazy("Only a number that the material names, in the unit of the commitment."),
    )
    target = PartialDateField(label=gettext_lazy("announced date"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("status"),
        choices=GROUPED_STATUSES,
        help_text=gettext_lazy("What the statement says of the commitment or milestone at that time."),
    )

    criteria_met = forms.NullBooleanField(
        label=gettext_lazy("completion criteria met"),
        required=False,
        widget=WasSaid,
        help_text=gettext_lazy("Only if somebody said so of the completion criteria above."),
    )
    kept = ("commitment", "milestone")

    def subject_chosen(self, name: str) -> Any:
        """Return the subject that was chosen; a correction's form has no such field, its instance has one."""
        if name in self.fields:
            return self.cleaned_data.get(name)
        return getattr(self.instance, name)

    def clean(self) -> Any:
        cleaned = super().clean()
        commitment, milestone = self.subject_chosen("commitment"), self.subject_chosen("milestone")
        self._check_subject(commitment, milestone)
        return cleaned

    def _post_clean(self) -> None:
        """Check the words already here, so that a refusal is an error of its field."""
        super()._post_clean()  # type: ignore[misc]  # Django's hook that fills the instance
        if self.errors:
            return
        for check in CHECKS_OF_WORDS:
            try:
                check(self.instance, today=timezone.localdate())
            except ActRefused as refusal:
                self.refuse(refusal)

    def _check_subject(self, commitment: Any, milestone: Any) -> None:
        """Require one subject, and a status that fits it."""
        status = self.cleaned_data.get("status")
        if commitment and milestone:
            self.add_error(
                "milestone", _("A report is about one thing: a commitment or a milestone, not both.")
            )
        elif commitment and status in MilestoneStatus.values:
            self.add_error("status", _("This is a status of milestones; choose one for a commitment."))
        elif milestone and status in CommitmentStatus.values:
            self.add_error("status", _("This is a status of commitments; choose one for a milestone."))
        elif not (commitment or milestone or {"commitment", "milestone"} & self.errors.keys()):
            self.add_error(
                "commitment", _("Choose what the report is about: a commitment here, or a milestone below.")
            )


@admin.register(StatusReport)
class StatusReportAdmin(CorrectionAdmin):
    imports = "reports"
    once_public = gettext_lazy(
        "It is public and is never changed or deleted. What can be done instead stands below; a second "
        "person publishes each of these."
    )
    fit_before_submission = True
    form = StatusReportForm
    carried = CARRIED
    periods = ("said_on", "happened", "target")
    linked = ("sources",)
    compared_besides = ("documents",)
    subject_is_kept = True
    change_form_template = "admin/agreements/report_form.html"
    list_display = [
        "said_on", "subject_shown", "state_badge", "status", "happened", "target", "stated_by", "origin",
    ]  # fmt: skip
    list_display_links = ["said_on", "subject_shown"]
    list_filter = [
        OwnAgencyFilter,
        "state",
        "status",
        "happened_as",
        "origin",
        ("corrects", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["commitment", "milestone", "stated_by"]
    search_fields = [
        "note_ko", "commitment__reference", "commitment__title_ko", "milestone__reference",
        "milestone__title_ko", "stated_by__name_ko", "target_reason_ko",
    ]  # fmt: skip
    search_help_text = gettext_lazy("Text, reference, title or agency")
    date_hierarchy = "said_on_last"
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
            gettext_lazy("What was said"),
            {
                "fields": [
                    "status",
                    "progress",
                    "quantity_done",
                    "criteria_met",
                    "said_on",
                    "says_not_done",
                    "note_ko",
                ],
            },
        ),
        (
            gettext_lazy("When it happened, if the report says that something happened"),
            {
                "fields": ["happened", "happened_as"],
                "description": gettext_lazy(
                    "Only for what was done, partly done, dropped or cancelled. The day of an article is not "
                    "the day of what it reports: where the material gives no date, write when it was said "
                    "and choose “by then at the latest”."
                ),
            },
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
            gettext_lazy("The announced date, if the statement gives one"),
            {"fields": ["target", "target_undated", "target_reason_ko", "target_procedure_ko"]},
        ),
        (
            gettext_lazy("In English"),
            {"fields": ["note_en", "target_reason_en", "target_procedure_en"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusReport]:
        rows: QuerySet[StatusReport] = super().get_queryset(request)
        return rows.select_related("commitment__agreement", "milestone__program")

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "commitment":
            kwargs["queryset"] = filter_granted(
                request, Commitment.objects.select_related("agreement"), REPORT
            )
        if db_field.name == "milestone":
            milestones = Milestone.objects.select_related("program")
            kwargs["queryset"] = filter_granted(request, milestones, REPORT)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def check_saved(self, record: StatusReport) -> None:
        require_timely_evidence(record)

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context = super().page_context(request, record)
        subject = self.subject_of(request, record)
        if subject is None:
            return context
        if subject.root.is_public:  # a draft stands nowhere
            context["subject_today"] = subject_today(subject)
        if record is not None:
            context |= {"public_words": public_words(record), "report_warnings": report_warnings(record)}
        return context

    def subject_of(self, request: HttpRequest, record: StatusReport | None) -> Commitment | Milestone | None:
        """Return what the report is about or, before it is saved, what the form or the address names."""
        if record is not None:
            return record.subject
        if wrong := self.corrected(request, None):
            return wrong.subject
        for model, name in ((Commitment, "commitment"), (Milestone, "milestone")):
            chosen = request.POST.get(name) or request.GET.get(name) or ""
            key = whole_number(chosen, most=LARGEST_KEY)
            if key is not None:
                return filter_granted(request, model.objects.filter(pk=key), REPORT).first()
        return None

    def require_fit(self, record: StatusReport) -> None:
        check_report(record, now=timezone.now())

    def outline_of(self, record: StatusReport) -> list[OutlineSection]:
        return outline.report_outline(record, Act.PUBLISH)

    def sections(self, record: StatusReport, act: Act) -> list[OutlineSection]:
        warnings = OutlineSection(_("Look at this before you go on"), report_warnings(record))
        return [*outline.filled_sections(warnings), *outline.report_outline(record, act)]

    # ---- columns

    @admin.display(description=gettext_lazy("when it was said"), ordering="said_on_last")
    def said_on(self, obj: StatusReport) -> str:
        return str(obj.said_on.short())

    @admin.display(description=gettext_lazy("when it happened"), ordering="happened_last")
    def happened(self, obj: StatusReport) -> str:
        return obj.outcome or self.empty_value_display

    @admin.display(description=gettext_lazy("announced date"), ordering="target_last")
    def target(self, obj: StatusReport) -> str:
        if obj.target_undated:
            return _("without a date")
        return self.short_date(obj.target)

    @admin.display(description=gettext_lazy("subject"))
    def subject_shown(self, obj: StatusReport) -> str:
        return str(obj.subject)
