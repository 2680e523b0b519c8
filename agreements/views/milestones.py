from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from agreements.views.moved_lists import moved_list


@require_safe
def milestones(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """The milestones stand among the promises."""
    return moved_list(request, "commitments", fixed={"kind": "milestone"})
