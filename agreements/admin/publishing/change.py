"""Changing a published record in its own form: first see what the public will see, then say why.

The form is sent twice.  The first time the change is tried out and taken back, and a page lists what
the public would see change; its hidden fields send the same form again, together with the grounds.
"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.changes import ChangePreview, PublishedChange, change_published, preview_change
from agreements.actions.link_preview import LinkPreview, link_previews, named_milestones
from agreements.actions.refusals import (
    ActRefused,
    Incomplete,
    PersonalData,
    SimilarAgreements,
    WrongState,
)
from agreements.admin import unsaved
from agreements.admin.publishing.difference import VersionComparison, value_differences
from agreements.admin.records.forms import AnotherAgreementField
from agreements.admin.records.submission import Submission
from agreements.models import Agreement
from agreements.rules.publication import ChangeKind

PREFIX = "change"
BACK = f"{PREFIX}-back"  # the button that leads from the confirmation back to the form
UNSENT = {"csrfmiddlewaretoken", unsaved.FORM}
NOTHING_PUBLIC = PublishedChange(ChangeKind.CORRECTION, reason="")
CHANGEABLE = gettext_lazy(
    "It is public and can be changed below. Before anything is saved you see what the public will see "
    "change, and say why."
)
BY_COORDINATORS = gettext_lazy(
    "It is public. Only a coordinator can change it, giving the reason; the public sees what changed."
)


BY_DECISION = gettext_lazy("Changed by a decision of those in charge")


class GroundsForm(forms.Form):
    """Ask why something published changes; only where the public sees the change."""

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

    different_from_similar = AnotherAgreementField(required=False)

    def __init__(self, posted: Any, *, root: Any) -> None:
        super().__init__(posted, label_suffix="", prefix=PREFIX)
        if not isinstance(root, Agreement):  # a program has no amendments
            del self.fields["amendment"]
            kinds: Any = self.fields["kind"]
            kinds.choices = [(ChangeKind.AMENDMENT, BY_DECISION), *ChangeKind.choices[1:]]

    def change(self) -> PublishedChange | None:
        """Return the grounds; None until a valid form was sent."""
        if not self.is_valid():
            return None
        kind = ChangeKind(self.cleaned_data["kind"])
        by_amendment = kind == ChangeKind.AMENDMENT
        return PublishedChange(
            kind,
            reason=self.cleaned_data["reason"],
            amendment=self.cleaned_data.get("amendment") if by_amendment else None,
            clearance=self.cleaned_data["clearance"],
            different_from_similar=self.cleaned_data["different_from_similar"],
        )

    def offer(self, preview: ChangePreview, amendments: list[tuple[int, str]]) -> None:
        """Offer the amendments, also those of the change itself, and ask for the clearance of hits."""
        if preview.hits:
            self["clearance"].help_text = _("For staff: %(hits)s. If it is personal data, go back.") % {
                "hits": "; ".join(dict.fromkeys(map(str, preview.hits)))
            }
        else:
            del self.fields["clearance"]
        if preview.similar is None:
            del self.fields["different_from_similar"]
        if "amendment" in self.fields:
            choices = [(number, f"{number}. {text}") for number, text in amendments]
            self.fields["amendment"].widget.choices = [("", "–"), *choices]
            if not choices:
                self["amendment"].help_text = _(
                    "No amendment is entered yet. Go back and enter it under “Amendments”."
                )


def change_published_record(
    model_admin: Any, request: HttpRequest, stored: Any, context: dict[str, Any]
) -> HttpResponse:
    """Change the record that the form is of, or ask for the grounds of what the public would see change."""
    submission = Submission(model_admin, request, stored)
    if not submission.is_valid:
        return submission.invalid_page(context)
    if BACK in request.POST:
        return submission.page_as_typed(context)
    try:
        return change_or_ask(submission)
    except ActRefused as refusal:
        return submission.refused_page(refusal, context)


def change_or_ask(submission: Submission) -> HttpResponse:
    """Save the change, or show the page that asks for its grounds.

    Raises:
        ActRefused: for anything but incomplete grounds, for which the page asks again.
    """
    posted = submission.request.POST
    grounds = GroundsForm(
        posted if f"{PREFIX}-reason" in posted else None,
        root=submission.model_admin.root_of(submission.stored),
    )
    change = grounds.change()
    if is_upload(submission):
        return save_change(submission, change or NOTHING_PUBLIC)  # a file is stored once, not tried out
    if change is not None:
        try:
            return save_change(submission, change)
        except (Incomplete, PersonalData, SimilarAgreements) as refusal:
            if refusal.field not in GroundsForm.base_fields:
                raise
            grounds.add_error(refusal.field, str(refusal))
        submission = submission.again()
    trial = try_out(submission)
    if not trial.preview.differences:
        return save_change(submission.again(), NOTHING_PUBLIC)
    grounds.offer(trial.preview, trial.amendments)
    return confirmation_page(submission, trial, grounds)


@dataclass
class Trial:
    """What a change would do: to what the public sees, the amendments, the promises that are the same."""

    preview: ChangePreview
    amendments: list[tuple[int, str]] = field(default_factory=list)
    link_previews: list[LinkPreview] = field(default_factory=list)


def try_out(submission: Submission) -> Trial:
    """Write the change and take it back."""
    root = submission.model_admin.root_of(submission.form.instance)
    trial = Trial(ChangePreview([], []))

    def write() -> None:
        before = named_milestones(root) if isinstance(root, Agreement) else {}
        submission.write()
        if isinstance(root, Agreement):
            for amendment in root.amendments.all():
                text = f"{amendment.signed.short()} {amendment.reason_ko}"
                trial.amendments.append((amendment.number, text))
            trial.link_previews = link_previews(root, on=timezone.localdate(), before=before)

    with submission.saving():
        trial.preview = preview_change(root, write=write, actor=submission.request.user, now=timezone.now())
    return trial


def save_change(submission: Submission, change: PublishedChange) -> HttpResponse:
    """Save the change with its grounds and lead back to the record.

    Raises:
        ActRefused: as :func:`change_published`.
    """
    model_admin, request = submission.model_admin, submission.request
    record = submission.form.instance
    with submission.saving():
        change_published(
            model_admin.root_of(record),
            change,
            write=submission.write,
            actor=request.user,
            now=timezone.now(),
        )
    unsaved.mark_saved(request)
    if change is NOTHING_PUBLIC:
        messages.success(request, _("Saved. Nothing that the public sees changed by it."))
    else:
        messages.success(request, _("Changed. The public sees what changed, and why."))
    return redirect(model_admin.url("change", record.pk))


def confirmation_page(submission: Submission, trial: Trial, grounds: GroundsForm) -> HttpResponse:
    """Show what the public would see change, and ask why; hidden fields send the same form again."""
    model_admin, request, record = submission.model_admin, submission.request, submission.stored
    differences = value_differences(trial.preview.differences)
    title = _("What the public will see change")
    page: HttpResponse = model_admin.page_response(
        request,
        "admin/agreements/change.html",
        _("Change what is published: %(record)s") % {"record": record},
        original=record,
        hidden=hidden_fields(request.POST),
        grounds=grounds,
        compared=VersionComparison(title, _("Now"), _("After the change"), differences),
        link_previews=trial.link_previews,
        similar=trial.preview.similar,
    )
    return page


def hidden_fields(posted: QueryDict) -> list[tuple[str, Any]]:
    """Return (name, value) of the fields that send the same form again, without the token and the grounds."""
    fields: list[tuple[str, Any]] = []
    for name, values in posted.lists():
        if name not in UNSENT and not name.startswith(f"{PREFIX}-"):
            fields += [(name, value) for value in values]
    return fields


def is_upload(submission: Submission) -> bool:
    """Say whether a file is sent.

    Raises:
        WrongState: something else is changed too; the confirmation page cannot send a file again.
    """
    uploads, other_changes = [], list(set(submission.form.changed_data) - {"version"})
    for formset in submission.formsets:
        for child in formset.forms:
            if "file" in child.changed_data:
                uploads.append(child)
            elif child.has_changed():
                other_changes.append(child)
    if uploads and other_changes:
        raise WrongState(
            _("A file is added to a published record by itself. Save it without any other change first.")
        )
    return bool(uploads)
