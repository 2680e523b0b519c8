"""Refusals as programs read them: Problem Details (RFC 9457)."""

from http import HTTPStatus

from django.http import HttpResponse

from agreements.lists.columns.json_file import as_json

MEDIA_TYPE = "application/problem+json"


def problem(status: int, *, detail: str = "", parameter: str = "") -> HttpResponse:
    """Refuse, with the parameter that it is about."""
    about = {"detail": detail, "parameter": parameter}
    filled_in = {name: text for name, text in about.items() if text}
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **filled_in}
    return HttpResponse(as_json(content) + "\n", status=status, content_type=MEDIA_TYPE)
