"""Changing a published record in its own form: first see what the public will see, then say why.

The form is sent twice.  The first time the change is tried out and taken back, and a page lists what
the public would see change; its hidden fields send the same form again, together with the grounds.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.changes import Change, Preview, change_published, preview_change
from agreements.actions.refusals import Incomplete, PersonalData, Refused, WrongState
from agreements.admin.accounts.roles import may
from agreements.admin.publishing.difference import Comparison, in_words
from agreements.admin.records.base import RecordAdmin
from agreements.admin.records.forms import nfc
from agreements.models import Agreement
from agreements.rules.publication import Act, ChangeKind

PREFIX = "change"
BACK = f"{PREFIX}-back"  # the button that leads from the confirmation back to the form
UNSENT = {"csrfmiddlewaretoken"}
NOTHING_PUBLIC = Change(ChangeKind.CORRECTION, reason="")
CHANGEABLE = gettext_lazy(
    "It is public and can be changed below. Before anything is saved you see what the public will see "
    "change, and say why."
)
BY_COORDINATORS = gettext_lazy(
    "It is public. Only a coordinator can change it, giving the reason; the public sees what changed."
)


BY_DECISION = gettext_lazy("Changed by a decision of those in charge")


class GroundsForm(forms.Form):
    """Why something published changes; asked only where the public sees the change."""

    kind = forms.ChoiceField(
        label=gettext_lazy("kind of change"),
        choices=ChangeKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which of the two it is.")},
    )
    amendment = forms.IntegerField(
        label=gettext_lazy("Which amendment"),
        widget=forms.Select,
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        help_text=gettext_lazy("Only for a change that the parties signed."),
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        max_length=1000,
        error_messages={"required": gettext_lazy("Write down the reason.")},
        help_text=gettext_lazy("Everyone can read this. Name no private person."),
    )

    clearance = forms.CharField(
        label=gettext_lazy("Why this is no personal data"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        max_length=500,
        required=False,
    )

    def __init__(self, given: Any, *, root: Any) -> None:
        super().__init__(given, label_suffix="", prefix=PREFIX)
        if not isinstance(root, Agreement):  # a program has no amendments
            del self.fields["amendment"]
            kinds: Any = self.fields["kind"]
            kinds.choices = [(ChangeKind.AMENDMENT, BY_DECISION), *ChangeKind.choices[1:]]

    def change(self) -> Change | None:
        """The grounds, once they were given."""
        if not self.is_bound or not self.is_valid():
            return None
        kind = ChangeKind(self.cleaned_data["kind"])
        by_amendment = kind == ChangeKind.AMENDMENT
        return Change(
            kind,
            reason=self.cleaned_data["reason"],
            amendment=self.cleaned_data.get("amendment") if by_amendment else None,
            clearance=self.cleaned_data["clearance"],
        )

    def offer(self, preview: Preview, amendments: list[tuple[int, str]]) -> None:
        """Let one of the amendments be chosen, those in the change itself among them, and ask why hits of
        the personal-data guard are none."""
        if preview.hits:
            self["clearance"].help_text = _("For staff: %(hits)s. If it is personal data, go back.") % {
                "hits": "; ".join(dict.fromkeys(map(str, preview.hits)))
            }
        else:
            del self.fields["clearance"]
        if "amendment" in self.fields:
            choices = [(number, f"{number}. {signed_on}") for number, signed_on in amendments]
            self.fields["amendment"].widget.choices = [("", "–"), *choices]
            if not choices:
                self["amendment"].help_text = _(
                    "No amendment is entered yet. Go back and enter it under “Amendments”."
                )


class Previewed(Exception):
    """The change was tried out and taken back."""

    def __init__(self, preview: Preview, amendments: list[tuple[int, str]]) -> None:
        super().__init__()
        self.preview, self.amendments = preview, amendments


class Ungrounded(Exception):
    """The change was refused for what its grounds lack."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__()
        self.refusal = refusal


class ChangesPublished(RecordAdmin):
    """A record (or part of one) whose root coordinators may change while it is public."""

    def changeable(self, request: HttpRequest, record: Any) -> bool:
        return record is not None and may(request, Act.CHANGE, self.model, record)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) or self.changeable(request, obj)

    def next_step(self, request: HttpRequest, record: Any) -> str | Promise:
        if self.changeable(request, record):
            return CHANGEABLE
        said: str | Promise = super().next_step(request, record)  # type: ignore[misc]  # of what is published
        return said

    # ---- the form, sent twice

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        record = self.get_object(request, object_id) if object_id else None
        if not self.changeable(request, record):
            return super().changeform_view(request, object_id, form_url, extra_context)
        extra_context = {**(extra_context or {}), "changing": True}
        attempt = partial(self._attempt, request, object_id, form_url, extra_context)
        if request.method != "POST":
            return attempt(None)
        return self._change_or_ask(request, record, attempt)

    def _change_or_ask(
        self, request: HttpRequest, record: Any, attempt: Callable[[Change | None], HttpResponse]
    ) -> HttpResponse:
        sent = nfc(request.POST)
        grounds = GroundsForm(sent if f"{PREFIX}-reason" in sent else None, root=self.root_of(record))
        if change := grounds.change():
            try:
                return attempt(change)
            except Ungrounded as lacking:
                grounds.add_error(lacking.refusal.field, str(lacking.refusal))
        try:
            return attempt(None)
        except Previewed as seen:
            if not seen.preview.differences:
                return attempt(NOTHING_PUBLIC)
            grounds.offer(seen.preview, seen.amendments)
            return self._ask(request, record, seen, grounds)

    def _attempt(
        self,
        request: HttpRequest,
        object_id: str | None,
        form_url: str,
        extra_context: dict[str, Any],
        change: Change | None,
    ) -> HttpResponse:
        """Take the form as it was sent: try it out without grounds, change the record with them."""
        request.change = change  # type: ignore[attr-defined]
        request.refusal = None  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        root = self.root_of(form.instance)
        if not change or not root.is_public:
            return super().save_related(request, form, formsets, change)
        if BACK in request.POST:
            raise Refused(_("Nothing is saved yet. Everything below is as you typed it: go on."))
        amendments: list[tuple[int, str]] = []

        def write() -> None:
            self.write(request, form, formsets, change)
            if isinstance(root, Agreement):
                stored = root.amendments.values_list("number", "signed_on", "reason_ko")
                amendments.extend((number, f"{signed_on} {reason}") for number, signed_on, reason in stored)

        grounds: Change | None = getattr(request, "change", None)
        if uploads := [one for formset in formsets for one in formset.forms if uploaded(one)]:
            require_alone(uploads, form, formsets)
            grounds = grounds or NOTHING_PUBLIC  # and a file is stored once, not tried out
        try:
            with self.comparing(request, form, formsets, change):
                if grounds is None:
                    seen = preview_change(root, write=write, actor=request.user, now=timezone.now())
                    raise Previewed(seen, amendments)
                change_published(root, grounds, write=write, actor=request.user, now=timezone.now())
        except (Incomplete, PersonalData) as refusal:
            if grounds is NOTHING_PUBLIC or refusal.field not in GroundsForm.base_fields:
                raise
            raise Ungrounded(refusal) from refusal

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        grounds = getattr(request, "change", None)
        if not self.root_of(obj).is_public:
            return super().response_change(request, obj)
        if grounds is None or grounds is NOTHING_PUBLIC:
            messages.success(request, _("Saved. Nothing that the public sees changed by it."))
        else:
            messages.success(request, _("Changed. The public sees what changed, and why."))
        return redirect(self.url("change", obj.pk))

    def _ask(
        self, request: HttpRequest, record: Any, seen: Previewed, grounds: GroundsForm
    ) -> TemplateResponse:
        """Show what the public would see change, and ask why."""
        hidden = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in UNSENT and not name.startswith(f"{PREFIX}-")
            for value in values
        ]
        return TemplateResponse(
            request,
            "admin/agreements/change.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Change what is published: %(record)s") % {"record": record},
                "opts": self.opts,
                "original": record,
                "hidden": hidden,
                "grounds": grounds,
                "compared": Comparison(
                    _("What the public will see change"),
                    _("Now"),
                    _("After the change"),
                    in_words(seen.preview.differences),
                ),
            },
        )


def uploaded(form: Any) -> bool:
    return "file" in getattr(form, "changed_data", ())


def require_alone(uploads: list[Any], form: Any, formsets: Any) -> None:
    """
    Raises:
        WrongState: a file came together with something else; on the way to the confirmation page and
            back it would be lost.
    """
    others = [one for formset in formsets for one in formset.forms if one not in uploads]
    if set(form.changed_data) - {"version"} or any(one.has_changed() for one in others):
        raise WrongState(
            _("A file is added to a published record by itself. Save it without any other change first.")
        )
