"""The admin's first page: the lists of the desk as panels, each with links to all that it counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.admin.accounts.roles import request_person
from agreements.admin.records.duties import start_url
from agreements.desk.base import Section
from agreements.desk.duties import DutyRow
from agreements.desk.sections import DUTIES, FIRST_PAGE
from agreements.models import Commitment, Milestone

ROWS = 5
# By which query the admin's lists show all rows of a section.
LIST_QUERIES = {
    "review": "?state__exact=submitted",
    "returned": "?state__exact=returned",
    "drafts": "?state__exact=draft",
    "late": "?standing=late",
    "unconfirmed": "?standing=unconfirmed",
    "unchecked": "?standing=unchecked",
    "silent": "?standing=silent",
    "unsearched": "?standing=unsearched",
}
LIST_LABELS: dict[Any, Any] = {Commitment: gettext_lazy("Commitments"), Milestone: gettext_lazy("Milestones")}


@dataclass(frozen=True)
class DashboardLink:
    label: str
    url: str
    aside: str = ""


@dataclass(frozen=True)
class DashboardPanel:
    """One section: its first rows, how many there are, and the lists on which all of them are."""

    name: str
    title: str | Promise
    empty: str | Promise
    count: int
    rows: list[DashboardLink]
    links: list[DashboardLink]


def dashboard_panels(request: HttpRequest) -> list[DashboardPanel]:
    """Return a panel for each section that is for the person."""
    person = request_person(request)
    return [dashboard_panel(request, section) for section in FIRST_PAGE if section.is_for(person)]


def dashboard_panel(request: HttpRequest, section: Section) -> DashboardPanel:
    today = timezone.localdate()
    rows = section.page_rows(request_person(request), on=today, limit=ROWS)
    return DashboardPanel(
        name=section.kind,
        title=section.page_title,
        empty=section.page_empty,
        count=rows.count,
        rows=[row_link(section, row, on=today) for row in rows.first],
        links=list_links(section, rows.counts),
    )


def row_link(section: Section, row: Any, *, on: date) -> DashboardLink:
    text = section.page_text(row, on=on)
    return DashboardLink(text.label, row_url(section, row), text.aside)


def row_url(section: Section, row: Any) -> str:
    """Return the address of the form for a duty's record, else the page of what the row is about."""
    if isinstance(row, DutyRow):
        return start_url(row.duty)
    record = section.record(row)
    return reverse(f"admin:agreements_{record._meta.model_name}_change", args=[record.pk])


def list_links(section: Section, counts: dict[type[Model], int]) -> list[DashboardLink]:
    """Return a link for each list on which all rows of the section stand, with how many of them it has."""
    if section is DUTIES:
        return [DashboardLink(_("Duties under ordinances"), reverse("duties"))]
    if section.kind not in LIST_QUERIES:
        return []
    return [list_link(section, model, count) for model, count in counts.items() if count]


def list_link(section: Section, model: type[Model], count: int) -> DashboardLink:
    label = LIST_LABELS.get(model, model._meta.verbose_name)
    changelist = reverse(f"admin:agreements_{model._meta.model_name}_changelist")
    return DashboardLink(f"{label} {count}", changelist + LIST_QUERIES[section.kind])
