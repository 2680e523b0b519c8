"""Requests for agencies on the desk: those that wait for a coordinator, and what became of one's own."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.desk.base import PageRows, RowText, Section
from agreements.models import AgencyRequest
from agreements.models.staff import staff_name
from agreements.rules.partial_date import short_day
from agreements.rules.publication import Act
from agreements.rules.roles import Person

ANSWER_STAYS = timedelta(days=14)  # on the first page of whoever asked


def page_rows(requests: QuerySet[AgencyRequest], limit: int) -> PageRows:
    first = list(requests.select_related("asked_by", "agency")[:limit])
    if len(first) < limit:
        return PageRows(first, {AgencyRequest: len(first)})
    return PageRows(first, {AgencyRequest: requests.count()})


class WaitingAgencyRequests(Section):
    """For those who answer them, the oldest first; one's own is answered by somebody else or oneself."""

    kind = "agencies-asked"
    permission = (Act.EDIT, "agencyrequest")
    page_title = gettext_lazy("Agencies that are asked for")
    page_empty = gettext_lazy("Nobody waits for an agency.")
    mail_title = gettext_lazy("Agencies that are asked for")

    def rows(self) -> QuerySet[AgencyRequest]:
        return AgencyRequest.objects.filter(answered_at=None).order_by("asked_at", "pk")

    def page_rows(self, person: Person, *, on: date, limit: int) -> PageRows:
        return page_rows(self.rows(), limit)

    def mail_rows(self, people: list[Person], *, on: date) -> Iterator[tuple[AgencyRequest, frozenset[int]]]:
        keys = frozenset(person.key for person in people)
        for asked in self.rows().select_related("asked_by"):
            yield asked, keys

    def page_text(self, row: AgencyRequest, *, on: date) -> RowText:
        day = short_day(timezone.localdate(row.asked_at))
        return RowText(row.name_ko, f"{staff_name(row.asked_by)}, {day}")


class OwnAgencyRequests(Section):
    """On the page only: what one asked for, while it waits and for some days after the answer."""

    kind = "agencies-own"
    permission = (Act.CREATE, "agencyrequest")
    page_title = gettext_lazy("Agencies I asked for")
    page_empty = gettext_lazy("You wait for no agency.")

    def page_rows(self, person: Person, *, on: date, limit: int) -> PageRows:
        kept = Q(answered_at=None) | Q(answered_at__date__gte=on - ANSWER_STAYS)
        return page_rows(AgencyRequest.objects.filter(kept, asked_by=person.key), limit)

    def page_text(self, row: AgencyRequest, *, on: date) -> RowText:
        if not row.is_answered:
            return RowText(row.name_ko, _("waits for a coordinator"))
        if row.agency:
            return RowText(row.name_ko, _("in the list as “%(agency)s”") % {"agency": row.agency})
        return RowText(row.name_ko, _("not added: %(reason)s") % {"reason": row.declined_because})
