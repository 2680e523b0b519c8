"""What agencies signed and carry, counted for all of them at once.

An agency that an agreement names has one role in the commitment; the role ``step`` is of the promises that it
carries only as a milestone.  So the roles of an agency add up to its promises, each counted once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from agreements.lists.commitments import promise_states
from agreements.lists.parameters import Clock
from agreements.lists.promise_roles import STEP
from agreements.lists.register_filters import public_links
from agreements.models import Agreement, CommitmentAgency, CommitmentRole, Party
from agreements.models.base import PUBLIC
from agreements.rules.lifecycle import FULFILLED, PERIOD_DONE, UNKNOWN, UNSEARCHED
from agreements.rules.states import PASSED

ROLES = (*CommitmentRole.values, STEP)
ROLE_LABELS = {
    CommitmentRole.LEAD: _("Promises it leads"),
    CommitmentRole.SUPPORT: _("Promises it supports"),
    CommitmentRole.JOINT: _("Joint promises"),
    STEP: _("Promises it carries as a step of a program"),
}


class RoleGroup(NamedTuple):
    """Promises of one status and standing that an agency carries in one role."""

    carrier: int
    role: str
    status: str
    standing: str
    promises: int
    disputed_count: int
    moved_count: int


@dataclass
class PromiseTally:
    """Promises counted by status; beside that, some counted once more."""

    by_status: Counter[str] = field(default_factory=Counter)
    by_standing: Counter[str] = field(default_factory=Counter)
    disputed: int = 0  # among the fulfilled
    moved: int = 0  # a date of theirs was changed

    @property
    def total(self) -> int:
        return self.by_status.total()

    @property
    def fulfilled(self) -> int:
        return self.of(FULFILLED)

    @property
    def known(self) -> int:
        return self.total - self.of(UNKNOWN)

    @property
    def past(self) -> int:
        """How many are open though their date has passed."""
        return sum(self.by_standing[standing] for standing in PASSED)

    @property
    def unsearched(self) -> int:
        return self.by_status[UNSEARCHED]

    @property
    def period_done(self) -> int:
        return self.by_status[PERIOD_DONE]

    def of(self, statuses: Iterable[str]) -> int:
        return sum(self.by_status[status] for status in statuses)

    def add(self, group: RoleGroup) -> None:
        self.by_status[group.status] += group.promises
        self.by_standing[group.standing] += group.promises
        self.disputed += group.disputed_count
        self.moved += group.moved_count


NO_PROMISES = PromiseTally()


class AgencyCounts:
    """What agencies signed and carry at a clock; the number of queries does not grow with them.

    ``agencies`` narrows the counting down to some, by primary key.
    """

    def __init__(self, clock: Clock, agencies: Iterable[int] | None = None) -> None:
        self.clock = clock
        self.agencies = None if agencies is None else set(agencies)

    @cached_property
    def agreements(self) -> Mapping[int, int]:
        """How many agreements each agency is a party to."""
        begun = Agreement.objects.visible_to(PUBLIC).begun_by(self.clock.on, seq=self.clock.seq)
        parties: Any = Party.objects.visible_to(PUBLIC).filter(agreement__in=begun.order_by().values("pk"))
        by_agency = self._of_agencies(parties, "agency").values_list("agency")
        return dict(by_agency.annotate(Count("agreement", distinct=True)))

    @cached_property
    def in_role(self) -> Mapping[tuple[int, str], PromiseTally]:
        tallies: defaultdict[tuple[int, str], PromiseTally] = defaultdict(PromiseTally)
        for group in self._groups:
            tallies[group.carrier, group.role].add(group)
        return tallies

    @cached_property
    def promises(self) -> Mapping[int, PromiseTally]:
        """Promises of each agency in whatever role."""
        tallies: defaultdict[int, PromiseTally] = defaultdict(PromiseTally)
        for group in self._groups:
            tallies[group.carrier].add(group)
        return tallies

    @property
    def with_something(self) -> set[int]:
        """The agencies that signed or carry anything."""
        return {*self.agreements, *self.promises}

    @cached_property
    def _groups(self) -> list[RoleGroup]:
        return list(role_groups(self.clock, self.agencies))

    def _of_agencies(self, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
        rows = rows.order_by()
        return rows if self.agencies is None else rows.filter(**{f"{path}__in": self.agencies})


def role_groups(clock: Clock, agencies: set[int] | None = None) -> Iterator[RoleGroup]:
    """Count the promises of a clock by agency, role, status and standing, in three queries."""
    of_some = {} if agencies is None else {"carrier__in": agencies}
    for carried in carried_promises(clock):
        groups = (
            carried.filter(**of_some)
            .values("carrier", "role", "status", "standing")
            .annotate(
                promises=Count("pk"),
                disputed_count=Count("pk", filter=Q(disputed=True)),
                moved_count=Count("pk", filter=Q(times_moved__gt=0)),
            )
        )
        yield from (RoleGroup(**group) for group in groups)


def carried_promises(clock: Clock) -> tuple[Any, Any, Any]:
    """Return the states of a clock, one a promise, once for each agency (``carrier``) in its ``role``.

    The first are those that an agreement names it in, the others those of milestones that it carries: as a
    promise of their own, and as the same promise as a commitment that does not name it.
    """
    promises: Any = promise_states(clock).order_by()
    in_agreement = promises.annotate(
        carrier=F("commitment__roles__agency"), role=F("commitment__roles__role")
    )
    step = promises.annotate(carrier=F("milestone__agencies"), role=Value(STEP))
    linked = promises.filter(commitment__links__in=public_links(clock.seq).order_by()).annotate(
        carrier=F("commitment__links__milestone__agencies"), role=Value(STEP)
    )
    names_it: Any = CommitmentAgency.objects.visible_to(PUBLIC).filter(
        commitment=OuterRef("commitment"), agency=OuterRef("carrier")
    )
    return (
        in_agreement.filter(carrier__isnull=False),
        step.filter(carrier__isnull=False),
        linked.filter(~Exists(names_it), carrier__isnull=False),
    )
