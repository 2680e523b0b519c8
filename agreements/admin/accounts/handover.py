"""Handover: choose who leaves and who follows, see what goes over, confirm."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.handover import HandoverLoad, hand_over, load_of
from agreements.actions.refusals import ActRefused
from agreements.admin.accounts.roles import person_may
from agreements.admin.publishing.outline import OutlineSection, filled_sections
from agreements.admin.publishing.remedy import title_of_draft
from agreements.admin.records.forms import sent_form
from agreements.models import Membership
from agreements.rules.publication import Act


class HandoverForm(forms.Form):
    person = forms.ModelChoiceField(
        get_user_model().objects.filter(is_staff=True).order_by("username"), label=gettext_lazy("who leaves")
    )
    successor = forms.ModelChoiceField(
        get_user_model().objects.filter(is_staff=True, is_active=True).order_by("username"),
        label=gettext_lazy("who follows"),
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("For example “personnel change of 1 January”. Only staff read this."),
        error_messages={"required": gettext_lazy("Write down the reason.")},
    )


def handover_view(request: HttpRequest, model_admin: Any) -> HttpResponse:
    """Show what would be handed over; the confirmation hands it over."""
    if not person_may(request, Act.HAND_OVER, Membership):
        raise PermissionDenied
    form = HandoverForm(sent_form(request), label_suffix="")
    sections: list[OutlineSection] = []
    if form.is_valid():
        sections = handover_sections(load_of(form.cleaned_data["person"], on=timezone.localdate()))
        if "confirmed" in request.POST or not sections:
            try:
                hand_over(**form.cleaned_data, actor=request.user, now=timezone.now())
            except ActRefused as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                messages.success(request, _("It was handed over."))
                return redirect(model_admin.url("changelist"))
    page: HttpResponse = model_admin.page_response(
        request,
        "admin/agreements/handover.html",
        _("Handover"),
        form=form,
        sections=sections if form.is_valid() else [],
    )
    return page


def handover_sections(load: HandoverLoad) -> list[OutlineSection]:
    """Return the agencies and the drafts that would be handed over."""
    agencies = [str(membership.agency) for membership in load.memberships]
    drafts = [draft_line(draft) for draft in load.drafts]
    return filled_sections(OutlineSection(_("Agencies"), agencies), OutlineSection(_("Drafts"), drafts))


def draft_line(draft: Any) -> str:
    return f"{draft._meta.verbose_name} · {title_of_draft(draft)} ({draft.get_state_display()})"
