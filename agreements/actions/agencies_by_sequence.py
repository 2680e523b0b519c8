"""Whose dates counted for a promise at each publication sequence, and whether it repeated, as far as the
ledger's entries tell.
"""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from agreements.models import Agency, Commitment, EntryKind, LedgerEntry, Program

type Facts = dict[str, Any]


class Named(NamedTuple):
    """The agencies named at a sequence; not ``all_told`` where an entry does not tell of others.

    ``repeats`` is the rhythm of a commitment that repeats, None where the entry was blanked.

    That is where it was blanked, and where a commitment's program was not public when it was written.
    """

    agencies: frozenset[int]
    all_told: bool
    repeats: str | None = ""


class EntryFacts(NamedTuple):
    """The public facts of an agreement or program from an entry on: none once withdrawn, None if blanked."""

    seq: int
    facts: Facts | None


NOT_PUBLIC: Facts = {}


class OwnAgencies:
    """Reads the entries of some agreements or programs once, and answers for their promises."""

    def __init__(self, root: str, keys: Iterable[int]) -> None:
        keys = list(keys)
        self.keys_by_slug = dict(Agency.objects.values_list("slug", "pk"))
        self.entries = _entries_by_root(root, keys)
        # By the reference of a commitment: every program that it is known to name.
        self.slugs: dict[str | None, set[str]] = defaultdict(set)
        self.programs: dict[str | None, list[EntryFacts]] = {}
        if root == "agreement":
            self._read_programs(keys)

    def _read_programs(self, agreements: list[int]) -> None:
        named_now = Commitment.objects.filter(agreement__in=agreements, program__isnull=False)
        for reference, slug in named_now.values_list("reference", "program__slug"):
            self.slugs[reference].add(slug)
        for commitment in _commitments_told(chain.from_iterable(self.entries.values())):
            if commitment.get("program"):
                self.slugs[commitment["reference"]].add(commitment["program"])

        slugs = set().union(*self.slugs.values())
        by_key = dict(Program.objects.filter(slug__in=slugs).values_list("pk", "slug"))
        entries_by_key = _entries_by_root("program", by_key)
        self.programs = {slug: entries_by_key[key] for key, slug in by_key.items()}

    def program_sequences(self, reference: str | None) -> set[int]:
        """Return the sequences at which a program that a commitment names may have changed its owner."""
        slugs = self.slugs.get(reference, ())
        return {entry.seq for slug in slugs for entry in self.programs.get(slug, ())}

    def of_commitment(self, agreement: int, reference: str | None, *, seq: int) -> Named:
        """Return those named in it, the parties of its agreement and the owner of its public program."""
        facts = _facts_at(self.entries[agreement], seq)
        if facts is None:
            return Named(frozenset(), all_told=False, repeats=None)
        slugs = {party["agency"] for party in facts.get("parties", ())}
        commitment = _member(facts, "commitments", reference)
        if commitment is None:
            return Named(self._keys(slugs), all_told=True)

        program = _facts_at(self.programs.get(commitment.get("program"), []), seq)
        if program is not None:
            slugs.add(program.get("owner"))
        slugs |= {part["agency"] for part in commitment["agencies"]}
        all_told = "program" in commitment and program is not None
        return Named(self._keys(slugs), all_told, commitment.get("repeats", ""))

    def of_milestone(self, program: int, reference: str | None, *, seq: int) -> Named:
        """Return those that take it and the owner of the program."""
        facts = _facts_at(self.entries[program], seq)
        if facts is None:
            return Named(frozenset(), all_told=False)
        slugs = {facts.get("owner")}
        milestone = _member(facts, "milestones", reference)
        if milestone is not None:
            slugs |= set(milestone["agencies"])
        return Named(self._keys(slugs), all_told=True)

    def _keys(self, slugs: Iterable[str | None]) -> frozenset[int]:
        return frozenset(self.keys_by_slug[slug] for slug in slugs if slug in self.keys_by_slug)


TELLING = (EntryKind.PUBLICATION, EntryKind.CHANGE, EntryKind.WITHDRAWAL)


def _entries_by_root(root: str, keys: Iterable[int]) -> dict[int, list[EntryFacts]]:
    entries = LedgerEntry.objects.filter(**{f"{root}__in": list(keys)}, kind__in=TELLING).order_by("seq")
    by_key: dict[int, list[EntryFacts]] = defaultdict(list)
    for key, seq, kind, payload in entries.values_list(root, "seq", "kind", "payload"):
        by_key[key].append(EntryFacts(seq, _facts_of_entry(kind, payload)))
    return by_key


def _facts_of_entry(kind: str, payload: str | None) -> Facts | None:
    if kind == EntryKind.WITHDRAWAL:
        return NOT_PUBLIC
    if not payload:
        return None
    facts: Facts = json.loads(payload)["facts"]
    return facts


def _commitments_told(entries: Iterable[EntryFacts]) -> Iterator[Facts]:
    for entry in entries:
        facts = entry.facts or NOT_PUBLIC
        yield from facts.get("commitments", ())


def _member(facts: Facts, members: str, reference: str | None) -> Facts | None:
    """Return the facts of the commitment or milestone of a reference; None where its root names none."""
    for member in facts.get(members, ()):
        if member["reference"] == reference:
            return dict(member)
    return None


def _facts_at(entries: list[EntryFacts], seq: int) -> Facts | None:
    """Return the facts that held at a sequence; None where the entry that told them was blanked."""
    after = bisect_right(entries, seq, key=lambda entry: entry.seq)
    if after == 0:
        return NOT_PUBLIC
    return entries[after - 1].facts
