"""No text that is stored or typed turns what stands beside it around, or hides in it.

Staff type through ``rules/typed_text.py``, which drops such characters; what came in another way, and what
stands in the address of a search, meets this one seam on its way out.  The ledger goes out as it is: its
digests are of its very bytes.  Files whose bytes are not UTF-8 text (CP949, XLSX) take the marks out while
they are written.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from agreements.rules.typed_text import without_marks

NEUTRALISED = (
    "text/html",
    "text/csv",
    "text/plain",
    "text/calendar",
    "application/json",
    "application/x-ndjson",
    "application/atom+xml",
    "application/xml",
)


def is_neutralised(response: HttpResponseBase) -> bool:
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    return media_type in NEUTRALISED and response.charset.lower() == "utf-8"


class DirectionMarksMiddleware:
    """Take marks of direction and letters without width out of every page and file of text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not is_neutralised(response):
            return response
        if isinstance(response, StreamingHttpResponse):
            parts = cast("Iterable[bytes]", response.streaming_content)  # our files are written by iterators
            response.streaming_content = neutralised_parts(parts)
        elif isinstance(response, HttpResponse):
            response.content = without_marks(response.content)
            if response.has_header("Content-Length"):
                # It was measured before; who is promised more bytes waits for them for ever.
                response.headers["Content-Length"] = str(len(response.content))
        return response


def neutralised_parts(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts of a file; each holds whole characters, as every writer encodes whole texts."""
    for part in parts:
        yield without_marks(part)
