"""Which rows of a list may be agreements that are recorded already, or that stand in another row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from django.utils.translation import gettext as _

from agreements.imports.party_details import parties_of_row
from agreements.imports.plans import PlanDraft
from agreements.models import Agreement, Party
from agreements.rules.partial_date import PartialDate
from agreements.rules.roles import Person
from agreements.rules.same_agreement import SigningFacts, may_be_the_same

type Pair = tuple[int, int]


class IndexedAgreement(NamedTuple):
    facts: SigningFacts
    row: int | None = None  # of the file; None: stored


class SimilarAgreementsIndex:
    """When and by whom each stored agreement and each row planned so far was signed, by pairs of parties."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.by_pair: dict[Pair, list[IndexedAgreement]] = defaultdict(list)
        self.stored: dict[int, SigningFacts] = {}
        for facts in stored_facts():
            self.stored[facts.key or 0] = facts
            self._add(IndexedAgreement(facts))

    def _add(self, agreement: IndexedAgreement) -> None:
        for pair in pairs_of(agreement.facts):
            self.by_pair[pair].append(agreement)

    def ask_about(self, draft: PlanDraft) -> None:
        """Note in a plan what its row may be the same as, by what it says anew, and index the row."""
        record = draft.record
        facts = SigningFacts(
            record.signed_or_announced, frozenset(parties_of_row(draft)), record.pk, record.supersedes_id
        )
        before = self.stored.get(record.pk)
        if facts == before:
            return
        similar = dict.fromkeys(self._similar_to(facts))
        if before:
            for known_before in self._similar_to(before):
                similar.pop(known_before, None)
        draft.similar = self._names(similar)
        self._add(IndexedAgreement(facts, draft.facts.row.number))

    def _similar_to(self, facts: SigningFacts) -> list[IndexedAgreement]:
        """Return the candidates, each once."""
        near: dict[IndexedAgreement, None] = {}
        for pair in pairs_of(facts):
            near |= dict.fromkeys(self.by_pair.get(pair, ()))
        return [indexed for indexed in near if is_candidate(facts, indexed.facts)]

    def _names(self, similar: Iterable[IndexedAgreement]) -> list[str]:
        """Name each as far as the person may see it."""
        keys, names_of_rows = set(), []
        for facts, row in similar:
            if row is None:
                keys.add(facts.key or 0)
            else:
                names_of_rows.append(_("row %(row)s of this file") % {"row": row})

        visible = Agreement.objects.visible_to(self.person).filter(pk__in=keys)
        names = [f"{agreement} ({agreement.get_state_display()})" for agreement in visible]
        if len(keys) > len(names):
            names.append(_("one that another department has entered, not public yet"))
        return names + names_of_rows


def is_candidate(facts: SigningFacts, other_facts: SigningFacts) -> bool:
    """Say whether an agreement may be the same, and is another row or record."""
    is_itself = facts.key is not None and facts.key == other_facts.key
    return not is_itself and may_be_the_same(facts, other_facts)


def pairs_of(facts: SigningFacts) -> Iterator[Pair]:
    if facts.period is not None:
        yield from combinations(sorted(facts.agencies), 2)


def stored_facts() -> Iterator[SigningFacts]:
    """Yield those of every dated agreement, also of what the person may not see."""
    agencies: dict[int, set[int]] = defaultdict(set)
    for agreement, agency in Party.objects.order_by().values_list("agreement", "agency"):
        agencies[agreement].add(agency)
    rows = Agreement.objects.filter(begins_on__isnull=False).order_by("pk")
    columns = ("signed_first", "signed_last", "announced_first", "announced_last", "supersedes")
    for key, first, last, announced_first, announced_last, supersedes in rows.values_list("pk", *columns):
        period = PartialDate.from_days(first or announced_first, last or announced_last)
        yield SigningFacts(period, frozenset(agencies[key]), key, supersedes)
