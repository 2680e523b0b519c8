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


def may_be_the_same(one: SigningFacts, other: SigningFacts) -> bool:
    """Say whether two agreements of a day, or of periods that overlap, share two parties.

    One that replaces the other is another agreement.
    """
    if one.period is None or other.period is None:
        return False
    if replaces(one, other) or replaces(other, one):
        return False
    same_time = one.period.not_before(other.period) and other.period.not_before(one.period)
    return same_time and len(one.agencies & other.agencies) >= SHARED_PARTIES


def replaces(one: SigningFacts, other: SigningFacts) -> bool:
    return one.supersedes is not None and one.supersedes == other.key
