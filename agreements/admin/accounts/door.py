"""The one door of the admin: signed in, not idle for too long, and with the second factor shown."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from agreements.admin import unsaved
from agreements.models.second_factor import is_pending, telephone_of

ENDED = "ended"  # at the log-in page: say why it is shown again
# What a person may do who has not shown a second factor yet.
OPEN_WITHOUT_SECOND_FACTOR = frozenset({"second_factor", "second_factor_enrol", "logout"})
OWN_PASSWORD = frozenset({"password_change", "password_change_done"})  # until a telephone is set up


def guard_view(view: Callable[..., HttpResponse], signed_in: Callable[[HttpRequest], bool]) -> Any:
    """Wrap a view of the admin so that it is reached only after log-in and second factor."""

    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not signed_in(request):
            if session_ended(request):
                return back_to_log_in(request)
            return view(request, *args, **kwargs)
        request.session.modified = True  # is saved anew: the time without work begins again
        if lacks_second_factor(request):
            return to_second_factor(request)
        return view(request, *args, **kwargs)

    return guarded_view


@require_POST
def stay_view(request: HttpRequest) -> HttpResponse:
    """Answer nothing: that somebody types has kept the session, as every page does."""
    return HttpResponse()


def lacks_second_factor(request: HttpRequest) -> bool:
    """Say whether the second factor has to be shown before the page that is asked for."""
    name = request.resolver_match.url_name if request.resolver_match else None
    if name in OPEN_WITHOUT_SECOND_FACTOR or not is_pending(request.user):
        return False
    return not sets_up(request, name)


def sets_up(request: HttpRequest, name: str | None) -> bool:
    """Say whether a person without a telephone changes their first password, which needs no second factor.

    With a telephone it needs one: else a stolen password would be enough to keep its owner out.
    """
    return name in OWN_PASSWORD and telephone_of(request.user) is None


def session_ended(request: HttpRequest) -> bool:
    """Say whether the browser still sends the cookie of a session that has ended."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and not request.user.is_authenticated


def back_to_log_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(address_to_return_to(request), f"{reverse('admin:login')}?{ENDED}=1")


def to_second_factor(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('admin:second_factor')}?{urlencode({'next': address_to_return_to(request)})}")


def address_to_return_to(request: HttpRequest) -> str:
    """Return the address to open after log-in.

    After a POST it is the form that was sent, where the browser kept what was typed; else the first page.
    """
    if request.method in {"GET", "HEAD"} or unsaved.is_form_sent(request):
        return request.get_full_path()
    return reverse("admin:index")
