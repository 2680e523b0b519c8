"""Who guesses passwords: whom django-axes counts, by which address, and what the person then reads."""

from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _


def client_address(request: HttpRequest) -> str | None:
    """Give the address that a request came from, or None (a socket without the proxy's word).

    Behind nginx it is the one nginx wrote over whatever was sent; else that of the connection.  An
    owner of IPv6 has 2^64 addresses of one network, which count as one.
    """
    told = request.META.get("HTTP_X_REAL_IP" if settings.BEHIND_PROXY else "REMOTE_ADDR", "")
    try:
        address = ip_address(told)
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), 64), strict=False).network_address)


def account_named(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """Give the account that is tried, as the log-in form reads it (PostgreSQL takes no NUL)."""
    named = (credentials or request.POST).get("username")
    return named.strip()[:150].replace("\0", "") if named else None


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
