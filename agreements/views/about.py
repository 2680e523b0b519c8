from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.views.doors import DOORS, address_of


@require_safe
def about(request: HttpRequest) -> TemplateResponse:
    """What this site is, where its words are explained, how it counts, and how to ask and to correct."""
    doors = [
        {
            "label": door.label,
            "url": reverse(door.tabs[0].page),
            "tabs": [str(tab.label) for tab in door.tabs if address_of(tab.page)],
        }
        for door in DOORS
    ]
    return TemplateResponse(request, "agreements/about.html", {"doors": doors})
