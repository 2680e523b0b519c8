"""What the staff's forms have in common: partial dates as text, versions, errors at their field."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.actions.circles import InCircle, require_parent_above
from agreements.actions.refusals import ActRefused
from agreements.models.subject import HIGHEST_NUMBER
from agreements.rules.partial_date import NotAPartialDate, PartialDate
from agreements.rules.quantity import NotAQuantity, number_text, parse_quantity
from agreements.rules.typed_date import DayMissing, UnclearYear, read_typed_day, read_typed_period
from agreements.rules.typed_text import as_stored

# A broken constraint speaks up at the field where it is put right.
FIELD_AT_FAULT = {
    "agreement_expires_after_it_is_signed": "expires_on",
    "agreement_expires_after_it_takes_effect": "expires_on",
    "agreement_published_has_reference_and_date": "signed",
    "agreement_is_signed_or_only_announced": "announced",
    "agreement_is_open_ended_or_expires": "open_ended",
    "agreement_renewal_is_whole": "renewal_number",
    "agreement_takes_effect_after_it_is_signed": "effective_on",
    "agreement_ends_after_it_is_signed": "ended_on",
    "agreement_ended_for_a_reason": "end_reason",
    "agreement_does_not_supersede_itself": "supersedes",
    "amendment_number_is_unique_in_its_agreement": "number",
    "agency_dissolved_after_it_is_founded": "dissolved_on",
    "agency_does_not_succeed_itself": "successor",
    "agency_is_not_its_own_parent": "parent",
    "agency_is_told_apart": "qualifier_ko",
    "agency_succession_stands_once": "successor",
    "budget_share_is_not_negative": "amount",
    "budget_share_stands_once_per_payer": "payer",
    "commitment_number_is_unique_in_its_agreement": "number",
    "commitment_number_starts_at_one": "number",
    "commitment_quantity_by_has_a_quantity": "quantity",
    "commitment_quantity_has_a_unit": "quantity_unit_ko",
    "commitment_quantity_is_not_negative": "quantity",
    "commitment_that_repeats_has_no_day_of_its_own": "quantity_by",
    "commitment_that_repeats_is_no_milestone": "carried_out_by",
    "commitment_unit_is_also_korean": "quantity_unit_ko",
    "council_session_begins_once": "begins_on",
    "council_session_ends_after_it_begins": "ends_on",
    "council_session_is_one_regular_of_its_number": "ordinal",
    "duty_record_done_means_on_a_day": "done_on",
    "duty_rule_counts_days_where_its_deadline_does": "days",
    "duty_rule_ends_after_it_begins": "in_force_until",
    "duty_rule_is_silent_on_what_is_older_than_a_day": "signed_from",
    "duty_rule_names_what_its_condition_asks": "condition",
    "duty_rule_of_the_signing_year_is_yearly": "signing_year_only",
    "duty_rule_names_a_session_where_its_deadline_does": "session",
    "former_name_is_one_per_last_day": "until",
    "inquiry_answer_belongs_to_a_question": "asked",
    "inquiry_answer_follows_the_question": "answered_on",
    "inquiry_answer_is_due_after_the_question": "answer_by",
    "inquiry_asked_whom_and_when": "asked_on",
    "inquiry_covers_time_in_order": "covers_to",
    "membership_begins_once": "from_on",
    "membership_ends_after_it_begins": "until_on",
    "milestone_number_is_unique_in_its_program": "number",
    "milestone_number_starts_at_one": "number",
    "milestone_stage_starts_at_one": "stage",
    "party_capacity_is_of_a_signatory": "capacity",
    "party_members_number_starts_at_one": "members_number",
    "party_purpose_has_its_source": "purpose_source",
    "party_signed_for_whom_on_behalf_of_others": "signed_for_ko",
    "party_stands_once_in_an_agreement": "agency",
    "region_does_not_succeed_itself": "successor",
    "region_ends_after_it_begins": "valid_to",
    "region_is_not_its_own_parent": "parent",
    "region_succession_stands_once": "successor",
    "report_happened_only_where_its_status_claims_it": "happened",
    "report_of_a_fulfilment_says_when": "happened",
    "report_of_a_milestone_has_no_quantity": "quantity_done",
    "report_of_what_is_closed_does_not_say_not_done": "says_not_done",
    "report_of_what_is_closed_names_no_target": "target",
    "report_progress_is_a_percentage": "progress",
    "report_quantity_done_is_not_negative": "quantity_done",
    "report_says_how_exactly_it_tells_when": "happened_as",
    "report_says_what_had_happened": "happened",
    "report_status_fits_its_subject": "status",
    "report_target_is_a_date_or_none": "target",
    "source_address_is_recorded_once": "url",
    "statement_is_one_per_agreement_and_agency": "agency",
    "statement_is_one_per_commitment_and_agency": "agency",
    "statement_is_one_per_duty_and_agency": "agency",
    "statement_is_one_per_inquiry_and_agency": "agency",
    "statement_is_one_per_milestone_and_agency": "agency",
    "statement_is_one_per_report_and_agency": "agency",
    "theme_is_not_above_itself": "parent",
}

# No field of a form, but what was published once needs other things beside them.
PERMANENT = {"reference", "first_published_at"}


def normalized_post(posted: QueryDict) -> QueryDict:
    """Return a copy of the form data with every text as it is stored."""
    normalized = posted.copy()
    for name, values in posted.lists():
        normalized.setlist(name, [as_stored(value) for value in values])
    return normalized


def sent_form(request: HttpRequest) -> QueryDict | None:
    """Return the form data of a POST with every text as it is stored, None of a GET: forms stay unbound."""
    return normalized_post(request.POST) if request.method == "POST" else None


LONGEST_TEXT = 10_000  # characters: some five pages
LARGEST_VERSION = 2**31 - 1  # that its column holds


AS_PRECISE = _(
    "As precise as the source: 2023, 2023-H1 (or 2023년 상반기), 2023-Q2, 2023-06, 2023년 4~5월 or "
    "2023. 6. 15. Do not make up a day."
)


class PartialDateField(forms.CharField):
    """One line of text for a date as precise as its source."""

    default_error_messages = {"required": _("Write when, as precisely as the source says.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", AS_PRECISE)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "vTextField partial-date"}))
        super().__init__(max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.iso() if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_typed_period(text)
        except NotAPartialDate as error:
            raise ValidationError(str(error), code="invalid") from error

    def run_validators(self, value: Any) -> None:
        if value is not None:
            super().run_validators(value.iso())


class DayField(forms.DateField):
    """A day, typed as people write it."""

    default_error_messages = {
        "invalid": _("It is not a date. Write 2022. 12. 13. or 2022-12-13 (’22.12.13. is read, too).")
    }

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        with suppress(ValueError):  # of any year: an agency may be older than what an agreement can name
            return date.fromisoformat(value.strip())
        try:
            return read_typed_day(value)
        except DayMissing as error:
            raise ValidationError(self._what_without_a_day(), code="day_missing") from error
        except UnclearYear as error:
            raise ValidationError(str(error), code="invalid") from error
        except NotAPartialDate as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def _what_without_a_day(self) -> Any:
        if self.required:
            return _("The day is missing: here it is needed. Write it as 2022. 12. 13.; do not make one up.")
        return _("The day is missing. Write it as 2022. 12. 13., or leave this empty if it is not known.")


class QuantityField(forms.CharField):
    """One line of text for a number, with or without commas between thousands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return number_text(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_quantity(text)
        except NotAQuantity as error:
            raise ValidationError(str(error), code="invalid") from error

    def run_validators(self, value: Any) -> None:
        if value is not None:
            super().run_validators(str(value))


class VersionForm(forms.Form):
    """What a page needs to know beside its button: which version of the record it showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_VERSION)


class AnotherAgreementField(forms.BooleanField):
    """The word of whoever saves or publishes an agreement that it is none of those recorded already."""

    default_error_messages = {
        "required": _("Look at what is recorded already, and confirm that this is another one.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("This is another agreement"), **kwargs)


class AnotherAgreementForm(forms.Form):
    different_from_similar = AnotherAgreementField()


class RecordForm(forms.ModelForm):
    """A model form whose partial dates and constraint errors sit at their fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.partial_dates():
            self.initial.setdefault(name, getattr(self.instance, name))
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and field.max_length is None:
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))
            if isinstance(field, forms.ModelChoiceField) and self.initial.get(name):
                self._keep_possible(field, self.initial[name])

    def _keep_possible(self, field: Any, initial: Any) -> None:
        """Add the rows that the stored record names to the choices, whatever the person may name."""
        if self.instance.pk is None:
            return
        rows = initial if isinstance(initial, list) else [initial]
        keys = [getattr(row, "pk", row) for row in rows]
        field.queryset = field.queryset | field.queryset.model._default_manager.filter(pk__in=keys)

    def partial_dates(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, PartialDateField)]

    def clean(self) -> Any:
        cleaned = super().clean()
        for name in self.partial_dates():
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        return cleaned

    def refuse(self, refusal: ActRefused) -> None:
        """Show, in a form that was valid, what an action refused."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def beside(self) -> set[str]:
        """Return the columns that constraints check although the form does not show them.

        Those of a date that could not be read are left out: its error is said already.
        """
        readable = set(self.partial_dates()) - self.errors.keys()
        columns = {f"{name}_{end}" for name in readable for end in ("first", "last")}
        if getattr(self.instance, "first_published_at", None):
            columns |= PERMANENT
        return columns

    def field_at_fault(self, constraint: str) -> str | None:
        """Return where a broken constraint is put right; None if it concerns the whole record."""
        for name in self.fields:
            if constraint.endswith(f"_{name}_is_sensible"):  # as ``days_are_sensible`` calls them
                return name
        return FIELD_AT_FAULT.get(constraint)

    def validate_constraints(self) -> None:
        exclude = self._get_validation_exclusions()  # type: ignore[attr-defined]  # Django's own way to ask
        exclude -= self.beside()
        for constraint in self.instance._meta.constraints:
            try:
                constraint.validate(type(self.instance), self.instance, exclude=exclude)
            except ValidationError as error:
                field = self.field_at_fault(constraint.name)
                messages = error.messages
                self.add_error(field if field in self.fields else NON_FIELD_ERRORS, messages)


class RootForm(RecordForm):
    """The form of a record with a version; a hidden field carries the version that was opened."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=LARGEST_VERSION
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.instance.pk:
            # A form without its version is no form of ours: then it is stale, never fresh.
            self.instance.version = self.cleaned_data.get("version") or 0
        return cleaned


class CheckedRecordForm(RootForm):
    """The form of what somebody looked up on a day."""

    def clean_checked_on(self) -> date | None:
        checked_on: date | None = self.cleaned_data["checked_on"]
        if checked_on and checked_on > timezone.localdate():
            raise ValidationError(_("The day lies in the future."))
        return checked_on


class TreeForm(RootForm):
    """The form of a record that stands below others of its kind."""

    def clean_parent(self) -> Any:
        parent = self.cleaned_data["parent"]
        if parent and not self.instance._state.adding:
            try:
                require_parent_above(self.instance, parent)
            except InCircle as refusal:
                raise ValidationError(str(refusal)) from refusal
        return parent


class ChildFormSet(forms.BaseInlineFormSet):
    """Children of a root: no value of ``distinct`` twice, and what was public stays."""

    distinct: str | None = None

    def clean(self) -> None:
        if self.distinct:
            self.refuse_twice(self.distinct)
        self._refuse_removal_of_what_was_public()
        super().clean()

    def goes(self, form: Any) -> bool:
        """Say whether the row of a form is to be deleted."""
        return bool(self._should_delete_form(form))  # type: ignore[attr-defined]  # Django's, on every formset

    def refuse_twice(self, name: str) -> None:
        values_above = set()
        for form in self.forms:
            value = getattr(form, "cleaned_data", {}).get(name)
            if value is None or self.goes(form):
                continue
            if value in values_above:
                form.add_error(name, _("“%(value)s” is already used above.") % {"value": value})
            values_above.add(value)

    def _refuse_removal_of_what_was_public(self) -> None:
        for form in self.deleted_forms:
            if getattr(form.instance, "reference", None):
                raise ValidationError(
                    _("“%(record)s” was public once and cannot be removed. Untick “Delete”."),
                    params={"record": form.instance},
                )


class SubjectForm(RecordForm):
    """A commitment or milestone inline: what has a reference keeps its number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"number", "stage"} & self.fields.keys():
            self.fields[name].validators.append(MaxValueValidator(HIGHEST_NUMBER))
        if self.instance.reference and "number" in self.fields:
            self.fields["number"].disabled = True
            self.fields["number"].help_text = _("Part of the public reference; it stays.")
