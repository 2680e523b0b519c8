from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from agreements.lists.parameters import require_known
from agreements.models import Document
from agreements.models.base import PUBLIC
from agreements.views.stored_files import handed_out


@require_safe
def document(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """A file, to be saved under its own name and never shown inside the site."""
    require_known(request.GET, ())
    record = Document.objects.visible_to(PUBLIC).filter(sha256=sha256).order_by("pk").first()
    if record is None:
        raise Http404
    return handed_out(
        request, record.file, name=record.name, content_type=record.content_type, sha256=record.sha256
    )
