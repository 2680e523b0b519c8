from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements.lists.parameters import CLOCK_PARAMETERS, require_known
from agreements.views.doors import DOORS, address_of, door_links


@require_safe
def about(request: HttpRequest) -> TemplateResponse:
    """What this site is, where its words are explained, how it counts, and how to ask and to correct."""
    require_known(request.GET, CLOCK_PARAMETERS)  # the day is kept for the next page; nothing is read
    entries = [
        (link, [str(tab.label) for tab in door.tabs if address_of(tab.page)])
        for link, door in zip(door_links("about", request.GET), DOORS, strict=True)
    ]
    return TemplateResponse(request, "agreements/about.html", {"entries": entries})
