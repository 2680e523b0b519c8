"""An agency's own word beside anything public that concerns it: who speaks, when, what the ledger keeps."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError
from django.db import IntegrityError, transaction

from agreements.actions import drafts
from agreements.actions.agreements import withdraw_agreement
from agreements.actions.duties import withdraw_duty_record
from agreements.actions.programs import withdraw_program
from agreements.actions.refusals import ActRefused
from agreements.models import Agency, LedgerEntry, Statement
from agreements.models.statement import ANSWERED, Answered
from tests import factories
from tests.factories import NOON, author, published, reviewer
from tests.registers import shared_register
from tests.stored import assert_everything_follows, head

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()


class Register(NamedTuple):
    records: dict[str, Any]  # by the field that names it
    agencies: dict[str, Agency]  # whom it concerns, beside the parties or the owner
    party: Agency
    owner: Agency


@shared_register
def register() -> Register:
    """Everything that can be answered, of one agreement and one program."""
    party, lead, owner, in_charge = (factories.agency() for _number in range(4))
    draft = factories.agreement(parties=[party, factories.agency()])
    factories.named_lead(draft.commitments.get(), lead)
    agreement = published(draft)
    commitment = agreement.commitments.get()
    program = factories.program(owner=owner)
    program.milestones.get().agencies.set([in_charge])
    milestone = published(program).milestones.get()
    quoted = factories.agency()
    report = published(factories.report(commitment, "completed", "2023-12-27", stated_by=quoted))
    duty = published(factories.duty_record(agreement, party, "self_evaluation", "2023"))
    asked = factories.agency()
    inquiry = published(factories.inquiry(commitment, asked=asked, asked_on=factories.TODAY))
    records = {
        "report": report, "agreement": agreement, "commitment": commitment, "milestone": milestone,
        "duty": duty, "inquiry": inquiry,
    }  # fmt: skip
    agencies = {
        "report": quoted, "agreement": lead, "commitment": lead, "milestone": in_charge, "duty": party,
        "inquiry": asked,
    }  # fmt: skip
    return Register(records, agencies, party, owner)


LEDGER_RECORD: dict[str, Callable[[Any], Any]] = {
    "report": lambda report: report,
    "agreement": lambda agreement: agreement,
    "commitment": lambda commitment: commitment.agreement,
    "milestone": lambda milestone: milestone.program,
    "duty": lambda duty: duty,
    "inquiry": lambda inquiry: inquiry,
}


def refused(about: Answered, agency: Agency, **fields: Any) -> ActRefused:
    draft = factories.statement(about, agency, **fields)
    with pytest.raises(ActRefused) as refusal:
        drafts.submit_draft(draft, actor=author(), now=NOON)
    return refusal.value


def test_each_kind_of_record_is_tried_here(register):
    assert set(register.records) == set(ANSWERED) == set(LEDGER_RECORD)


@pytest.mark.parametrize("field", ANSWERED)
def test_an_agency_that_it_concerns_speaks_and_the_entry_belongs_to_the_record(register, field):
    about, agency = register.records[field], register.agencies[field]
    spoken = published(factories.statement(about, agency))
    assert Statement.objects.visible_to(PUBLIC).get() == spoken

    entry, recorded = head(), LEDGER_RECORD[field](about)
    belongs_to = [entry.agreement, entry.program, entry.report, entry.duty, entry.inquiry]
    assert list(filter(None, belongs_to)) == [recorded]
    assert (entry.kind, entry.reference) == ("statement", about.public_reference)
    facts = json.loads(entry.payload)["statement"]
    assert (facts["agency"], facts["text_ko"]) == (agency.slug, spoken.text_ko)
    assert set(facts) & set(ANSWERED) == {field}
    assert_everything_follows()


@pytest.mark.parametrize("field", ANSWERED)
def test_a_stranger_has_no_word(register, field):
    assert refused(register.records[field], factories.agency()).field == "agency"


@pytest.mark.parametrize("field", ["report", "agreement", "commitment", "inquiry"])
def test_a_party_speaks_of_all_that_its_agreement_holds(register, field):
    published(factories.statement(register.records[field], register.party))


def test_the_owner_of_a_program_speaks_of_its_milestones(register):
    published(factories.statement(register.records["milestone"], register.owner))


def test_who_carries_out_a_commitment_speaks_of_it_and_the_other_way_round(register):
    """They are the same promise, so it concerns everyone whom either side concerns."""
    agreement, milestone = register.records["agreement"], register.records["milestone"]

    def link() -> None:
        agreement.commitments.update(carried_out_by=milestone)

    factories.changed(agreement, write=lambda _agreement: link())
    commitment = agreement.commitments.get()
    drafts.submit_draft(factories.statement(commitment, register.owner), actor=author(), now=NOON)
    drafts.submit_draft(factories.statement(milestone, register.party), actor=author(), now=NOON)


def test_of_a_duty_only_the_agency_that_owes_it_speaks(register):
    assert refused(register.records["duty"], register.agencies["commitment"]).field == "agency"


FIRST_DAYS = {
    "report": date(2023, 12, 27),
    "agreement": date(2022, 12, 13),
    "commitment": date(2022, 12, 13),
    "milestone": date(2021, 9, 1),  # the program was decided in that month, on a day nobody knows
    "duty": date(2023, 12, 1),
    "inquiry": factories.TODAY,
}


@pytest.mark.parametrize("field", ANSWERED)
def test_a_statement_is_not_older_than_what_it_answers(register, field):
    about, agency, first_day = register.records[field], register.agencies[field], FIRST_DAYS[field]
    too_old = first_day.replace(year=first_day.year - 1)
    assert refused(about, agency, stated_on=too_old).field == "stated_on"
    Statement.objects.update(stated_on=first_day)
    drafts.submit_draft(Statement.objects.get(), actor=author(), now=NOON)


@pytest.mark.parametrize("field", ANSWERED)
def test_an_agency_has_one_word_on_a_record(register, field):
    about, agency = register.records[field], register.agencies[field]
    published(factories.statement(about, agency))
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.statement(about, agency)


def test_a_statement_answers_exactly_one_record(register):
    spoken = factories.statement(register.records["agreement"], register.party)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=spoken.pk).update(commitment=register.records["commitment"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=spoken.pk).update(agreement=None)


def test_it_goes_out_of_sight_with_what_it_answers_and_comes_back(register):
    for field in ANSWERED:
        published(factories.statement(register.records[field], register.agencies[field]))
    shown = Statement.objects.visible_to(PUBLIC)
    assert shown.count() == len(ANSWERED)

    withdraw_duty_record(register.records["duty"], reason="오류", actor=reviewer(), now=NOON)
    assert not shown.filter(duty__isnull=False).exists()
    published(factories.withdrawal(register.records["report"]))
    assert not shown.filter(report__isnull=False).exists()
    published(factories.withdrawal(register.records["inquiry"]))
    assert not shown.filter(inquiry__isnull=False).exists()
    program = register.records["milestone"].program
    withdraw_program(program, reason="오류", actor=reviewer(), now=NOON)
    assert {spoken.answered for spoken in shown.all()} == {"agreement", "commitment"}
    withdraw_agreement(register.records["agreement"], reason="오류", actor=reviewer(), now=NOON)
    assert not shown.exists()
    program.refresh_from_db()
    published(program)
    assert {spoken.answered for spoken in shown.all()} == {"milestone"}
    assert_everything_follows()


@pytest.mark.parametrize("field", ["agreement", "commitment", "milestone"])
def test_nothing_is_said_of_what_is_not_public(field):
    agreement, program = factories.agreement(), factories.program()
    drafted: dict[str, tuple[Any, Agency]] = {
        "agreement": (agreement, agreement.parties.all()[0].agency),
        "commitment": (agreement.commitments.get(), agreement.parties.all()[0].agency),
        "milestone": (program.milestones.get(), program.owner),
    }
    assert refused(*drafted[field]).field == field


@pytest.mark.parametrize("field", ANSWERED)
def test_a_redaction_blanks_the_statement_and_leaves_what_it_answers(register, field):
    about, agency = register.records[field], register.agencies[field]
    spoken = published(factories.statement(about, agency, text_ko="담당 홍길순"))
    entry = head()
    published(factories.redaction(spoken))
    spoken.refresh_from_db()
    entry.refresh_from_db()
    assert (spoken.text_ko, entry.payload) == ("", None)
    blanked = LedgerEntry.objects.filter(payload__isnull=True)
    assert list(blanked) == [entry]
    assert "홍길순" not in "".join(LedgerEntry.objects.exclude(pk=entry.pk).values_list("payload", flat=True))
    assert_everything_follows()


def test_a_redaction_of_an_agreement_leaves_the_words_of_others(register):
    """The earlier wording goes; what an agency said of the agreement is another record."""
    agreement = register.records["agreement"]
    spoken = published(factories.statement(agreement, register.party, text_ko="예산이 늦었습니다."))
    of_statement = head()
    factories.changed(agreement, purpose_ko="바꾼 목적")
    published(factories.redaction(agreement))
    of_statement.refresh_from_db()
    spoken.refresh_from_db()
    assert (of_statement.payload is None, spoken.text_ko) == (False, "예산이 늦었습니다.")
    assert_everything_follows()


@pytest.mark.parametrize("field", ["agreement", "commitment", "milestone", "duty", "inquiry"])
def test_what_is_stored_is_held_to_what_was_published(register, field):
    published(factories.statement(register.records[field], register.agencies[field]))
    Statement.objects.update(text_ko="다른 말")
    with pytest.raises(CommandError, match="다른 말"):
        assert_everything_follows()
