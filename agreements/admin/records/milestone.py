"""Milestones: entered inside their program; here to find one and to report on it."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.admin.records.forms import RecordForm, SubjectForm
from agreements.admin.records.listed_children import ListedInline, NumberedFormSet
from agreements.admin.records.own_agency import OwnAgencyFilter
from agreements.admin.records.planned_dates import (
    PLANNED,
    PlannedDateForm,
    picker_of_agency,
    takes_planned_dates,
    without_planned_date,
)
from agreements.admin.records.subject import SubjectAdmin, SubjectStandingFilter, states_today
from agreements.models import Agency, Milestone, Program


class MilestoneForm(PlannedDateForm, SubjectForm):
    """A milestone with the date that its program names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.offer_planned_date(self.instance.reports.all())

    def clean(self) -> Any:
        cleaned = super().clean()
        self.check_planned_date(self.cleaned_data["program"])
        return cleaned

    def usual_speaker(self) -> Agency | None:
        """Return the owner of the program, where that is filled in."""
        program: Program = self.cleaned_data["program"]
        return program.owner if program.owner_id else None


class MilestoneInline(ListedInline):
    model = Milestone
    forms_on_add = 1
    form = MilestoneForm
    formset = NumberedFormSet
    autocomplete_fields = ["agencies", "themes"]
    ordering = ["stage", "number"]
    show_change_link = True
    fieldsets = [
        (None, {"fields": [("stage", "number"), "title_ko", "agencies", *PLANNED, "themes"]}),
        (
            gettext_lazy("English, and the sentence for its page"),
            {"fields": ["outcome_ko", "title_en", "outcome_en"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("reports")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        picker = {"planned_by": picker_of_agency(self.admin_site)}
        kwargs["form"] = type("MilestoneWithSpeakerForm", (self.form,), picker)
        return super().get_formset(request, obj, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if takes_planned_dates(obj) and self.has_change_permission(request, obj):
            return self.fieldsets
        return without_planned_date(self.fieldsets)


@admin.register(Milestone)
class MilestoneAdmin(SubjectAdmin):
    imports = "milestones"
    form = RecordForm
    change_form_template = "admin/agreements/subject_form.html"
    list_display = [
        "reference_or_draft", "program_link", "stage", "number", "title_ko", "status", "target", "standing",
    ]  # fmt: skip
    list_display_links = ["reference_or_draft", "title_ko"]
    list_filter = [OwnAgencyFilter, SubjectStandingFilter, ("program", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["reference", "title_ko", "title_en", "program__title_ko", "agencies__name_ko"]
    search_help_text = gettext_lazy("Reference, title, program or agency")
    fields = ("reference", "stage", "number", "title_ko", "program_link", "agencies")
    readonly_fields = ("reference", "stage", "number", "title_ko", "program_link", "agencies")
    report_field = "milestone"
    parent_field = "program"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Milestone]:
        rows: QuerySet[Milestone] = super().get_queryset(request)
        states = Prefetch("states", states_today(), to_attr="now")
        return rows.select_related("program").prefetch_related(states)

    def why_locked(self, request: HttpRequest, record: Milestone) -> str | Promise:
        return _("A milestone is entered and changed on the page of its program.")

    @admin.display(description=gettext_lazy("program"), ordering="program")
    def program_link(self, obj: Milestone) -> str:
        url = reverse("admin:agreements_program_change", args=[obj.program_id])
        return format_html('<a href="{}">{}</a>', url, obj.program)
