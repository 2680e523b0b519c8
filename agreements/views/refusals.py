"""What every address refuses, the admin's included: text no database takes, values without an answer."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from psycopg import errors as postgres

from agreements.lists.parameters import BadParameter
from agreements.views import errors
from agreements.views.appended_parameters import redirect_without_appended
from agreements.views.lists import ShorterAddress
from agreements.views.querysets import Gone, NotYet
from agreements.views.stored_files import FileChanged

PATH = "path"
SAFE_METHODS = frozenset({"GET", "HEAD"})
TIMEOUTS = (postgres.QueryCanceled, postgres.LockNotAvailable, postgres.ConnectionTimeout)


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdigit() and int(length) > settings.MAX_REQUEST_BYTES:
            return errors.too_much(request, 413)
        query = request.META.get("QUERY_STRING", "")
        if query.count("&") >= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
            return errors.too_many_parameters(request)
        name = undecodable_parameter(request)
        if name is not None:
            message = _("It holds a character that is not text.")
            return errors.bad_parameter(request, name=name, message=message)
        if request.method in SAFE_METHODS and not request.path.startswith("/admin/"):
            redirect = redirect_without_appended(request)
            if redirect is not None:
                return redirect
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        answer: HttpResponse | None = None
        if isinstance(exception, BadParameter):
            answer = errors.bad_parameter(request, name=exception.name, message=exception.message)
        elif isinstance(exception, Gone):
            answer = errors.record_gone(request, exception.withdrawal)
        elif isinstance(exception, FileChanged):
            answer = errors.refusal_page(request, 409)
        elif isinstance(exception, NotYet):
            answer = errors.not_yet(request, seq=exception.seq, since=exception.since)
        elif isinstance(exception, ShorterAddress):
            answer = HttpResponseRedirect(exception.url)
        elif isinstance(exception, OperationalError) and isinstance(exception.__cause__, TIMEOUTS):
            answer = errors.too_slow(request)
        return answer


def undecodable_parameter(request: HttpRequest) -> str | None:
    """Return the first parameter (or "path") that is no text: a NUL byte, half a character.

    Asked of the bytes themselves: Django would replace them by U+FFFD, and PostgreSQL raise on NUL.
    """
    if "\0" in request.path:  # Django left other bytes that are no text as %FF, which is no address
        return PATH
    for pair in request.META.get("QUERY_STRING", "").encode("latin-1").split(b"&"):
        name, _equals, value = pair.replace(b"+", b" ").partition(b"=")
        if not (is_text(unquote_to_bytes(name)) and is_text(unquote_to_bytes(value))):
            return "".join(filter(str.isprintable, unquote_to_bytes(name).decode(errors="replace")))[:40]
    return None


def is_text(encoded: bytes) -> bool:
    try:
        return "\0" not in encoded.decode()
    except UnicodeDecodeError:
        return False
