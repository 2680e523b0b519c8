"""Rules of ordinances and council sessions: coordinators look after them."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.duties import BODIES
from agreements.admin.records.base import RecordAdmin
from agreements.admin.records.forms import RootForm
from agreements.models import Agency, CouncilSession, DutyRule
from agreements.rules.partial_date import PartialDate


class OfBody(RecordAdmin):
    """Only bodies with a council have ordinances."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "agency":
            kwargs["queryset"] = Agency.objects.filter(kind__in=BODIES)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(DutyRule)
class DutyRuleAdmin(OfBody):
    list_display = ["agency", "kind", "due", "in_force", "basis_ko", "article", "checked"]
    list_display_links = ["agency", "kind"]
    list_filter = ["kind", "due", ("checked_on", admin.EmptyFieldListFilter)]
    list_select_related = ["agency"]
    search_fields = ["agency__name_ko", "basis_ko"]
    search_help_text = gettext_lazy("Body or title of the ordinance")
    fieldsets = [
        (
            gettext_lazy("Whom it binds"),
            {
                "fields": ["agency", "binds_subordinates", "in_force_from", "in_force_until"],
                "description": gettext_lazy(
                    "A changed ordinance is a rule of its own: end this one, and enter the new one from its "
                    "date on."
                ),
            },
        ),
        (
            gettext_lazy("What it asks"),
            {
                "fields": [
                    "kind", "due", ("days", "session"), "only_with_fiscal_burden", "from_signing_year",
                    "asks_ko",
                ]
            },
        ),
        (
            gettext_lazy("Where it stands"),
            {
                "fields": ["basis_ko", "article", "checked_on"],
                "description": gettext_lazy(
                    "Only what was read in the ordinance itself. The public sees what is not confirmed yet."
                ),
            },
        ),
        (gettext_lazy("In English"), {"fields": ["basis_en", "asks_en"], "classes": ["collapse"]}),
    ]  # fmt: skip

    @admin.display(description=gettext_lazy("in force"))
    def in_force(self, obj: DutyRule) -> str:
        if obj.in_force_from is None:
            return _("To be confirmed")
        until = PartialDate.day(obj.in_force_until).short() if obj.in_force_until else ""
        return f"{PartialDate.day(obj.in_force_from).short()} – {until}"

    @admin.display(description=gettext_lazy("checked on"), ordering="checked_on")
    def checked(self, obj: DutyRule) -> str:
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
                    "Enter every session, extraordinary ones too: the deadline of a report of the signing is "
                    "the end of the first session that begins after it."
                ),
            },
        ),
    ]
