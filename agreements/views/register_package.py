import re
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.lists.parameters import require_known
from agreements.packages.shelf import Package, newest_package, package_of
from agreements.views.errors import PLAIN, RETRY_AFTER_SECONDS
from agreements.views.stored_files import handed_out

EIGHT_DIGITS = re.compile(r"[0-9]{8}")  # the calendar's other ways to write a day are no address


@require_safe
def register_package(request: HttpRequest, *, manifest: bool, day: str = "") -> HttpResponseBase:
    """The whole register in one ZIP, of a day (20261201) or the newest; or its manifest."""
    require_known(request.GET, ())
    package = package_made(day) if day else newest_package()
    if package is None:
        raise Http404(_("No package was made of this day."))
    if package.is_outdated:
        text = _(
            "503 Something in this package was withdrawn or blanked after it was made. "
            "It is made again, usually within a day; the single files have it already."
        )
        headers = {"Retry-After": RETRY_AFTER_SECONDS}
        return HttpResponse(text + "\n", status=503, content_type=PLAIN, headers=headers)
    if manifest:
        return HttpResponse(package.manifest_text, content_type="application/json")
    stored_zip = package.manifest["zip"]
    return handed_out(
        request,
        package.zip_path,
        name=stored_zip["path"],
        content_type="application/zip",
        sha256=stored_zip["sha256"],
    )


def package_made(day: str) -> Package | None:
    if not EIGHT_DIGITS.fullmatch(day):
        return None
    try:
        return package_of(date.fromisoformat(day))
    except ValueError:
        return None
