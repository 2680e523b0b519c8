"""What somebody typed and has not saved yet.

The browser keeps it (``static/js/unsaved.js``), by account and address of the form.  A form takes part by
including ``admin/agreements/_unsaved.html``; its view calls :func:`mark_saved` once it has saved, and shows
the form again, without acting, where :func:`is_restored` says so.  Forms of accounts, passwords and second
factors never take part.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

FORM = "unsaved-form"  # a hidden field of each form that takes part: its address
RESTORED = "unsaved-restored"  # sent with what the browser kept: show it, save nothing
SAVED = "saved_forms"  # in the session: addresses of forms whose text the browser may forget
LEFT_OUT = frozenset({"_changelist_filters"})  # of an address: one form is reached from many lists
MOST_ADDRESSES = 50
PINGS = 6  # at most as many requests that keep the session, in the time after which it would end


def form_address(request: HttpRequest) -> str:
    """Return the address under which the browser keeps what is typed into the form of this page."""
    query = request.GET.copy()
    for name in LEFT_OUT:
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}".rstrip("?")


def is_form_sent(request: HttpRequest) -> bool:
    """Say whether the request sends a form that takes part, so that its address answers a GET too."""
    return request.method == "POST" and FORM in request.POST


def is_restored(request: HttpRequest) -> bool:
    """Say whether the browser sends what it kept, only to have it shown again."""
    return request.method == "POST" and RESTORED in request.POST


def mark_saved(request: HttpRequest) -> None:
    """Let the next page tell the browser that the form of this request needs no keeping any more."""
    address = request.POST.get(FORM)
    if address:
        request.session[SAVED] = [*request.session.get(SAVED, []), address][-MOST_ADDRESSES:]


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return what each page of the admin tells the browser's script."""
    return {
        "form_address": form_address(request),
        "form_bound": request.method == "POST",
        "saved_forms": request.session.pop(SAVED, []) if SAVED in request.session else [],
        "stay_seconds": settings.SESSION_IDLE_MINUTES * 60 // PINGS,
        "most_fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        "most_text_bytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "most_file_bytes": settings.MAX_UPLOAD_BYTES,
    }
