"""Public pages go out compressed, also where no web server stands in front."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressionMiddleware(GZipMiddleware):
    """Compress public pages: not files, which stream, nor the admin, whose forms hold tokens (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if not is_page or request.path.startswith("/admin/"):
            return response
        return super().process_response(request, response)
