"""What the feeds are written in: an Atom feed of a list, and a calendar, event by event."""

from collections.abc import Generator, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from agreements.lists import Listing
from agreements.lists.file_stream import FileStream

ENTRIES = 50  # of an Atom feed: as many as readers look back


def host() -> str:
    return str(urlsplit(settings.SITE_URL).hostname)


# ---- Atom --------------------------------------------------------------------------------------------


def atom_feed(request: HttpRequest, listing: Listing) -> Atom1Feed:
    """Return the feed of the rows of a list, still without entries."""
    query = request.META.get("QUERY_STRING", "")
    return Atom1Feed(
        title=str(listing.title),
        link=settings.SITE_URL + reverse(listing.name) + (f"?{query}" if query else ""),
        description=str(listing.lead),
        feed_url=settings.SITE_URL + request.get_full_path(),
        language=get_language(),
        author_name=settings.SITE_NAME or _("Public-safety agreement tracker"),
    )


def atom_answer(feed: Atom1Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


# ---- iCalendar ---------------------------------------------------------------------------------------


def calendar_answer(
    request: HttpRequest, name: str, title: str | Promise, events: Iterator[Event]
) -> HttpResponseBase:
    """Stream ``NAME.ics``; each event is made in the language of the request, when its turn comes."""
    headers = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": f'inline; filename="{name}.ics"',
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    chunks = calendar_chunks(name, str(title), events, get_language() or "ko")
    return StreamingHttpResponse(FileStream(chunks), headers=headers)


def calendar_chunks(name: str, title: str, events: Iterator[Event], language: str) -> Generator[bytes]:
    calendar = Calendar()
    calendar.add("prodid", f"-//{host()}//{name}//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    begin, ending, end = calendar.to_ical().partition(b"END:VCALENDAR")

    yield begin
    while True:
        with override(language):  # whoever reads the next event may have another one by then
            event = next(events, None)
        if event is None:
            break
        yield event.to_ical()
    yield ending + end


def whole_days(first: date, last: date, *, uid: str, stamp: datetime | None, **texts: str) -> Event:
    """Return the event of some days, in which nobody is busy; ``texts``: summary, description, url."""
    event = Event()
    event.add("uid", f"{uid}@{host()}")
    event.add("dtstamp", stamp)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    for name, text in texts.items():
        event.add(name, text)
    event.add("transp", "TRANSPARENT")
    return event
