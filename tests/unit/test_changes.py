"""Changing what is published: who may, why, what the ledger and the public keep of it.

Over 300 lines: the rules of one act, each with its refusal.
"""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from agreements.actions import drafts
from agreements.actions.agreements import withdraw_agreement
from agreements.actions.changes import PublishedChange, change_published, preview_change
from agreements.actions.refusals import ActRefused, Incomplete, NotAllowed, StaleVersion, WrongState
from agreements.models import (
    Agreement,
    Amendment,
    Commitment,
    LedgerEntry,
    Milestone,
    Party,
    Program,
    Recognition,
    Source,
    State,
    Trace,
)
from agreements.rules import ledger
from agreements.rules.ledger import FactDifference
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import ChangeKind
from tests import factories
from tests.factories import NOON, TODAY, author, published, reviewer
from tests.registers import shared_register

pytestmark = pytest.mark.django_db
MISTAKE = PublishedChange(ChangeKind.CORRECTION, "서명일을 잘못 옮김")


@shared_register
def agreement() -> Agreement:
    return published(factories.agreement(commitments=2, title_ko="치안협력 업무협약"))


def changed(record, change=MISTAKE, *, actor=None, write=None, **fields):
    """Change ``fields`` of the record the way the admin's form does; give the ledger entry."""
    read = type(record).objects.get(pk=record.pk)
    for name, value in fields.items():
        setattr(read, name, value)

    def save() -> None:
        read.save()
        if write:
            write()

    return change_published(read, change, write=save, actor=actor or reviewer(), now=NOON)


def refused(kind, record, change=MISTAKE, **arguments) -> ActRefused:
    before = everything()
    with pytest.raises(kind) as refusal:
        changed(record, change, **arguments)
    assert everything() == before, "nothing half-written"
    return refusal.value


def everything() -> list[object]:
    models = (Agreement, Commitment, Party, Program, Milestone, LedgerEntry, State, Trace)
    return [list(model.objects.order_by("pk").values()) for model in models]


def assert_everything_follows() -> None:
    entries = [entry.entry for entry in LedgerEntry.objects.order_by("seq")]
    assert ledger.first_break(entries) is None
    call_command("check_data", stdout=StringIO())


def test_a_change_leaves_one_entry_and_one_trace_with_kind_and_reason(agreement):
    traces = Trace.objects.count()
    entry = changed(agreement, title_ko="치안협력 강화 업무협약")
    agreement.refresh_from_db()
    assert (entry.seq, entry.kind, entry.reason) == (2, "change", "서명일을 잘못 옮김")
    payload = json.loads(entry.payload)
    assert payload["change"] == {"kind": "correction", "reason": "서명일을 잘못 옮김", "amendment": None}
    assert payload["facts"]["title_ko"] == agreement.title_ko == "치안협력 강화 업무협약"
    assert LedgerEntry.objects.count() == 2
    trace = Trace.objects.get(act="change")
    assert Trace.objects.count() == traces + 1
    assert trace.changes == {"title_ko": ["치안협력 업무협약", "치안협력 강화 업무협약"]}
    assert agreement.is_public
    assert_everything_follows()


def test_the_original_wording_stays_readable_in_the_ledger(agreement):
    changed(agreement, title_ko="치안협력 강화 업무협약")
    first, second = (json.loads(entry.payload)["facts"] for entry in LedgerEntry.objects.order_by("seq"))
    assert ledger.fact_differences(first, second) == [
        FactDifference(("title_ko",), "치안협력 업무협약", "치안협력 강화 업무협약")
    ]


def test_what_the_public_does_not_see_changes_without_an_entry(agreement):
    draft = factories.program()
    stored = Commitment.objects.filter(pk=agreement.commitments.first().pk)
    assert changed(agreement, write=lambda: stored.update(program=draft)) is None
    assert LedgerEntry.objects.count() == 1
    assert Trace.objects.filter(act="change").count() == 1
    assert draft.slug not in LedgerEntry.objects.get().payload


def test_a_save_that_changes_nothing_needs_no_reason_and_leaves_nothing(agreement):
    assert changed(agreement, PublishedChange(ChangeKind.CORRECTION, "")) is None
    assert LedgerEntry.objects.count() == 1
    assert not Trace.objects.filter(act="change").exists()


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_public_change_needs_its_reason(agreement, reason):
    refusal = refused(
        Incomplete, agreement, PublishedChange(ChangeKind.CORRECTION, reason), title_ko="다른 제목"
    )
    assert refusal.field == "reason"


def test_an_editor_does_not_change_what_is_published(agreement):
    refused(NotAllowed, agreement, actor=author(), title_ko="다른 제목")
    with pytest.raises(WrongState), drafts.editing_record(agreement, actor=author(), now=NOON):
        agreement.save()


def test_a_part_of_something_published_is_not_edited_by_itself(agreement):
    with (
        pytest.raises(TypeError),
        drafts.editing_record(agreement.commitments.first(), actor=author(), now=NOON),
    ):
        pass


def test_only_what_is_published_is_changed_this_way(agreement):
    draft = factories.agreement()
    refused(WrongState, draft, title_ko="다른 제목")
    withdraw_agreement(agreement, reason="오류", actor=reviewer(), now=NOON)
    refused(WrongState, agreement, title_ko="다른 제목")


def test_a_stale_change_is_refused(agreement):
    read = Agreement.objects.get()
    changed(agreement, title_ko="먼저 고친 제목")
    read.title_ko = "나중에 고친 제목"
    with pytest.raises(StaleVersion):
        change_published(read, MISTAKE, write=read.save, actor=reviewer(), now=NOON)
    assert Agreement.objects.get().title_ko == "먼저 고친 제목"


def test_a_change_of_only_a_part_makes_the_version_read_before_stale(agreement):
    first, second = Agreement.objects.get(), Agreement.objects.get()
    party = agreement.parties.first()

    def write(name):
        return lambda: Party.objects.filter(pk=party.pk).update(signatory=name)

    change_published(first, MISTAKE, write=write("기관장"), actor=reviewer(), now=NOON)
    with pytest.raises(StaleVersion):
        change_published(second, MISTAKE, write=write("부기관장"), actor=reviewer(), now=NOON)


def test_a_corrected_signing_date_moves_the_states_from_its_sequence_on(agreement):
    changed(agreement, signed=PartialDate.parse("2022-11-30"))
    known = {seq: State.objects.filter(seq_from__lte=seq, seq_to__gt=seq) for seq in (1, 2)}
    assert {seq: rows.earliest("day_from").day_from for seq, rows in known.items()} == {
        1: date(2022, 12, 13),
        2: date(2022, 11, 30),
    }
    assert Agreement.objects.get().reference == agreement.reference
    assert_everything_follows()


def test_an_added_commitment_gets_its_reference_and_its_state_from_the_change_on(agreement):
    changed(
        agreement,
        write=lambda: Commitment.objects.create(agreement=agreement, number=3, title_ko="추가 과제"),
    )
    added = agreement.commitments.get(number=3)
    assert added.reference == f"{agreement.reference}-03"
    assert added.states.get().seq_from == 2
    assert_everything_follows()


def test_a_published_commitment_is_neither_removed_nor_renumbered(agreement):
    commitment = agreement.commitments.get(number=2)
    assert "삭제할 수 없습니다" in str(refused(WrongState, agreement, write=commitment.delete))
    renumber = Commitment.objects.filter(pk=commitment.pk)
    refused(Incomplete, agreement, write=lambda: renumber.update(number=7))
    refused(WrongState, agreement, write=lambda: renumber.update(reference=None))


def test_a_published_address_does_not_change():
    program = published(factories.program())
    refused(WrongState, program, slug="another-address")
    refused(WrongState, program, write=program.milestones.get().delete)
    assert changed(program, note_ko="덧붙인 설명").kind == "change"
    assert_everything_follows()


def test_a_change_that_would_leave_the_record_incomplete_is_refused(agreement):
    refused(Incomplete, agreement, write=agreement.sources.clear)
    refused(Incomplete, agreement, write=agreement.parties.first().delete)
    unlisted = factories.agency(listed=False)
    refused(Incomplete, agreement, write=lambda: Party.objects.create(agreement=agreement, agency=unlisted))
    early = {"number": 9, "signed": PartialDate.parse("2022-11"), "reason_ko": "기간 연장"}
    refused(Incomplete, agreement, write=lambda: agreement.amendments.create(**early))


def test_an_amendment_is_named_by_its_number(agreement):
    by_amendment = PublishedChange(ChangeKind.AMENDMENT, "기간 연장", amendment=1)
    assert refused(Incomplete, agreement, by_amendment, expires_on=date(2030, 1, 1)).field == "amendment"

    def sign() -> None:
        Amendment.objects.create(
            agreement=agreement, number=1, signed=PartialDate.day(date(2024, 1, 1)), reason_ko="기간 연장"
        )

    entry = changed(agreement, by_amendment, write=sign, expires_on=date(2030, 1, 1))
    assert json.loads(entry.payload)["change"]["amendment"] == 1


def test_a_preview_names_the_changes_and_writes_nothing(agreement):
    before = everything()
    read = Agreement.objects.get()
    read.title_ko = "치안협력 강화 업무협약"
    commitment = agreement.commitments.get(number=2)

    def write() -> None:
        read.save()
        Commitment.objects.filter(pk=commitment.pk).update(title_ko="고친 과제")

    seen = preview_change(read, write=write, actor=reviewer(), now=NOON)
    assert seen.differences == [
        FactDifference(("title_ko",), "치안협력 업무협약", "치안협력 강화 업무협약"),
        FactDifference(("commitments", str(commitment.reference), "title_ko"), "이행과제 2", "고친 과제"),
    ]
    assert everything() == before
    assert change_published(read, MISTAKE, write=write, actor=reviewer(), now=NOON) is not None


def test_a_preview_refuses_what_the_change_would_refuse(agreement):
    with pytest.raises(NotAllowed):
        preview_change(agreement, write=agreement.save, actor=author(), now=NOON)
    with pytest.raises(WrongState):
        preview_change(agreement, write=agreement.commitments.first().delete, actor=reviewer(), now=NOON)


def test_two_parts_of_one_name_are_told_apart():
    program = factories.program()
    for year in ("2023", "2024"):
        given = Recognition(program=program, title_ko="표창", awarded_by=program.owner)
        given.awarded = PartialDate.parse(year)
        given.save()
    program = published(program)
    first = program.recognitions.order_by("pk").first()

    def write() -> None:
        Recognition.objects.filter(pk=first.pk).update(amount_krw=1_000_000)

    seen = preview_change(Program.objects.get(), write=write, actor=reviewer(), now=NOON)
    assert seen.differences == [FactDifference(("recognitions", "표창", "amount_krw"), None, 1_000_000)]
    assert changed(program, write=write) is not None


# ---- the sources that published things rest on -----------------------------------------------------------


def edit(source: Source, **fields) -> None:
    read = Source.objects.get(pk=source.pk)
    with drafts.editing_record(read, actor=reviewer(), now=NOON):
        for name, value in fields.items():
            setattr(read, name, value)
        read.save()


def test_a_source_keeps_what_it_said_when_something_published_rests_on_it(agreement):
    source = agreement.sources.get()
    for fields in (
        {"label_ko": "다른 제목"},
        {"url": "https://news.example/other"},
        {"publisher": "다른 신문"},
    ):
        with pytest.raises(WrongState):
            edit(source, **fields)
    edit(source, checked_on=TODAY, sha256="a" * 64)
    with pytest.raises(WrongState):
        edit(source, sha256="b" * 64)
    source.refresh_from_db()
    assert (source.checked_on, source.sha256) == (TODAY, "a" * 64)


def test_a_source_that_only_drafts_cite_is_free(agreement):
    source = factories.agreement().sources.get()
    edit(source, label_ko="다른 제목")
    assert Source.objects.get(pk=source.pk).label_ko == "다른 제목"


def test_a_program_named_before_it_is_public_is_left_out_of_the_ledger():
    program = factories.program()
    agreement = published(factories.agreement(program=program))
    facts = json.loads(LedgerEntry.objects.get().payload)["facts"]
    assert "program" not in facts["commitments"][0]
    program = published(program)
    entry = changed(agreement, title_ko="다른 제목")
    assert json.loads(entry.payload)["facts"]["commitments"][0]["program"] == program.slug
