"""What every list page does: read the query string, count, cut out one page, offer the file."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.exports import EXPORTS
from agreements.filters import Listing, Selection
from agreements.views.public import page_of

ROWS_A_PAGE = 25


def list_page(request: HttpRequest, listing: Listing) -> TemplateResponse:
    """One page of a list, on the day and with the filters that its address names."""
    selection = listing.select(request.GET, today=timezone.localdate())
    query = selection.query()
    # Links to other pages are made from it: what this list does not know stays out of them.
    request.GET = known_only(query | {"page": selection.page})  # type: ignore[assignment]
    rows = selection.for_page()
    context = {
        "listing": listing,
        "selection": selection,
        "clock": selection.clock,
        "page": page_of(Paginator(rows, ROWS_A_PAGE), request),
        "panel": panel(selection),
        "is_narrowed": selection.is_narrowed,
        "reset_url": reverse(listing.name) + queried(selection.clock.query()),
        "downloads": downloads(listing, query),
    }
    return TemplateResponse(request, f"agreements/{listing.name}.html", context)


def known_only(query: dict[str, str]) -> QueryDict:
    known = QueryDict(mutable=True)
    known.update({name: value for name, value in query.items() if value})
    return known


def queried(query: dict[str, str]) -> str:
    known = known_only(query)
    return f"?{known.urlencode()}" if known else ""


def downloads(listing: Listing, query: dict[str, str]) -> list[dict[str, Any]]:
    if listing.name not in EXPORTS:
        return []
    return [{"url": reverse(f"{listing.name}_csv") + queried(query), "label": _("Download as CSV")}]


@dataclass(frozen=True)
class Panel:
    """The filters of a list: the few most asked for, and those that unfold."""

    shown: list[BoundField]
    folded: list[BoundField]

    @property
    def is_unfolded(self) -> bool:
        return any(field.data for field in self.folded)


def panel(selection: Selection) -> Panel:
    """The first two filters, the order and the day; the rest unfolds."""
    form = selection.form()
    first, second, *rest = selection.filters.filters
    return Panel([form[name] for name in (first, second, "sort", "as_of")], [form[name] for name in rest])
