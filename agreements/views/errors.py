"""Refusals in the site's own dress.  None of these pages asks the database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from agreements.models import Publication


def bad_parameter(request: HttpRequest, *, name: str, message: str) -> HttpResponse:
    """400 that names the parameter; plain text where a file was asked for."""
    if "." in request.path.rpartition("/")[2]:  # a file was asked for, such as commitments.csv
        text = _("400 Bad request. %(name)s: %(message)s") % {"name": name, "message": message}
        return HttpResponse(text + "\n", status=400, content_type="text/plain; charset=utf-8")
    return render(request, "400.html", {"name": name, "message": message}, status=400)


def gone(request: HttpRequest, withdrawal: Publication) -> HttpResponse:
    return render(request, "410.html", {"withdrawal": withdrawal}, status=410)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
