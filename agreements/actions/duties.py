"""Publishing and withdrawing what an agency did of its duties, and entering the rules we ship."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions import traces
from agreements.actions.checks import require_evidence, require_grant, require_listed
from agreements.actions.public_facts import public_facts
from agreements.actions.publication import (
    EntryContent,
    PublicationSteps,
    next_number,
    publish_record,
    withdraw_record,
)
from agreements.actions.refusals import Incomplete, WrongState
from agreements.models import Agency, AgencyKind, DutyRecord, DutyRule, EntryKind, LedgerEntry
from agreements.rules.duties import DutyOutcome
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
    if not record.agreement.is_public:
        raise WrongState(_("“%(record)s” is not public.") % {"record": record.agreement})
    if not record.agreement.parties.filter(agency=record.agency_id).exists():
        raise Incomplete(
            _("“%(agency)s” is no party of this agreement.") % {"agency": record.agency}, field="agency"
        )

    require_evidence(record)
    require_listed([record.agency_id])
    check_day(record, today=timezone.localdate(now))


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


# ---- the rules we ship -----------------------------------------------------------------------------


def shipped_rules() -> list[dict[str, Any]]:
    """Read the rules that come with the product, each under the Korean name of its body."""
    return list(json.loads(SHIPPED.read_text(encoding="utf-8"))["rules"])


@transaction.atomic
def load_duty_rules(*, actor: Any, now: datetime) -> tuple[list[DutyRule], list[str]]:
    """Enter the shipped rules of the bodies that are registered; give what is new and who is not registered.

    A body that already has a rule for the same duty keeps its own, edited or not.

    Raises:
        NotAllowed: ``actor`` is no coordinator.
    """
    require_grant(actor, Act.CREATE, DutyRule(), now=now)
    entered, missing = [], []

    for facts in shipped_rules():
        name = facts.pop("body")
        body = Agency.objects.filter(name_ko=name, kind__in=BODIES).first()

        if body is None:
            missing.append(name)
        elif not body.duty_rules.filter(kind=facts["kind"]).exists():
            rule = DutyRule(agency=body, **facts, version=1)
            rule.full_clean()
            rule.save()
            changed = traces.fact_changes({}, traces.record_facts(rule))
            traces.leave_trace(rule, Act.CREATE, actor=actor, now=now, changed=changed)
            entered.append(rule)

    return entered, list(dict.fromkeys(missing))


# Who has a council, and so ordinances.
BODIES = (AgencyKind.PROVINCE, AgencyKind.CITY_COUNTY, AgencyKind.DISTRICT)
