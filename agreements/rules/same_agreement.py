"""Whether two records may be one and the same agreement, entered twice."""

from dataclasses import dataclass

from agreements.rules.partial_date import PartialDate

SHARED_PARTIES = 2


@dataclass(frozen=True)
class SigningFacts:
    """What tells one agreement from another: when it was signed, or announced to be, and by whom.

    ``key`` and ``supersedes`` are primary keys; an agreement that is not stored yet has no ``key``.
    """

    period: PartialDate | None
    agencies: frozenset[int]
    key: int | None = None
    supersedes: int | None = None


def may_be_the_same(first: SigningFacts, second: SigningFacts) -> bool:
    """Say whether two agreements of a day, or of periods that overlap, share two parties.

    One that replaces the other is another agreement.
    """
    if first.period is None or second.period is None:
        return False
    if replaces(first, second) or replaces(second, first):
        return False
    shared = first.agencies & second.agencies
    return first.period.overlaps(second.period) and len(shared) >= SHARED_PARTIES


def replaces(first: SigningFacts, second: SigningFacts) -> bool:
    return first.supersedes is not None and first.supersedes == second.key
