"""The rows that views show: what everyone may see, as of a clock, and nothing that a template would fetch."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Prefetch, Q
from django.http import Http404

from agreements.lists.agency_names import agencies_named_on
from agreements.lists.parameters import Clock
from agreements.models import (
    Agreement,
    Commitment,
    CommitmentAgency,
    EntryKind,
    LedgerEntry,
    Milestone,
    Party,
    Program,
    Source,
    StatusReport,
)
from agreements.models.base import PUBLIC


class NotYet(Exception):
    """What stands at this address was not public at ``seq``, but from ``since`` on; becomes a 404 that
    says so."""

    def __init__(self, seq: int, since: int) -> None:
        super().__init__(seq, since)
        self.seq, self.since = seq, since


class Gone(Exception):
    """What stood at this address was withdrawn; becomes a 410 that says when and why."""

    def __init__(self, withdrawal: LedgerEntry) -> None:
        super().__init__(withdrawal.reference)
        self.withdrawal = withdrawal


def public_rows(model: Any) -> Any:
    """Give the rows everyone may see.  What a template would have to fetch raises instead."""
    return model.objects.visible_to(PUBLIC).fetch_mode(models.FETCH_RAISE)


def prefetch_public(name: str, model: Any, *related: "Prefetch[Any]") -> "Prefetch[Any]":
    """Prefetch the public record(s) ``name``, each with its ``related``; None where it is not public."""
    return Prefetch(name, queryset=public_rows(model).prefetch_related(*related))


def prefetch_nothing(name: str, model: Any) -> "Prefetch[Any]":
    """Prefetch nothing under ``name``: what may not be shown is not read."""
    return Prefetch(name, queryset=public_rows(model).none())


def newest_entry() -> LedgerEntry | None:
    """The head of the ledger at this moment."""
    entry: LedgerEntry | None = public_rows(LedgerEntry).order_by("-seq").first()
    return entry


PRESENCE: dict[Any, str] = {Agreement: "terms", Program: "decisions"}  # of all others: "states"


def get_or_gone(rows: Any, *, clock: Clock, withdrawn: Q, **address: str) -> Any:
    """Give the one row of an address, of ``rows`` that were public at the clock.

    ``withdrawn`` finds, among publications, those of the record that must be public for it.

    Raises:
        Gone: that record was withdrawn.
        NotYet: it was not public at the sequence that is looked at, but later.
        Http404: never published.
    """
    row = rows.filter(**address).first()
    if row is not None:
        return row
    telling = public_rows(LedgerEntry).filter(withdrawn).exclude(kind=EntryKind.REDACTION)
    last = telling.order_by("-seq").first()
    if last is not None and last.kind == EntryKind.WITHDRAWAL:
        raise Gone(last)
    if clock.seq is not None and (now_there := public_rows(rows.model).filter(**address).first()):
        name = PRESENCE.get(rows.model, "states")
        later = getattr(now_there, name).visible_to(PUBLIC).filter(seq_from__gt=clock.seq)
        raise NotYet(clock.seq, later.order_by("seq_from").values_list("seq_from", flat=True)[0])
    raise Http404


def prefetch_program(clock: Clock) -> "Prefetch[Any]":
    """Prefetch the program of a commitment as far as it was public at the clock."""
    return Prefetch("program", queryset=public_rows(Program).known_at(clock.seq))


def agencies_at(day: date) -> Any:
    """The agencies that everyone may see, under their names of a day."""
    return agencies_named_on(day).fetch_mode(models.FETCH_RAISE)


def prefetch_agencies(name: str, day: date) -> "Prefetch[Any]":
    """Prefetch the public agency or agencies ``name`` under their names of a day."""
    return Prefetch(name, queryset=agencies_at(day))


def prefetch_roles(day: date) -> "Prefetch[Any]":
    """Prefetch the roles of a commitment with the agencies that have them."""
    return prefetch_public("roles", CommitmentAgency, prefetch_agencies("agency", day))


def prefetch_parties(day: date) -> "Prefetch[Any]":
    """Prefetch the listed parties of an agreement, in the order they signed."""
    related = (prefetch_agencies("agency", day), prefetch_public("purpose_source", Source))
    return prefetch_public("parties", Party, *related)


def reports_at(clock: Clock) -> Any:
    """The reports a page may tell of at a clock: ``hidden`` if withdrawn since, ``replaced`` if corrected."""
    rows: Any = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).known_by(clock.on, seq=clock.seq)
    return rows.with_replaced(seq=clock.seq).fetch_mode(models.FETCH_RAISE)


def reports_with_subject(clock: Clock) -> Any:
    """The reports a page may tell of at a clock, each with its subject and who stated it."""
    return reports_at(clock).prefetch_related(
        prefetch_public("commitment", Commitment),
        prefetch_public("milestone", Milestone),
        prefetch_agencies("stated_by", clock.on),
    )


def agreements_with_phase(clock: Clock) -> Any:
    """The agreements that were public at the clock, in their phase on its day."""
    return public_rows(Agreement).known_at(clock.seq).with_phase(on=clock.on, seq=clock.seq)
