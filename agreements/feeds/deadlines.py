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

from agreements.lists import DEADLINES, Selection
from agreements.lists.file_stream import FileStream

HEADERS = {
    "Content-Type": "text/calendar_chunks; charset=utf-8",
    "Content-Disposition": 'inline; filename="deadlines.ics"',
}
ROWS_A_CHUNK = 500


@require_safe
def deadlines_ics(request: HttpRequest) -> HttpResponseBase:
    """The open deadlines of a query, all pages, each on the last day of its period."""
    selection = DEADLINES.select(request.GET, today=timezone.localdate())
    if request.method == "HEAD":
        return HttpResponse(headers=HEADERS)
    return StreamingHttpResponse(
        FileStream(calendar_chunks(selection, get_language() or "ko")), headers=HEADERS
    )


def calendar_chunks(selection: Selection, language: str) -> Generator[bytes]:
    begin, _end, end = calendar_without_events(language).partition(b"END:VCALENDAR")
    yield begin
    for state in selection.for_page().iterator(chunk_size=ROWS_A_CHUNK):
        with override(language):  # whoever reads the next chunk may have another one by then
            text = deadline_event(state).to_ical()
        yield text
    yield _end + end


def calendar_without_events(language: str) -> bytes:
    """A calendar without events."""
    found = Calendar()
    found.add("prodid", f"-//{urlsplit(settings.SITE_URL).hostname}//deadlines//{language.upper()}")
    found.add("version", "2.0")
    with override(language):
        found.add("name", str(DEADLINES.title))
        found.add("x-wr-calname", str(DEADLINES.title))
    found.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    return found.to_ical()


def deadline_event(state: Any) -> Event:
    """A whole day: the last one of the period that was announced."""
    subject, address = state.subject, settings.SITE_URL + state.subject.get_absolute_url()
    found = Event()
    found.add("uid", f"{subject.reference}@{urlsplit(settings.SITE_URL).hostname}")
    found.add("dtstamp", state.report.published_at)
    found.add("dtstart", state.target.last)
    found.add("dtend", state.target.last + timedelta(days=1))
    found.add("summary", _("Deadline: %(title)s") % {"title": subject.title})
    found.add("description", _("Announced deadline: %(target)s") % {"target": state.target.short()})
    found.add("url", address)
    found.add("transp", "TRANSPARENT")  # nobody is busy with it
    return found
