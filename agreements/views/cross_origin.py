"""Pages of other sites may read the API and the open files: everything in them is public."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from agreements.api.problems import problem
from agreements.views import errors

ALLOWED = "GET, HEAD, OPTIONS"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "X-Base-Date, X-Publication-Sequence, X-Ledger-Head",
}
PREFLIGHT = {"Allow": ALLOWED, "Access-Control-Allow-Methods": ALLOWED, "Access-Control-Max-Age": "86400"}


class CrossOriginMiddleware:
    """Also answers, for the API, what asks for nothing: OPTIONS, HEAD, and methods that there are none of."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(errors.API):
            response = self.of_api(request)
        else:
            response = self.get_response(request)
            if request.path.startswith(errors.STAFF) or not errors.is_file(request):
                return response
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    def of_api(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=PREFLIGHT)
        if request.method not in ("GET", "HEAD"):
            refused = problem(405)
            refused.headers["Allow"] = ALLOWED
            return refused
        request.method = "GET"  # the server leaves the content out where only the head was asked for
        return self.get_response(request)
