"""The admin of records that are drafted, reviewed and published: agreements, programs, reports."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import drafts, screening
from agreements.actions.checks import require_transition, review_of
from agreements.actions.refusals import Refused
from agreements.admin.accounts.roles import may
from agreements.admin.publishing.difference import Comparison
from agreements.admin.publishing.outline import Offer, Section
from agreements.admin.publishing.screening import Screened
from agreements.admin.records.forms import LARGEST_VERSION, nfc
from agreements.models.base import Publishable
from agreements.personal_data.detectors import Severity
from agreements.rules.publication import TRANSITIONS, Act, PublicationState

BUTTONS = (Act.SUBMIT, Act.RETURN, Act.PUBLISH, Act.WITHDRAW)
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
LOCKED = {
    PublicationState.SUBMITTED: gettext_lazy(
        "It waits for review and is frozen. To change it, a coordinator returns it first."
    ),
}
NEXT_STEP = {
    PublicationState.DRAFT: gettext_lazy(
        "Only staff see this draft. When it is complete, press “Submit for review”."
    ),
    PublicationState.RETURNED: gettext_lazy(
        "It came back from review. Change what the note says, then submit it again."
    ),
    PublicationState.WITHDRAWN: gettext_lazy(
        "It was public once and was withdrawn. It can be changed and submitted again."
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

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not TRANSITIONS[act].needs_reason:
            del self.fields["reason"]
        elif act == Act.RETURN:
            self.fields["reason"].label = _("note of the return")
            self.fields["reason"].help_text = _("What has to be changed? Only staff read this.")
            self.fields["reason"].error_messages["required"] = _("Write down what has to be changed.")
        else:
            self.fields["reason"].help_text = _("Everyone can read this. Name no private person.")


class PublishableAdmin(Screened):
    """``do`` maps each act of this kind of record to the action that does it."""

    do: dict[Act, Callable[..., Any]]
    done: dict[Act, str | Promise] = {}
    what_happens: dict[Act, str | Promise] = {}
    once_public: str | Promise  # why it cannot be edited any more, and what can be done instead
    change_form_template = "admin/agreements/publishable_form.html"
    view_on_site = True

    # ---- who may what, now

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_editable)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.first_published_at is None)

    def why_locked(self, request: HttpRequest, record: Publishable) -> str | Promise:
        return self.once_public if record.is_public else LOCKED.get(PublicationState(record.state), "")

    def next_step(self, request: HttpRequest, record: Any) -> str | Promise:
        """What can be done with the record as it stands, in a sentence."""
        if locked := self.why_locked(request, record):
            return locked
        mine = self.has_change_permission(request, record)
        return NEXT_STEP[PublicationState(record.state)] if mine else ""

    def instead(self, request: HttpRequest, record: Any) -> list[Offer]:
        """What may follow a published record."""
        return []

    def possible_acts(self, request: HttpRequest, record: Publishable) -> list[Act]:
        return [act for act in BUTTONS if act in self.do and may(request, act, self.model, record)]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if obj is not None and obj.pk and obj.is_public else None

    # ---- the change page says where the record is and what can be done

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        record = self.get_object(request, object_id) if object_id else None
        if record is not None and request.method == "GET":
            extra_context = {**(extra_context or {}), **self.situation(request, record)}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def situation(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        state = PublicationState(record.state)
        return {
            "state": state,
            "next_step": self.next_step(request, record),
            "possible_acts": [
                (act.value, act.label, self.url(act.value, record.pk))
                for act in self.possible_acts(request, record)
            ],
            "instead": self.instead(request, record),
            "preview_url": self.url("preview", record.pk),
            "screening_url": self.url("screening", record.pk),
        }

    # ---- acts

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path(
                f"<int:pk>/{act.value}/",
                self.admin_site.admin_view(partial(self.act_view, act=act)),
                name=f"{name}_{act.value}",
            )
            for act in self.do
        ]
        preview = path(
            "<int:pk>/preview/", self.admin_site.admin_view(self.preview_view), name=f"{name}_preview"
        )
        return [*own, preview, *super().get_urls()]

    def act_view(self, request: HttpRequest, pk: int, *, act: Act) -> HttpResponse:
        """Ask whether to do an act and say what it means; POST does it."""
        record = self.get_object(request, str(pk))
        if not may(request, act, self.model):
            raise PermissionDenied
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))  # type: ignore[attr-defined]
        form = ActForm(
            nfc(request.POST) if request.method == "POST" else None,
            act=act,
            initial={"version": record.version},
            label_suffix="",
        )
        if form.is_bound and form.is_valid():
            try:
                self.perform(act, record, request, **form.cleaned_data)
            except Refused as refusal:
                form.add_error("reason" if refusal.field == "reason" else None, str(refusal))
            else:
                messages.success(request, str(self.done.get(act, DONE[act])))
                return redirect(self.url("change", pk))
            record = self.get_object(request, str(pk))
        return TemplateResponse(
            request, "admin/agreements/act.html", self.act_context(request, record, act, form)
        )

    def perform(self, act: Act, record: Any, request: HttpRequest, *, version: int, reason: str = "") -> None:
        record.version = version
        arguments: dict[str, Any] = {"actor": request.user, "now": timezone.now()}
        if act == Act.RETURN:
            arguments["note"] = reason
        elif act == Act.WITHDRAW:
            arguments["reason"] = reason
        self.do[act](record, **arguments)

    def act_context(self, request: HttpRequest, record: Any, act: Act, form: ActForm) -> dict[str, Any]:
        obstacle = self.obstacle(request, record, act)
        hits = [hit for hit in screening.found_in(record) if not hit.cleared] if act in SCREENED else []
        return {
            **self.admin_site.each_context(request),
            "title": f"{act.label}: {record}",
            "opts": self.opts,
            "original": record,
            "act": act,
            "form": form,
            "what_happens": self.what_happens.get(act, WHAT_HAPPENS[act]),
            "obstacle": obstacle,
            "missing": "" if obstacle or act != Act.SUBMIT else self.missing(record),
            "sections": self.sections(record, act),
            "compared": self.compared(record),
            "warnings": [hit for hit in hits if hit.severity == Severity.WARN],
            "screening_url": self.url("screening", record.pk) if hits else "",
        }

    def obstacle(self, request: HttpRequest, record: Any, act: Act) -> str:
        """Why the act would be refused, as far as can be told beforehand; empty if it would not."""
        try:
            require_transition(record, act)
            if act == Act.PUBLISH:
                review_of(record, actor=request.user)
                self.require_fit(record)
            if act in SCREENED:
                screening.refuse(screening.found_in(record))
        except Refused as refusal:
            return str(refusal)
        return ""

    def missing(self, record: Any) -> str:
        """What would still keep the record from being published; empty if nothing."""
        try:
            self.require_fit(record)
        except Refused as refusal:
            return str(refusal)
        return ""

    def require_fit(self, record: Any) -> None:
        """
        Raises:
            Refused: the record is not yet fit to be published.
        """
        raise NotImplementedError

    def sections(self, record: Any, act: Act) -> list[Section]:
        """What becomes public, or disappears."""
        raise NotImplementedError

    def compared(self, record: Any) -> Comparison | None:
        """What it is held against: a correction with what it corrects."""
        return None

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a record to staff as the public would see it."""
        record = self.get_object(request, str(pk))
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))  # type: ignore[attr-defined]
        return TemplateResponse(
            request,
            "admin/agreements/preview.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Preview: %(record)s") % {"record": record},
                "opts": self.opts,
                "original": record,
                "sections": self.sections(record, Act.PUBLISH),
            },
        )

    # ---- columns

    @admin.display(description=gettext_lazy("publication state"), ordering="state")
    def state_badge(self, obj: Publishable) -> str:
        return format_html('<span class="state state-{}">{}</span>', obj.state, obj.get_state_display())


SUBMIT_AND_RETURN: dict[Act, Callable[..., Any]] = {
    Act.SUBMIT: drafts.submit,
    Act.RETURN: drafts.return_draft,
}
