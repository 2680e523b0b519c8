"""The timeline to subscribe to, as an Atom feed and as a calendar, with the query string of its page."""

from collections.abc import Generator
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from agreements import timeline
from agreements.feeds.reports import ENTRIES, query_string_of
from agreements.lists.fact_words import fact_words
from agreements.lists.file_stream import FileStream
from agreements.lists.timeline import TIMELINE

HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'inline; filename="timeline.ics"',
}
FACTS_A_CHUNK = 500


# ---- Atom --------------------------------------------------------------------------------------------


@require_safe
def timeline_atom(request: HttpRequest) -> HttpResponse:
    """The last published facts of a query."""
    selection = TIMELINE.select(request.GET, today=timezone.localdate())
    keys = selection.newest_published(ENTRIES)
    feed = Atom1Feed(
        title=str(TIMELINE.title),
        link=settings.SITE_URL + reverse("timeline") + query_string_of(request),
        description=str(TIMELINE.lead),
        feed_url=settings.SITE_URL + request.get_full_path(),
        language=get_language(),
        author_name=settings.SITE_NAME or _("Public-safety agreement tracker"),
    )
    for event in timeline.load_events(keys, on=selection.clock.on, seq=selection.clock.seq):
        feed.add_item(**feed_item(event))
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def feed_item(event: timeline.Event) -> dict[str, Any]:
    words = fact_words(event)
    published = published_at(event)
    return {
        "title": f"{words['when_text']} {words['kind']}: {words['title']}",
        "link": words["url"],
        "unique_id": unique_id(event),
        "description": escape(words["words"]),
        "pubdate": published,
        "updateddate": published,
    }


def published_at(event: timeline.Event) -> datetime | None:
    """Return when the record that tells of a fact became public: its own, else that which holds it."""
    for record in (event.record, event.about):
        published = getattr(record, "published_at", None) or getattr(record, "first_published_at", None)
        if published is not None:
            return published
    return None


def unique_id(event: timeline.Event) -> str:
    """A tag URI of one fact, the same for ever."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},2022:timeline/{event.kind}/{event.record.pk}"


# ---- iCalendar ---------------------------------------------------------------------------------------


@require_safe
def timeline_ics(request: HttpRequest) -> HttpResponseBase:
    """The facts of a query, all pages: whole days, of a month or a year all of its days."""
    selection = TIMELINE.select(request.GET, today=timezone.localdate())
    if request.method == "HEAD":
        return HttpResponse(headers=HEADERS)
    chunks = calendar_chunks(selection, get_language() or "ko")
    return StreamingHttpResponse(FileStream(chunks), headers=HEADERS)


def calendar_chunks(selection: Any, language: str) -> Generator[bytes]:
    begin, ending, end = calendar_without_events(language).partition(b"END:VCALENDAR")
    yield begin
    clock = selection.clock
    stamp = timezone.now()
    keys = (key for (key,) in selection.rows.iterator(chunk_size=FACTS_A_CHUNK))
    for chunk in batched(keys, FACTS_A_CHUNK):
        with override(language):  # whoever reads the next chunk may have another one by then
            events = timeline.load_events(chunk, on=clock.on, seq=clock.seq)
            text = b"".join(calendar_event(event, stamp).to_ical() for event in events)
        yield text
    yield ending + end


def calendar_without_events(language: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{urlsplit(settings.SITE_URL).hostname}//timeline//{language.upper()}")
    calendar.add("version", "2.0")
    with override(language):
        calendar.add("name", str(TIMELINE.title))
        calendar.add("x-wr-calname", str(TIMELINE.title))
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    return calendar.to_ical()


def calendar_event(event: timeline.Event, stamp: datetime) -> Event:
    """All days of its date, with how exactly it is known in words."""
    words = fact_words(event)
    entry = Event()
    entry.add("uid", f"{event.kind}-{event.record.pk}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("dtstamp", stamp)
    entry.add("dtstart", event.when.first)
    entry.add("dtend", day_after(event.when.last))
    entry.add("summary", f"{words['kind']}: {words['title']}")
    entry.add("description", " · ".join(filter(None, (words["when_text"], words["words"]))))
    entry.add("url", words["url"])
    entry.add("transp", "TRANSPARENT")  # nobody is busy with it
    return entry


def day_after(day: date) -> date:
    return day + timedelta(days=1)
