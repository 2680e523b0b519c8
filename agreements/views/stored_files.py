"""Stored files: handed out only as the bytes that were uploaded, to be saved and never shown in place."""

import logging
from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from agreements.models.source import file_digest

LOG = logging.getLogger(__name__)
# Should a browser show it all the same, it runs nothing, loads nothing and knows nobody.
ALONE = "sandbox; default-src 'none'"


class FileChanged(Exception):
    """The bytes in the store are not those that were uploaded."""


def handed_out(
    request: HttpRequest, stored: Any, *, name: str, content_type: str, sha256: str
) -> HttpResponseBase:
    """Answer with a stored file (a ``FieldFile``), for whoever the caller has found may see it.

    Raises:
        Http404: it is missing in the store.
        FileChanged: it is not what was uploaded any more.
    """
    etag = f'"{sha256}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return cast("HttpResponseBase", unchanged)
    try:
        opened = stored.open("rb")
    except FileNotFoundError as error:
        LOG.error("A stored file is missing: %s (SHA-256 %s)", stored.name, sha256)  # noqa: TRY400  # where it was looked for says no more
        raise Http404(_("The file is missing in the store.")) from error
    if file_digest(opened) != sha256:
        opened.close()
        LOG.error("A stored file has changed: %s is not SHA-256 %s", stored.name, sha256)
        raise FileChanged(name)
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=content_type)
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = ALONE
    response["Cache-Control"] = "private, no-cache"  # asked again each time: it may be withdrawn
    return response
