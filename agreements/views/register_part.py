"""What the pages of a region and of a theme share: the part of the register that one filter leaves.

All of it is read through the lists that are linked, so that each number leads to as many rows.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.lists import AGREEMENTS, COMMITMENTS, Listing, Selection
from agreements.lists.lanes import LANES
from agreements.lists.parameters import Clock
from agreements.models import Agency, Agreement, Program
from agreements.rules.story import part_sentence
from agreements.views.lane_drawing import LaneDrawing, LaneGroup, draw_lanes
from agreements.views.page_context import file_links, query_string
from agreements.views.promise_sections import (
    KeysByView,
    PromiseSection,
    keys_of_sections,
    promise_sections,
    rows_by_state,
)
from agreements.views.querysets import agencies_at, public_rows
from agreements.views.status_bar import StatusBar, promises_url, status_bar
from agreements.views.subject_states import SubjectRow

CARDS = 3  # promises of each section
ROWS = 5  # agreements or programs
LANES_SHOWN = 5


@dataclass(frozen=True)
class ShortList:
    """The first rows of a list, how many it has, and its address."""

    rows: list[Any]
    count: int
    url: str

    @property
    def has_more(self) -> bool:
        return self.count > len(self.rows)


@dataclass(frozen=True)
class AgencyPart:
    """An agency with the promises of the part that it carries, and the list of these."""

    agency: Agency
    count: int
    url: str


@dataclass(frozen=True)
class LanePart:
    """A picture of the first lanes of the timeline, how many it has, and its address."""

    drawing: LaneDrawing
    count: int
    url: str


class RegisterPart:
    """The rows of each list that the filter ``name`` leaves with ``value``, at a clock."""

    def __init__(self, name: str, value: str, clock: Clock) -> None:
        self.name, self.value, self.clock = name, value, clock

    def selection(self, listing: Listing, **more: str) -> Selection:
        return listing.narrowed(self.clock, **{self.name: self.value}, **more)

    def url(self, listing: Listing, **more: str) -> str:
        return reverse(listing.name) + query_string({self.name: self.value} | more | self.clock.query())

    def short_list(self, listing: Listing) -> ShortList:
        """Return the first rows of a list in its usual order."""
        selection = self.selection(listing)
        rows = list(selection.for_page()[:ROWS])
        return ShortList(rows, selection.rows.order_by().count(), self.url(listing))

    @cached_property
    def promises(self) -> Selection:
        return self.selection(COMMITMENTS)

    @cached_property
    def bar(self) -> StatusBar:
        return status_bar(self.promises)

    def promise_sections(self) -> list[PromiseSection]:
        return promise_sections(self.promises, self.bar, self.section_keys, self.rows)

    @cached_property
    def agreements(self) -> ShortList:
        return self.short_list(AGREEMENTS)

    @property
    def sentence(self) -> str:
        return part_sentence(
            agreements=self.agreements.count,
            promises=self.bar.total,
            fulfilled=self.bar.completion.fulfilled,
            on=self.clock.on,
        )

    def agencies(self, *, among: Any = None, most: int) -> list[AgencyPart]:
        """Return the agencies that carry a promise of the part, those with the most first.

        ``among`` are the agencies of which those are (None: all public ones).
        """
        rows = self.promises.filters.qs.order_by()
        agency_filter: Any = self.promises.filters.filters["agency"]
        promises_by_agency: defaultdict[int | None, set[int]] = defaultdict(set)
        for promise, agency in chain.from_iterable(
            link.pairs(rows, self.clock.seq) for link in agency_filter.links
        ):
            promises_by_agency[agency].add(promise)

        agencies = agencies_at(self.clock.on) if among is None else among
        parts = [
            AgencyPart(
                agency,
                len(promises_by_agency[agency.pk]),
                promises_url(self.promises, agency=agency.slug),
            )
            for agency in agencies.filter(pk__in=promises_by_agency.keys() - {None})
        ]
        parts.sort(key=lambda part: (-part.count, part.agency.name))
        return parts[:most]

    def lanes(self) -> LanePart | None:
        """Draw the first promises of which anything is dated, under their program, else their agreement."""
        drawing = draw_lanes(self._lane_groups(), clock=self.clock)
        if drawing is None:
            return None
        count = self.lane_selection.rows.order_by().count()
        return LanePart(drawing, count, self.url(LANES))

    def _lane_groups(self) -> list[LaneGroup]:
        programs = public_rows(Program).in_bulk(set(self.program_by_lane.values()) - {None})
        rows_by_record: dict[Agreement | Program, list[SubjectRow]] = {}
        for key, program in self.program_by_lane.items():
            if key in self.rows:
                row: Any = self.rows[key]
                record = programs.get(program) or row.subject.agreement
                rows_by_record.setdefault(record, []).append(row)
        kinds: dict[Any, str] = {Agreement: _("Agreement"), Program: _("Program")}
        return [
            LaneGroup(record.title, record.get_absolute_url(), rows, kind=kinds[type(record)])
            for record, rows in rows_by_record.items()
        ]

    @cached_property
    def lane_selection(self) -> Selection:
        return self.selection(LANES)

    @cached_property
    def program_by_lane(self) -> dict[int, int | None]:
        """{key of the state of a lane: the program under which its promise stands}."""
        return dict(self.lane_selection.rows.values_list("pk", "lane_program")[:LANES_SHOWN])

    @cached_property
    def section_keys(self) -> KeysByView:
        return keys_of_sections(self.promises, most=CARDS)

    @cached_property
    def rows(self) -> Mapping[int, SubjectRow]:
        """Everything that is shown of a promise, read at once for cards and lanes."""
        return rows_by_state([*self.program_by_lane, *chain(*self.section_keys.values())], self.clock)

    def downloads(self) -> list[dict[str, Any]]:
        return file_links("agreements", "commitments", clock=self.clock, **{self.name: self.value})
