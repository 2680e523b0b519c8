"""The regions whose names have the words of a search: the lists of each, and how many rows these have."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.urls import reverse
from django.utils.functional import Promise

from agreements.lists import AGENCIES, AGREEMENTS, COMMITMENTS, Listing
from agreements.lists.parameters import Clock
from agreements.lists.regions import Regions
from agreements.rules.region_names import PROVINCES
from agreements.rules.search_text import QueryWord, SearchLetters, SearchNeedle, SearchQuery, read_letters
from agreements.views.page_context import query_string
from agreements.views.region_counts import region_url

SHOWN = 6
LISTS: tuple[Listing, ...] = (AGREEMENTS, COMMITMENTS)
SHORT_NAMES = {names.full: f"{names.short} {names.everyday}" for names in PROVINCES}


@dataclass(frozen=True)
class RegionLinks:
    """The lists asked for a region: title, address and number of rows of each."""

    label: str
    lists: list[tuple[str | Promise, str, int]]


@dataclass(frozen=True)
class RegionResult:
    """A region; without ``links`` where no public agency is found under it, then a ``wider`` one has them."""

    label: str
    url: str  # of its page
    ended_on: date | None
    links: RegionLinks | None
    wider: RegionLinks | None


def regions_found(query: SearchQuery, clock: Clock) -> list[RegionResult]:
    """Return the regions whose name has a word of the query and, with the names above it, all of them.

    Left out is where no public agency is found under the region or one above it.  Those valid on the day
    come first, of these the ones with an agency, of these the shortest names.
    """
    if not query or query.is_one_letter:
        return []
    regions = Regions(on=clock.on)
    counts = Counter(chain.from_iterable(regions.codes_by_agency.values()))
    wider: dict[str, str] = {}  # by region: the nearest above that has agencies
    for code in codes_named(query, regions):
        wider[code] = nearest_above(code, counts, regions)

    codes = [code for code in wider if counts[code] or wider[code]]
    codes.sort(key=lambda code: (regions.has_ended(code), not counts[code], len(regions.label(code)), code))
    links: dict[str, RegionLinks] = {}
    for code in chain.from_iterable((code, wider[code]) for code in codes[:SHOWN]):
        if counts[code] and code not in links:
            links[code] = links_of_region(code, counts[code], regions, clock)
    return [
        RegionResult(
            regions.label(code),
            region_url(code, clock),
            regions.ended_on(code),
            links.get(code),
            links.get(wider[code]),
        )
        for code in codes[:SHOWN]
    ]


def codes_named(query: SearchQuery, regions: Regions) -> list[str]:
    """Return the regions begun by the day whose name has a word of the query and, with the names above it,
    all of them.
    """
    return [code for code in regions.names if is_named(code, query.words, regions)]


def nearest_above(code: str, counts: Counter[str], regions: Regions) -> str:
    """Return the nearest region above one under which an agency is found; "" where there is none."""
    return next((above for above in regions.above(code) if counts[above]), "")


def links_of_region(code: str, agencies: int, regions: Regions, clock: Clock) -> RegionLinks:
    query = query_string({"region": code} | clock.query())
    lists = []
    for listing in LISTS:
        rows = listing.filters({"region": code}, listing.rows(clock), clock=clock).qs
        lists.append((listing.title, reverse(listing.name) + query, rows.order_by().count()))
    lists.append((AGENCIES.title, reverse(AGENCIES.name) + query, agencies))
    return RegionLinks(regions.label(code), lists)


def is_named(code: str, words: Iterable[QueryWord], regions: Regions) -> bool:
    """Say whether the name of a region has one of the words, and with the names above it all of them."""
    if regions.tree.regions[code].is_still_to_come(regions.on) or regions.repeats_its_parent(code):
        return False
    names = letters_of(code, regions)
    names_with_above = list(names)
    for above in regions.above(code):
        names_with_above += letters_of(above, regions)

    has_one = any(has_word(names, word) for word in words)
    return has_one and all(has_word(names_with_above, word) for word in words)


def letters_of(code: str, regions: Regions) -> list[SearchLetters]:
    korean, english = regions.names[code]
    return [read_letters(name) for name in (korean, english, SHORT_NAMES.get(korean, "")) if name]


def has_word(texts: list[SearchLetters], word: QueryWord) -> bool:
    return any(has_all(texts, needles) for needles in word.options)


def has_all(texts: list[SearchLetters], needles: Iterable[SearchNeedle]) -> bool:
    """Say whether each needle is in one of the texts."""
    return all(any(text.has(needle) for text in texts) for needle in needles)
