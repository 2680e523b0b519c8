"""The five doors of the site and their tabs, declared once: the main menu and the line of tabs read this.

A page without an address is left out: whoever builds it adds the address in ``urls.py`` and a line here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.lists.parameters import CLOCK_PARAMETERS, not_empty
from agreements.views.page_context import query_string

NO_COUNTS: Mapping[str, int] = {}


@dataclass(frozen=True)
class Tab:
    """One tab of a door.

    ``page`` is the name of its address and ``view`` the value of ``?view=`` by which it differs from other
    tabs of the same page.  ``also`` names further pages that are part of it, ``also_views`` further views.
    """

    page: str
    label: str | Promise
    view: str = ""
    also: tuple[str, ...] = ()
    also_views: tuple[str, ...] = ()

    def shows(self, page: str, view: str) -> bool:
        """Say whether ``page`` with ``?view=`` is this tab."""
        return page in self.also or (page == self.page and view in (self.view, *self.also_views))


@dataclass(frozen=True)
class Door:
    """One entry of the main menu: its tabs, the first of which it opens, and the details behind them."""

    label: str | Promise
    tabs: tuple[Tab, ...]
    details: frozenset[str] = field(default_factory=frozenset)

    def leads_to(self, page: str) -> bool:
        return page in self.details or any(page == tab.page or page in tab.also for tab in self.tabs)


DOORS = (
    Door(
        _("Promises"),
        (
            Tab("commitments", pgettext_lazy("tab of promises", "All"), also_views=("dated",)),
            Tab("commitments", _("Fulfilled"), "fulfilled"),
            Tab("commitments", _("Announced date passed"), "past"),
            Tab("commitments", _("Announced date to come"), "coming"),
            Tab("commitments", _("Announced date changed"), "moved", also=("targets",)),
            Tab("commitments", _("Nothing confirmed"), "unknown"),
        ),
        details=frozenset({"commitment", "milestone", "theme"}),
    ),
    Door(
        pgettext_lazy("door", "Agreements"),
        (
            Tab("agreements", pgettext_lazy("door", "Agreements")),
            Tab("programs", _("Programs")),
            Tab("duties", _("Duties under ordinances")),
        ),
        details=frozenset({"agreement", "program", "ordinance"}),
    ),
    Door(
        _("Agencies and regions"),
        (
            Tab("agencies", _("Agencies")),
            Tab("regions", _("Regions")),
            Tab("agency_compare", pgettext_lazy("agencies", "Compare")),
        ),
        details=frozenset({"agency", "region"}),
    ),
    Door(
        _("Timeline"),
        (
            Tab("timeline", pgettext_lazy("timeline", "Picture")),
            Tab("timeline", pgettext_lazy("timeline", "List"), "list"),
            Tab("reports", _("Reports")),
            Tab("inquiries", _("Inquiries")),
            Tab("updates", _("In order of publication")),
        ),
        details=frozenset({"inquiry"}),
    ),
    Door(
        _("Open data"),
        (
            Tab("data", _("Open data")),
            Tab("editions", _("Official reports")),
            Tab("ledger", _("Public ledger")),
            Tab("glossary", _("Glossary")),
            Tab("about", _("About this site")),
        ),
        details=frozenset({"accessibility", "privacy", "data_file", "data_api", "official_report"}),
    ),
)


@dataclass(frozen=True)
class Link:
    """A link of the menu or of the tabs; ``is_here`` where it leads to the page that shows it."""

    label: str | Promise
    url: str
    is_here: bool
    count: int | None = None  # of what a tab shows with the filters that are chosen


def door_links(page: str, parameters: Mapping[str, str]) -> list[Link]:
    """Return the main menu as the page with this name shows it."""
    clock = query_string(not_empty(parameters, CLOCK_PARAMETERS))
    return [Link(door.label, reverse(door.tabs[0].page) + clock, door.leads_to(page)) for door in DOORS]


def tab_links(page: str, parameters: Mapping[str, str], counts: Mapping[str, int] = NO_COUNTS) -> list[Link]:
    """Return the tabs of the door that a page belongs to; none where the page is no tab.

    Tabs of the same page keep its filters, all keep the day and the sequence that are looked at.
    ``counts`` says by ``?view=`` how much the tabs of the page show.
    """
    view = parameters.get("view", "")
    for door in DOORS:
        if page not in door.details and door.leads_to(page):
            return list(links_of(door, page, view, parameters, counts))
    return []


def has_tab(page: str, view: str) -> bool:
    """Say whether a tab of its own shows the page with ``?view=``."""
    return any(tab.page == page and tab.view == view for door in DOORS for tab in door.tabs)


def links_of(
    door: Door, page: str, view: str, parameters: Mapping[str, str], counts: Mapping[str, int]
) -> Iterator[Link]:
    clock = not_empty(parameters, CLOCK_PARAMETERS)
    same_page = not_empty(parameters, [name for name in parameters if name not in ("view", "page")])
    for tab in door.tabs:
        address = address_of(tab.page)
        if not address:
            continue
        is_same_page = tab.page == page
        kept = dict(same_page) if is_same_page else dict(clock)
        if tab.view:
            kept["view"] = tab.view
        count = counts.get(tab.view) if is_same_page else None
        yield Link(tab.label, address + query_string(kept), tab.shows(page, view), count)


def address_of(page: str) -> str:
    """Return the address of a page, "" as long as nobody has built it."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
