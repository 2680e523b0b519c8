"""Commitments: entered inside their agreement; one by one, with who does what in words, on their own page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.links import require_public_milestone, require_signed_before_outcome
from agreements.actions.quantities import require_fitting_reports
from agreements.actions.refusals import Incomplete
from agreements.admin.publishing.change import BY_COORDINATORS
from agreements.admin.publishing.publishable import LOCKED
from agreements.admin.records.base import ChildInline
from agreements.admin.records.forms import (
    LARGEST_VERSION,
    ChildFormSet,
    PartialDateField,
    QuantityField,
    RecordForm,
    SubjectForm,
)
from agreements.admin.records.listed_children import ListedInline, PagedFormSet
from agreements.admin.records.own_agency import OwnAgencyFilter
from agreements.admin.records.pickers import MultiplePicker, PickedMany
from agreements.admin.records.planned_dates import (
    PlannedDateForm,
    picker_of_agency,
    takes_planned_dates,
    without_planned_date,
)
from agreements.admin.records.subject import SubjectAdmin, SubjectStandingFilter, states_today
from agreements.models import Agency, Agreement, Commitment, CommitmentAgency, CommitmentRole
from agreements.rules.publication import PublicationState

ROLES = {"lead": CommitmentRole.LEAD, "support": CommitmentRole.SUPPORT, "joint": CommitmentRole.JOINT}
HELP = {
    "lead": gettext_lazy("Who answers for it."),
    "support": gettext_lazy("Who helps."),
    "joint": gettext_lazy("Only if the agreement names no lead: all carry it together."),
}


AUTOCOMPLETE = [
    "program",
    "carried_out_by",
    "duties_source",
    "agencies",
    "themes",
]  # agencies: picked by role
FIELDSETS: list[Any] = [
    (
        None,
        {
            "fields": [
                "number", "title_ko", "wording_ko", "completion_criteria_ko",
                "lead", "support", "joint", "planned", "planned_by", "themes",
            ],
        },
    ),
    (
        gettext_lazy("Quantity aimed at, and what repeats"),
        {
            "fields": ["quantity", "quantity_unit_ko", "quantity_by", "repeats"],
            "classes": ["collapse"],
        },
    ),
    (
        gettext_lazy("Purpose, program and source"),
        {
            "fields": ["purpose_ko", "program", "carried_out_by", "duties_source"],
            "classes": ["collapse"],
        },
    ),
    (
        gettext_lazy("English, and the sentence for its page"),
        {
            "fields": [
                "outcome_ko", "title_en", "wording_en", "purpose_en", "completion_criteria_en",
                "quantity_unit_en", "outcome_en",
            ],
            "classes": ["collapse"],
        },
    ),
]  # fmt: skip


def refuse_other_promise(form: RecordForm, agreement: Agreement) -> None:
    """Say at its field why the milestone that is named cannot be the same promise."""
    milestone = form.cleaned_data.get("carried_out_by")
    if milestone is None:
        return
    try:
        if agreement.is_public:
            require_public_milestone(form.instance, milestone, agreement=agreement)
        require_signed_before_outcome(milestone, agreement=agreement)
    except Incomplete as refusal:
        form.refuse(refusal)


def refuse_what_reports_contradict(form: RecordForm) -> None:
    """Say at its field what published reports of the commitment still need."""
    if form.errors or form.instance.pk is None:
        return
    try:
        require_fitting_reports(form.instance)
    except Incomplete as refusal:
        form.refuse(refusal)


class CommitmentForm(PlannedDateForm, SubjectForm):
    """A commitment with its agencies, picked by role."""

    quantity = QuantityField(
        label=gettext_lazy("quantity aimed at"),
        help_text=gettext_lazy("Only a number that the agreement names, for example 2,655."),
    )
    quantity_by = PartialDateField(label=gettext_lazy("quantity aimed at by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        assignments = list(self.instance.roles.all())
        for name, role in ROLES.items():
            self.initial[name] = [row.agency_id for row in assignments if row.role == role]
        self.offer_planned_date(self.instance.reports.all())

    def clean(self) -> Any:
        cleaned = super().clean()
        field_by_agency: dict[int, str] = {}
        for name in ROLES:
            for agency in self.cleaned_data.get(name, ()):
                if agency.pk in field_by_agency:
                    self.add_error(
                        name,
                        _("“%(agency)s” already stands under “%(role)s”. An agency has one role.")
                        % {"agency": agency, "role": ROLES[field_by_agency[agency.pk]].label},
                    )
                field_by_agency[agency.pk] = name
        refuse_other_promise(self, self.agreement())
        self.check_planned_date(self.agreement())
        return cleaned

    def usual_speaker(self) -> Agency | None:
        """Return the one agency that leads."""
        leading = list(self.cleaned_data.get("lead", ()))
        return leading[0] if len(leading) == 1 else None

    def agreement(self) -> Agreement:
        agreement: Agreement = self.cleaned_data["agreement"]
        return agreement

    def _post_clean(self) -> None:
        """Check here what published reports still need, so that a refusal is an error of its field."""
        super()._post_clean()  # type: ignore[misc]  # Django's hook that fills the instance
        refuse_what_reports_contradict(self)

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # Django's hook for what needs the saved row
        if not ROLES.keys() <= self.cleaned_data.keys():
            return
        unassigned = {assignment.agency_id: assignment for assignment in self.instance.roles.all()}
        for name, role in ROLES.items():
            for agency in self.cleaned_data[name]:
                assignment = unassigned.pop(agency.pk, None)
                if assignment is None:
                    assignment = CommitmentAgency(commitment=self.instance, agency=agency)
                if assignment.pk is None or assignment.role != role:
                    assignment.role = role
                    assignment.save()
        for assignment in unassigned.values():
            assignment.delete()


class CommitmentFormSet(PagedFormSet):
    def clean(self) -> None:
        self.refuse_twice("carried_out_by")
        super().clean()


def pickers_by_role(admin_site: Any) -> dict[str, PickedMany]:
    """Return {name of a role: its form field}."""
    relation = Commitment._meta.get_field("agencies")
    return {
        name: PickedMany(
            Agency.objects.all(),
            label=ROLES[name].label,
            help_text=HELP[name],
            required=False,
            widget=MultiplePicker(relation, admin_site),
        )
        for name in ROLES
    }


def agencies_in_role(role: CommitmentRole) -> Any:
    """Return the display method of the agencies in a role, where they may only be read."""

    @admin.display(description=role.label)
    def names(_model_admin: Any, obj: Commitment) -> str:
        return names_of(obj, role)

    return names


class CommitmentInline(ListedInline):
    model = Commitment
    forms_on_add = 1
    lead = agencies_in_role(CommitmentRole.LEAD)
    support = agencies_in_role(CommitmentRole.SUPPORT)
    joint = agencies_in_role(CommitmentRole.JOINT)
    form = CommitmentForm
    formset = CommitmentFormSet
    autocomplete_fields = AUTOCOMPLETE
    show_change_link = True
    fieldsets = FIELDSETS

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("roles__agency", "reports")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if takes_planned_dates(obj) and self.has_change_permission(request, obj):
            return self.fieldsets
        return without_planned_date(self.fieldsets)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        pickers: dict[str, Any] = dict(pickers_by_role(self.admin_site))
        pickers |= {"planned_by": picker_of_agency(self.admin_site)}
        kwargs["form"] = type("CommitmentWithRolesForm", (CommitmentForm,), pickers)
        return super().get_formset(request, obj, **kwargs)


def names_of(commitment: Commitment, role: CommitmentRole) -> str:
    names = [str(row.agency) for row in commitment.roles.all() if row.role == role]
    return ", ".join(names) or "–"


# ---- its own page: everything the agreement says of it, under the version of the agreement -----------


class CommitmentPageForm(CommitmentForm):
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=LARGEST_VERSION
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.agreement.version

    def agreement(self) -> Agreement:
        agreement: Agreement = self.instance.agreement
        return agreement

    def clean(self) -> Any:
        cleaned = super().clean()
        # A form without its version is no form of ours: then it is stale, never fresh.
        self.instance.agreement.version = self.cleaned_data.get("version") or 0
        return cleaned

    def beside(self) -> set[str]:
        return super().beside() | {"agreement"}


class DutyFormSet(ChildFormSet):
    def save_existing(self, form: Any, obj: CommitmentAgency, commit: bool = True) -> CommitmentAgency:
        """Save the duty only: the form above may have changed the role, or taken the agency out."""
        words = {name: form.cleaned_data[name] for name in ("duty_ko", "duty_en")}
        CommitmentAgency.objects.filter(pk=obj.pk).update(**words)
        return obj


class DutyInline(ChildInline):
    model = CommitmentAgency
    formset = DutyFormSet
    verbose_name = gettext_lazy("duty")
    verbose_name_plural = gettext_lazy("Who does what")
    fields = ["duty_ko", "duty_en"]
    max_num = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("agency")


@admin.register(Commitment)
class CommitmentAdmin(SubjectAdmin):
    imports = "commitments"
    lead = agencies_in_role(CommitmentRole.LEAD)
    support = agencies_in_role(CommitmentRole.SUPPORT)
    joint = agencies_in_role(CommitmentRole.JOINT)
    form = CommitmentPageForm
    change_form_template = "admin/agreements/subject_form.html"
    list_display = [
        "reference_or_draft", "title_ko", "agreement_link", "agencies_shown", "status", "target",
        "standing",
    ]  # fmt: skip
    list_display_links = ["reference_or_draft", "title_ko"]
    list_filter = [OwnAgencyFilter, SubjectStandingFilter, ("program", admin.RelatedOnlyFieldListFilter)]
    search_fields = [
        "reference", "title_ko", "title_en", "wording_ko", "purpose_ko", "completion_criteria_ko",
        "agreement__title_ko", "agencies__name_ko",
    ]  # fmt: skip
    search_help_text = gettext_lazy("Reference, title, wording, agreement or agency")
    autocomplete_fields = AUTOCOMPLETE
    fieldsets = [(None, {"fields": ["reference", "agreement_link"]}), *FIELDSETS]
    readonly_fields = ("reference", "agreement_link")
    inlines = [DutyInline]
    report_field = "commitment"
    parent_field = "agreement"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commitment]:
        rows: QuerySet[Commitment] = super().get_queryset(request)
        return rows.select_related("agreement").prefetch_related(
            "roles__agency", Prefetch("states", states_today(), to_attr="now")
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        pickers: dict[str, Any] = dict(pickers_by_role(self.admin_site))
        pickers |= {"planned_by": picker_of_agency(self.admin_site)}
        kwargs["form"] = type("CommitmentPageWithRolesForm", (self.form,), pickers)
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if takes_planned_dates(obj and obj.agreement) and self.has_change_permission(request, obj):
            return self.fieldsets
        return without_planned_date(self.fieldsets)

    def root_of(self, record: Commitment) -> Any:
        return record.agreement

    def why_locked(self, request: HttpRequest, record: Commitment) -> str | Promise:
        if record.agreement.is_public:
            return BY_COORDINATORS
        return LOCKED.get(PublicationState(record.agreement.state), "")

    @admin.display(description=gettext_lazy("agreement"), ordering="agreement")
    def agreement_link(self, obj: Commitment) -> str:
        url = reverse("admin:agreements_agreement_change", args=[obj.agreement_id])
        return format_html('<a href="{}">{}</a>', url, obj.agreement)

    @admin.display(description=gettext_lazy("agencies"))
    def agencies_shown(self, obj: Commitment) -> str:
        return ", ".join(str(assignment.agency) for assignment in obj.roles.all())
