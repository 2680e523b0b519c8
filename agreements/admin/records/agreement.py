"""Agreements: one form with everything the parties signed."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import drafts
from agreements.actions.agreements import (
    AMENDED_TOO_EARLY,
    ANNOUNCED_AHEAD,
    check_agreement,
    party_faults,
    precedes_signing,
    publish_agreement,
    withdraw_agreement,
)
from agreements.actions.link_preview import LinkPreview, link_previews
from agreements.actions.refusals import SimilarAgreements
from agreements.actions.similar_agreements import asked_about, similar_keys
from agreements.admin.accounts.roles import person_may, request_person
from agreements.admin.publishing import outline
from agreements.admin.publishing.change import BY_COORDINATORS
from agreements.admin.publishing.duplicate import duplicate_view
from agreements.admin.publishing.outline import FollowUp, OutlineSection
from agreements.admin.publishing.publishable import SUBMIT_AND_RETURN, PublishableAdmin
from agreements.admin.publishing.redaction import redaction_of
from agreements.admin.publishing.statement import statement_on
from agreements.admin.records import duties
from agreements.admin.records.agreement_card import agreement_card_view
from agreements.admin.records.base import ChildInline
from agreements.admin.records.commitment import CommitmentInline
from agreements.admin.records.document import DocumentInline
from agreements.admin.records.forms import ChildFormSet, PartialDateField, RecordForm, RootForm
from agreements.admin.records.inquiry import inquiry_into
from agreements.admin.records.listed_children import ListedInline, NumberedFormSet
from agreements.admin.records.own_agency import OwnAgencyFilter
from agreements.admin.records.promise_grid import promise_grid_view
from agreements.models import Agreement, Amendment, BudgetShare, Party
from agreements.models.staff import person_of
from agreements.rules.partial_date import PartialDate
from agreements.rules.phase import Phase
from agreements.rules.publication import Act

MOST_PARTIES_SHOWN = 3  # in a cell of the list


class PartyFormSet(NumberedFormSet):
    distinct = "agency"
    numbered = "order"

    def clean(self) -> None:
        super().clean()
        today = timezone.localdate()
        for form in self.forms:
            if "agency" in form.cleaned_data and not form.cleaned_data.get("DELETE"):
                for name, fault in party_faults(form.instance, self.instance, today=today).items():
                    form.add_error(name, fault)


class PartyForm(RecordForm):
    joined = PartialDateField(
        label=gettext_lazy("joined later on"),
        required=False,
        help_text=gettext_lazy("Only of a party that joined after the signing, as precise as the source."),
    )


class PartyInline(ListedInline):
    model = Party
    forms_on_add = 2
    form = PartyForm
    formset = PartyFormSet
    autocomplete_fields = ["agency", "purpose_source"]
    fieldsets = [
        (None, {"fields": ["agency", "signatory", "signatory_title_ko", "capacity", ("role", "order")]}),
        (
            gettext_lazy("Name at signing, on whose behalf, joined later"),
            {
                "fields": ["signed_as_ko", "signed_for_ko", "members_number", "members_ko", "joined"],
                "classes": ["collapse"],
            },
        ),
        (
            gettext_lazy("What its head said the agreement is for"),
            {
                "fields": ["purpose_ko", "purpose_source"],
                "description": gettext_lazy("The head whose words these are may be named; nobody else."),
                "classes": ["collapse"],
            },
        ),
        (
            gettext_lazy("In English"),
            {
                "fields": [
                    "signed_as_en",
                    "signatory_title_en",
                    "signed_for_en",
                    "purpose_en",
                    "members_en",
                ],
                "classes": ["collapse"],
            },
        ),
    ]


class BudgetFormSet(ChildFormSet):
    distinct = "payer"


class BudgetInline(ChildInline):
    model = BudgetShare
    formset = BudgetFormSet
    autocomplete_fields = ["payer"]
    fields = ["payer", ("amount", "unit")]


class AmendmentFormSet(ChildFormSet):
    distinct = "number"

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "document" in form.fields:
            document = form.fields["document"]
            if self.instance.pk:
                document.queryset = self.instance.documents.all()
            else:
                document.queryset = document.queryset.none()
            document.help_text = _("One of the documents of this agreement; upload it below and save first.")

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            kept = "signed" in form.cleaned_data and not form.cleaned_data.get("DELETE")
            if kept and precedes_signing(form.instance, self.instance):
                form.add_error("signed", AMENDED_TOO_EARLY)


class AmendmentForm(RecordForm):
    signed = PartialDateField(label=gettext_lazy("signed on"))


class AmendmentInline(ChildInline):
    model = Amendment
    form = AmendmentForm
    formset = AmendmentFormSet
    fieldsets = [
        (None, {"fields": [("number", "signed"), "reason_ko", "procedure_ko", "document"]}),
        (gettext_lazy("In English"), {"fields": ["reason_en", "procedure_en"], "classes": ["collapse"]}),
    ]


class AgreementForm(RootForm):
    signed = PartialDateField(
        label=gettext_lazy("signed on"),
        required=False,
        help_text=gettext_lazy(
            "As precise as the source: 2022. 12. 13., 2022-12 or 2022. Before publication the year at least "
            "is needed, or the date of the announcement below."
        ),
    )
    announced = PartialDateField(
        label=gettext_lazy("signing only announced on"),
        required=False,
        help_text=gettext_lazy(
            "Only where the material announces the signing and nothing confirms that it was signed; then "
            "leave “signed on” empty."
        ),
    )

    def clean_announced(self) -> PartialDate | None:
        announced: PartialDate | None = self.cleaned_data["announced"]
        if announced and announced.first > timezone.localdate():
            raise ValidationError(ANNOUNCED_AHEAD)
        return announced


class PhaseFilter(admin.SimpleListFilter):
    title = gettext_lazy("phase")
    parameter_name = "phase"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Phase.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(phase=self.value()) if self.value() in Phase.values else queryset


def first_parties(agencies: Collection[int]) -> list[dict[str, int]]:
    """Return what is filled in of the parties for a person of these agencies; nothing for several."""
    if len(agencies) != 1:
        return []
    return [{"agency": agency} for agency in agencies]


@admin.register(Agreement)
class AgreementAdmin(PublishableAdmin):
    imports = "agreements"
    once_public = BY_COORDINATORS
    form = AgreementForm
    list_display = ["reference_or_draft", "title_ko", "state_badge", "signed", "parties_shown", "phase"]
    list_display_links = ["reference_or_draft", "title_ko"]
    list_filter = [OwnAgencyFilter, "state", PhaseFilter, "kind"]
    search_fields = [
        "reference", "title_ko", "title_en", "document_number", "parties__agency__name_ko",
        "parties__agency__other_names_ko", "parties__signed_as_ko", "commitments__title_ko",
        "commitments__wording_ko",
        "commitments__completion_criteria_ko", "purpose_ko", "lead_department", "place",
    ]  # fmt: skip
    search_help_text = gettext_lazy("Reference, title, document number, party or commitment")
    date_hierarchy = "begins_on"
    autocomplete_fields = ["sources", "supersedes", "themes"]
    inlines = [PartyInline, CommitmentInline, DocumentInline, BudgetInline, AmendmentInline]
    do = {**SUBMIT_AND_RETURN, Act.PUBLISH: publish_agreement, Act.WITHDRAW: withdraw_agreement}
    fieldsets = [
        (
            gettext_lazy("What was agreed"),
            {"fields": ["kind", "title_ko", "purpose_ko", "document_number", "place", "themes"]},
        ),
        (
            gettext_lazy("When it holds"),
            {
                "fields": [
                    "signed",
                    "announced",
                    "effective_on",
                    "expires_on",
                    "open_ended",
                ],
                "description": gettext_lazy("Only what the document says. What is not known stays empty."),
            },
        ),
        (
            gettext_lazy("Renewal and notice"),
            {
                "fields": ["renews", "renewal_number", "renewal_unit", "notice_days"],
                "classes": ["collapse"],
            },
        ),
        (
            gettext_lazy("What it rests on"),
            {
                "fields": ["sources", "note_ko"],
                "description": gettext_lazy(
                    "Public material on this agreement. Not in the list yet? Press + and add it. "
                    "At least one source, or one public document below, is needed for publication."
                ),
            },
        ),
        (
            gettext_lazy("Department in charge"),
            {"fields": ["lead_department", "telephone"]},
        ),
        (
            gettext_lazy("What ordinances ask about"),
            {
                "fields": [
                    "fiscal_burden",
                    "mutual_duties",
                    "council_matter",
                    "public_property",
                    "residents_rights",
                ],
                "description": gettext_lazy(
                    "Only as the document or a source says. Of what is not known no duty is claimed."
                ),
                "classes": ["collapse"],
            },
        ),
        (
            gettext_lazy("Disclosure"),
            {"fields": ["non_disclosure_reason"], "classes": ["collapse"]},
        ),
        (
            gettext_lazy("End and succession"),
            {"fields": ["ended_on", "end_reason", "supersedes"], "classes": ["collapse"]},
        ),
        (
            gettext_lazy("In English"),
            {"fields": ["title_en", "purpose_en", "note_en"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agreement]:
        rows: Any = super().get_queryset(request)
        return rows.with_own_phase(on=timezone.localdate()).prefetch_related(
            Prefetch("parties", Party.objects.select_related("agency"))
        )

    def editing(self, request: HttpRequest, root: Agreement) -> AbstractContextManager[None]:
        another = "different_from_similar" in request.POST
        return drafts.editing_record(
            root, actor=request.user, now=timezone.now(), different_from_similar=another
        )

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Begin a new agreement with the agency of whoever works for one only: it has to be a party."""
        options: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        is_empty_form = obj.pk is None and request.method == "GET"
        if is_empty_form and inline.model is Party:
            options["initial"] = first_parties(request_person(request).agencies)
        return options

    # ---- publication

    def situation(self, request: HttpRequest, record: Agreement) -> dict[str, Any]:
        situation = super().situation(request, record) | {"card_url": self.url("card", record.pk)}
        if person_may(request, Act.CREATE, Agreement):
            situation["duplicate_url"] = self.url("duplicate", record.pk)
        if person_may(request, Act.EDIT, Agreement, record) and record.commitments.exists():
            situation["grid_url"] = self.url("grid", record.pk)
        if not record.is_public:
            return situation
        lines = duties.duty_lines(request, record, on=timezone.localdate())
        return situation | {
            "duties": lines,
            "duties_summary": duties.duty_summary(lines),
            "facts_that_decide": duties.facts_that_decide(lines),
        }

    def get_urls(self) -> list[Any]:
        card = self.admin_site.admin_view(partial(agreement_card_view, model_admin=self))
        duplicate = self.admin_site.admin_view(partial(duplicate_view, model_admin=self))
        grid = self.admin_site.admin_view(partial(promise_grid_view, model_admin=self))
        return [
            path("<int:pk>/grid/", grid, name="agreements_agreement_grid"),
            path("<int:pk>/card/", card, name="agreements_agreement_card"),
            path("<int:pk>/duplicate/", duplicate, name="agreements_agreement_duplicate"),
            *super().get_urls(),
        ]

    def follow_ups(self, request: HttpRequest, record: Agreement) -> list[FollowUp]:
        return [
            *inquiry_into(request, record.commitments.all()),
            *statement_on(request, record),
            *redaction_of(request, record),
        ]

    def require_fit(self, record: Agreement) -> None:
        check_agreement(record)

    def sections(self, record: Agreement, act: Act) -> list[OutlineSection]:
        return outline.agreement_outline(record, act)

    def similar(self, request: HttpRequest, record: Agreement) -> SimilarAgreements | None:
        keys = similar_keys(record)
        if not keys:
            return None
        return asked_about(keys, person=person_of(request.user, on=timezone.localdate()))

    def link_previews(self, record: Agreement) -> list[LinkPreview]:
        return link_previews(record, on=timezone.localdate(), before={})

    # ---- columns

    @admin.display(description=gettext_lazy("reference"), ordering="reference")
    def reference_or_draft(self, obj: Agreement) -> str:
        return obj.reference or _("(draft)")

    @admin.display(description=gettext_lazy("signed on"), ordering="begins_on")
    def signed(self, obj: Agreement) -> str:
        if obj.announced:
            return _("announced %(day)s") % {"day": obj.announced.short()}
        return self.short_date(obj.signed)

    @admin.display(description=gettext_lazy("parties"))
    def parties_shown(self, obj: Agreement) -> str:
        names = [str(party.agency) for party in obj.parties.all()]
        shown = ", ".join(names[:MOST_PARTIES_SHOWN])
        more = len(names) - MOST_PARTIES_SHOWN
        return _("%(names)s and %(count)s more") % {"names": shown, "count": more} if more > 0 else shown

    @admin.display(description=gettext_lazy("phase"))
    def phase(self, obj: Any) -> str:
        return str(Phase(obj.phase).label)
