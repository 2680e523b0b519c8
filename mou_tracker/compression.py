"""Pages travel compressed, wherever this site is served from; files that are streamed do not.

A page of a list shrinks to an eighth.  An export streams as fast as the database gives it, and compressing it
here would keep one core busy.  What Django warns of (BREACH) needs a secret beside what a stranger may write:
public pages hold none, and in the admin every answer masks its token anew and has a length of its own.
"""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompressionMiddleware(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if response.streaming else super().process_response(request, response)
