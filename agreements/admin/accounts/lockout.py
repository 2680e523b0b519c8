"""Lock-out after failed log-ins: the address and account that django-axes counts, and the page shown."""

from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _


def client_address(request: HttpRequest) -> str | None:
    """Return the address that a request came from; None where it has none, as over a socket.

    Behind nginx it is the header that nginx overwrites; otherwise the address of the connection.  The
    2^64 addresses of an IPv6 network belong to one owner and count as one.
    """
    raw_address = request.META.get("HTTP_X_REAL_IP" if settings.BEHIND_PROXY else "REMOTE_ADDR", "")
    try:
        address = ip_address(raw_address)
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), 64), strict=False).network_address)


def account_named(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """Return the account name as the log-in form reads it, without NUL, which PostgreSQL refuses."""
    username = (credentials or request.POST).get("username")
    if not username:
        return None
    return username.strip()[:150].replace("\0", "")


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """Say for how long nobody gets in with this account from this address, and whom to ask."""
    cool_off = settings.AXES_COOLOFF_TIME
    page = TemplateResponse(
        request,
        "admin/locked_out.html",
        {
            **site.each_context(request),
            "title": _("Too many failed attempts"),
            "failures": settings.AXES_FAILURE_LIMIT,
            "minutes": int(cool_off.total_seconds() // 60),
        },
        status=429,
        headers={"Retry-After": str(int(cool_off.total_seconds())), "Cache-Control": "no-store"},
    )
    return page.render()
