"""Entering, changing, submitting, returning and deleting what is not public."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.actions import duties, redactions, remedies, reports, screening, search_index, traces
from agreements.actions.checks import (
    locked,
    overtaken,
    require,
    require_reason,
    require_theirs,
    require_transition,
)
from agreements.actions.public_facts import PublicFacts, source_facts
from agreements.actions.publication import lock_publications
from agreements.actions.refusals import PersonalData, WrongState
from agreements.models import (
    Agency,
    CouncilSession,
    DutyRecord,
    DutyRule,
    Membership,
    Recognition,
    Redaction,
    Region,
    SearchKind,
    Source,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.models.base import Publishable
from agreements.rules.publication import Act, PublicationState
from agreements.rules.visibility import CITATIONS

# Everything else belongs to one of these and is edited with it.
EDITED_BY_THEMSELVES = (Publishable, Agency, CouncilSession, DutyRule, Membership, Region, Source)

# What no second person looks at before the public reads it, and the texts it shows.
PUBLIC_AT_ONCE = (Agency, CouncilSession, DutyRule)
TEXTS_AT_ONCE = frozenset(
    {"name_ko", "name_en", "other_names_ko", "name", "basis_ko", "basis_en", "article", "asks_ko", "asks_en"}
)

# What a draft is held to before a reviewer sees it: what its publication would refuse.
CHECKS: dict[type[Publishable], Callable[..., None]] = {
    StatusReport: reports.check_report,
    Statement: remedies.check_statement,
    Withdrawal: remedies.check_withdrawal,
    Redaction: redactions.check_redaction,
    DutyRecord: duties.check_duty_record,
}


@contextmanager
def editing(record: models.Model, *, actor: Any, now: datetime) -> Iterator[None]:
    """Do one edit: what the block saves of ``record`` and its children is one transaction, one trace.

    ``record`` may be new (the block saves it) or carry unsaved values; its ``version`` is the one read.

    Raises:
        NotAllowed, StaleVersion.
        PersonalData: it is public at once, and holds what looks like it.
        WrongState: it is submitted or published (then ``changes.change_published`` may), or is a
            source that something published or submitted rests on, and would say something else.
    """
    if not isinstance(record, EDITED_BY_THEMSELVES):
        raise TypeError(f"a {record._meta.verbose_name} is edited with the record it belongs to")
    with transaction.atomic():
        act = Act.CREATE if record._state.adding else Act.EDIT
        if isinstance(record, Source):
            lock_publications()  # else something might be published meanwhile that rests on it as it was
        person = require(actor, act, record, now=now)
        before: traces.Facts = {}
        said: PublicFacts = {}
        if act == Act.EDIT:
            unchanged = _unchanged(record)
            before = traces.facts(unchanged)
            if isinstance(unchanged, Source):
                said = source_facts(unchanged)
        elif isinstance(record, Publishable):
            record.created_at, record.created_by, record.assigned_to = now, actor, actor
        record.version += 1
        yield
        stored: models.Model = type(record)._default_manager.get(pk=record.pk)
        require_theirs(person, act, stored)  # nobody writes a record out of their own hands
        if said and isinstance(stored, Source):
            _require_same(stored, said)
        if isinstance(stored, PUBLIC_AT_ONCE):
            _require_clean(stored)
        if isinstance(stored, Agency):
            search_index.keep(stored)
        after = traces.facts(stored)
        traces.leave(record, act, actor=actor, now=now, changed=traces.changes(before, after))


def _require_clean(record: models.Model) -> None:
    """
    Raises:
        PersonalData: nobody reviews the record, and everyone would read what looks like it.
    """
    texts = {name: str(value) for name, value in traces.facts(record).items() if name in TEXTS_AT_ONCE}
    if blocking := [hit for hit in screening.hits_in(texts) if hit.blocks]:
        named = ";\n".join(dict.fromkeys(hit.what for hit in blocking))
        message = _("This looks like personal data:\n%(hits)s.") % {"hits": named}
        raise PersonalData(message, hits=blocking, field=blocking[0].field)


def _require_same(source: Source, said: PublicFacts) -> None:
    """Hold a source to what it said when something that rests on it was published."""
    now_says = source_facts(source)
    if any(now_says.get(name) != value for name, value in said.items()) and rests_on(source):
        raise WrongState(
            _(
                "Something that is published or waits for review rests on “%(record)s”. "
                "Enter what is right as a source of its own."
            )
            % {"record": source}
        )


def rests_on(source: Source) -> bool:
    """Say whether anything cites the source that was ever published, or waits for its review."""
    return (
        any(
            citing.filter(_settled()).exists()
            for citing in (source.agreements, source.programs, source.reports, source.duty_records)
        )
        or source.duty_commitments.filter(_settled("agreement__")).exists()
        or Recognition.objects.filter(_settled("program__"), sources=source).exists()
    )


def _settled(way: str = "") -> Q:
    ever_public = Q(**{f"{way}first_published_at__isnull": False})
    return ever_public | Q(**{f"{way}state": PublicationState.SUBMITTED})


def _unchanged(record: models.Model) -> models.Model:
    """Read the stored row under its lock, if it may still be edited."""
    if isinstance(record, Publishable):
        stored = locked(record)
        if not stored.is_editable:
            raise WrongState(
                _("“%(record)s” is in the state “%(state)s” and cannot be edited.")
                % {"record": stored, "state": stored.get_state_display()}
            )
        return stored
    found = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if found.version != record.version:  # type: ignore[attr-defined]  # all that are edited by themselves have one
        raise overtaken(record)
    return found


@transaction.atomic
def delete_draft(record: models.Model, *, actor: Any, now: datetime) -> None:
    """Remove what was never public.

    Raises:
        NotAllowed, StaleVersion.
        WrongState: it waits for review, or was published once (that stays for ever), or is a cited source.
    """
    if isinstance(record, Source):
        lock_publications()
    require(actor, Act.DELETE, record, now=now)
    stored = _unchanged(record)
    if isinstance(stored, Publishable) and stored.first_published_at:
        raise WrongState(
            _("“%(record)s” was published once. It can no longer be deleted.") % {"record": stored}
        )
    if isinstance(stored, Source) and is_cited(stored):
        raise WrongState(
            _("Something rests on “%(record)s”. A source that is cited cannot be deleted.")
            % {"record": stored}
        )
    traces.leave(stored, Act.DELETE, actor=actor, now=now, changed=traces.changes(traces.facts(stored), {}))
    key = stored.pk
    stored.delete()
    if isinstance(stored, Agency):
        search_index.bring_up_to_date(SearchKind.AGENCY, [key])


def is_cited(source: Source) -> bool:
    """Its rows in the citing tables would go with it, and a report would stand without evidence."""
    return any(
        apps.get_model("agreements", table)._default_manager.filter(**{field: source}).exists()
        for table, field, _way in CITATIONS
    )


@transaction.atomic
def submit(record: Publishable, *, actor: Any, now: datetime) -> None:
    """Freeze a draft and ask for its review.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        Incomplete, MoveRefused: a report or remedy that could not be published as it is.
        PersonalData: the public would read what looks like it and was not cleared.
    """
    screening.screen_documents(record, now=now)  # before anybody waits for it
    lock_publications()  # what it rests on stays as it is from now on
    require(actor, Act.SUBMIT, record, now=now)
    found = locked(record)
    found.state = require_transition(found, Act.SUBMIT)
    if check := CHECKS.get(type(found)):
        check(found, now=now)
    screening.require_clean(found, now=now)
    found.submitted_at, found.submitted_by, found.return_note = now, actor, ""
    found.assigned_to = actor  # to whom it comes back
    _save(found, Act.SUBMIT, actor=actor, now=now)


@transaction.atomic
def return_draft(record: Publishable, *, note: str, actor: Any, now: datetime) -> None:
    """Hand a submitted draft back to its author with a note.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        Incomplete: the note is empty.
    """
    require(actor, Act.RETURN, record, now=now)
    found = locked(record)
    found.state = require_transition(found, Act.RETURN)
    require_reason(note)
    found.return_note = note
    _save(found, Act.RETURN, actor=actor, now=now, reason=note)


def _save(record: Publishable, act: Act, *, actor: Any, now: datetime, reason: str = "") -> None:
    record.version += 1
    record.save()
    traces.leave(record, act, actor=actor, now=now, reason=reason)
