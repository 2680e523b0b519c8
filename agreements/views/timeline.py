"""The timeline: one picture of all promises of which anything is dated, or the list of everything dated."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.lists import parameters
from agreements.lists.agency_names import agency_names
from agreements.lists.facts import AS_LIST, FACTS
from agreements.lists.lanes import BY_AGENCY, BY_REGION, GROUPS, LANES, lead_regions, with_lead_agency
from agreements.lists.parameters import Clock, single
from agreements.lists.regions import Regions
from agreements.lists.timeline import timeline_listing
from agreements.models import Agency, Agreement, Program
from agreements.rules.lifecycle import UNSEARCHED
from agreements.timeline import load_events
from agreements.views.lane_drawing import LaneGroup, draw_lanes
from agreements.views.lists import list_page, list_url, query_without
from agreements.views.page_context import query_string
from agreements.views.querysets import public_rows
from agreements.views.subject_states import rows_of_states
from agreements.views.time_axis import DaySpan

LANES_A_PAGE = 60
FACTS_A_PAGE = 50


@require_safe
def timeline(request: HttpRequest) -> HttpResponseBase:
    """The picture of all dated promises, or with ``?view=list`` everything dated in one order."""
    if "year" in request.GET:
        return redirect_of_year(request)
    if timeline_listing(request.GET) is LANES:
        return list_page(request, LANES, extra_context=picture_context, rows_a_page=LANES_A_PAGE)
    return list_page(request, FACTS, extra_context=facts_context, rows_a_page=FACTS_A_PAGE)


def redirect_of_year(request: HttpRequest) -> HttpResponseBase:
    """Lead from the address that one year had to the same year of the list.

    Raises:
        BadParameter: it is no year.
    """
    year = str(parameters.year(request.GET, default=0))
    kept = {name: single(request.GET, name) for name in request.GET if name not in ("year", "page", "view")}
    query = {"view": AS_LIST, "from": year, "to": year, **kept}
    return HttpResponsePermanentRedirect(
        reverse("timeline") + query_string(parameters.not_empty(query, query))
    )


# ---- the list ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class YearLink:
    number: int
    count: int
    url: str
    is_chosen: bool


def facts_context(selection: Any, keys: list[Any]) -> dict[str, Any]:
    clock = selection.clock
    return {
        "events": load_events(keys, on=clock.on, seq=clock.seq),
        "years": year_links(selection),
        "is_list": True,
    }


def year_links(selection: Any) -> list[YearLink]:
    """Link each year that has a fact, the span not asked."""
    kept = query_without(selection, "from", "to")
    chosen = {name: value for name, value in selection.chosen.items() if name not in ("from", "to")}
    span = selection.filter_values["from"], selection.filter_values["to"]
    return [
        YearLink(
            year,
            count,
            list_url(selection, kept | {"from": str(year), "to": str(year)}),
            is_chosen=span == (str(year), str(year)),
        )
        for year, count in selection.counts_by_year(chosen).items()
    ]


# ---- the picture -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GroupLink:
    label: str | Promise
    url: str
    is_here: bool


def picture_context(selection: Any, states: list[Any]) -> dict[str, Any]:
    groups_of = GROUPS_OF[selection.group]
    groups, undated = groups_of(selection, states)
    span = selection.filters.span
    drawing = draw_lanes(groups, clock=selection.clock, years=years_of(span, selection.clock))
    return {
        "drawing": drawing,
        "undated_groups": undated,
        "undated_count": sum(group.undated for group in undated),
        "groupings": grouping_links(selection),
    }


def years_of(span: Any, clock: Clock) -> DaySpan | None:
    """Return the days that were asked for; an open end is that of the register, or ten years."""
    if span.first is None and span.last is None:
        return None
    last = span.last or max(clock.on, span.first)
    first = span.first or date(max(last.year - 10, date.min.year), 1, 1)
    return DaySpan(first, last)


def grouping_links(selection: Any) -> list[GroupLink]:
    labels: list[tuple[str, str | Promise]] = [("", gettext_lazy("by program and agreement")), *GROUPS]
    kept = query_without(selection, "group")
    return [
        GroupLink(
            label,
            list_url(selection, kept | {"group": group} if group else kept),
            is_here=group == selection.group,
        )
        for group, label in labels
    ]


type Groups = tuple[list[LaneGroup], list[LaneGroup]]  # with lanes, and without any


def drawn_in_groups(selection: Any, states: Iterable[Any], key: Any) -> list[tuple[Any, list[Any]]]:
    """Return [(key, rows)] of the promises of one page, which lie in the order of their groups."""
    pairs = [(state.subject, state) for state in states]
    rows = rows_of_states(pairs, clock=selection.clock)
    return [(group, list(of_group)) for group, of_group in groupby(rows, key=lambda row: key(row.state))]


def groups_by_agreement(selection: Any, states: list[Any]) -> Groups:
    """Under their programs, else their agreements; a promise of both stands under the program once."""
    counts = count_undated(selection.undated(), "commitment__agreement", "milestone__program")
    agreements = public_rows(Agreement).in_bulk({agreement for agreement, _program in counts if agreement})
    programs = public_rows(Program).in_bulk(
        {state.lane_program for state in states} | {program for _agreement, program in counts}
    )
    groups = []
    for key, rows in drawn_in_groups(selection, states, program_and_agreement):
        program = programs.get(key[0])
        if program is not None:
            undated = counts.pop((None, program.pk), 0)
            groups.append(program_group(program, rows, undated=undated))
        else:
            agreement = rows[0].subject.agreement
            undated = counts.pop((agreement.pk, None), 0)
            groups.append(agreement_group(agreement, selection, rows, undated=undated))

    without_lanes = []
    for (agreement_key, program_key), count in counts.items():
        if agreement_key in agreements:
            without_lanes.append(agreement_group(agreements[agreement_key], selection, [], undated=count))
        elif program_key in programs:
            without_lanes.append(program_group(programs[program_key], [], undated=count))
    return groups, without_lanes


def program_and_agreement(state: Any) -> tuple[int | None, int | None]:
    if state.lane_program:
        return state.lane_program, None
    return None, state.commitment.agreement_id


def program_group(program: Program, rows: list[Any], *, undated: int) -> LaneGroup:
    return LaneGroup(
        program.title,
        program.get_absolute_url(),
        rows,
        kind=_("Program"),
        undated=undated,
        names_agreements=True,
    )


def agreement_group(agreement: Agreement, selection: Any, rows: list[Any], *, undated: int) -> LaneGroup:
    kept = query_without(selection, "group", "view")
    query = kept | {"agreement": agreement.reference or "", "status": UNSEARCHED}
    return LaneGroup(
        agreement.title,
        agreement.get_absolute_url(),
        rows,
        kind=_("Agreement"),
        undated=undated,
        undated_url=reverse("commitments") + query_string(query),
    )


def count_undated(states: Any, *columns: str) -> dict[tuple[Any, ...], int]:
    """Return {values of the columns: how many promises of which nothing is dated}."""
    counts = states.order_by().values_list(*columns).annotate(Count("pk"))
    return {tuple(values): count for *values, count in counts}


def groups_by_agency(selection: Any, states: list[Any]) -> Groups:
    counts = count_undated(with_lead_agency(selection.undated(), selection.clock), "lane_agency")
    agencies = agencies_by_key(selection.clock)
    groups = []
    for agency, rows in drawn_in_groups(selection, states, lambda state: state.lane_agency):
        undated = counts.pop((agency,), 0)
        groups.append(replace(agency_group(agencies.get(agency), rows), undated=undated))
    return groups, [
        replace(agency_group(agencies.get(agency), []), undated=count) for (agency,), count in counts.items()
    ]


def agencies_by_key(clock: Clock) -> dict[int, tuple[str, str]]:
    """Return {primary key: name of the day, address} of the public agencies."""
    names = agency_names(clock.on)
    slugs = dict(public_rows(Agency).order_by().values_list("pk", "slug"))
    return {key: (name, reverse("agency", args=[slugs[key]])) for key, name in names.items() if key in slugs}


def agency_group(agency: tuple[str, str] | None, rows: list[Any]) -> LaneGroup:
    title, url = agency or (_("an agency that is not listed"), "")
    return LaneGroup(title, url, rows, names_agreements=True)


def groups_by_region(selection: Any, states: list[Any]) -> Groups:
    clock = selection.clock
    code_by_agency = {agency: code for code, agencies in lead_regions(clock).items() for agency in agencies}
    counts: dict[str, int] = {}
    for (agency,), count in count_undated(
        with_lead_agency(selection.undated(), clock), "lane_agency"
    ).items():
        code = code_by_agency.get(agency, "")
        counts[code] = counts.get(code, 0) + count
    regions = Regions(on=clock.on)

    def region_group(code: str, rows: list[Any]) -> LaneGroup:
        title = regions.label(code) if code else _("no region")
        return LaneGroup(title, "", rows, undated=counts.pop(code, 0), names_agreements=True)

    lanes = drawn_in_groups(selection, states, lambda state: code_by_agency.get(state.lane_agency, ""))
    groups = [region_group(code, rows) for code, rows in lanes]
    return groups, [region_group(code, []) for code in sorted(counts)]


GROUPS_OF = {"": groups_by_agreement, BY_AGENCY: groups_by_agency, BY_REGION: groups_by_region}
