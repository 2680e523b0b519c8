"""The one door of the admin: signed in, not idle for too long, and with the second factor shown."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from agreements.models.second_factor import is_pending, telephone_of

ENDED = "ended"  # at the log-in page: say why it is shown again
# What a person may do who has not shown a second factor yet.
OPEN_WITHOUT_SECOND_FACTOR = frozenset({"second_factor", "second_factor_enrol", "logout"})
OWN_PASSWORD = frozenset({"password_change", "password_change_done"})  # until a telephone is set up


def guard_view(view: Callable[..., HttpResponse], signed_in: Callable[[HttpRequest], bool]) -> Any:
    """Wrap a view of the admin, or all that is behind one address."""

    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not signed_in(request):
            return back_to_log_in(request) if session_ended(request) else view(request, *args, **kwargs)
        request.session.modified = True  # is saved anew: the time without work begins again
        name = request.resolver_match.url_name if request.resolver_match else None
        if name not in OPEN_WITHOUT_SECOND_FACTOR and is_pending(request.user) and not sets_up(request, name):
            return to_second_factor(request)
        return view(request, *args, **kwargs)

    return inner


def sets_up(request: HttpRequest, name: str | None) -> bool:
    """Whoever has no telephone yet may first change the password they were given; whoever has one shows it,
    or a stolen password would be enough to keep its owner out."""
    return name in OWN_PASSWORD and telephone_of(request.user) is None


def session_ended(request: HttpRequest) -> bool:
    """The browser still sends the cookie of a session that is no more."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and not request.user.is_authenticated


def back_to_log_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(address_to_return_to(request), f"{reverse('admin:login')}?{ENDED}=1")


def to_second_factor(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('admin:second_factor')}?{urlencode({'next': address_to_return_to(request)})}")


def address_to_return_to(request: HttpRequest) -> str:
    """Where to go afterwards; what was posted is not posted again."""
    return request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("admin:index")
