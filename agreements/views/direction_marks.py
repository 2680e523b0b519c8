"""No text that is stored or typed turns what stands beside it around, or hides in it.

Staff type through ``rules/typed_text.py``, which drops such characters; what came in another way, and what
stands in the address of a search, meets this one seam on its way out.  The ledger goes out as it is: its
digests are of its very bytes.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

NEUTRALISED = (
    "text/html",
    "text/csv",
    "text/plain",
    "text/calendar",
    "application/atom+xml",
    "application/xml",
)
# In UTF-8: U+061C, U+200B, U+200E, U+200F, U+202A to 202E, U+2060 to 2064, U+2066 to 206F.  Joiners of emoji
# and the byte order mark of a CSV stay.
INVISIBLE = re.compile(rb"\xd8\x9c|\xe2\x80[\x8b\x8e\x8f\xaa-\xae]|\xe2\x81[\xa0-\xa4\xa6-\xaf]")


class DirectionMarksMiddleware:
    """Take marks of direction and letters without width out of every page and file of text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not response.headers.get("Content-Type", "").startswith(NEUTRALISED):
            return response
        if isinstance(response, StreamingHttpResponse):
            parts = cast("Iterable[bytes]", response.streaming_content)  # our files are written by iterators
            response.streaming_content = neutralised_parts(parts)
        elif isinstance(response, HttpResponse):
            response.content = INVISIBLE.sub(b"", response.content)
            if response.has_header("Content-Length"):
                # It was measured before; who is promised more bytes waits for them for ever.
                response.headers["Content-Length"] = str(len(response.content))
        return response


def neutralised_parts(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts of a file; each holds whole characters, as every writer encodes whole texts."""
    for part in parts:
        yield INVISIBLE.sub(b"", part)
