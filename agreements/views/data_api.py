from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.api.answers import MOST, USUAL
from agreements.api.resources import RESOURCES
from agreements.lists.columns import EXPORTS
from agreements.views.breadcrumb import Crumb
from agreements.views.page_context import base_clock


@require_safe
def data_api(request: HttpRequest) -> TemplateResponse:
    """How programs read the register: addresses, parameters, parts, refusals."""
    context = {
        "clock": base_clock(request),
        "breadcrumb": [Crumb(_("Open data"), reverse("data")), Crumb(_("API"))],
        "operations": [
            {
                "resource": resource,
                "url": reverse(f"api_{resource.name}"),
                "explained": resource.export.name in EXPORTS,
            }
            for resource in RESOURCES.values()
        ],
        "most": MOST,
        "usual": USUAL,
    }
    return TemplateResponse(request, "agreements/data_api.html", context)
