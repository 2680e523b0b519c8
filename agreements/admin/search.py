"""One search over everything on the desk: the records that the person may see, by kind, with their state."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.admin.accounts.roles import filter_granted
from agreements.desk.search import found_rows
from agreements.lists.parameters import search_text
from agreements.models import (
    Agency,
    AgencyRequest,
    Agreement,
    Commitment,
    CouncilSession,
    Document,
    DutyRecord,
    Inquiry,
    Membership,
    Milestone,
    Ordinance,
    Program,
    Redaction,
    Region,
    Round,
    Source,
    Statement,
    StatusReport,
    Theme,
    Withdrawal,
)

MOST_SHOWN = 10  # of a kind
# In the order of the menu; what only the application writes is left out.
SEARCHED: tuple[Any, ...] = (
    Agreement, Program, Commitment, Milestone, Round, StatusReport, Inquiry, Source, Statement, Withdrawal,
    Redaction, Agency, AgencyRequest, Region, Theme, Ordinance, CouncilSession, DutyRecord, Membership, User,
)  # fmt: skip
STATE_OF = {"commitment": "agreement", "milestone": "program"}


@dataclass(frozen=True)
class FoundRecord:
    label: str
    url: str
    state: str = ""
    state_label: str = ""


@dataclass(frozen=True)
class FoundKind:
    """The records of one kind: how many there are, the first of them, the list of all ("" for none)."""

    label: str
    count: int
    records: list[FoundRecord]
    list_url: str = ""


@require_safe
def search_view(request: HttpRequest, *, site: AdminSite) -> TemplateResponse:
    """Find records by words in what they hold.

    Raises:
        BadParameter: more is typed than a search takes.
    """
    text = search_text(request.GET).strip()
    context = {
        **site.each_context(request),
        "title": _("Search everything"),
        "searched": text,
        "kinds": found_kinds(request, site, text) if text else [],
    }
    return TemplateResponse(request, "admin/search.html", context)


def found_kinds(request: HttpRequest, site: AdminSite, text: str) -> list[FoundKind]:
    """Return the kinds of which something is found, in the order of the menu, documents last."""
    kinds = [found_kind(request, model_admin, text) for model_admin in searched_admins(request, site)]
    return list(filter(attrgetter("count"), [*kinds, found_documents(request, text)]))


def searched_admins(request: HttpRequest, site: AdminSite) -> list[Any]:
    admins = map(site.get_model_admin, SEARCHED)
    return [model_admin for model_admin in admins if model_admin.has_view_permission(request)]


def found_kind(request: HttpRequest, model_admin: Any, text: str) -> FoundKind:
    rows, _may_repeat = model_admin.get_search_results(request, model_admin.get_queryset(request), text)
    options = model_admin.opts
    changelist = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    return FoundKind(
        str(options.verbose_name_plural),
        rows.count(),
        [found_record(row, label_of(row)) for row in rows[:MOST_SHOWN]],
        f"{changelist}?{urlencode({'q': text})}",
    )


def label_of(record: Any) -> str:
    """Name a record; a report by its promise too."""
    if isinstance(record, StatusReport):
        return f"{record.subject}: {record}"
    return str(record)


def found_record(record: Any, label: str) -> FoundRecord:
    """Return how a record stands on the page; its state is that of what it is published with."""
    options = record._meta
    url = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk])
    root = getattr(record, STATE_OF.get(str(options.model_name), ""), record)
    if not hasattr(root, "get_state_display"):
        return FoundRecord(label, url)
    return FoundRecord(label, url, root.state, root.get_state_display())


def found_documents(request: HttpRequest, text: str) -> FoundKind:
    """Return documents, which lead to the record that they belong to."""
    related = ("agreement", "program", "report__commitment", "report__milestone", "duty")
    rows = filter_granted(request, Document.objects.select_related(*related))
    rows = found_rows(rows, ("title_ko", "title_en", "name"), text)
    records = []
    for document in rows[:MOST_SHOWN]:
        owner = document.agreement or document.program or document.report or document.duty
        records.append(found_record(owner, f"{document.title_ko} – {owner}"))
    return FoundKind(str(Document._meta.verbose_name_plural), rows.count(), records)
