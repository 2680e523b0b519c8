"""`verify_ledger` finds and names what was changed behind the application's back."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.actions.agreements import withdraw_agreement
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    Decision,
    Document,
    LedgerEntry,
    Party,
    Redaction,
    Source,
    State,
    Statement,
    StatusReport,
    Term,
    Withdrawal,
    guards,
)
from agreements.rules import ledger
from tests import factories
from tests.factories import NOON, published, reviewer
from tests.registers import shared_register

pytestmark = pytest.mark.django_db


@shared_register
def register() -> Agreement:
    """Everything that appends an entry: 1 to 10."""
    agreement = published(factories.agreement(parties=[factories.agency("paju"), factories.agency("goyang")]))
    published(factories.program())
    commitment = agreement.commitments.get()
    draft = factories.report(commitment, "on_track", "2023-04-24", target="2023")
    Document.objects.create(
        screened_at=factories.NOON,
        report=draft,
        kind="result",
        title_ko="결과",
        file="a",
        name="a",
        size=1,
        sha256="a" * 64,
        public=True,
    )
    report = published(draft)
    published(factories.statement(report, factories.agency("paju")))
    wrong = published(factories.report(commitment, "partial", "2023-05-01"))
    corrected = published(factories.correction(wrong, "on_track", "2023-05-01"))
    published(factories.withdrawal(corrected))
    published(factories.redaction(wrong))
    other = published(factories.agreement())
    withdraw_agreement(other, reason="오류", actor=reviewer(), now=NOON)
    return agreement


def verified() -> str:
    said = StringIO()
    call_command("verify_ledger", stdout=said)
    return said.getvalue()


def test_an_honest_ledger_holds_and_the_command_says_its_head(register):
    last = LedgerEntry.objects.get(seq=10)
    assert verified().splitlines() == [
        "The ledger holds: 10 entries, the records equal them, the states follow.",
        f"Head: 10-{last.digest}",
    ]
    said = StringIO()
    call_command("ledger_head", stdout=said)
    assert said.getvalue() == f"10-{last.digest}\n"


def test_an_empty_ledger_holds():
    assert verified().startswith("The ledger holds: 0 entries")


def rows(model: Any, **which: Any) -> Any:
    return model.objects.filter(**which)


# What is done behind the application's back, and what the one line must name.
TAMPERING: dict[str, tuple[Callable[[], Any], str]] = {
    "a report's note": (
        lambda: rows(StatusReport, number=1).update(note_ko="다른 글"),
        '-01#1: note_ko is "다른 글", entry 3 says "추진 상황"',
    ),
    "a report's target": (
        lambda: rows(StatusReport, number=1).update(target_first="2024-01-01", target_last="2024-12-31"),
        'target is "2024", entry 3 says "2023"',
    ),
    "a withdrawn report": (lambda: rows(StatusReport, number=3).update(status="on_hold"), "#3: status is"),
    "a party's signatory": (
        lambda: rows(Party, agency__slug="paju").update(signatory="아무개"),
        'parties.paju.signatory is "아무개", entry 1 says ""',
    ),
    "a new party": (
        lambda: rows(Agreement).earliest("pk").parties.create(agency=factories.agency("x")),
        "parties.x is",
    ),
    "an agency's slug": (lambda: rows(Agency, slug="paju").update(slug="other"), "agencies.paju is null"),
    "a commitment's wording": (
        lambda: rows(Commitment, number=1).update(wording_ko="다른 문구"),
        "commitments.2022-0001-01.wording_ko",
    ),
    "a commitment's number": (lambda: rows(Commitment, number=1).update(number=9), "number is 9"),
    "a source": (lambda: rows(Source).update(publisher="다른 곳"), "publisher"),
    "a document's digest": (lambda: rows(Document).update(sha256="b" * 64), "documents."),
    "a hidden document": (lambda: rows(Document).update(public=False), "documents."),
    "a state": (lambda: rows(State, status="on_track").update(status="completed"), "status is completed"),
    "a missing state": (lambda: rows(State, status="on_track").delete(), "missing"),
    "a deleted entry": (lambda: rows(LedgerEntry, seq=7).delete(), "entry 8: entry 7 was expected here"),
    "a cut end": (lambda: rows(LedgerEntry, seq=10).delete(), "is withdrawn, but its last entry is"),
    "a rewritten entry": (lambda: rows(LedgerEntry, seq=2).update(kind="change"), "entry 2: the entry was"),
    "a rewritten payload": (
        lambda: rows(LedgerEntry, seq=2).update(payload="{}"),
        "entry 2: the payload was changed",
    ),
    "an entry's reason": (lambda: rows(LedgerEntry, seq=7).update(reason="다른 사유"), "its reason is"),
    "an entry's review": (
        lambda: rows(LedgerEntry, seq=1).update(review="one_person"),
        "entry 1 does not say so",
    ),
    "a withdrawn agreement shown": (
        lambda: rows(Agreement, state="withdrawn").update(state="published"),
        "is published, but its last entry is “withdrawal”",
    ),
    "a draft shown": (lambda: shown(factories.agreement()), "is published, but no entry says so"),
    "a published agreement hidden": (
        lambda: rows(Agreement, state="published").update(
            state="withdrawn", withdrawn_at=NOON, withdrawn_by=reviewer(), withdrawal_reason="x"
        ),
        "is withdrawn, but its last entry is “publication”",
    ),
    "a hidden report": (lambda: rows(StatusReport, number=1).update(state="draft"), "entry 3 ("),
    "a statement": (lambda: rows(Statement).update(text_ko="다른 말"), "text_ko is"),
    "a deleted statement": (lambda: rows(Statement).delete(), "entry 4 (statement"),
    "a withdrawal taken back": (lambda: rows(Withdrawal).delete(), "entry 7 (withdrawal"),
    "a withdrawal's reason": (lambda: rows(Withdrawal).update(reason_ko="다른 사유"), "reason is"),
    "a redaction's reason": (lambda: rows(Redaction).update(reason_ko="다른 사유"), "reason is"),
    "a statement moved to another report": (
        lambda: rows(Statement).update(report=StatusReport.objects.get(number=3)),
        "is published, but entry 4 does not say so",
    ),
    "a redaction moved to another report": (
        lambda: rows(Redaction).update(report=StatusReport.objects.get(number=1)),
        "is published, but entry 8 does not say so",
    ),
    "who reviewed an agreement": (
        lambda: rows(Agreement, state="published").update(review="one_person"),
        "is published, but entry 1 does not say so",
    ),
    "when a report was published": (
        lambda: rows(StatusReport, number=1).update(published_at=NOON + timedelta(days=1)),
        "is published, but entry 3 does not say so",
    ),
    "a date kept for a sequence": (
        lambda: rows(Term, seq_from=1).update(signed_first="2022-12-01", signed_last="2022-12-01"),
        "signed kept for sequence 1 is 2022-12-01, entry 1 says 2022-12-13",
    ),
    "a missing date": (lambda: rows(Term, seq_from=1).delete(), "0 rows of dates are kept for sequence 1"),
    "when a program was decided": (
        lambda: rows(Decision).update(decided_first="2020-01-01", decided_last="2020-12-31"),
        "decided kept for sequence 2 is 2020, entry 2 says 2021-09",
    ),
    "a date kept where no entry begins it": (
        lambda: rows(Term, seq_from=1).update(seq_to=6),
        "dates are kept from 1 to before 6, where no entry begins or ends them",
    ),
    "a text restored": (lambda: rows(StatusReport, number=2).update(note_ko="다시"), "note_ko is"),
    "a text blanked without a redaction": (
        lambda: rows(StatusReport, number=1).update(note_ko="", redacted_by=8),
        "-01#1: entry 8 is about 2022-0001-01#2",
    ),
}  # fmt: skip


def shown(draft: Agreement) -> None:
    fields = {"published_at": NOON, "first_published_at": NOON, "published_by": reviewer()}
    rows(Agreement, pk=draft.pk).update(
        state="published", review="reviewed", reference="2022-0099", published_seq=1, **fields
    )


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found_and_named_in_one_line(register, what):
    tamper, named = TAMPERING[what]
    with guards.guards_lifted(connection):
        tamper()
    with pytest.raises(CommandError) as broken:
        verified()
    line = str(broken.value)
    assert line.startswith("BROKEN: ")
    assert named in line
    assert "\n" not in line


def test_a_blanked_entry_without_its_redaction_is_named(register):
    with guards.guards_lifted(connection):
        rows(LedgerEntry, seq=3).update(payload=None, salt=None, reason="", redacted_by=8)
    with pytest.raises(CommandError, match="entry 3: the payload is missing and no later redaction names it"):
        verified()


def test_a_chain_written_anew_over_changed_facts_still_contradicts_the_records(register):
    """A forger who rewrites the ledger alone is found by the records; who rewrites both, by a noted head."""
    with guards.guards_lifted(connection):
        previous = ledger.GENESIS
        for entry in LedgerEntry.objects.order_by("seq"):
            if entry.seq == 3:
                entry.payload = str(entry.payload).replace("추진 상황", "다른 상황")
                entry.payload_digest = ledger.payload_digest(entry.payload, entry.salt or "")
            entry.previous = previous
            entry.digest = ledger.entry_digest(
                **{name: getattr(entry.entry, name) for name in ledger.HASHED_KEYS}
            )
            previous = entry.digest
            entry.save()
    with pytest.raises(CommandError, match="note_ko"):
        verified()


def test_the_number_of_queries_does_not_grow_with_the_register(register, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        verified()
    commitment = register.commitments.get()
    for month in range(6, 12):
        published(factories.report(commitment, "on_track", f"2023-{month:02}-01"))
    published(factories.agreement(commitments=3))
    with django_assert_num_queries(len(few)):
        verified()
