"""The page that says of an agency that it was entered twice, and which entry goes on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import site
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.agency_duplicates import close_duplicate, reopen_duplicate
from agreements.actions.refusals import ActRefused
from agreements.admin.publishing.acts import redirect_not_found
from agreements.admin.records.forms import VersionForm, sent_form
from agreements.admin.records.pickers import Picker, is_key
from agreements.models import Agency
from agreements.rules.korean import with_particles


class PickedAgency(forms.ModelChoiceField):
    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not is_key(Agency, value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class EnteredTwiceForm(VersionForm):
    same_as = PickedAgency(
        Agency.objects.all(),
        label=gettext_lazy("the entry that goes on"),
        help_text=gettext_lazy("Search by name. It has to be the same body, not one that followed it."),
        error_messages={"required": gettext_lazy("Choose the entry that goes on.")},
        widget=Picker(Agency._meta.get_field("same_as"), site),
    )


def entered_twice_view(request: HttpRequest, pk: int, *, model_admin: Any) -> HttpResponse:
    """Say what it means that an agency is the same body as another, and do it, or take it back, when sent."""
    record = model_admin.get_object(request, str(pk))
    if not model_admin.has_change_permission(request, record):
        raise PermissionDenied
    if record is None:
        return redirect_not_found(request, pk, model_admin)
    closed = record.same_as is not None
    form_class = VersionForm if closed else EnteredTwiceForm
    form = form_class(sent_form(request), initial={"version": record.version}, label_suffix="")
    if form.is_valid():
        try:
            settle(record, request, **form.cleaned_data)
        except ActRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect(model_admin.url("change", pk))
    page: HttpResponse = model_admin.page_response(
        request,
        "admin/agreements/entered_twice.html",
        _("Entered twice: %(agency)s") % {"agency": record},
        original=record,
        closed=closed,
        form=form,
        media=model_admin.media + form.media,
    )
    return page


def settle(record: Agency, request: HttpRequest, *, version: int, same_as: Agency | None = None) -> None:
    record.version = version
    if same_as is None:
        reopen_duplicate(record, actor=request.user, now=timezone.now())
        sentence = _("“%(agency)s” is a body of its own again.") % {"agency": record}
        messages.success(request, with_particles(sentence))
        return
    close_duplicate(record, same_as=same_as, actor=request.user, now=timezone.now())
    sentence = _("“%(agency)s” leads to “%(other)s” now and is offered no more.")
    messages.success(request, with_particles(sentence % {"agency": record, "other": same_as}))
