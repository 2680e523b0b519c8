"""What the form of an inquiry does not refuse, but asks its author and its reviewer to look at again."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from agreements.models import Inquiry
from agreements.rules.inquiry import InquiryResult, was_offered


def inquiry_warnings(inquiry: Inquiry, *, on: date) -> list[str]:
    """Return why an inquiry that found nothing should wait before it is published, if it should."""
    if inquiry.is_public or inquiry.result != InquiryResult.NOTHING_FOUND:
        return []

    days = settings.INQUIRY_OFFER_DAYS
    if was_offered(asked_on=inquiry.asked_on, answered_on=inquiry.answered_on, on=on, days=days):
        return []
    if inquiry.asked_on is None:
        message = _(
            "Nothing was found, and no agency was asked. Ask first and wait %(days)s days, or publish it as "
            "it is: the page says that nobody was asked."
        )
    else:
        message = _(
            "Nothing was found, and the agency was asked less than %(days)s days ago. Wait for its answer, "
            "or publish it as it is: the page says when it was asked."
        )
    return [message % {"days": days}]
