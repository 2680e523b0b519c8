"""Entering, changing, submitting, returning and deleting what is not public."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.actions import (
    duties,
    inquiries,
    redactions,
    remedies,
    reports,
    screening,
    search_index,
    statements,
    traces,
)
from agreements.actions.checks import (
    act_of_saving,
    lock_current,
    require_grant,
    require_own_record,
    require_reason,
    require_transition,
)
from agreements.actions.circles import require_no_circle
from agreements.actions.lineage import require_sound_lineage
from agreements.actions.public_facts import PublicFacts, source_facts
from agreements.actions.publication import lock_publications
from agreements.actions.refusals import PersonalData, WrongState
from agreements.actions.similar_agreements import refuse_similar, similar_keys
from agreements.actions.successions import changing_successions
from agreements.models import (
    Agency,
    AgencyRequest,
    CouncilSession,
    DutyRecord,
    Inquiry,
    Membership,
    Ordinance,
    Recognition,
    Redaction,
    Region,
    Round,
    SearchKind,
    Source,
    Statement,
    StatusReport,
    Theme,
    Withdrawal,
)
from agreements.models.base import Publishable
from agreements.rules.publication import Act, PublicationState
from agreements.rules.visibility import CITATIONS

# Everything else belongs to one of these and is edited with it.
EDITED_BY_THEMSELVES = (
    Publishable, Agency, AgencyRequest, CouncilSession, Membership, Ordinance, Region, Round, Source, Theme,
)  # fmt: skip

# What no second person looks at before the public reads it, and the texts it shows.
PUBLIC_AT_ONCE = (Agency, CouncilSession, Ordinance, Region, Theme)
TEXTS_AT_ONCE = frozenset(
    {
        "name_ko", "name_en", "qualifier_ko", "qualifier_en", "other_names_ko", "name",
        "title_ko", "title_en", "promulgation_number", "transitional_ko", "transitional_en",
        "exemptions_ko", "exemptions_en", "exemption_ko", "exemption_en", "source_publisher", "source_title",
        "article", "asks_ko", "asks_en", "text_ko", "text_en",
    }
)  # fmt: skip

# What a draft is held to before a reviewer sees it: what its publication would refuse.
CHECKS: dict[type[Publishable], Callable[..., None]] = {
    StatusReport: reports.check_report,
    Statement: statements.check_statement,
    Withdrawal: remedies.check_withdrawal,
    Redaction: redactions.check_redaction,
    DutyRecord: duties.check_duty_record,
    Inquiry: inquiries.check_inquiry,
}


@contextmanager
def editing_record(
    record: models.Model, *, actor: Any, now: datetime, different_from_similar: bool = False
) -> Iterator[None]:
    """Do one edit: what the block saves of ``record`` and its children is one transaction, one trace.

    ``record`` may be new (the block saves it) or carry unsaved values; its ``version`` is the one read.
    ``different_from_similar`` is the word of whoever edits it that it is no agreement recorded already.

    Raises:
        NotAllowed, StaleVersion.
        InCircle: it stands above itself or succeeds itself.
        WrongLineage: it has successors and no last day, or is a region at a level where none can be.
        SimilarAgreements: it has become an agreement that may be recorded already.
        PersonalData: it is public at once, and holds what looks like it.
        WrongState: it is submitted or published (then ``changes.change_published`` may), or is a
            source that something published or submitted rests on, and would say something else.
    """
    if not isinstance(record, EDITED_BY_THEMSELVES):
        raise TypeError(f"a {record._meta.verbose_name} is edited with the record it belongs to")

    with transaction.atomic(), _keeping_states_of(record):
        act = act_of_saving(record)
        if isinstance(record, Source | Region | Theme):
            lock_publications()  # else meanwhile something might come to rest on it, or to stand above it
        person = require_grant(actor, act, record, now=now)

        facts_before: traces.Facts = {}
        source_before: PublicFacts = {}
        similar_before: set[int] = set()
        if act == Act.EDIT:
            unchanged = _lock_editable(record)
            facts_before = traces.record_facts(unchanged)
            if isinstance(unchanged, Source):
                source_before = source_facts(unchanged)
            similar_before = similar_keys(unchanged)
        elif isinstance(record, Publishable):
            record.created_at, record.created_by, record.assigned_to = now, actor, actor
        record.version += 1

        yield

        edited: models.Model = type(record)._default_manager.get(pk=record.pk)
        require_own_record(person, act, edited)  # nobody writes a record out of their own hands

        if source_before and isinstance(edited, Source):
            _require_same(edited, source_before)
        refuse_similar(edited, person=person, similar_before=similar_before, confirmed=different_from_similar)
        require_no_circle(edited)
        require_sound_lineage(edited)
        if isinstance(edited, PUBLIC_AT_ONCE):
            _require_clean_texts(edited)
        if isinstance(edited, Ordinance):
            duties.require_one_version(edited)
        if isinstance(edited, Agency):
            search_index.update_index_for(edited)

        changed = traces.fact_changes(facts_before, traces.record_facts(edited))
        traces.leave_trace(record, act, actor=actor, now=now, changed=changed)


def _keeping_states_of(record: models.Model) -> AbstractContextManager[None]:
    """Return what keeps the states while an agency, and so who continues its history, may change."""
    return changing_successions() if isinstance(record, Agency) else nullcontext()


def _require_clean_texts(record: models.Model) -> None:
    """Screen a record that nobody reviews before everyone reads it.

    Raises:
        PersonalData: it holds what looks like it.
    """
    facts = traces.record_facts(record)
    texts = {path: str(value) for path, value in facts.items() if path.rpartition(".")[2] in TEXTS_AT_ONCE}
    blocking = screening.blocking_hits(screening.hits_in_texts(texts))
    if blocking:
        hits = ";\n".join(dict.fromkeys(hit.what for hit in blocking))
        message = _("This looks like personal data:\n%(hits)s.") % {"hits": hits}
        raise PersonalData(message, hits=blocking, field=blocking[0].field)


def _require_same(source: Source, facts_before: PublicFacts) -> None:
    """Hold a source to what it said when something that relies on it was published.

    Raises:
        WrongState: it says something else now.
    """
    facts = source_facts(source)
    same = facts.items() >= facts_before.items()
    if not same and is_relied_on(source):
        raise WrongState(
            _(
                "Something that is published or waits for review rests on “%(record)s”. "
                "Enter what is right as a source of its own."
            )
            % {"record": source}
        )


def is_relied_on(source: Source) -> bool:
    """Say whether anything cites the source that was ever published, or waits for its review."""
    citing: list[Any] = [
        citing.filter(_public_or_submitted())
        for citing in (source.agreements, source.programs, source.reports, source.duty_records)
    ]
    citing.append(source.duty_commitments.filter(_public_or_submitted("agreement__")))
    citing.append(source.quoted_parties.filter(_public_or_submitted("agreement__")))
    citing.append(Recognition.objects.filter(_public_or_submitted("program__"), sources=source))
    return any(records.exists() for records in citing)


def _public_or_submitted(prefix: str = "") -> Q:
    ever_public = Q(**{f"{prefix}first_published_at__isnull": False})
    return ever_public | Q(**{f"{prefix}state": PublicationState.SUBMITTED})


def _lock_editable(record: models.Model) -> models.Model:
    """Return the stored row under its lock, if it may still be edited.

    Raises:
        StaleVersion, WrongState.
    """
    current = lock_current(record)
    if isinstance(current, Publishable) and not current.is_editable:
        raise WrongState(
            _("“%(record)s” is in the state “%(state)s” and cannot be edited.")
            % {"record": current, "state": current.get_state_display()}
        )
    return current


@transaction.atomic
def delete_draft(record: models.Model, *, actor: Any, now: datetime) -> None:
    """Remove what was never public.

    Raises:
        NotAllowed, StaleVersion.
        WrongState: it waits for review, or was published once (that stays for ever), or is a cited source.
    """
    if isinstance(record, Source | Agency):
        lock_publications()  # else something might come to rest on it meanwhile
    require_grant(actor, Act.DELETE, record, now=now)
    current = _lock_editable(record)

    if isinstance(current, Publishable) and current.first_published_at:
        raise WrongState(
            _("“%(record)s” was published once. It can no longer be deleted.") % {"record": current}
        )
    if isinstance(current, Source) and is_cited_by_records(current):
        raise WrongState(
            _("Something rests on “%(record)s”. A source that is cited cannot be deleted.")
            % {"record": current}
        )

    traces.leave_trace(
        current,
        Act.DELETE,
        actor=actor,
        now=now,
        changed=traces.fact_changes(traces.record_facts(current), {}),
    )
    key = current.pk
    with _keeping_states_of(current):
        current.delete()
    if isinstance(current, Agency):
        search_index.bring_up_to_date(SearchKind.AGENCY, [key])


def is_cited_by_records(source: Source) -> bool:
    """Say whether anything cites the source: that would go with it, and leave a report without evidence."""
    return any(
        apps.get_model("agreements", table)._default_manager.filter(**{field: source}).exists()
        for table, field, _is_public in CITATIONS
    )


@transaction.atomic
def submit_draft(record: Publishable, *, actor: Any, now: datetime) -> None:
    """Freeze a draft and ask for its review.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        Incomplete: a report or remedy that could not be published as it is.
        PersonalData: the public would read what looks like it and was not cleared.
    """
    screening.screen_documents(record, now=now)  # before anybody waits for it
    lock_publications()  # what it rests on stays as it is from now on
    require_grant(actor, Act.SUBMIT, record, now=now)
    current = lock_current(record)
    current.state = require_transition(current, Act.SUBMIT)

    if check := CHECKS.get(type(current)):
        check(current, now=now)
    screening.require_clean(current, now=now)

    current.submitted_at, current.submitted_by, current.return_note = now, actor, ""
    current.assigned_to = actor  # to whom it comes back
    _save_with_trace(current, Act.SUBMIT, actor=actor, now=now)


@transaction.atomic
def return_draft(record: Publishable, *, note: str, actor: Any, now: datetime) -> None:
    """Hand a submitted draft back to its author with a note.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        Incomplete: the note is empty.
    """
    require_grant(actor, Act.RETURN, record, now=now)
    current = lock_current(record)
    current.state = require_transition(current, Act.RETURN)
    require_reason(note)
    current.return_note = note
    _save_with_trace(current, Act.RETURN, actor=actor, now=now, reason=note)


def _save_with_trace(record: Publishable, act: Act, *, actor: Any, now: datetime, reason: str = "") -> None:
    record.version += 1
    record.save()
    traces.leave_trace(record, act, actor=actor, now=now, reason=reason)
