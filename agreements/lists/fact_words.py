"""What a dated fact says in a file: in a row, an entry of a feed, or a day of a calendar."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from agreements.lists.agency_names import public_name
from agreements.timeline import Event, EventKind


def fact_words(event: Event) -> dict[str, str]:
    """Return {part: text} in the active language: title, agency and words as the page has them."""
    about = event.about
    agency = AGENCIES.get(event.kind)
    words = WORDS.get(event.kind)
    return {
        "kind": str(event.label),
        "title": about.title,
        "reference": getattr(about, "public_reference", "") or getattr(about, "reference", "") or "",
        "url": f"{settings.SITE_URL}{about.get_absolute_url()}{event.fragment}",
        "when_text": event.when.short(),
        "agency": public_name(getattr(event.record, agency, None)) if agency else "",
        "words": words(event.record) if words else "",
    }


# Who speaks or acts in a fact, as far as it is one.
AGENCIES: dict[EventKind, str] = {
    EventKind.DECIDED: "owner",
    EventKind.JOINED: "agency",
    EventKind.REPORTED: "stated_by",
    EventKind.DEADLINE: "stated_by",
    EventKind.STATED: "agency",
    EventKind.DUTY: "agency",
    EventKind.RECOGNISED: "awarded_by",
}


def words_of_report(report: Any) -> str:
    if report.hidden:
        return ""
    parts = [report.get_status_display(), report.outcome]
    if report.target:
        parts.append(report.target.short())
    return " · ".join(filter(None, parts))


def words_of_inquiry(inquiry: Any) -> str:
    return "" if inquiry.hidden else inquiry.get_result_display()


WORDS: dict[EventKind, Callable[[Any], str]] = {
    EventKind.REPORTED: words_of_report,
    EventKind.INQUIRED: words_of_inquiry,
    EventKind.DUTY: lambda record: record.title,
    EventKind.RECOGNISED: lambda recognition: recognition.title,
}
