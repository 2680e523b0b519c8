"""The regions whose names have the words of a search: where to look on, and how many agencies each has."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise

from agreements.lists import AGENCIES, AGREEMENTS, COMMITMENTS, Listing
from agreements.lists.parameters import Clock
from agreements.lists.regions import Regions
from agreements.rules.region_names import PROVINCES
from agreements.rules.search_text import QueryWord, SearchLetters, SearchQuery, read_letters
from agreements.views.page_context import query_string

SHOWN = 6
LISTS: tuple[Listing, ...] = (AGREEMENTS, COMMITMENTS, AGENCIES)
SHORT_NAMES = {names.full: f"{names.short} {names.everyday}" for names in PROVINCES}


@dataclass(frozen=True)
class RegionResult:
    label: str
    ended_on: date | None
    agencies: int
    lists: list[tuple[str | Promise, str]]  # titles and addresses, asked for this region


def regions_found(query: SearchQuery, clock: Clock) -> list[RegionResult]:
    """Return the regions under which an agency is found and whose name has a word, with those above all.

    Those valid on the day come first, of these the shortest names.
    """
    if not query or query.is_one_letter:
        return []
    regions = Regions(on=clock.on)
    codes = [code for code in regions.with_agencies if is_named(code, query.words, regions)]
    shown = sorted(codes, key=lambda code: (regions.has_ended(code), len(regions.label(code)), code))[:SHOWN]
    counts = Counter(code for codes in regions.codes_by_agency.values() for code in codes)
    return [region_result(code, counts[code], regions, clock) for code in shown]


def region_result(code: str, agencies: int, regions: Regions, clock: Clock) -> RegionResult:
    query = query_string({"region": code} | clock.query())
    return RegionResult(
        regions.label(code),
        regions.tree.regions[code].valid_to if regions.has_ended(code) else None,
        agencies,
        [(listing.title, reverse(listing.name) + query) for listing in LISTS],
    )


def is_named(code: str, words: Iterable[QueryWord], regions: Regions) -> bool:
    """Say whether the name of a region has one of the words, and with the names above it all of them."""
    if regions.tree.regions[code].is_still_to_come(regions.on) or regions.repeats_its_parent(code):
        return False
    own = letters_of(code, regions)
    own_and_above = [*own, *(text for above in regions.above(code) for text in letters_of(above, regions))]
    return any(has_word(own, word) for word in words) and all(has_word(own_and_above, word) for word in words)


def letters_of(code: str, regions: Regions) -> list[SearchLetters]:
    korean, english = regions.names[code]
    return [read_letters(name) for name in (korean, english, SHORT_NAMES.get(korean, "")) if name]


def has_word(texts: list[SearchLetters], word: QueryWord) -> bool:
    return any(all(any(text.has(needle) for text in texts) for needle in option) for option in word.options)
