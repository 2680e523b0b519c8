"""Which bodies continue the history of which: a merger, a split, or a body that only got another form.

A succession is a fact of the world without a sequence: it holds on every day, as today's name of a body does.
"""

from collections.abc import Collection, Iterable, Mapping

from agreements.rules.lifecycle import Reported

type Predecessors = Mapping[int, frozenset[int]]  # by the key of an agency: all that it follows, to the first


def all_predecessors(successions: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Return all that each successor follows, of pairs (agency, successor); none follows itself."""
    followed = steps_by_start((successor, agency) for agency, successor in successions)
    return {successor: all_reached([successor], followed) - {successor} for successor in followed}


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
    """Tell each report whom its speaker follows, where it follows anybody."""
    return [_as_successor(report, predecessors) for report in reports]


def _as_successor(report: Reported, predecessors: Predecessors) -> Reported:
    if report.stated_by not in predecessors:
        return report
    return report._replace(follows=predecessors[report.stated_by])


def with_their_history(agencies: Collection[int], predecessors: Predecessors) -> frozenset[int]:
    """Return the agencies with those that follow them and those that they follow.

    What one of two successors says is not the word of the other: of a split body, a sibling is none of them.
    """
    return with_predecessors_of(agencies, predecessors) | with_successors_of(agencies, predecessors)


def with_predecessors_of(agencies: Collection[int], predecessors: Predecessors) -> frozenset[int]:
    """Return the agencies with those that they follow."""
    nobody: frozenset[int] = frozenset()
    return frozenset(agencies).union(*(predecessors.get(agency, nobody) for agency in agencies))


def with_successors_of(agencies: Collection[int], predecessors: Predecessors) -> frozenset[int]:
    """Return the agencies with those that follow them."""
    agencies = frozenset(agencies)
    return agencies | {successor for successor, followed in predecessors.items() if followed & agencies}
