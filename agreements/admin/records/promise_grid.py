"""The promises of an agreement that is not public as a table: the plain columns of fifty of them at once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import drafts
from agreements.actions.refusals import ActRefused
from agreements.admin import unsaved
from agreements.admin.accounts.roles import person_may
from agreements.admin.publishing.acts import redirect_not_found
from agreements.admin.records.commitment import refuse_what_reports_contradict
from agreements.admin.records.forms import QuantityField, SubjectForm, VersionForm, sent_form
from agreements.models import Agreement, Commitment
from agreements.rules.publication import Act

ROWS_A_PAGE = 50
PREFIX = "promises"


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "cols": 30})


class PromiseRowForm(SubjectForm):
    quantity = QuantityField(label=gettext_lazy("quantity aimed at"))

    class Meta:
        model = Commitment
        fields = (
            "number", "title_ko", "wording_ko", "completion_criteria_ko", "quantity", "quantity_unit_ko",
        )  # fmt: skip
        widgets = {
            "title_ko": text_area(2),
            "wording_ko": text_area(3),
            "completion_criteria_ko": text_area(2),
            "quantity_unit_ko": forms.TextInput(attrs={"size": 6}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quantity"].widget.attrs["size"] = 8
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{self.instance.number} {field.label}"

    def beside(self) -> set[str]:
        return super().beside() | {"agreement"}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's hook that fills the instance
        refuse_what_reports_contradict(self)


class PromiseGridFormSet(forms.BaseModelFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        """Say of a row whose promise is gone why it cannot be saved; Django leaves it out without a word."""
        super().add_fields(form, index)
        form.fields["id"].queryset = self.get_queryset()
        form.fields["id"].error_messages["invalid_choice"] = _(
            "This promise is no longer in the agreement. Open the table again."
        )

    def clean(self) -> None:
        """Refuse a number that stands in two of the rows."""
        super().clean()
        numbers = set()
        for form in self.forms:
            number = getattr(form, "cleaned_data", {}).get("number")
            if number in numbers:
                form.add_error("number", _("“%(value)s” is already used above.") % {"value": number})
            numbers.add(number)


GRID = forms.modelformset_factory(
    Commitment,
    form=PromiseRowForm,
    formset=PromiseGridFormSet,
    extra=0,
    max_num=ROWS_A_PAGE,
    absolute_max=ROWS_A_PAGE,
)


def promise_grid_view(request: HttpRequest, pk: int, *, model_admin: Any) -> HttpResponse:
    """Show a page of an agreement's promises as a table; a POST saves all of its rows, or none."""
    record = model_admin.get_object(request, str(pk))
    if not person_may(request, Act.EDIT, Agreement, record):
        raise PermissionDenied
    if record is None:
        return redirect_not_found(request, pk, model_admin)
    promises = record.commitments.order_by("number").select_related("agreement").prefetch_related("reports")
    page = Paginator(promises, ROWS_A_PAGE).get_page(request.GET.get("page"))
    sent = sent_form(request)
    version_form = VersionForm(sent, initial={"version": record.version})
    # Of a form that was sent its keys say which: rows may have been added above meanwhile.
    rows = promises
    if sent is None:
        rows = promises.filter(pk__in=[promise.pk for promise in page])
    grid = GRID(sent, queryset=rows, prefix=PREFIX)
    refusal = ""
    if version_form.is_valid() and grid.is_valid() and not unsaved.is_restored(request):
        record.version = version_form.cleaned_data["version"]
        try:
            save_grid(grid, record, request)
        except ActRefused as refused:
            refusal = str(refused)
        else:
            unsaved.mark_saved(request)
            messages.success(request, _("Saved."))
            return redirect(request.get_full_path())
    answer: HttpResponse = model_admin.page_response(
        request,
        "admin/agreements/promise_grid.html",
        _("Promises as a table: %(record)s") % {"record": record},
        original=record,
        page=page,
        version_form=version_form,
        grid=grid,
        refusal=refusal,
    )
    return answer


def save_grid(grid: Any, record: Agreement, request: HttpRequest) -> None:
    """
    Raises:
        ActRefused: the edit is refused, or two promises would have one number.
    """
    try:
        with (
            transaction.atomic(),
            drafts.editing_record(record, actor=request.user, now=timezone.now()),
        ):
            record.save()
            grid.save()
    except IntegrityError as error:
        raise ActRefused(
            _("Two promises would have the same number for a moment. Change one of them first, and save.")
        ) from error
