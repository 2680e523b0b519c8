"""The page that makes a new draft from an agreement."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.duplicates import duplicate_agreement
from agreements.actions.refusals import ActRefused
from agreements.admin.accounts.roles import person_may
from agreements.admin.publishing.acts import redirect_not_found
from agreements.rules.publication import Act


def duplicate_view(request: HttpRequest, pk: int, *, model_admin: Any) -> HttpResponse:
    """Say what goes into the new draft and what does not; POST makes it and leads to it."""
    record = model_admin.get_object(request, str(pk))
    if not person_may(request, Act.CREATE, model_admin.model):
        raise PermissionDenied
    if record is None:
        return redirect_not_found(request, pk, model_admin)
    refusal = ""
    if request.method == "POST":
        try:
            draft = duplicate_agreement(record, actor=request.user, now=timezone.now())
        except ActRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("This is the new draft. Put right who signs it and when."))
            return redirect(model_admin.url("change", draft.pk))
    title = _("New draft from “%(record)s”") % {"record": record}
    page: HttpResponse = model_admin.page_response(
        request, "admin/agreements/duplicate.html", title, original=record, refusal=refusal
    )
    return page
