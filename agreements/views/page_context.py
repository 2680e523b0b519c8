"""What several pages hand to their templates: the clock, whom to ask, one page of rows, files to download."""

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.editions.scopes import SCOPES
from agreements.lists import parameters
from agreements.lists.columns import FILES
from agreements.lists.columns.formats import FORMATS
from agreements.lists.parameters import Clock
from agreements.models import Agreement, Program


def base_clock(request: HttpRequest, *names: str) -> Clock:
    """What a page is about: the day ``?as_of=``, else today in Seoul, as known at ``?seq=``, else now.

    ``names`` are the parameters that the page takes besides.

    Raises:
        BadParameter: the address holds another one, or the day or the sequence cannot be answered.
    """
    parameters.require_known(request.GET, (*names, *parameters.CLOCK_PARAMETERS))
    return parameters.clock(request.GET, today=timezone.localdate())


def query_string(parameters: Mapping[str, str]) -> str:
    """Return ``?name=value&…``, and "" without parameters."""
    if not parameters:
        return ""
    return f"?{urlencode(parameters)}"


FORMAT_LABELS = {"csv": "CSV", "xlsx": gettext_lazy("Excel (XLSX)"), "json": "JSON"}


def contact_of(root: Agreement | Program) -> dict[str, str]:
    """Whom to ask about a record: its own department and number, where it has none the site's."""
    return {
        "department": root.lead_department or settings.CONTACT_DEPARTMENT,
        "telephone": root.telephone or settings.CONTACT_TELEPHONE,
    }


def requested_page(paginator: "Paginator[Any]", request: HttpRequest) -> "Page[Any]":
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


def file_links(*names: str, clock: Clock, **filters: str) -> list[dict[str, Any]]:
    """Link the lists, narrowed down to what a page is about and at its clock, as files; and its reports."""
    query = filters | clock.query()
    links: list[dict[str, Any]] = [
        {"label": FILES[name].listing.title, "formats": links_to_formats(name, query_string(query))}
        for name in names
    ]
    if filters.keys() <= set(SCOPES):
        reports = reverse("editions") + query_string(query)
        links.append({"url": reports, "label": gettext_lazy("Official reports"), "is_file": False})
    return links


def links_to_formats(name: str, query: str) -> list[dict[str, Any]]:
    """Link the formats of one file; ``query`` is empty or begins with “?”."""
    return [
        {"url": reverse(f"{name}_{ending}") + query, "label": FORMAT_LABELS[ending]} for ending in FORMATS
    ]


def programs_with_notice(programs: Iterable[Program | None]) -> list[Program]:
    """Return the programs that a page shows a notice of, each once."""
    with_notice = {program for program in programs if program is not None and program.notice}
    return sorted(with_notice, key=attrgetter("pk"))
