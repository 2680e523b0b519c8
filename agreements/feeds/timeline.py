"""The timeline to subscribe to, as an Atom feed and as a calendar, with the query string of its page."""

from collections.abc import Iterator
from datetime import datetime
from itertools import batched
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe
from icalendar import Event

from agreements import timeline
from agreements.feeds.formats import ENTRIES, atom_answer, atom_feed, calendar_answer, host, whole_days
from agreements.lists.fact_words import fact_words
from agreements.lists.timeline import TIMELINE

FACTS_A_CHUNK = 500


@require_safe
def timeline_atom(request: HttpRequest) -> HttpResponse:
    """The last published facts of a query."""
    selection = TIMELINE.select(request.GET, today=timezone.localdate())
    keys = selection.newest_published(ENTRIES)
    feed = atom_feed(request, TIMELINE)
    for event in timeline.load_events(keys, on=selection.clock.on, seq=selection.clock.seq):
        feed.add_item(**feed_item(event))
    return atom_answer(feed)


def feed_item(event: timeline.Event) -> dict[str, Any]:
    words = fact_words(event)
    published = published_at(event)
    return {
        "title": f"{words['when_text']} {words['kind']}: {words['title']}",
        "link": words["url"],
        "unique_id": f"tag:{host()},2022:timeline/{event.kind}/{event.record.pk}",  # the same for ever
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


@require_safe
def timeline_ics(request: HttpRequest) -> HttpResponseBase:
    """The facts of a query, all pages: whole days, of a month or a year all of its days."""
    selection = TIMELINE.select(request.GET, today=timezone.localdate())
    return calendar_answer(request, "timeline", TIMELINE.title, calendar_events(selection))


def calendar_events(selection: Any) -> Iterator[Event]:
    clock, stamp = selection.clock, timezone.now()
    keys = (key for (key,) in selection.rows.iterator(chunk_size=FACTS_A_CHUNK))
    for chunk in batched(keys, FACTS_A_CHUNK):
        for event in timeline.load_events(chunk, on=clock.on, seq=clock.seq):
            yield calendar_event(event, stamp)


def calendar_event(event: timeline.Event, stamp: datetime) -> Event:
    """All days of its date, with how exactly it is known in words."""
    words = fact_words(event)
    return whole_days(
        event.when.first,
        event.when.last,
        uid=f"{event.kind}-{event.record.pk}",
        stamp=stamp,
        summary=f"{words['kind']}: {words['title']}",
        description=" · ".join(filter(None, (words["when_text"], words["words"]))),
        url=words["url"],
    )
