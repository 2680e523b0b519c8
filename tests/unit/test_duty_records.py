"""What an agency did of its duties: published by two people, never changed, withdrawn for good."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, transaction

from agreements.actions import drafts
from agreements.actions.agreements import withdraw_agreement
from agreements.actions.duties import publish_duty_record, withdraw_duty_record
from agreements.actions.refusals import EvidenceMissing, FourEyes, Incomplete, StaleVersion, WrongState
from agreements.models import Document, DutyRecord, LedgerEntry, Source
from agreements.verification.facts import wrong_records
from agreements.verification.register import broken_rules
from tests import factories
from tests.factories import NOON, author, published, reviewer, submitted
from tests.registers import shared_register
from tests.stored import assert_everything_follows, everything_stored, head

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()
LATER = NOON + timedelta(days=1)


@shared_register
def agreement():
    return published(factories.agreement())


@pytest.fixture
def party(agreement):
    return agreement.parties.first().agency


@pytest.fixture
def draft(agreement, party):
    return factories.duty_record(agreement, party, "self_evaluation", "2023")


def withdrawn(record, reason="다른 협약의 실적"):
    withdraw_duty_record(record, reason=reason, actor=reviewer(), now=LATER)
    record.refresh_from_db()
    return record


# ---- publishing -----------------------------------------------------------------------


def test_a_published_record_has_a_number_and_stands_in_the_ledger_with_its_facts(draft, agreement):
    assert not DutyRecord.objects.visible_to(PUBLIC).exists()
    published(draft)
    entry = head()
    assert (entry.reference, entry.kind, entry.duty) == (
        f"{agreement.reference}/duty-1",
        "publication",
        draft,
    )
    assert '"done_on":"2023-12-01"' in entry.payload
    assert '"period":"2023"' in entry.payload
    assert DutyRecord.objects.visible_to(PUBLIC).get() == draft
    assert_everything_follows()
    assert list(broken_rules()) == []


def test_nobody_publishes_what_they_wrote(draft):
    wrote = factories.staff("coordinator", username="writes and coordinates")
    drafts.submit_draft(draft, actor=wrote, now=NOON)
    draft.refresh_from_db()
    with pytest.raises(FourEyes):
        publish_duty_record(draft, actor=wrote, now=NOON)
    assert LedgerEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"done_on": date(2026, 3, 3)}, "done_on"),  # tomorrow
        ({"agency": "stranger"}, "agency"),
    ],
)
def test_what_cannot_be_is_stopped_before_its_review(agreement, party, fields, field):
    if "agency" in fields:
        party = factories.agency()
        fields = {}
    record = factories.duty_record(agreement, party, "self_evaluation", "2023", **fields)
    with pytest.raises(Incomplete) as refusal:
        submitted(record)
    assert refusal.value.field == field
    assert DutyRecord.objects.get().state == "draft"


def test_no_record_without_evidence(draft):
    draft.sources.clear()
    with pytest.raises(EvidenceMissing):
        submitted(draft)
    Document.objects.create(
        duty=draft, kind="result", title_ko="자체평가서", file="a.pdf", name="a.pdf", size=1, sha256="a" * 64,
        public=True, screened_at=NOON,
    )  # fmt: skip
    assert published(draft).number == 1


def test_an_agency_that_is_not_listed_is_not_named(draft, party):
    party.listed = False
    party.save()
    with pytest.raises(Incomplete, match=r"기관"):
        submitted(draft)


def test_of_an_agreement_that_is_not_public_no_record_is_published(draft, agreement):
    submitted(draft)
    withdraw_agreement(agreement, reason="중복", actor=reviewer(), now=NOON)
    with pytest.raises(WrongState):
        publish_duty_record(draft, actor=reviewer(), now=NOON)


@pytest.mark.parametrize(
    "fields", [{"outcome": "done", "done_on": None}, {"outcome": "not_done", "done_on": date(2023, 12, 1)}]
)
def test_done_means_on_a_day_and_not_done_on_none(agreement, party, fields):
    with pytest.raises(IntegrityError, match="duty_record_done_means_on_a_day"), transaction.atomic():
        factories.duty_record(agreement, party, "self_evaluation", "2023", **fields)
    factories.duty_record(agreement, party, "self_evaluation", "2023", outcome="not_done", done_on=None)


def test_a_source_that_a_published_record_rests_on_is_public_and_stays(draft):
    source = draft.sources.get()
    assert source not in Source.objects.visible_to(PUBLIC)
    published(draft)
    assert source in Source.objects.visible_to(PUBLIC)
    with pytest.raises(WrongState):
        drafts.delete_draft(source, actor=reviewer(), now=NOON)
    source.label_ko = "다른 제목"
    with pytest.raises(WrongState), drafts.editing_record(source, actor=reviewer(), now=NOON):
        source.save()


# ---- what stays -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "attack",
    [
        lambda record: DutyRecord.objects.update(result_ko="다른 말"),
        lambda record: DutyRecord.objects.update(done_on=date(2023, 12, 2)),
        lambda record: DutyRecord.objects.update(state="draft"),
        lambda record: DutyRecord.objects.update(
            state="withdrawn", withdrawal_reason="x", result_ko="다른 말"
        ),
        lambda record: DutyRecord.sources.through.objects.all().delete(),
        lambda record: record.sources.add(factories.source()),
        lambda record: Document.objects.create(
            duty=record, kind="result", title_ko="결과", file="a.pdf", name="a.pdf", size=1, sha256="0" * 64
        ),
        lambda record: DutyRecord.objects.filter(pk=record.pk)._raw_delete("default"),
    ],
)
def test_the_database_refuses_to_change_what_was_published(draft, attack):
    published(draft)
    with pytest.raises(DatabaseError, match="neither changed nor removed"), transaction.atomic():
        attack(draft)
    assert_everything_follows()


def test_a_draft_may_change_and_go(draft):
    draft.result_ko = "고친 말"
    with drafts.editing_record(draft, actor=author(), now=NOON):
        draft.save()
    drafts.delete_draft(draft, actor=author(), now=NOON)
    assert not DutyRecord.objects.exists()


# ---- withdrawing -----------------------------------------------------------------------


def test_a_withdrawn_record_is_gone_now_and_there_without_words_at_an_older_sequence(draft):
    published(draft)
    before = head().seq
    withdrawn(draft)
    assert not DutyRecord.objects.visible_to(PUBLIC).exists()
    then = DutyRecord.objects.visible_to(PUBLIC, seq=before).get()
    assert (then.hidden, then.result_ko, then.done_on) == (True, "", date(2023, 12, 1))
    assert not DutyRecord.objects.visible_to(PUBLIC, seq=before - 1).exists()
    assert not DutyRecord.objects.visible_to(PUBLIC, seq=before + 1).exists()
    assert head().reason == "다른 협약의 실적"
    assert_everything_follows()
    assert list(broken_rules()) == []


def test_a_withdrawn_record_does_not_come_back_but_a_new_one_may(draft, agreement, party):
    withdrawn(published(draft))
    with pytest.raises(WrongState), drafts.editing_record(draft, actor=author(), now=LATER):
        draft.save()
    with pytest.raises(WrongState):
        drafts.submit_draft(draft, actor=author(), now=LATER)
    again = published(factories.duty_record(agreement, party, "self_evaluation", "2023"))
    assert again.number == 2
    assert_everything_follows()


def test_a_withdrawal_needs_its_reason_and_the_version_that_was_read(draft):
    published(draft)
    with pytest.raises(Incomplete):
        withdrawn(draft, reason=" ")
    draft.version -= 1
    with pytest.raises(StaleVersion):
        withdrawn(draft)
    assert DutyRecord.objects.get().state == "published"


# ---- blanking -----------------------------------------------------------------------


@pytest.mark.parametrize("gone", [False, True])
def test_a_redaction_blanks_the_record_its_ledger_its_traces_and_its_files(agreement, party, gone):
    secret = "CANARY7391"
    record = factories.duty_record(
        agreement, party, "self_evaluation", "2023", result_ko=secret, improvement_en=secret
    )
    Document.objects.create(
        duty=record, kind="result", title_ko=secret, file=f"{secret}.pdf", name=f"{secret}.pdf", size=1,
        sha256="b" * 64, public=True, screened_at=NOON,
    )  # fmt: skip
    published(record)
    if gone:
        withdrawn(record, reason=secret)
    published(factories.redaction(record))
    assert secret not in everything_stored()
    assert secret not in str(list(DutyRecord.objects.values()))
    record.refresh_from_db()
    assert record.redacted_by == head()
    assert_everything_follows()


# ---- what verification finds -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"result_ko": "다른 말"}, "result_ko"),
        ({"state": "draft"}, "duty-1"),
        (
            {"withdrawn_seq": 1, "state": "withdrawn", "withdrawal_reason": "x", "withdrawn_at": NOON},
            "withdrawn",
        ),
        ({"number": 7}, "number"),
    ],
)
def test_verification_names_what_was_tampered_with(draft, fields, says):
    from django.db import connection

    from agreements.models import guards

    published(draft)
    if "withdrawn_at" in fields:
        fields = {**fields, "withdrawn_by": reviewer()}
    with guards.guards_lifted(connection):
        DutyRecord.objects.update(**fields)
    assert any(says in line for line in [*wrong_records(), *broken_rules()])


def test_a_day_in_seoul_decides_what_lies_in_the_future(agreement, party):
    evening = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)  # half past midnight of the third in Seoul
    record = factories.duty_record(agreement, party, "self_evaluation", "2025", done_on=date(2026, 3, 3))
    assert published(record, now=evening).number == 1
