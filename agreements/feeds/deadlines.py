from collections.abc import Generator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from agreements.lists import COMMITMENTS, Selection
from agreements.lists.agency_names import public_name
from agreements.lists.file_stream import FileStream
from agreements.lists.promise_views import DATED_VIEW

HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'inline; filename="deadlines.ics"',
}
ROWS_A_CHUNK = 500


@require_safe
def deadlines_ics(request: HttpRequest) -> HttpResponseBase:
    """The open promises of a query that have a date, all pages, each on the last day of its period."""
    selection = COMMITMENTS.select(request.GET, today=timezone.localdate())
    if request.method == "HEAD":
        return HttpResponse(headers=HEADERS)
    return StreamingHttpResponse(
        FileStream(calendar_chunks(selection, get_language() or "ko")), headers=HEADERS
    )


def calendar_chunks(selection: Selection, language: str) -> Generator[bytes]:
    begin, _end, end = calendar_without_events(language).partition(b"END:VCALENDAR")
    yield begin
    for state in selection.for_page().filter(DATED_VIEW.condition).iterator(chunk_size=ROWS_A_CHUNK):
        with override(language):  # whoever reads the next chunk may have another one by then
            text = deadline_event(state).to_ical()
        yield text
    yield _end + end


def calendar_without_events(language: str) -> bytes:
    """A calendar without events."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{urlsplit(settings.SITE_URL).hostname}//deadlines//{language.upper()}")
    calendar.add("version", "2.0")
    with override(language):
        calendar.add("name", _("Announced dates"))
        calendar.add("x-wr-calname", _("Announced dates"))
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    return calendar.to_ical()


def deadline_event(state: Any) -> Event:
    """A whole day: the last one of the period that was announced, with who announced it."""
    subject, address = state.subject, settings.SITE_URL + state.subject.get_absolute_url()
    event = Event()
    event.add("uid", f"{subject.reference}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", state.report.published_at)
    event.add("dtstart", state.target.last)
    event.add("dtend", state.target.last + timedelta(days=1))
    speaker = public_name(getattr(state, "target_by", None))  # absent where it is not public
    announcement = {"target": state.target.short(), "speaker": speaker}
    event.add("summary", _("Announced date: %(title)s") % {"title": subject.title})
    event.add("description", _("Announced by %(speaker)s: %(target)s") % announcement)
    event.add("url", address)
    event.add("transp", "TRANSPARENT")  # nobody is busy with it
    return event
