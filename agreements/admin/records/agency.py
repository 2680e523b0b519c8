"""Agencies: coordinators look after them; what the public sees of one keeps its address."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.admin.imports.pages import ImportsTables
from agreements.admin.publishing.many import list_many
from agreements.admin.records.base import ChildInline, RecordAdmin
from agreements.admin.records.forms import ChildFormSet, TreeForm
from agreements.admin.records.region import SuccessorFormSet
from agreements.lists.regions import Regions
from agreements.models import (
    Agency,
    AgencySuccession,
    BudgetShare,
    CommitmentAgency,
    CouncilSession,
    DutyRecord,
    FormerName,
    Milestone,
    Ordinance,
    Party,
    Program,
    Recognition,
    StatusReport,
)
from agreements.models.base import PUBLIC


class AgencyForm(TreeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        if "slug" in self.fields and (self.instance.listed or is_named(self.instance)):
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _("It stands in public addresses and stays.")
        if "listed" in self.fields and self.instance.listed and is_named_publicly(self.instance):
            self.fields["listed"].disabled = True
            self.fields["listed"].help_text = _("Something public names this agency, so it stays listed.")


class FormerNameFormSet(ChildFormSet):
    distinct = "until"


class FormerNameInline(ChildInline):
    model = FormerName
    formset = FormerNameFormSet
    fields = [("name_ko", "name_en"), "until"]


class AgencySuccessionInline(ChildInline):
    model = AgencySuccession
    fk_name = "agency"
    formset = SuccessorFormSet
    autocomplete_fields = ["successor"]
    fields = ["successor"]


class ProvinceFilter(admin.SimpleListFilter):
    """The provinces of today, each with all that is found under it."""

    title = gettext_lazy("province")
    parameter_name = "province"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        regions = Regions(on=timezone.localdate())
        return [(code, regions.name(code)) for code in regions.valid_below(None)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        if self.value() not in dict(self.lookup_choices):
            raise IncorrectLookupParameters
        regions = Regions(on=timezone.localdate())
        return queryset.filter(regions.found_under(str(self.value())))


@admin.register(Agency)
class AgencyAdmin(ImportsTables, RecordAdmin):
    noun = "agencies"
    actions = (list_many,)
    form = AgencyForm
    list_display = ["name_ko", "qualifier_ko", "kind", "region", "parent", "listed", "slug"]
    list_filter = ["listed", "kind", ProvinceFilter]
    list_select_related = ["region__parent__parent", "parent"]
    search_fields = [
        *("name_ko", "name_en", "qualifier_ko", "other_names_ko", "slug"),
        *("former_names__name_ko", "former_names__name_en"),
    ]
    search_help_text = gettext_lazy("Name, short or former name")
    autocomplete_fields = ["region", "parent", "serves"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("name_ko", "name_en", ("qualifier_ko", "qualifier_en"), "other_names_ko"),
                    *("slug", "kind", "region", "serves", "parent"),
                ]
            },
        ),
        (gettext_lazy("Publicity and existence"), {"fields": ["listed", "founded_on", "dissolved_on"]}),
    ]
    inlines = [FormerNameInline, AgencySuccessionInline]

    def has_list_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or not is_named(obj))


NAMED_IN: tuple[tuple[Any, str], ...] = (
    (Party, "agency"),
    (BudgetShare, "payer"),
    (CommitmentAgency, "agency"),
    (Program, "owner"),
    (Milestone, "agencies"),
    (Recognition, "awarded_by"),
    (StatusReport, "stated_by"),
    (DutyRecord, "agency"),
    (Ordinance, "agency"),
    (CouncilSession, "agency"),
)


def is_named(agency: Agency) -> bool:
    return any(model.objects.filter(Q(**{name: agency})).exists() for model, name in NAMED_IN)


def is_named_publicly(agency: Agency) -> bool:
    return any(
        model.objects.visible_to(PUBLIC).filter(Q(**{name: agency})).exists() for model, name in NAMED_IN
    )
