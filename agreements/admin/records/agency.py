"""Agencies: coordinators look after them; what the public sees of one keeps its address."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.agency_requests import answer_with_agency
from agreements.admin.publishing.many import list_many
from agreements.admin.records.base import ChildInline, RecordAdmin
from agreements.admin.records.entered_twice import entered_twice_view
from agreements.admin.records.forms import ChildFormSet, TreeForm
from agreements.admin.records.pickers import LARGEST_KEY
from agreements.admin.records.region import SuccessorFormSet
from agreements.imports.address_names import made_slug
from agreements.lists.regions import Regions
from agreements.models import (
    Agency,
    AgencyRequest,
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
from agreements.models.agency import PAGES_BESIDE_AGENCIES
from agreements.models.base import PUBLIC
from agreements.rules.typed_text import as_stored
from agreements.rules.whole_number import whole_number

ANSWERED_REQUEST = "agency_request"  # in the address of a new agency's form: the request that it answers


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
class AgencyAdmin(RecordAdmin):
    imports = "agencies"
    actions = (list_many,)
    form = AgencyForm
    list_display = ["name_ko", "qualifier_ko", "kind", "region", "parent", "listed", "slug"]
    list_filter = ["listed", "kind", ProvinceFilter]
    list_select_related = ["region__parent__parent", "parent"]
    search_fields = [
        *("name_ko", "name_en", "qualifier_ko", "other_names_ko", "slug"),
        *("former_names__name_ko", "former_names__name_en"),
        *("duplicates__name_ko", "duplicates__name_en"),  # pickers offer only the entry that goes on
    ]
    search_help_text = gettext_lazy("Name, short or former name")
    autocomplete_fields = ["region", "parent", "serves", "same_as"]
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

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose the address name of a name that the address of the form gives."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        if name := initial.get("name_ko"):
            initial["slug"] = made_slug(as_stored(name), is_free=is_free_slug)
        return initial

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "region" and field is not None:
            field.help_text = format_html(
                '{} <a href="{}" target="_blank">{}</a>',
                _("Search by name or by code."),
                reverse("admin:agreements_region_changelist"),
                _("List of regions (new tab)"),
            )
        return field

    def write(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().write(request, form, formsets, change)
        if asked := self.request_answered(request, change=change):
            answer_with_agency(asked, form.instance, actor=request.user, now=timezone.now())

    def request_answered(self, request: HttpRequest, *, change: bool) -> AgencyRequest | None:
        """Return the request that a new agency answers: the one that the address of its form names."""
        key = whole_number(request.GET.get(ANSWERED_REQUEST, ""), most=LARGEST_KEY)
        if change or key is None:
            return None
        return AgencyRequest.objects.filter(pk=key).first()

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """Lead from the answer to a request to the next that waits, or to the first page."""
        if self.request_answered(request, change=False) is None:
            return super().response_add(request, obj, post_url_continue)
        sentence = _("“%(agency)s” is in the list now, and whoever asked for it sees that.")
        messages.success(request, sentence % {"agency": obj})
        waiting = AgencyRequest.objects.filter(answered_at=None).order_by("asked_at", "pk").first()
        if waiting is not None:
            return redirect("admin:agreements_agencyrequest_change", waiting.pk)
        return redirect("admin:index")

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context = super().page_context(request, record)
        if record is None or not self.has_change_permission(request, record):
            return context
        return context | {"entered_twice_url": self.url("twice", record.pk)}

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(partial(entered_twice_view, model_admin=self))
        return [
            path("<int:pk>/twice/", view, name="agreements_agency_twice"),
            *super().get_urls(),
        ]

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


def is_free_slug(slug: str) -> bool:
    return slug not in PAGES_BESIDE_AGENCIES and not Agency.objects.filter(slug=slug).exists()


def is_named(agency: Agency) -> bool:
    return any(model.objects.filter(Q(**{name: agency})).exists() for model, name in NAMED_IN)


def is_named_publicly(agency: Agency) -> bool:
    return any(
        model.objects.visible_to(PUBLIC).filter(Q(**{name: agency})).exists() for model, name in NAMED_IN
    )
