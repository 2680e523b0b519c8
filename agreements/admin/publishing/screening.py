"""The personal-data check of a record: everyone sees the hits, a coordinator states why one is none."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import screening
from agreements.actions.refusals import ActRefused
from agreements.actions.screening import PersonalDataHit
from agreements.admin import unsaved
from agreements.admin.accounts.roles import person_may
from agreements.admin.publishing.acts import redirect_not_found
from agreements.admin.records.forms import sent_form
from agreements.personal_data.detectors import Severity
from agreements.rules.publication import Act

HEADINGS = {
    Severity.ALWAYS: gettext_lazy("Has to be removed"),
    Severity.CLEAR: gettext_lazy("Blocks until it is removed or cleared"),
    Severity.WARN: gettext_lazy("Look at it; it does not block"),
}


class ClearanceForm(forms.Form):
    """A field for the reason of each of ``hits`` that can be cleared, named by its fingerprint."""

    def __init__(self, *args: Any, hits: list[PersonalDataHit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for hit in filter(attrgetter("clearable"), hits):
            self.fields[hit.fingerprint] = forms.CharField(
                label=_("Why this is no personal data: %(what)s") % {"what": hit.what},
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            )

    def by_reason(self) -> dict[str, list[str]]:
        """Return {reason: fingerprints} of the fields that are filled."""
        fingerprints: dict[str, list[str]] = {}
        for fingerprint, reason in self.cleaned_data.items():
            if reason:
                fingerprints.setdefault(reason, []).append(fingerprint)
        return fingerprints


def screening_view(request: HttpRequest, pk: int, *, model_admin: Any) -> HttpResponse:
    """Show what the personal-data guard finds in a record; POST clears the hits with a reason."""
    record = model_admin.get_object(request, str(pk))
    if not model_admin.has_view_permission(request, record):
        raise PermissionDenied
    if record is None:
        return redirect_not_found(request, pk, model_admin)
    hits = screening.hits_in_public_record(record)
    form = ClearanceForm(sent_form(request), hits=hits, label_suffix="")
    if request.method == "POST" and not person_may(request, Act.CLEAR, model_admin.model):
        raise PermissionDenied
    if form.is_valid() and not unsaved.is_restored(request) and clear_hits_with_reason(request, record, form):
        unsaved.mark_saved(request)
        return redirect(model_admin.url("screening", pk))
    page: HttpResponse = model_admin.page_response(
        request,
        "admin/agreements/screening.html",
        _("Personal-data check: %(record)s") % {"record": record},
        original=record,
        groups=groups_by_heading(hits, form),
        cleared=[hit for hit in hits if hit.cleared],
        form=form,
        may_clear=person_may(request, Act.CLEAR, model_admin.model, record) and bool(form.fields),
    )
    return page


def clear_hits_with_reason(request: HttpRequest, record: Any, form: ClearanceForm) -> bool:
    """Clear the hits with a reason and return True; or add the refusal to the form and return False."""
    fingerprints_by_reason = form.by_reason()
    if not fingerprints_by_reason:
        form.add_error(None, _("Write the reason at one of the hits."))
        return False
    try:
        with transaction.atomic():
            for reason, fingerprints in fingerprints_by_reason.items():
                screening.clear_hits(record, fingerprints, reason, actor=request.user, now=timezone.now())
    except ActRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Cleared. The reason stays in the history of this record."))
    return True


@dataclass(frozen=True)
class HitGroup:
    """The hits of one fingerprint: the first of them, where all of them stand, the field for the reason."""

    hit: PersonalDataHit
    locations: list[str]
    reason: Any


def groups_by_heading(hits: list[PersonalDataHit], form: ClearanceForm) -> list[tuple[Any, list[HitGroup]]]:
    """Return heading and groups of each severity that has open hits."""
    groups = []
    for severity, heading in HEADINGS.items():
        hit_groups = group_hits(hits, severity, form)
        if hit_groups:
            groups.append((heading, hit_groups))
    return groups


def group_hits(hits: list[PersonalDataHit], severity: Severity, form: ClearanceForm) -> list[HitGroup]:
    """Return the open hits of one severity by fingerprint, in the order of their first appearance."""
    groups: dict[str, HitGroup] = {}
    for hit in hits:
        if hit.severity != severity or hit.cleared:
            continue
        mark = hit.fingerprint
        if mark not in groups:
            groups[mark] = HitGroup(hit, [], form[mark] if mark in form.fields else None)
        if hit.where not in groups[mark].locations:
            groups[mark].locations.append(hit.where)
    return list(groups.values())
