"""Whose dates counted for a promise at each publication sequence, as the ledger's entries tell."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from agreements.models import Agency, EntryKind, LedgerEntry, Program

type Facts = dict[str, Any]


class RootFacts(NamedTuple):
    """The public facts of an agreement or program from an entry on; None where they were blanked."""

    seq: int
    facts: Facts | None


class OwnAgencies:
    """Reads the entries of some agreements and programs once, and answers for their promises."""

    def __init__(self, roots: str, keys: Iterable[int]) -> None:
        self.keys_by_slug = dict(Agency.objects.values_list("slug", "pk"))
        self.facts = _facts_by_root(roots, keys)
        self.programs: dict[str, list[RootFacts]] = {}
        if roots == "agreement":
            slugs = {
                commitment["program"]
                for entries in self.facts.values()
                for entry in entries
                for commitment in (entry.facts or {}).get("commitments", ())
                if commitment["program"]
            }
            by_key = dict(Program.objects.filter(slug__in=slugs).values_list("pk", "slug"))
            facts = _facts_by_root("program", by_key)
            self.programs = {slug: facts[key] for key, slug in by_key.items()}

    def of_commitment(self, agreement: int, reference: str | None, *, seq: int) -> set[int]:
        """Return those named in it, the parties of its agreement and the owner of its program."""
        facts = _facts_at(self.facts[agreement], seq)
        slugs = {party["agency"] for party in facts.get("parties", ())}
        for commitment in facts.get("commitments", ()):
            if commitment["reference"] == reference:
                slugs |= {part["agency"] for part in commitment["agencies"]}
                owner = _facts_at(self.programs.get(commitment["program"], []), seq).get("owner")
                slugs |= {owner} - {None}
        return self._keys(slugs)

    def of_milestone(self, program: int, reference: str | None, *, seq: int) -> set[int]:
        """Return those that take it and the owner of the program."""
        facts = _facts_at(self.facts[program], seq)
        slugs = {facts.get("owner")} - {None}
        for milestone in facts.get("milestones", ()):
            if milestone["reference"] == reference:
                slugs |= set(milestone["agencies"])
        return self._keys(slugs)

    def _keys(self, slugs: Iterable[str | None]) -> set[int]:
        return {self.keys_by_slug[slug] for slug in slugs if slug in self.keys_by_slug}


def _facts_by_root(root: str, keys: Iterable[int]) -> dict[int, list[RootFacts]]:
    telling = (EntryKind.PUBLICATION, EntryKind.CHANGE)
    entries = LedgerEntry.objects.filter(**{f"{root}__in": list(keys)}, kind__in=telling).order_by("seq")
    facts: dict[int, list[RootFacts]] = defaultdict(list)
    for key, seq, payload in entries.values_list(root, "seq", "payload"):
        facts[key].append(RootFacts(seq, json.loads(payload)["facts"] if payload else None))
    return facts


def _facts_at(entries: list[RootFacts], seq: int) -> Facts:
    """Return the facts that held at a sequence; of an entry that was blanked, those of the next one."""
    earlier = [entry for entry in entries if entry.seq <= seq]
    for entry in [*earlier[-1:], *entries[len(earlier) :]]:
        if entry.facts is not None:
            return entry.facts
    return {}
