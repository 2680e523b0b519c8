"""What became of the promises of agencies, and of the dates that each announced itself.

Each number is a link to its rows.  A date is judged by what its own promise came to, never by the calendar or
by the date of another body.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from agreements.lists.agency_promises import NO_PROMISES, ROLE_LABELS, ROLES, AgencyCounts, PromiseTally
from agreements.lists.parameters import Clock
from agreements.lists.targets import results_of_speakers
from agreements.models import Agency
from agreements.rules.outcome import DateResult
from agreements.rules.ratios import Completion
from agreements.views.agency_bars import SmallBar, completion_of, promises_url, small_bar
from agreements.views.page_context import query_string

# That there is no date is none, and what another report of the day says in the same words is not said again.
NO_DATES = (DateResult.UNDATED, DateResult.REPEATED)
OF_DATES = [result for result in DateResult if result not in NO_DATES]


@dataclass(frozen=True)
class LinkedCount:
    """How many rows the list at ``url`` has; "" where it is a sum of which no list is."""

    count: int
    url: str = ""


@dataclass(frozen=True)
class RolePart:
    role: str
    label: str | Promise
    bar: SmallBar


@dataclass(frozen=True)
class ResultPart:
    """The dates that an agency announced and that came to one result."""

    result: str
    label: str | Promise
    count: int
    url: str


@dataclass(frozen=True)
class AgencyAnswer:
    agency: Agency
    agreements: LinkedCount
    tally: PromiseTally
    bar: SmallBar
    completion: Completion
    roles: tuple[RolePart, ...]  # all four
    past: LinkedCount
    moved: LinkedCount
    dates: LinkedCount
    results: tuple[ResultPart, ...]  # they add up to its dates
    undated: LinkedCount  # how often it said that there is no date

    @property
    def roles_it_has(self) -> list[RolePart]:
        return [part for part in self.roles if part.bar.total]

    @property
    def results_there_are(self) -> list[ResultPart]:
        return [part for part in self.results if part.count]

    @property
    def undated_label(self) -> str:
        return str(DateResult.UNDATED.label)


def answers_of_agencies(agencies: Sequence[Agency], clock: Clock) -> list[AgencyAnswer]:
    """Return what became of each; the number of queries does not grow with them."""
    keys = [agency.pk for agency in agencies]
    counts = AgencyCounts(clock, keys)
    results = results_of_speakers(keys, clock)
    return [_answer(agency, counts, results.get(agency.pk, Counter()), clock) for agency in agencies]


def _answer(agency: Agency, counts: AgencyCounts, results: Mapping[str, int], clock: Clock) -> AgencyAnswer:
    slug, key = agency.slug, agency.pk
    tally = counts.promises.get(key, NO_PROMISES)
    roles = [
        RolePart(
            role,
            ROLE_LABELS[role],
            small_bar(counts.in_role.get((key, role)), clock, agency=slug, role=role),
        )
        for role in ROLES
    ]
    return AgencyAnswer(
        agency=agency,
        agreements=LinkedCount(
            counts.agreements.get(key, 0),
            reverse("agreements") + query_string({"agency": slug, **clock.query()}),
        ),
        tally=tally,
        bar=small_bar(tally, clock, agency=slug),
        completion=completion_of(tally),
        roles=tuple(roles),
        past=LinkedCount(tally.past, promises_url({"agency": slug, "view": "past"}, clock)),
        moved=LinkedCount(tally.moved, promises_url({"agency": slug, "view": "moved"}, clock)),
        dates=LinkedCount(sum(results.get(result, 0) for result in OF_DATES)),
        results=tuple(
            ResultPart(
                result.value,
                result.label,
                results.get(result.value, 0),
                dates_url(slug, clock, result=result.value),
            )
            for result in OF_DATES
        ),
        undated=LinkedCount(
            results.get(DateResult.UNDATED, 0), dates_url(slug, clock, result=DateResult.UNDATED.value)
        ),
    )


def dates_url(speaker: str, clock: Clock, **more: str) -> str:
    """Return the address of the dates that an agency announced."""
    return reverse("targets") + query_string({"stated_by": speaker, **more, **clock.query()})
