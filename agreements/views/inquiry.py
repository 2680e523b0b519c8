from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.lists.parameters import Clock
from agreements.models import Inquiry
from agreements.views.breadcrumb import Crumb
from agreements.views.inquiry_cards import InquiryCard, inquiry_cards
from agreements.views.page_context import base_clock
from agreements.views.querysets import NotYet, public_rows


@require_safe
def inquiry(request: HttpRequest, number: int) -> TemplateResponse:
    """One inquiry: who looked when, where, for what; what came up; whether the agency was asked."""
    clock = base_clock(request)
    card = card_or_404(number, clock=clock)
    context = {
        "clock": clock,
        "breadcrumb": [
            Crumb(_("Inquiries"), reverse("inquiries")),
            Crumb(_("Inquiry %(number)s") % {"number": number}),
        ],
        "card": card,
        "reference": f"inquiries/{number}",
    }
    return TemplateResponse(request, "agreements/inquiry.html", context)


def card_or_404(number: int, *, clock: Clock) -> InquiryCard:
    """Return what the page tells of an inquiry, also where it was withdrawn.

    Raises:
        NotYet: it was not public at the sequence that is looked at, but later.
        Http404: never published, made after the day, or nothing of what it is about is public.
    """
    cards = inquiry_cards(clock, {"number": number})
    if cards:
        return cards[0]

    later = public_rows(Inquiry).filter(number=number, published_seq__gt=clock.seq or 0).first()
    if clock.seq is not None and later is not None:
        raise NotYet(clock.seq, later.published_seq)
    raise Http404
