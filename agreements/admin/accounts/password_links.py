"""Links with which a person sets the password: after an invitation, or where it was forgotten.

A link holds for some days and for one use (Django's token: it ends with the password or the next log-in).
It never replaces the second factor, which is asked for at the log-in.
"""

import logging
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.mail import EmailMessage, mailers
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agreements.actions import accounts
from agreements.admin.accounts.lockout import locked_out

logger = logging.getLogger(__name__)
SECONDS_PER_DAY = 24 * 60 * 60


def password_link(account: Any) -> str:
    """Return the address at which its holder sets the password of the account; a secret."""
    key = urlsafe_base64_encode(force_bytes(account.pk))
    token = default_token_generator.make_token(account)
    return settings.SITE_URL + reverse("admin:password_reset_confirm", args=[key, token])


def can_mail() -> bool:
    return "default" in mailers


def mail_password_link(account: Any, *, is_invitation: bool) -> bool:
    """Mail the link; return whether it was handed to the mail server."""
    if not can_mail() or not account.email:
        return False
    context = {
        "account": account,
        "is_invitation": is_invitation,
        "link": password_link(account),
        "days": settings.PASSWORD_RESET_TIMEOUT // SECONDS_PER_DAY,
        "department": settings.CONTACT_DEPARTMENT,
        "telephone": settings.CONTACT_TELEPHONE,
    }
    subject = _("[Agreements] Your account") if is_invitation else _("[Agreements] Set a new password")
    message = EmailMessage(
        subject,
        render_to_string("mail/password_link.txt", context),
        to=[account.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        message.send(using="default")
    except Exception:  # whatever is wrong with the mailbox, the page says what to do instead
        logger.exception("The link for a password was not sent to account %s", account.pk)
        return False
    return True


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True, "class": "vTextField"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def password_reset_view(request: HttpRequest) -> HttpResponse:
    """Mail a link to whoever forgot the password; the answer is the same whether there is such an account.

    Each request counts like a failed log-in with that address, so that nobody's mailbox is filled.
    """
    form = ForgottenForm(request.POST or None, label_suffix="")
    if request.method == "POST" and can_mail() and form.is_valid():
        credentials = {"username": form.cleaned_data["email"].lower()}  # accounts are found in any case
        if not AxesProxyHandler.is_allowed(request, credentials):
            return locked_out(request, HttpResponse(), credentials)
        user_login_failed.send(__name__, credentials=credentials, request=request)
        for account in accounts_with_address(form.cleaned_data["email"]):
            mail_password_link(account, is_invitation=False)
        return redirect(f"{reverse('admin:password_reset')}?sent=1")
    context = {
        **site.each_context(request),
        "title": _("Forgotten password"),
        "form": form,
        "can_mail": can_mail(),
        "is_sent": "sent" in request.GET,
        "days": settings.PASSWORD_RESET_TIMEOUT // SECONDS_PER_DAY,
    }
    return TemplateResponse(request, "admin/password_reset.html", context)


def accounts_with_address(address: str) -> list[Any]:
    accounts_of_staff = get_user_model().objects.filter(is_active=True, is_staff=True)
    return list(accounts_of_staff.filter(email__iexact=address))


class ChosenPasswordForm(SetPasswordForm):
    def save(self, commit: bool = True) -> Any:
        account = super().save(commit=False)
        accounts.change_password(account, actor=account, now=timezone.now())
        return account


class PasswordLinkView(PasswordResetConfirmView):
    """The page behind a link: the password is set, or the link does not hold any more."""

    form_class = ChosenPasswordForm
    template_name = "admin/password_link.html"
    success_url = reverse_lazy("admin:login")
    title = gettext_lazy("Set your password")

    def get_user(self, uidb64: str) -> Any:
        account = super().get_user(uidb64)
        if account is None or not (account.is_active and account.is_staff):
            return None
        return account

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is set. Log in with it."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**site.each_context(self.request), **super().get_context_data(**kwargs)}
