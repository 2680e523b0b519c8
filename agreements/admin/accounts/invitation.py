"""An account in one step: person, role, agencies and mail address; and its link, sent or shown once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.accounts import Invitation, invite_account, issue_password_link
from agreements.actions.refusals import ActRefused
from agreements.admin.accounts.password_links import can_mail, mail_password_link, password_link
from agreements.admin.records.forms import sent_form
from agreements.admin.records.pickers import MultiplePicker, PickedMany
from agreements.models import Agency, Membership
from agreements.rules.roles import AUDITOR, COORDINATOR, EDITOR

ROLE_CHOICES = (
    (EDITOR, gettext_lazy("editor: enters drafts of the own agencies and submits them")),
    (COORDINATOR, gettext_lazy("coordinator: sees everything, reviews and publishes")),
    (AUDITOR, gettext_lazy("auditor: reads everything, changes nothing")),
)


class InvitationForm(forms.ModelForm):
    """The account's own fields have the checks of its model; ``first_name`` holds the whole name."""

    role = forms.ChoiceField(label=gettext_lazy("role"), choices=ROLE_CHOICES, widget=forms.RadioSelect)
    agencies = PickedMany(
        Agency.objects.all(),
        label=gettext_lazy("agencies that they work for"),
        required=False,
        help_text=gettext_lazy("From today on. An editor needs one at least."),
        widget=MultiplePicker(Membership._meta.get_field("agency"), site),
    )

    class Meta:
        model = get_user_model()
        fields = ("username", "first_name", "email")
        labels = {
            "username": gettext_lazy("log-in name"),
            "first_name": gettext_lazy("full name"),
            "email": gettext_lazy("Mail address"),
        }
        help_texts = {
            "username": gettext_lazy(
                "Letters, numbers and @/./+/-/_ only. For example the part before the @."
            ),
            "email": gettext_lazy("The link for the password and reminders go there."),
        }
        widgets = {
            name: forms.TextInput(attrs={"class": "vTextField"})
            for name in ("username", "first_name", "email")
        }

    field_order = ("first_name", "username", "email", "role", "agencies")

    def __init__(self, sent: Any) -> None:
        super().__init__(sent, label_suffix="")
        self.fields["first_name"].required = self.fields["email"].required = True

    def clean(self) -> Any:
        cleaned: Any = super().clean()
        if cleaned.get("role") == EDITOR and not cleaned.get("agencies") and "agencies" not in self.errors:
            self.add_error("agencies", _("An editor works for at least one agency."))
        return cleaned

    def invitation(self) -> Invitation:
        return Invitation(
            username=self.cleaned_data["username"],
            name=self.cleaned_data["first_name"],
            email=self.cleaned_data["email"],
            role=self.cleaned_data["role"],
            agencies=list(self.cleaned_data["agencies"]),
        )


def invite_view(request: HttpRequest, *, model_admin: Any) -> HttpResponse:
    """Make an account with role and agencies, and send its holder the link for the password."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = InvitationForm(sent_form(request))
    if form.is_valid():
        try:
            account = invite_account(form.invitation(), actor=request.user, now=timezone.now())
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        except IntegrityError:  # an account of the same name, added in this very moment
            form.add_error("username", _("Somebody else saved the same at this moment."))
        else:
            return answer_with_link(request, account, model_admin, is_invitation=True)
    page: HttpResponse = model_admin.page_response(
        request,
        "admin/agreements/invite.html",
        _("Invite a person"),
        form=form,
        media=form.media,
        can_mail=can_mail(),
    )
    return page


def send_link_view(request: HttpRequest, pk: int, *, model_admin: Any) -> HttpResponse:
    """Ask for confirmation, then send somebody the link for a new password, or show it."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    account = model_admin.get_object(request, str(pk))
    if account is None:
        raise Http404
    if request.method == "POST" and account.is_active and account.is_staff:
        issue_password_link(account, actor=request.user, now=timezone.now())
        return answer_with_link(request, account, model_admin, is_invitation=False)
    page: HttpResponse = model_admin.page_response(
        request,
        "admin/agreements/send_link.html",
        _("Link for a new password: %(account)s") % {"account": account},
        original=account,
        can_mail=can_mail() and bool(account.email),
    )
    return page


def answer_with_link(
    request: HttpRequest, account: Any, model_admin: Any, *, is_invitation: bool
) -> HttpResponse:
    """Mail the link and lead to the account; where no mail goes, show it once to be handed over."""
    if mail_password_link(account, is_invitation=is_invitation):
        messages.success(request, _("The link was sent: %(address)s") % {"address": account.email})
        return redirect("admin:auth_user_change", account.pk)
    page: HttpResponse = model_admin.page_response(
        request,
        "admin/agreements/link_shown.html",
        _("Link for the password: %(account)s") % {"account": account},
        original=account,
        link=password_link(account),
        is_mail_set_up=can_mail(),
    )
    return page
