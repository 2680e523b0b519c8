"""Publishing and withdrawing what an agency did of its duties, and the ordinances that lay them down."""

from datetime import date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions import traces
from agreements.actions.checks import require_evidence, require_grant, require_listed
from agreements.actions.given_files import read_json, reading
from agreements.actions.public_facts import public_facts
from agreements.actions.publication import (
    EntryContent,
    PublicationSteps,
    lock_publications,
    next_number,
    publish_record,
    withdraw_record,
)
from agreements.actions.refusals import Incomplete, WrongState
from agreements.models import (
    Agency,
    AgencyKind,
    DutyRecord,
    DutyRule,
    EntryKind,
    LedgerEntry,
    Ordinance,
    OrdinanceNote,
)
from agreements.rules.duties import DutyOutcome
from agreements.rules.ordinance import versions_overlap
from agreements.rules.publication import Act

SHIPPED = Path(__file__).parent.parent / "data/ordinances.json"


@transaction.atomic
def publish_duty_record(record: DutyRecord, *, actor: Any, now: datetime) -> LedgerEntry:
    """Make public that an agency met a duty, or says that it did not.

    Raises:
        NotAllowed, StaleVersion, FourEyes.
        WrongState: it is not waiting for review, was public before, or its agreement is not public.
        EvidenceMissing: no source and no public document.
        Incomplete: the agency is no party or is not listed, or the day is missing or not possible.
    """
    return publish_record(record, DUTY_STEPS, actor=actor, now=now)


def _number_duty_record(record: DutyRecord, **_context: Any) -> None:
    record.number = next_number(record.agreement.duty_records)
    record.save(update_fields=["number"])


def _entry_of_duty_record(record: DutyRecord) -> EntryContent:
    facts = {"facts": public_facts(record)}
    return EntryContent(record, EntryKind.PUBLICATION, record.public_reference, facts)


def check_duty_record(record: DutyRecord, *, now: datetime) -> None:
    """Say whether the record could be published now.

    Raises:
        WrongState, EvidenceMissing, Incomplete: as :func:`publish_duty_record`.
    """
    if record.first_published_at:
        raise WrongState(_("It was public once and stays as it was. File a new duty record instead."))
    for check in CHECKS_OF_WORDS:
        check(record, today=timezone.localdate(now))
    require_evidence(record)
    require_listed([record.agency_id])


def check_whose(record: DutyRecord, *, today: date) -> None:
    """
    Raises:
        WrongState: the agreement is not public.
        Incomplete: the agency is no party to it.
    """
    if not record.agreement.is_public:
        raise WrongState(_("“%(record)s” is not public.") % {"record": record.agreement})
    if not record.agreement.parties.filter(agency=record.agency_id).exists():
        raise Incomplete(
            _("“%(agency)s” is no party of this agreement.") % {"agency": record.agency}, field="agency"
        )


def check_day(record: DutyRecord, *, today: date) -> None:
    """
    Raises:
        Incomplete: what was done has no day or a day in the future; what was not done has one.
    """
    if record.outcome != DutyOutcome.DONE:
        if record.done_on:
            raise Incomplete(_("What was not carried out has no day."), field="done_on")
        return

    if record.done_on is None:
        raise Incomplete(_("Write down the day on which it was done."), field="done_on")
    if record.done_on > today:
        raise Incomplete(_("The day lies in the future."), field="done_on")


CHECKS_OF_WORDS = (check_whose, check_day)  # what the record says by itself; an import asks them, too

DUTY_STEPS = PublicationSteps(
    check=check_duty_record,
    prepare=_number_duty_record,
    entry_text=_entry_of_duty_record,
)


@transaction.atomic
def withdraw_duty_record(record: DutyRecord, *, reason: str, actor: Any, now: datetime) -> LedgerEntry:
    """Take a published duty record back for good; what is right is filed as a new one.

    Raises:
        NotAllowed, WrongState, StaleVersion.
        Incomplete: the reason is empty.
    """
    return withdraw_record(record, reason=reason, actor=actor, now=now)


# ---- ordinances ------------------------------------------------------------------------------------

# Who has a council, and so ordinances; a council has some of its own.
BODIES = (AgencyKind.PROVINCE, AgencyKind.CITY_COUNTY, AgencyKind.DISTRICT)
BODIES_WITH_ORDINANCES = (*BODIES, AgencyKind.COUNCIL)


def require_one_version(ordinance: Ordinance) -> None:
    """Hold the rules of a body, of all its ordinances, to one version of a duty at a time.

    Raises:
        Incomplete: two rules ask for the same duty on the same day.
    """
    Agency.objects.select_for_update().get(pk=ordinance.agency_id)  # else two might be saved at once
    rules = DutyRule.objects.filter(ordinance__agency=ordinance.agency_id).select_related("ordinance__agency")
    for rule, second in combinations(rules, 2):
        if versions_overlap(rule, second):
            raise Incomplete(overlap_sentence(second), field="in_force_from")


def overlap_sentence(rule: DutyRule) -> str:
    """Say which rule is in force at the same time."""
    return _("“%(rule)s” is in force at the same time. End one before the other begins.") % {
        "rule": rule.version_name
    }


def shipped_ordinances() -> list[dict[str, Any]]:
    """Read the ordinances that come with the product, each with the slug of its body."""
    with reading(SHIPPED):
        return [dict(facts) for facts in read_json(SHIPPED)["ordinances"]]


class LoadedOrdinances(NamedTuple):
    entered: list[Ordinance]
    missing: list[str]  # slugs of bodies that are not registered


@transaction.atomic
def load_ordinances(*, actor: Any, now: datetime) -> LoadedOrdinances:
    """Enter the shipped ordinances of the registered bodies that have none of their own.

    Raises:
        NotAllowed: ``actor`` is no coordinator.
        Incomplete: an entry of the file cannot be entered as it is.
        UnreadableFile: the file is broken.
    """
    require_grant(actor, Act.CREATE, Ordinance(), now=now)
    lock_publications()  # two at once: the second finds them entered
    shipped = shipped_ordinances()
    slugs = [facts.get("agency", "") for facts in shipped]
    registered = Agency.objects.filter(slug__in=slugs, kind__in=BODIES_WITH_ORDINANCES)
    bodies = registered.filter(ordinances=None).in_bulk(field_name="slug")

    entered = []
    for facts in shipped:
        body = bodies.get(facts.get("agency", ""))
        if body is not None:
            entered.append(_enter_ordinance(body, facts, actor=actor, now=now))

    registered_slugs = set(registered.values_list("slug", flat=True))
    missing = [slug for slug in dict.fromkeys(slugs) if slug not in registered_slugs]
    return LoadedOrdinances(entered, missing)


def _enter_ordinance(body: Agency, facts: dict[str, Any], *, actor: Any, now: datetime) -> Ordinance:
    """
    Raises:
        Incomplete: the entry is wrong; it is named.
    """
    try:
        ordinance = _saved_ordinance(body, facts)
        require_one_version(ordinance)
    except ValidationError as error:
        lines = [f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
        raise Incomplete(_wrong_entry(facts, "; ".join(lines))) from error
    except (Incomplete, TypeError, AttributeError) as error:
        raise Incomplete(_wrong_entry(facts, str(error))) from error

    changed = traces.fact_changes({}, traces.record_facts(ordinance))
    traces.leave_trace(ordinance, Act.CREATE, actor=actor, now=now, changed=changed)
    return ordinance


def _saved_ordinance(body: Agency, facts: dict[str, Any]) -> Ordinance:
    columns = _without(facts, "agency", "rules", "notes")
    ordinance = _saved_clean(Ordinance(agency=body, version=1, **columns))
    for rule_facts in facts.get("rules", ()):
        triggers = {f"on_{name}": True for name in rule_facts.get("triggers", ())}
        _saved_clean(DutyRule(ordinance=ordinance, **_without(rule_facts, "triggers"), **triggers))
    for order, note_facts in enumerate(facts.get("notes", ()), start=1):
        _saved_clean(OrdinanceNote(ordinance=ordinance, order=order, **note_facts))
    return ordinance


def _saved_clean[M: models.Model](record: M) -> M:
    """Save a new record that says nothing its columns cannot hold.

    Raises:
        ValidationError: it does.
    """
    record.full_clean()
    record.save()
    return record


def _without(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in names}


def _wrong_entry(facts: dict[str, Any], why: str) -> str:
    return _("The shipped ordinance “%(entry)s” is wrong: %(why)s") % {
        "entry": facts.get("slug", "?"),
        "why": why,
    }
