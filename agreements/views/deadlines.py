from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from agreements.views.moved_lists import moved_list


@require_safe
def deadlines(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """What is open and has a date is a view of the promises."""
    return moved_list(request, "commitments", fixed={"view": "dated"}, renamed={"subject": "kind"})
