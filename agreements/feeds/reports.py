from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from agreements.feeds.formats import ENTRIES, atom_answer, atom_feed
from agreements.lists import REPORTS
from agreements.lists.agency_names import public_name
from agreements.models import StatusReport
from agreements.rules.outcome_words import said_phrase


@require_safe
def reports_atom(request: HttpRequest) -> HttpResponse:
    """The last published status reports of a query, as an Atom feed."""
    selection = REPORTS.select(request.GET, today=timezone.localdate())
    rows = REPORTS.related(selection.filters.qs.order_by("-published_seq"), selection.clock)
    rows = rows.select_related("redacted_by")
    feed = atom_feed(request, REPORTS)
    for report in rows[:ENTRIES]:
        feed.add_item(**report_item(report))
    return atom_answer(feed)


def report_item(report: Any) -> dict[str, Any]:
    """One report: what it says of which subject, who said it, and since when it is public."""
    address = f"{settings.SITE_URL}{report.subject.get_absolute_url()}#report-{report.number}"
    note = "" if report.hidden else report.note
    words = (said_phrase(report.said_on), report.outcome, report.quantity, note)
    return {
        "title": f"{report.subject.title} – {report.get_status_display()}",
        "link": address,
        "unique_id": address,
        "description": escape(" · ".join(filter(None, words))),
        "author_name": public_name(report.stated_by),
        "pubdate": published_at(report),
        "updateddate": report.redacted_by.recorded_at if report.redacted_by else published_at(report),
    }


def published_at(report: StatusReport) -> datetime:
    return report.published_at or report.first_published_at  # type: ignore[return-value]  # it is published
