"""Whether the rows that say which promises are the same are those that the ledger says, at every sequence."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Q

from agreements.actions.agencies_by_sequence import TELLING
from agreements.actions.subject_histories import holding_at, rows_by_key
from agreements.models import LATEST, Commitment, EntryKind, LedgerEntry, PromiseLink
from agreements.rules.publication import PublicationState

PUBLISHED = PublicationState.PUBLISHED
NAMES_A_MILESTONE = '"carried_out_by":"'  # in a payload, which has no spaces

type Link = tuple[str, str]  # the references of a commitment and of its milestone


class KeptLink(NamedTuple):
    """A row with the sequences for which it holds."""

    commitment: str
    milestone: str
    seq_from: int
    seq_to: int


class LinkStep(NamedTuple):
    """A ledger entry of an agreement or program; ``links``: None of a program, and where it was blanked."""

    seq: int
    kind: str
    links: frozenset[Link] | None = None


def wrong_links() -> Iterator[str]:
    """Compare the rows of each agreement with its own entries and those of the programs it names."""
    kept = rows_by_key(kept_links(), make=KeptLink._make)
    links_now = rows_by_key(links_of_records())
    steps = rows_by_key(steps_of_agreements(), make=agreement_step)
    program_steps = steps_of_programs()
    for key in sorted(kept.keys() | links_now.keys() | steps.keys()):
        yield from link_differences(steps[key], program_steps, kept[key], set(links_now[key]))


def kept_links() -> Any:
    columns = ("commitment__reference", "milestone__reference", "seq_from", "seq_to")
    return PromiseLink.objects.values_list("commitment__agreement", *columns)


def links_of_records() -> Any:
    """Return the links that commitments name now and whose sides are both public, by agreement."""
    public = Commitment.objects.filter(agreement__state=PUBLISHED, carried_out_by__program__state=PUBLISHED)
    return public.values_list("agreement", "reference", "carried_out_by__reference")


def steps_of_agreements() -> Any:
    """Return the entries of every agreement that ever had a link, as far as anything stored says so."""
    naming = LedgerEntry.objects.filter(payload__contains=NAMES_A_MILESTONE, agreement__isnull=False)
    linked = Commitment.objects.filter(Q(carried_out_by__isnull=False) | Q(links__isnull=False))
    of_linked = Q(agreement__in=naming.values("agreement")) | Q(agreement__in=linked.values("agreement"))
    entries = LedgerEntry.objects.filter(of_linked, kind__in=TELLING)
    return entries.order_by("seq").values_list("agreement", "seq", "kind", "payload")


def steps_of_programs() -> dict[str, list[LinkStep]]:
    entries = LedgerEntry.objects.filter(program__isnull=False, kind__in=TELLING)
    steps: dict[str, list[LinkStep]] = defaultdict(list)
    for slug, seq, kind in entries.values_list("program__slug", "seq", "kind"):
        steps[slug].append(LinkStep(seq, kind))
    return steps


def agreement_step(columns: list[Any]) -> LinkStep:
    seq, kind, payload = columns
    if kind == EntryKind.WITHDRAWAL:
        return LinkStep(seq, kind, frozenset())
    if payload is None:
        return LinkStep(seq, kind)
    commitments = json.loads(payload)["facts"]["commitments"]
    milestones = {facts["reference"]: facts.get("carried_out_by") for facts in commitments}
    return LinkStep(seq, kind, frozenset(filter(itemgetter(1), milestones.items())))


def link_differences(
    steps: Iterable[LinkStep],
    program_steps: Mapping[str, list[LinkStep]],
    kept: list[KeptLink],
    links_now: set[Link],
) -> Iterator[str]:
    """Compare the rows of one agreement, at each entry that could change them and now, with what follows."""
    agreement_steps = {step.seq: step for step in steps}
    switches: dict[int, tuple[str, str]] = {}  # by sequence: which program was published or withdrawn
    for slug in programs_ever_named(agreement_steps.values(), kept):
        for step in program_steps.get(slug, ()):
            switches[step.seq] = slug, step.kind

    public_programs: set[str] = set()
    named_links: frozenset[Link] | None = frozenset()
    ends = sorted(agreement_steps.keys() | switches.keys())
    for seq in ends:
        if seq in agreement_steps:
            named_links = agreement_steps[seq].links
        elif switches[seq][1] == EntryKind.WITHDRAWAL:
            public_programs.discard(switches[seq][0])
        else:
            public_programs.add(switches[seq][0])
        if named_links is not None:
            expected = {link for link in named_links if program_of(link[1]) in public_programs}
            yield from contradictions(links_at(kept, seq), expected, f"at sequence {seq}", "the ledger")

    yield from rows_between_entries(kept, ends)
    open_links = {row[:2] for row in kept if row.seq_to == LATEST}
    yield from contradictions(open_links, links_now, "now", "the record")


def programs_ever_named(steps: Iterable[LinkStep], kept: list[KeptLink]) -> set[str]:
    """Return the slugs of the programs whose milestones the rows or the entries name."""
    milestones = {row.milestone for row in kept}
    for step in steps:
        milestones.update(milestone for _commitment, milestone in step.links or ())
    return set(map(program_of, milestones))


def rows_between_entries(kept: list[KeptLink], ends: list[int]) -> Iterator[str]:
    """Name the rows that begin or end where no entry could change them."""
    for row in kept:
        if not {row.seq_from, row.seq_to} <= {*ends, LATEST}:
            kept_for = f"kept from {row.seq_from} to before {row.seq_to}"
            yield f"{name_of(row[:2])}: {kept_for}, where no entry says so"


def links_at(kept: list[KeptLink], seq: int) -> set[Link]:
    return {row[:2] for row in holding_at(kept, seq)}


def contradictions(kept: set[Link], expected: set[Link], when: str, source: str) -> Iterator[str]:
    for link in sorted(kept - expected):
        yield f"{name_of(link)}: the same promise {when}, but not as {source} says"
    for link in sorted(expected - kept):
        yield f"{name_of(link)}: not kept as the same promise {when}, but {source} says so"


def name_of(link: Link) -> str:
    return " = ".join(link)


def program_of(milestone: str) -> str:
    """Return the slug in a milestone's reference."""
    return milestone.rpartition("-")[0]
