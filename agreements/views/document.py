from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from agreements.files import handed_out
from agreements.models import Document
from agreements.models.second_factor import is_pending


@require_safe
def document(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """A file, to be saved under its own name and never shown inside the site.

    The one page that asks as whoever is there: staff open the files of their drafts here.
    """
    reader = AnonymousUser() if is_pending(request.user) else request.user
    found = Document.objects.visible_to(reader).filter(sha256=sha256).order_by("pk").first()
    if found is None:
        raise Http404
    return handed_out(
        request, found.file, name=found.name, content_type=found.content_type, sha256=found.sha256
    )
