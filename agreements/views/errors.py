"""Refusals in the site's own dress.  None of these pages asks the database."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from agreements.api.problems import problem
from agreements.lists.parameters import not_empty
from agreements.models import LedgerEntry
from agreements.views.breadcrumb import Crumb
from agreements.views.site import site

PLAIN = "text/plain; charset=utf-8"
RETRY_AFTER_SECONDS = "60"
WITH_A_SEARCH = frozenset({400, 404, 410})  # they hold the search in their middle, not in the header
LIMITS = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
STAFF = "/admin/"
API = ("/api/", "/en/api/")
LONGEST_NAME = 40  # characters of a refused parameter that are shown


def bad_parameter(request: HttpRequest, *, name: str, message: str) -> HttpResponse:
    """400 that names the parameter; plain text where a file was asked for."""
    shown_name = "".join(filter(str.isprintable, name))[:LONGEST_NAME]
    if is_for_programs(request):
        return problem(400, detail=message, parameter=shown_name)
    if is_file(request):
        text = _("400 Bad request. %(name)s: %(message)s") % {"name": shown_name, "message": message}
        return HttpResponse(text + "\n", status=400, content_type=PLAIN)
    return refusal_page(
        request, 400, name=shown_name, message=message, query_without_value=query_without(request, name)
    )


def is_for_programs(request: HttpRequest) -> bool:
    """Say whether an answer in JSON was asked for: of the API, or a file."""
    return request.path.startswith(API) or request.path.endswith(".json")


def is_file(request: HttpRequest) -> bool:
    """Say whether a file was asked for, such as commitments.csv."""
    return "." in request.path.rpartition("/")[2]


def query_without(request: HttpRequest, refused: str) -> str:
    """Return the query string without what was refused, so that the other filters need not be set again.

    The page number goes with it: it would be one of other rows.
    """
    names = [name for name in request.GET if name not in (refused, "page")]
    kept = not_empty(request.GET, names)
    if "\0" in "".join([*kept.keys(), *kept.values()]):
        return ""
    return urlencode(kept)


def too_many_parameters(request: HttpRequest) -> HttpResponse:
    if is_for_programs(request):
        return problem(400, detail=_("Too many parameters."))
    text = _("400 Bad request. Too many parameters.") + "\n"
    return HttpResponse(text, status=400, content_type=PLAIN)


def record_gone(request: HttpRequest, withdrawal: LedgerEntry) -> HttpResponse:
    breadcrumb = [Crumb(withdrawal.reference)]
    return refusal_page(request, 410, breadcrumb=breadcrumb, withdrawal=withdrawal)


def not_yet(request: HttpRequest, *, seq: int, since: int) -> HttpResponse:
    return refusal_page(request, 404, seq=seq, since=since)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, LIMITS):
        return too_much(request, 400)
    return refusal_page(request, 400)


def too_much(request: HttpRequest, status: int) -> HttpResponse:
    """Say what a form may hold that was larger; to staff, with the way back to what they typed."""
    if not request.path.startswith(STAFF):
        return refusal_page(request, status, most=settings.MAX_UPLOAD_BYTES)
    context = {
        "title": _("This form is too large to be saved at once"),
        "most_fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        "most_text": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "most_file": settings.MAX_UPLOAD_BYTES,
        "form_address": request.get_full_path(),
    }
    return render(request, "admin/too_much.html", context, status=status)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was opened before its sender logged in again, in another window perhaps."""
    if not request.path.startswith(STAFF):
        return refusal_page(request, 403)
    context = {
        "title": _("This page was opened before you logged in again"),
        "form_address": request.get_full_path(),
    }
    return render(request, "admin/form_expired.html", context, status=403)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal_page(request, 404)


def too_slow(request: HttpRequest) -> HttpResponse:
    """503 where PostgreSQL stopped what took too long; plain text where a file was asked for."""
    if is_for_programs(request):
        answer = problem(503, detail=_("The database did not answer in time. Please try again in a moment."))
    elif is_file(request):
        text = _("503 The database did not answer in time. Please try again in a moment.")
        answer = HttpResponse(text + "\n", status=503, content_type=PLAIN)
    else:
        answer = refusal_page(request, 503)
    answer.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    return refusal_page(request, 500)


def refusal_page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """Render ``<status>.html``, or the same for programs.

    Its links do not carry on a day that may be what was refused.
    """
    if is_for_programs(request):
        return problem(status)
    context = {
        **site(request, {}),
        "has_search": status in WITH_A_SEARCH,
        **context,
    }
    return render(request, f"{status}.html", context, status=status)
