from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from agreements.models import Document
from agreements.views.public import PUBLIC


@require_safe
def document(request: HttpRequest, sha256: str) -> FileResponse:
    """A file, to be saved under its own name and never shown inside the site."""
    found = Document.objects.visible_to(PUBLIC).filter(sha256=sha256).order_by("pk").first()
    if found is None:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
