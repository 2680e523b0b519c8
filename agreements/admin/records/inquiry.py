"""Inquiries: that a department looked for what became of promises, one or many at once."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.inquiries import (
    CHECKS_OF_WORDS,
    check_inquiry,
    publish_inquiry,
    require_public_promises,
)
from agreements.actions.refusals import ActRefused
from agreements.admin.accounts.roles import filter_granted, person_may
from agreements.admin.publishing import outline
from agreements.admin.publishing.correction import CorrectionAdmin, CorrectionForm
from agreements.admin.publishing.outline import FollowUp, OutlineSection
from agreements.admin.publishing.publishable import SUBMIT_AND_RETURN
from agreements.admin.records.forms import PartialDateField
from agreements.admin.records.inquiry_warnings import inquiry_warnings
from agreements.admin.records.own_agency import OwnAgencyFilter
from agreements.models import Agreement, Commitment, Inquiry, Milestone
from agreements.rules.publication import Act
from agreements.rules.roles import REPORT

PROMISES: dict[str, Any] = {"commitments": Commitment, "milestones": Milestone}


class WholeAgreementsField(forms.CharField):
    """Numbers of agreements, all of whose commitments are meant; ``choices`` are those that may be named."""

    choices: Any = Agreement.objects.none()

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("all commitments of these agreements"),
            required=False,
            max_length=200,
            help_text=gettext_lazy("Their numbers, with commas between: 2022-0004, 2022-0005."),
        )

    def clean(self, value: Any) -> list[str]:
        """Return the references.

        Raises:
            ValidationError: one is none of the choices.
        """
        text = super().clean(value)
        references = [part.strip() for part in text.split(",") if part.strip()]
        possible = set(self.choices.filter(reference__in=references).values_list("reference", flat=True))
        unknown = [reference for reference in references if reference not in possible]
        if unknown:
            raise ValidationError(
                _("There is no public agreement of this number, or none of yours: %(references)s.")
                % {"references": ", ".join(unknown)}
            )
        return references


class InquiryForm(CorrectionForm):
    """``promises`` is set by the admin: {field: rows that the person may choose}."""

    covers_from = PartialDateField(label=gettext_lazy("time covered, from"))
    covers_to = PartialDateField(label=gettext_lazy("time covered, to"))
    whole_agreements = WholeAgreementsField()
    promises: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "whole_agreements" in self.fields:
            of_the_person = self.promises["commitments"].values("agreement")
            field: Any = self.fields["whole_agreements"]
            field.choices = Agreement.objects.filter(pk__in=of_the_person)

    def clean(self) -> Any:
        cleaned = super().clean()
        if references := self.cleaned_data.get("whole_agreements"):
            self._add_commitments_of(references)
        if not PROMISES.keys() & self.errors.keys():
            chosen = (self.cleaned_data.get(name, ()) for name in PROMISES)
            self._check(require_public_promises, *chosen)
        return cleaned

    def _add_commitments_of(self, references: Iterable[str]) -> None:
        of_agreements = self.promises["commitments"].filter(agreement__reference__in=references)
        chosen = self.cleaned_data.get("commitments", Commitment.objects.none())
        keys = {*of_agreements.values_list("pk", flat=True), *(commitment.pk for commitment in chosen)}
        self.cleaned_data["commitments"] = Commitment.objects.filter(pk__in=keys)

    def _post_clean(self) -> None:
        """Check the words already here, so that a refusal is an error of its field."""
        super()._post_clean()  # type: ignore[misc]  # Django's hook that fills the instance
        if not self.errors:
            for check in CHECKS_OF_WORDS:
                self._check(check, self.instance, today=timezone.localdate())

    def _check(self, check: Any, *args: Any, **kwargs: Any) -> None:
        try:
            check(*args, **kwargs)
        except ActRefused as refusal:
            self.refuse(refusal)


@admin.register(Inquiry)
class InquiryAdmin(CorrectionAdmin):
    once_public = gettext_lazy(
        "It is public and is never changed or deleted. What can be done instead stands below; a second "
        "person publishes each of these."
    )
    fit_before_submission = True
    form = InquiryForm
    change_form_template = "admin/agreements/report_form.html"
    carried = (
        "department", "searched_on", "where_ko", "where_en", "words", "result", "note_ko", "note_en", "asked",
        "asked_on", "answer_by", "answered_on", "answer_ko", "answer_en",
    )  # fmt: skip
    periods = ("covers_from", "covers_to")
    linked = ("commitments", "milestones")
    list_display = ["searched_on", "words", "state_badge", "result", "promises_shown", "department", "asked"]
    list_display_links = ["searched_on", "words"]
    list_filter = [OwnAgencyFilter, "state", "result", ("asked", admin.EmptyFieldListFilter)]
    list_select_related = ["asked"]
    search_fields = [
        "words", "note_ko", "department", "commitments__reference", "commitments__title_ko",
        "milestones__reference", "milestones__title_ko", "asked__name_ko",
    ]  # fmt: skip
    search_help_text = gettext_lazy("Words, text, department, reference, title or agency")
    date_hierarchy = "searched_on"
    autocomplete_fields = ["commitments", "milestones", "asked"]
    do = {**SUBMIT_AND_RETURN, Act.PUBLISH: publish_inquiry}
    fieldsets = [
        (
            gettext_lazy("What was looked for"),
            {
                "fields": ["commitments", "milestones", "whole_agreements"],
                "description": gettext_lazy("One or many. Only what is public can be chosen."),
            },
        ),
        (
            gettext_lazy("Who looked, when and where"),
            {
                "fields": [
                    "department",
                    "searched_on",
                    "where_ko",
                    "words",
                    "covers_from",
                    "covers_to",
                ]
            },
        ),
        (gettext_lazy("What came up"), {"fields": ["result", "note_ko"]}),
        (
            gettext_lazy("Whether the agency was asked"),
            {
                "fields": ["asked", "asked_on", "answer_by", "answered_on", "answer_ko"],
                "description": gettext_lazy(
                    "Ask before you publish that nothing was found, and give it time to answer."
                ),
            },
        ),
        (
            gettext_lazy("In English"),
            {"fields": ["where_en", "note_en", "answer_en"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("commitments", "milestones")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.promises = {
            name: filter_granted(request, model._default_manager.all(), REPORT)
            for name, model in PROMISES.items()
        }
        return form

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in PROMISES:
            promises = PROMISES[db_field.name]._default_manager.all()
            kwargs["queryset"] = filter_granted(request, promises, REPORT)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context = super().page_context(request, record)
        if record is None:
            return context
        return context | {"report_warnings": inquiry_warnings(record, on=timezone.localdate())}

    def outline_of(self, record: Inquiry) -> list[OutlineSection]:
        return outline.inquiry_outline(record)

    def require_fit(self, record: Inquiry) -> None:
        check_inquiry(record, now=timezone.now())

    def sections(self, record: Inquiry, act: Act) -> list[OutlineSection]:
        lines = inquiry_warnings(record, on=timezone.localdate())
        warnings = OutlineSection(_("Look at this before you go on"), lines)
        return [*outline.filled_sections(warnings), *outline.inquiry_outline(record)]

    @admin.display(description=gettext_lazy("promises"))
    def promises_shown(self, obj: Inquiry) -> str:
        return ", ".join(promise.reference or str(promise) for promise in obj.promises)


def inquiry_url(promises: Iterable[Commitment | Milestone]) -> str:
    """Return the address of the form of a new inquiry about these promises."""
    keys: dict[str, list[str]] = {name: [] for name in PROMISES}
    for promise in promises:
        keys[f"{promise._meta.model_name}s"].append(str(promise.pk))
    query = {name: ",".join(values) for name, values in keys.items() if values}
    return reverse("admin:agreements_inquiry_add", query=query)


def inquiry_into(request: HttpRequest, promises: Any) -> list[FollowUp]:
    """Offer to record an inquiry about those of the promises, a queryset, for which the person answers."""
    if not person_may(request, Act.CREATE, Inquiry):
        return []
    reportable = list(filter_granted(request, promises, REPORT))
    if not reportable:
        return []
    return [
        FollowUp(
            _("Record an inquiry"),
            inquiry_url(reportable),
            _("Somebody looked for what became of it: when, where, with which words, and what came up."),
        )
    ]
