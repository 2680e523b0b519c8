"""Two to six agencies side by side: distributions and not ranks, and each number leads to its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements.lists import AGENCIES
from agreements.lists.agency_compare import (
    AGENCY,
    FEWEST,
    MOST,
    compared_agencies,
    listed_agencies,
    named_slugs,
)
from agreements.lists.parameters import Clock, single
from agreements.models import Agency, AgencyKind
from agreements.rules.outcome import DateResult
from agreements.views.agency_answers import AgencyAnswer, LinkedCount, answers_of_agencies
from agreements.views.agency_bars import SmallBar
from agreements.views.agency_lineage import Predecessor, predecessors_of
from agreements.views.lists import ShorterAddress
from agreements.views.page_context import base_clock, links_to_formats
from agreements.views.site import site

WITH = "with"  # the agency from whose page somebody comes


@require_safe
def agency_compare(request: HttpRequest) -> TemplateResponse:
    """The agencies that the address names, side by side; without any the form to choose them.

    Raises:
        BadParameter: they are not two to six listed agencies.
        ShorterAddress: empty fields of the form, or an agency named twice, can be left out.
    """
    clock = base_clock(request, AGENCY, WITH)
    agencies = compared_agencies(request.GET, clock)
    slugs = named_slugs(request.GET)
    if request.GET.getlist(AGENCY) != slugs:
        raise ShorterAddress(reverse("agency_compare") + compare_query(slugs, clock))
    context: dict[str, Any] = {
        "clock": clock,
        "fewest": FEWEST,
        "most": MOST,
    }
    chosen = agencies or compared_with(request.GET, clock)
    context |= choices_of_agencies(chosen, clock)
    if agencies:
        query = compare_query(slugs, clock)
        context |= {
            **site(request, clock.query()),  # the tabs lead to the form
            "page_parameters": request.GET,  # while another day shows the same agencies
            "is_narrowed": True,
            "columns": [compared_column(agency, clock) for agency in agencies],
            "groups": compared_groups(answers_of_agencies(agencies, clock)),
            "downloads": links_to_formats("agency_compare", query),
        }
    return TemplateResponse(request, "agreements/agency_compare.html", context)


def compared_with(query: QueryDict, clock: Clock) -> list[Agency]:
    """Return the agency that somebody means to compare with others, if the address names one.

    Raises:
        BadParameter: it is not listed.
    """
    slug = single(query, WITH)
    return listed_agencies([slug], clock, parameter=WITH) if slug else []


def compare_query(slugs: Sequence[str], clock: Clock) -> str:
    pairs = [(AGENCY, slug) for slug in slugs] + list(clock.query().items())
    return f"?{urlencode(pairs)}" if pairs else ""


# ---- side by side --------------------------------------------------------------------------------


@dataclass(frozen=True)
class ComparedColumn:
    """The head of an agency's column, with what one has to know before one reads it."""

    agency: Agency
    is_dissolved: bool
    is_still_to_come: bool
    predecessors: list[Predecessor]


def compared_column(agency: Agency, clock: Clock) -> ComparedColumn:
    return ComparedColumn(
        agency, agency.has_ended(clock.on), agency.is_still_to_come(clock.on), predecessors_of(agency, clock)
    )


@dataclass(frozen=True)
class ComparedCell:
    agency: Agency
    count: int
    url: str
    bar: SmallBar | None = None
    answer: AgencyAnswer | None = None  # whose ratio stands in the cell in place of a count


@dataclass(frozen=True)
class ComparedRow:
    label: str | Promise
    cells: list[ComparedCell]

    @property
    def is_empty(self) -> bool:
        return not any(cell.count for cell in self.cells)


@dataclass(frozen=True)
class ComparedGroup:
    """Rows under one heading; only those in which any of the agencies has something."""

    title: str | Promise
    rows: list[ComparedRow] = field(default_factory=list)


def compared_groups(answers: Sequence[AgencyAnswer]) -> list[ComparedGroup]:
    return [
        ComparedGroup(
            _("Agreements and promises"),
            [
                counted_row(_("Agreements it is a party to"), answers, "agreements"),
                ComparedRow(_("Promises"), [bar_cell(answer.agency, answer.bar) for answer in answers]),
            ],
        ),
        ComparedGroup(_("Promises by its role"), with_something(rows_by_role(answers))),
        ComparedGroup(
            _("What became of the promises"),
            [
                *with_something(
                    [
                        counted_row(_("Announced date passed, not confirmed as fulfilled"), answers, "past"),
                        counted_row(_("Their date was changed"), answers, "moved"),
                    ]
                ),
                ComparedRow(_("Completion rate"), [ratio_cell(answer) for answer in answers]),
            ],
        ),
        ComparedGroup(
            _("Dates that it announced itself"),
            with_something(
                [
                    *rows_by_result(answers),
                    counted_row(DateResult.UNDATED.label, answers, "undated"),
                ],
            ),
        ),
    ]


def with_something(rows: Iterable[ComparedRow]) -> list[ComparedRow]:
    return [row for row in rows if not row.is_empty]


def counted_row(label: str | Promise, answers: Sequence[AgencyAnswer], name: str) -> ComparedRow:
    def cell(answer: AgencyAnswer) -> ComparedCell:
        linked_count: LinkedCount = getattr(answer, name)
        return ComparedCell(answer.agency, linked_count.count, linked_count.url)

    return ComparedRow(label, list(map(cell, answers)))


def bar_cell(agency: Agency, bar: SmallBar) -> ComparedCell:
    return ComparedCell(agency, bar.total, bar.url, bar)


def ratio_cell(answer: AgencyAnswer) -> ComparedCell:
    return ComparedCell(answer.agency, answer.bar.total, answer.bar.url, answer=answer)


def rows_by_role(answers: Sequence[AgencyAnswer]) -> list[ComparedRow]:
    roles = zip(*(answer.roles for answer in answers), strict=True)
    return [
        ComparedRow(
            parts[0].label,
            [bar_cell(answer.agency, part.bar) for answer, part in zip(answers, parts, strict=True)],
        )
        for parts in roles
    ]


def rows_by_result(answers: Sequence[AgencyAnswer]) -> list[ComparedRow]:
    results = zip(*(answer.results for answer in answers), strict=True)
    return [
        ComparedRow(
            parts[0].label,
            [
                ComparedCell(answer.agency, part.count, part.url)
                for answer, part in zip(answers, parts, strict=True)
            ],
        )
        for parts in results
    ]


# ---- choosing ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class KindOfAgencies:
    """The agencies of one kind that signed or carry something, by name, and the address of a comparison."""

    label: str
    agencies: list[Agency]
    compared: list[Agency]  # up to six, those with the most promises
    url: str


def choices_of_agencies(chosen: Sequence[Agency], clock: Clock) -> dict[str, Any]:
    """Offer what signed or carries something, and what is chosen already."""
    selection: Any = AGENCIES.narrowed(clock)
    by_key = {agency.pk: agency for agency in (*selection.for_page(), *chosen)}
    offered = sorted(by_key.values(), key=attrgetter("kind", "name"))
    kinds = [
        kind_of_agencies(AgencyKind(kind), list(agencies), selection.counts.promises, clock)
        for kind, agencies in groupby(offered, attrgetter("kind"))
    ]
    order = list(AgencyKind.values)
    kinds.sort(key=lambda kind: order.index(kind.agencies[0].kind))
    slugs = [agency.slug for agency in chosen]
    fields = [*slugs, *[""] * (MOST - len(slugs))]
    return {"kinds": kinds, "fields": fields, "presets": [kind for kind in kinds if len(kind.agencies) > 1]}


def kind_of_agencies(kind: AgencyKind, agencies: list[Agency], promises: Any, clock: Clock) -> KindOfAgencies:
    def promise_count(agency: Agency) -> int:
        return promises[agency.pk].total if agency.pk in promises else 0

    most = sorted(agencies, key=promise_count, reverse=True)[:MOST]
    compared = sorted(most, key=attrgetter("name"))
    url = reverse("agency_compare") + compare_query([agency.slug for agency in compared], clock)
    return KindOfAgencies(str(kind.label), agencies, compared, url)
