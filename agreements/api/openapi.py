"""The addresses of the operations, and their description for programs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from agreements.api.operations import api_in
from agreements.lists.columns.json_file import as_json
from agreements.lists.parameters import require_known

OPERATIONS: list[URLPattern] = [
    pattern
    for pattern in api_in("ko").urls[0]
    if isinstance(pattern, URLPattern) and str(pattern.name).startswith("api_")
]


@require_safe
def openapi_json(request: HttpRequest) -> HttpResponse:
    """Describe every operation in OpenAPI 3.1, in the language of the address."""
    require_known(request.GET, ())
    return HttpResponse(as_json(description()), content_type="application/json")


def description() -> dict[str, Any]:
    """Return the OpenAPI document in the active language."""
    prefix = reverse("openapi_json").removesuffix("openapi.json")
    schema = api_in(get_language() or "ko").get_openapi_schema(path_prefix=prefix.strip("/") + "/")
    return {**schema, "servers": [{"url": settings.SITE_URL}]}
