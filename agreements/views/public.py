"""How views read: with the public's eyes, on one day, and never by accident in a template."""

from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.lists import parameters
from agreements.lists.parameters import Clock
from agreements.models import Agency, Agreement, EntryKind, LedgerEntry, Party, Program, StatusReport
from agreements.models.base import PUBLIC
from agreements.models.presence import end_of_day


class NotYet(Exception):
    """What stands at this address was not public at ``seq``, but from ``since`` on; becomes a 404 that
    says so."""

    def __init__(self, seq: int, since: int) -> None:
        super().__init__(seq, since)
        self.seq, self.since = seq, since


class Elsewhere(Exception):
    """The same page has a shorter address; becomes a redirect to it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class Gone(Exception):
    """What stood at this address was withdrawn; becomes a 410 that says when and why."""

    def __init__(self, withdrawal: LedgerEntry) -> None:
        super().__init__(withdrawal.reference)
        self.withdrawal = withdrawal


def public(model: Any) -> Any:
    """Give the rows everyone may see.  What a template would have to fetch raises instead."""
    return model.objects.visible_to(PUBLIC).fetch_mode(models.FETCH_RAISE)


def one(name: str, model: Any) -> "Prefetch[Any]":
    """Prefetch the related record(s) ``name`` as far as they are public; None where it is not."""
    return Prefetch(name, queryset=public(model))


def none(name: str, model: Any) -> "Prefetch[Any]":
    """Prefetch nothing under ``name``: what may not be shown is not read."""
    return Prefetch(name, queryset=public(model).none())


def entries_at(clock: Clock) -> Any:
    """The ledger as it was at the end of the clock's day and at its sequence, newest first."""
    found = public(LedgerEntry)
    if clock.seq is not None:
        found = found.filter(seq__lte=clock.seq)
    return found if clock.on == clock.today else found.filter(recorded_at__lt=end_of_day(clock.on))


def newest_entry() -> LedgerEntry | None:
    """The head of the ledger at this moment."""
    found: LedgerEntry | None = public(LedgerEntry).order_by("-seq").first()
    return found


PRESENCE: dict[Any, str] = {Agreement: "terms", Program: "decisions"}  # of all others: "states"


def get_or_gone(rows: Any, *, clock: Clock, withdrawn: Q, **address: str) -> Any:
    """Give the one row of an address, of ``rows`` that were public at the clock.

    ``withdrawn`` finds, among publications, those of the record that must be public for it.

    Raises:
        Gone: that record was withdrawn.
        NotYet: it was not public at the sequence that is looked at, but later.
        Http404: never published.
    """
    found = rows.filter(**address).first()
    if found is not None:
        return found
    telling = public(LedgerEntry).filter(withdrawn).exclude(kind=EntryKind.REDACTION)
    last = telling.order_by("-seq").first()
    if last is not None and last.kind == EntryKind.WITHDRAWAL:
        raise Gone(last)
    if clock.seq is not None and (now_there := public(rows.model).filter(**address).first()):
        name = PRESENCE.get(rows.model, "states")
        later = getattr(now_there, name).visible_to(PUBLIC).filter(seq_from__gt=clock.seq)
        raise NotYet(clock.seq, later.order_by("seq_from").values_list("seq_from", flat=True)[0])
    raise Http404


def base_clock(request: HttpRequest) -> Clock:
    """What a page is about: the day ``?as_of=``, else today in Seoul, as known at ``?seq=``, else now."""
    return parameters.clock(request.GET, today=timezone.localdate())


def program_then(clock: Clock) -> "Prefetch[Any]":
    """Prefetch the program of a commitment as far as it was public at the clock."""
    return Prefetch("program", queryset=public(Program).known_at(clock.seq))


def parties() -> "Prefetch[Any]":
    """Prefetch the listed parties of an agreement, in the order they signed."""
    return Prefetch("parties", queryset=public(Party).prefetch_related(one("agency", Agency)))


def reports_at(clock: Clock) -> Any:
    """The reports a page may tell of at a clock: ``hidden`` if withdrawn since, ``replaced`` if corrected."""
    rows: Any = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).known_by(clock.on, seq=clock.seq)
    return rows.with_replaced(seq=clock.seq).fetch_mode(models.FETCH_RAISE)


def phased(clock: Clock) -> Any:
    """The agreements that were public at the clock, in their phase on its day."""
    return public(Agreement).known_at(clock.seq).with_phase(on=clock.on, seq=clock.seq)


def contact(root: Agreement | Program) -> dict[str, str]:
    """Whom to ask about a record: its own department and number, where it has none the site's."""
    return {
        "department": root.lead_department or settings.CONTACT_DEPARTMENT,
        "telephone": root.telephone or settings.CONTACT_TELEPHONE,
    }


def page_of(paginator: "Paginator[Any]", request: HttpRequest) -> "Page[Any]":
    """The page ``?page=`` asks for, its rows read.

    Raises:
        BadParameter: it is no page number, or lies beyond the last page.
    """
    number = parameters.page_number(request.GET)
    if number > paginator.num_pages:
        raise parameters.BadParameter(
            "page", _("There are only %(pages)s pages.") % {"pages": paginator.num_pages}
        )
    page = paginator.page(number)
    page.object_list = list(page.object_list)
    return page


FILES = {
    "agreements_csv": gettext_lazy("Agreements (CSV)"),
    "commitments_csv": gettext_lazy("Commitments (CSV)"),
    "milestones_csv": gettext_lazy("Milestones (CSV)"),
    "reports_csv": gettext_lazy("Status reports (CSV)"),
    "targets_csv": gettext_lazy("Announced targets (CSV)"),
    "duties_csv": gettext_lazy("Duties under ordinances (CSV)"),
}


def downloads(*names: str, clock: Clock, **filters: str) -> list[dict[str, Any]]:
    """Link the lists, narrowed down to what a page is about and at its clock, as files."""
    query = filters | clock.query()
    return [{"url": f"{reverse(name)}?{urlencode(query)}", "label": FILES[name]} for name in names]
