"""Ordinances with their rules and notes, and council sessions: coordinators look after them."""

from itertools import combinations
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.duties import BODIES, BODIES_WITH_ORDINANCES, overlap_sentence
from agreements.admin.records.base import ChildInline, RecordAdmin
from agreements.admin.records.forms import CheckedRecordForm, ChildFormSet, RootForm
from agreements.models import Agency, AgencyKind, CouncilSession, DutyRule, Ordinance, OrdinanceNote
from agreements.rules.ordinance import versions_overlap
from agreements.rules.partial_date import PartialDate


class OfBody(RecordAdmin):
    """Only bodies with a council have ordinances."""

    kinds_of_body: tuple[AgencyKind, ...] = BODIES

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "agency":
            kwargs["queryset"] = Agency.objects.filter(kind__in=self.kinds_of_body)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class DutyRuleFormSet(ChildFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if self._holds_rule(form)]
        for form, second in combinations(kept, 2):
            if versions_overlap(form.instance, second.instance):
                second.add_error("in_force_from", overlap_sentence(form.instance))

    def _holds_rule(self, form: Any) -> bool:
        is_filled = form.has_changed() or form.instance.pk is not None
        return is_filled and form.is_valid() and not self.goes(form)


class DutyRuleInline(ChildInline):
    model = DutyRule
    formset = DutyRuleFormSet
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "kind", "article", "asks_ko", ("in_force_from", "in_force_until"), "due",
                    ("days", "session"), ("from_signing_year", "signing_year_only"),
                ],
                "description": gettext_lazy(
                    "A changed text is a rule of its own: end this one, and enter the new one from its date "
                    "on."
                ),
            },
        ),
        (
            gettext_lazy("Which agreements it is asked of"),
            {
                "fields": [
                    "condition",
                    ("on_fiscal_burden", "on_council_matter", "on_public_property", "on_residents_rights"),
                    "except_council_matter",
                    "exempt_without_mutual_duties", ("signed_from", "older_unclear"), "binds_subordinates",
                ],
            },
        ),
        (gettext_lazy("In English"), {"fields": ["asks_en"], "classes": ["collapse"]}),
    ]  # fmt: skip


class OrdinanceNoteInline(ChildInline):
    model = OrdinanceNote
    fieldsets = [
        (None, {"fields": [("article", "order"), "text_ko"]}),
        (gettext_lazy("In English"), {"fields": ["text_en"], "classes": ["collapse"]}),
    ]


@admin.register(Ordinance)
class OrdinanceAdmin(OfBody):
    form = CheckedRecordForm
    kinds_of_body = BODIES_WITH_ORDINANCES
    list_display = ["title_ko", "agency", "form", "in_force", "checked"]
    list_filter = ["form", ("checked_on", admin.EmptyFieldListFilter)]
    list_select_related = ["agency"]
    search_fields = ["agency__name_ko", "title_ko", "slug", "rules__asks_ko"]
    search_help_text = gettext_lazy("Body or title of the ordinance")
    inlines = [DutyRuleInline, OrdinanceNoteInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "agency", "title_ko", "slug", "form", ("promulgation_number", "promulgated_on"),
                    "in_force_from",
                ]
            },
        ),
        (
            gettext_lazy("Whom it leaves out"),
            {"fields": ["transitional_ko", "exemptions_ko", "exemption_ko"]},
        ),
        (
            gettext_lazy("Where it was read"),
            {
                "fields": ["source_publisher", "source_title", "checked_on"],
                "description": gettext_lazy(
                    "Only what was read in the ordinance itself. The public sees what is not confirmed yet."
                ),
            },
        ),
        (
            gettext_lazy("In English"),
            {
                "fields": ["title_en", "transitional_en", "exemptions_en", "exemption_en"],
                "classes": ["collapse"],
            },
        ),
    ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None and obj.agency.listed:
            return ["slug"]
        return super().get_readonly_fields(request, obj)

    @admin.display(description=gettext_lazy("in force"), ordering="in_force_from")
    def in_force(self, obj: Ordinance) -> str:
        return PartialDate.day(obj.in_force_from).short() if obj.in_force_from else _("To be confirmed")

    @admin.display(description=gettext_lazy("checked on"), ordering="checked_on")
    def checked(self, obj: Ordinance) -> str:
        return PartialDate.day(obj.checked_on).short() if obj.checked_on else _("To be confirmed")


class CouncilSessionForm(RootForm):
    def clean(self) -> Any:
        cleaned = super().clean()
        year, begins_on = self.cleaned_data.get("year"), self.cleaned_data.get("begins_on")
        if year and begins_on and begins_on.year != year:
            self.add_error("year", _("The session begins in another year. Put one of the two right."))
        return cleaned


@admin.register(CouncilSession)
class CouncilSessionAdmin(OfBody):
    form = CouncilSessionForm
    list_display = ["agency", "name", "year", "ordinal", "begins_on", "ends_on"]
    list_display_links = ["agency", "name"]
    list_filter = ["year", ("agency", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["agency"]
    search_fields = ["agency__name_ko", "name"]
    search_help_text = gettext_lazy("Body or name of the session")
    fieldsets = [
        (
            None,
            {
                "fields": ["agency", "name", ("year", "ordinal"), ("begins_on", "ends_on")],
                "description": gettext_lazy(
                    "Enter every session, extraordinary ones too: the due day of a report of the signing is "
                    "the end of the first session that begins after it."
                ),
            },
        ),
    ]
