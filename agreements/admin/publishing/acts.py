"""The pages that do one act of the publication process, each asked for a confirmation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import screening
from agreements.actions.listing import publish_with_agencies
from agreements.actions.refusals import ActRefused, SimilarAgreements
from agreements.admin import unsaved
from agreements.admin.accounts.roles import person_may
from agreements.admin.records.forms import LARGEST_VERSION, AnotherAgreementField, sent_form
from agreements.models import Agency
from agreements.personal_data.detectors import Severity
from agreements.rules.publication import TRANSITIONS, Act

SCREENED = {Act.SUBMIT, Act.PUBLISH}
DONE = {
    Act.SUBMIT: gettext_lazy("Review was asked for. Another coordinator can now publish it."),
    Act.RETURN: gettext_lazy("It went back to its author with your note."),
    Act.PUBLISH: gettext_lazy("It is public now."),
    Act.WITHDRAW: gettext_lazy("It is withdrawn from the public pages. The reason stays visible."),
}
WHAT_HAPPENS = {
    Act.SUBMIT: gettext_lazy(
        "It is frozen until a coordinator publishes or returns it. Nothing becomes public yet."
    ),
    Act.RETURN: gettext_lazy("The author can change it again and sees your note. Nothing becomes public."),
    Act.PUBLISH: gettext_lazy("Once you press the button below, everyone sees the following."),
    Act.WITHDRAW: gettext_lazy(
        "The following disappears from the public pages. The public list of changes keeps the reference, "
        "the day and your reason. The public ledger keeps the text: only a redaction takes personal data "
        "out of it."
    ),
}


class ActForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_VERSION)
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        max_length=1000,
        error_messages={"required": gettext_lazy("Write down the reason.")},
    )

    different_from_similar = AnotherAgreementField()
    list_agencies = forms.BooleanField(
        label=gettext_lazy("Show these agencies to everyone as well"),
        error_messages={
            "required": gettext_lazy("Without these it cannot be published: tick it, or go back.")
        },
    )

    def __init__(
        self,
        *args: Any,
        act: Act,
        similar: SimilarAgreements | None,
        unlisted: Sequence[Agency],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not unlisted:
            del self.fields["list_agencies"]
        if similar is None or act != Act.PUBLISH:
            del self.fields["different_from_similar"]
        if not TRANSITIONS[act].needs_reason:
            del self.fields["reason"]
        elif act == Act.RETURN:
            self.fields["reason"].label = _("note of the return")
            self.fields["reason"].help_text = _("What has to be changed? Only staff read this.")
            self.fields["reason"].error_messages["required"] = _("Write down what has to be changed.")
        else:
            self.fields["reason"].help_text = _("Everyone can read this. Name no private person.")


def act_view(request: HttpRequest, pk: int, *, model_admin: Any, act: Act) -> HttpResponse:
    """Ask whether to do an act and say what it means; POST does it."""
    record = model_admin.get_object(request, str(pk))
    if not person_may(request, act, model_admin.model):
        raise PermissionDenied
    if record is None:
        return redirect_not_found(request, pk, model_admin)
    initial = {"version": record.version}
    similar = model_admin.similar(request, record) if act in SCREENED else None
    unlisted = model_admin.unlisted_agencies(request, record) if act == Act.PUBLISH else ()
    form = ActForm(
        sent_form(request), act=act, similar=similar, unlisted=unlisted, initial=initial, label_suffix=""
    )
    if form.is_valid() and not unsaved.is_restored(request):
        try:
            perform_act(act, record, request, model_admin, unlisted=unlisted, **form.cleaned_data)
        except ActRefused as refusal:
            form.add_error("reason" if refusal.field == "reason" else None, str(refusal))
        else:
            unsaved.mark_saved(request)
            messages.success(request, str(model_admin.done.get(act, DONE[act])))
            return redirect(model_admin.url("change", pk))
        record = model_admin.get_object(request, str(pk))
    title = f"{act.label}: {record}"
    context = act_context(request, record, model_admin, act, form)
    context |= {"similar": similar, "unlisted": unlisted}
    page: HttpResponse = model_admin.page_response(request, "admin/agreements/act.html", title, **context)
    return page


def perform_act(
    act: Act,
    record: Any,
    request: HttpRequest,
    model_admin: Any,
    *,
    unlisted: Sequence[Agency],
    version: int,
    reason: str = "",
    list_agencies: bool = False,
    **confirmations: bool,
) -> None:
    record.version = version
    arguments: dict[str, Any] = {"actor": request.user, "now": timezone.now(), **confirmations}
    if act == Act.RETURN:
        arguments["note"] = reason
    elif act == Act.WITHDRAW:
        arguments["reason"] = reason
    if list_agencies:
        publish_with_agencies(record, unlisted, publish=model_admin.do[act], **arguments)
    else:
        model_admin.do[act](record, **arguments)


def act_context(
    request: HttpRequest, record: Any, model_admin: Any, act: Act, form: ActForm
) -> dict[str, Any]:
    obstacle = model_admin.obstacle(request, record, act)
    hits = screening.hits_in_public_record(record) if act in SCREENED else []
    hits = [hit for hit in hits if not hit.cleared]
    return {
        "original": record,
        "act": act,
        "form": form,
        "what_happens": model_admin.what_happens.get(act, WHAT_HAPPENS[act]),
        "obstacle": obstacle,
        "missing": "" if obstacle or act != Act.SUBMIT else model_admin.missing(record),
        "sections": model_admin.sections(record, act),
        "compared": model_admin.compared(record),
        "link_previews": model_admin.link_previews(record) if act in SCREENED else [],
        "warnings": [hit for hit in hits if hit.severity == Severity.WARN],
        "screening_url": model_admin.url("screening", record.pk) if hits else "",
    }


def redirect_not_found(request: HttpRequest, pk: int, model_admin: Any) -> HttpResponse:
    """Say, as Django's own pages do, that there is no such record, and lead to the first page."""
    answer: HttpResponse = model_admin._get_obj_does_not_exist_redirect(request, model_admin.opts, str(pk))
    return answer
