from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Event

from agreements.feeds.formats import calendar_answer, whole_days
from agreements.lists import COMMITMENTS, Selection
from agreements.lists.agency_names import public_name
from agreements.lists.promise_views import DATED_VIEW

ROWS_A_CHUNK = 500


@require_safe
def deadlines_ics(request: HttpRequest) -> HttpResponseBase:
    """The open promises of a query that have a date, all pages, each on the last day of its period."""
    selection = COMMITMENTS.select(request.GET, today=timezone.localdate())
    return calendar_answer(request, "deadlines", _("Announced dates"), deadline_events(selection))


def deadline_events(selection: Selection) -> Iterator[Event]:
    dated = selection.for_page().filter(DATED_VIEW.condition)
    return map(deadline_event, dated.iterator(chunk_size=ROWS_A_CHUNK))


def deadline_event(state: Any) -> Event:
    """A whole day: the last one of the period that was announced, with who announced it."""
    subject = state.subject
    speaker = public_name(getattr(state, "target_by", None))  # absent where it is not public
    announcement = {"target": state.target.short(), "speaker": speaker}
    return whole_days(
        state.target.last,
        state.target.last,
        uid=subject.reference,
        stamp=state.report.published_at,
        summary=_("Announced date: %(title)s") % {"title": subject.title},
        description=_("Announced by %(speaker)s: %(target)s") % announcement,
        url=settings.SITE_URL + subject.get_absolute_url(),
    )
