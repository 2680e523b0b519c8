"""Which bodies continue the history of which: a merger, a split, or a body that only got another form.

A succession is a fact of the world without a sequence: it holds on every day, as today's name of a body does.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from agreements.rules.lifecycle import FOREVER, NEVER, Reported

# By the key of an agency: all that it follows, to the first, each with the last day of that body and of those
# in between; NEVER where no day is known.
type Predecessors = Mapping[int, Mapping[int, date]]


def all_predecessors(successions: Iterable[tuple[int, int, date | None]]) -> dict[int, dict[int, date]]:
    """Return all that each successor follows, of (agency, successor, last day of the agency).

    None follows itself.
    """
    followed: dict[int, dict[int, date]] = defaultdict(dict)
    for agency, successor, last_day in successions:
        followed[successor][agency] = last_day or NEVER

    return {successor: _followed_to_the_first(successor, followed) for successor in list(followed)}


def _followed_to_the_first(successor: int, followed: Mapping[int, Mapping[int, date]]) -> dict[int, date]:
    """Return {agency: last day}; of several ways to it the one on which all bodies ended first."""
    last_days: dict[int, date] = {}
    waiting = [(successor, NEVER)]
    while waiting:
        body, ended_on = waiting.pop()
        for agency, its_last_day in followed.get(body, {}).items():
            last_day = max(ended_on, its_last_day)
            if agency != successor and last_day < last_days.get(agency, FOREVER):
                last_days[agency] = last_day
                waiting.append((agency, last_day))
    return last_days


def steps_by_start[K](pairs: Iterable[tuple[K, K]]) -> dict[K, set[K]]:
    """Group pairs (from, to) by where they begin."""
    steps: dict[K, set[K]] = {}
    for start, end in pairs:
        steps.setdefault(start, set()).add(end)
    return steps


def all_reached[K](start: Iterable[K], steps: Mapping[K, Iterable[K]]) -> frozenset[K]:
    """Return ``start`` and all that can be reached from it by ``steps``, which may lead in a circle."""
    reached: set[K] = set()
    waiting = list(start)
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting.extend(steps.get(key, ()))
    return frozenset(reached)


def with_predecessors(reports: Iterable[Reported], predecessors: Predecessors) -> list[Reported]:
    """Tell each report whom its speaker followed when it was said, where it followed anybody.

    What a body said while the one that it was to follow still stood was its own word.
    """
    return [_as_successor(report, predecessors) for report in reports]


def _as_successor(report: Reported, predecessors: Predecessors) -> Reported:
    if report.stated_by not in predecessors:
        return report
    followed = predecessors[report.stated_by].items()
    ended = (agency for agency, last_day in followed if report.said_on.first > last_day)
    return report._replace(follows=frozenset(ended))


def with_predecessors_of(agencies: Collection[int], predecessors: Predecessors) -> frozenset[int]:
    """Return the agencies with those that they follow."""
    return frozenset(agencies).union(*(predecessors.get(agency, ()) for agency in agencies))


def successors_of(agencies: Collection[int], predecessors: Predecessors) -> dict[int, date]:
    """Return {body that follows one of the agencies: the day after which it does}.

    What one of two successors says is not the word of the other: of a split body, a sibling is none of them.
    """
    agencies = frozenset(agencies)
    days: dict[int, date] = {}
    for successor, followed in predecessors.items():
        last_days = [last_day for agency, last_day in followed.items() if agency in agencies]
        if last_days:
            days[successor] = min(last_days)
    return days
