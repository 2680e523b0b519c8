"""How a reader wants the pages: contrast and text size, one of these words each, in a cookie each.

The words are all that a cookie can hold, so it tells nobody apart.  Without one the system decides.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from agreements.lists.parameters import BadParameter, require_known, single

# The first of each is what holds without a cookie.
WISHES = {
    "contrast": {
        "system": pgettext_lazy("contrast", "As the system is set"),
        "standard": pgettext_lazy("contrast", "Standard"),
        "more": pgettext_lazy("contrast", "High contrast"),
    },
    "text": {
        "normal": pgettext_lazy("text size", "Normal"),
        "large": pgettext_lazy("text size", "Large"),
        "larger": pgettext_lazy("text size", "Larger"),
    },
}
YEAR = 365 * 24 * 60 * 60
LONGEST_RETURN_PATH = 2000  # characters; Django redirects to no longer address


@require_safe
def display(request: HttpRequest) -> HttpResponse:
    """Set a cookie for each wish in the address and redirect to ``?next=``; other wishes stay as they are."""
    require_known(request.GET, (*WISHES, "next"))
    chosen = {name: word for name in WISHES if (word := wished_word(request, name))}
    answer = HttpResponseRedirect(return_path(request))
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    for name, word in chosen.items():
        if word == next(iter(WISHES[name])):
            answer.delete_cookie(cookie_name(name), samesite="Lax")
        else:
            answer.set_cookie(
                cookie_name(name), word, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
            )
    return answer


def wished_word(request: HttpRequest, name: str) -> str:
    word = single(request.GET, name)
    if word and word not in WISHES[name]:
        raise BadParameter(name, _("Write one of: %(words)s.") % {"words": ", ".join(WISHES[name])})
    return word


def return_path(request: HttpRequest) -> str:
    """``?next=``, a path of this site; absent means the first page."""
    path = single(request.GET, "next") or reverse("home")
    here = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    if not here or len(iri_to_uri(path)) > LONGEST_RETURN_PATH:
        raise BadParameter("next", _("Write the path of a page of this site, such as /agreements/."))
    return path


def cookie_name(name: str) -> str:
    return f"display_{name}"


def display_context(request: HttpRequest) -> dict[str, object]:
    """Return what base.html needs: the chosen words, and the choices of the form that changes them."""
    cookies = {name: request.COOKIES.get(cookie_name(name), "") for name in WISHES}
    held = {name: word for name, word in cookies.items() if word in WISHES[name]}
    here = request.get_full_path()
    return {
        **held,
        "wishes": {
            name: [(word, label, word == held.get(name, next(iter(words)))) for word, label in words.items()]
            for name, words in WISHES.items()
        },
        "return_path": here if len(here) <= LONGEST_RETURN_PATH else request.path,
    }


class DisplayMiddleware:
    """Add ``Vary: Cookie`` to pages, which differ by these cookies, for caches in between."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(answer, ["Cookie"])
        return answer
