"""One's own second factor: set up, shown at log-in, renewed, removed.  Works without JavaScript."""

import secrets
from base64 import b32encode
from binascii import unhexlify
from collections.abc import Callable
from typing import Any

import django_otp
import segno
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.auth.signals import user_login_failed
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.actions import second_factor
from agreements.actions.refusals import ActRefused
from agreements.admin.accounts.lockout import locked_out
from agreements.models.second_factor import is_pending, is_required_of, telephone_of

KEY_BYTES = 20
SALT = "second factor"
MINUTES_TO_SET_UP = 30


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
                "class": "vTextField",
            }
        ),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)  # of a set-up, signed


def second_factor_page(request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
    request.current_app = site.name
    return TemplateResponse(
        request, f"admin/second_factor/{template}.html", {**site.each_context(request), **context}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def second_factor_view(request: HttpRequest) -> HttpResponse:
    """Ask for the code; once the session is verified, show what is set up."""
    if not telephone_of(request.user):
        return redirect(f"{reverse('admin:second_factor_enrol')}?{request.GET.urlencode()}".rstrip("?"))
    if not is_pending(request.user):
        return overview_page(request, CodeForm())
    form = CodeForm(request.POST or None)
    if form.is_valid():
        lockout_page = check_code(request, form)
        if lockout_page is not None:
            return lockout_page
        if form.is_valid():
            return redirect(next_address(request))
    return second_factor_page(request, "verify", title=_("Second step of logging in"), form=form)


def overview_page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    return second_factor_page(
        request,
        "overview",
        title=_("Second factor"),
        form=form,
        codes_left=second_factor.codes_left(request.user),
        is_required=is_required_of(request.user),
    )


def check_code(request: HttpRequest, form: CodeForm) -> HttpResponse | None:
    """Check the form's code and mark the session; return the page of a lock-out if there is one.

    A wrong code is an error of the form and counts as a failed log-in.
    """
    credentials = {"username": request.user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        return locked_out(request, HttpResponse(), credentials)
    try:
        second_factor.verify_code(request.user, form.cleaned_data["code"])
    except ActRefused as refusal:
        form.add_error("code", str(refusal))
        if isinstance(refusal, second_factor.WrongCode):
            user_login_failed.send(__name__, credentials=credentials, request=request)
        return None
    request.session.cycle_key()
    django_otp.login(request, telephone_of(request.user))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def enrol_view(request: HttpRequest) -> HttpResponse:
    """Show a new secret, and store it once the telephone gives a code made from it."""
    if telephone_of(request.user):
        return redirect("admin:second_factor")
    form = CodeForm(request.POST or None)
    key = key_of(request, form) if request.method == "POST" else ""
    if key and form.is_valid():
        try:
            codes = second_factor.enrol_telephone(
                request.user, key=key, code=form.cleaned_data["code"], now=timezone.now()
            )
        except ActRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            request.session.cycle_key()
            django_otp.login(request, telephone_of(request.user))
            return codes_page(request, codes)
    elif request.method == "POST" and not key:
        messages.error(request, _("The page was open for too long. Here is a new secret."))
        form = CodeForm()
    key = key or secrets.token_hex(KEY_BYTES)
    device = TOTPDevice(user=request.user, key=key)
    secret = b32encode(unhexlify(key)).decode()
    return second_factor_page(
        request,
        "enrol",
        title=_("Set up the second factor"),
        form=form,
        key=signing.dumps([request.user.pk, key], salt=SALT),
        picture=segno.make(device.config_url, micro=False).svg_data_uri(scale=4, border=4, light="#fff"),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        is_required=is_required_of(request.user),
    )


def key_of(request: HttpRequest, form: CodeForm) -> str:
    """Return the secret that this person's page showed; empty if it was not signed by us, or expired."""
    try:
        pk, key = signing.loads(form.data.get("key", ""), salt=SALT, max_age=MINUTES_TO_SET_UP * 60)
    except signing.BadSignature:
        return ""
    if pk != request.user.pk:
        return ""
    return str(key)


@require_POST
@sensitive_post_parameters()
def renew_codes_view(request: HttpRequest) -> HttpResponse:
    def renew_codes() -> HttpResponse:
        return codes_page(request, second_factor.renew_codes(request.user, now=timezone.now()))

    return act_with_code(request, renew_codes)


@require_POST
@sensitive_post_parameters()
def remove_view(request: HttpRequest) -> HttpResponse:
    def remove_factor() -> HttpResponse:
        second_factor.remove_own_factor(request.user, now=timezone.now())
        messages.success(request, _("The second factor was removed."))
        return redirect("admin:index")

    return act_with_code(request, remove_factor)


def act_with_code(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Run ``act`` if the form's code is valid; otherwise show the form again with its errors."""
    form = CodeForm(request.POST)
    if form.is_valid():
        lockout_page = check_code(request, form)
        if lockout_page is not None:
            return lockout_page
    if not form.is_valid():
        return overview_page(request, form)
    try:
        return act()
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:second_factor")


def codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return second_factor_page(
        request, "codes", title=_("Your backup codes"), codes=codes, next=next_address(request)
    )


def next_address(request: HttpRequest) -> str:
    """Return the address that the person asked for, or the first page if it is not on this site."""
    address = request.GET.get("next", "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()):
        return address
    return reverse("admin:index")
