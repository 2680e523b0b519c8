"""Any sequence of allowed acts only adds to what was published, and the states follow from it."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agreements.actions import drafts
from agreements.actions.agreements import publish_agreement, withdraw_agreement
from agreements.actions.changes import PublishedChange, change_published
from agreements.actions.refusals import ActRefused
from agreements.models import Agreement, Commitment, Inquiry, LedgerEntry, State, Statement, StatusReport
from agreements.rules import ledger
from agreements.rules.lifecycle import CLOSED, CommitmentStatus
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import ChangeKind
from agreements.rules.states import Promise, StateRow, states
from tests import factories
from tests.factories import NOON, author, published, reviewer

pytestmark = pytest.mark.django_db

some = st.integers(0, 5)
said = st.fixed_dictionaries(
    {
        "status": st.sampled_from(CommitmentStatus.values),
        "said_on": st.sampled_from(["2022-12-13", "2023-03", "2023-H1", "2023", "2024-01-02", "2025-Q1"]),
        "target": st.sampled_from([None, None, "2023", "2023-06", "2024-H2", "2025-12-31"]),
    }
)
act = st.one_of(
    st.tuples(st.just("report"), some, said),
    st.tuples(st.just("report"), some, said),
    st.tuples(st.just("correct"), some, said),
    st.tuples(st.just("withdraw report"), some, st.none()),
    st.tuples(st.just("redact"), some, st.none()),
    st.tuples(st.just("state"), some, st.none()),
    st.tuples(st.just("redact statement"), some, st.none()),
    st.tuples(st.just("redact agreement"), some, st.none()),
    st.tuples(st.just("withdraw agreement"), some, st.none()),
    st.tuples(st.just("inquire"), some, st.sampled_from([date(2023, 1, 31), date(2025, 3, 1)])),
    st.tuples(st.just("withdraw inquiry"), some, st.none()),
    st.tuples(st.just("change"), some, st.dates(date(2022, 11, 1), date(2022, 12, 31))),
)


# What a report says of a milestone where it would say the key of a commitment.
OF_MILESTONES = {
    "not_started": "planned", "on_track": "under_way", "partial": "under_way", "completed": "reached",
    "continuing": "reached", "on_hold": "under_way", "dropped": "cancelled",
}  # fmt: skip


class Register:
    """An agreement with two commitments and a program with a milestone; what was seen of them, and which
    reports should count."""

    def __init__(self) -> None:
        self.agreement = published(factories.agreement(commitments=2))
        self.milestone = published(factories.program()).milestones.get()
        self.speaker = self.agreement.parties.first().agency  # of whose dates those of commitments count
        self.reports: list[StatusReport] = []
        self.inquiries: list[Inquiry] = []  # that count
        self.gone: set[int] = set()  # corrected or withdrawn
        self.seen_entries: dict[int, tuple[Any, ...]] = {}
        self.seen_states: dict[int, set[tuple[Any, ...]]] = {}
        self.seen_dates: dict[int, list[tuple[Any, ...]]] = {}
        self.look()

    # ---- acts

    def do(self, name: str, which: int, what: Any) -> None:
        try:
            with transaction.atomic():
                getattr(self, name.replace(" ", "_"))(which, what)
        except ActRefused:
            return  # not allowed: nothing was done
        finally:
            self.agreement.refresh_from_db()
        self.look()

    def report(self, which: int, what: Any) -> None:
        self.reports.append(self.filed(self.subjects()[which % 3], what))

    def subjects(self) -> list[Any]:
        return [*self.agreement.commitments.order_by("number"), self.milestone]

    def filed(self, subject: Any, what: Any) -> StatusReport:
        status, said_on, target = said_of(subject, what)
        return published(factories.report(subject, status, said_on, target=target, stated_by=self.speaker))

    def correct(self, which: int, what: Any) -> None:
        if wrong := self.one(which, counting=True):
            status, said_on, target = said_of(wrong.subject, what)
            right = factories.correction(wrong, status, said_on, target=target, stated_by=self.speaker)
            self.reports.append(published(right))
            self.gone.add(wrong.pk)

    def withdraw_report(self, which: int, what: None) -> None:
        if wrong := self.one(which, counting=True):
            published(factories.withdrawal(wrong))
            self.gone.add(wrong.pk)

    def redact(self, which: int, what: None) -> None:
        if found := self.one(which):
            published(factories.redaction(found))

    def state(self, which: int, what: None) -> None:
        found = self.one(which)
        if found and not found.statements.exists():
            agencies = found.subject.agencies.order_by("pk")
            published(factories.statement(found, agencies[0]))

    def redact_statement(self, which: int, what: None) -> None:
        if spoken := Statement.objects.filter(state="published").exclude(text_ko="").first():
            published(factories.redaction(spoken))

    def redact_agreement(self, which: int, what: None) -> None:
        published(factories.redaction(self.agreement))

    def withdraw_agreement(self, which: int, what: None) -> None:
        """Or publish it again, if it is withdrawn."""
        if self.agreement.is_public:
            withdraw_agreement(self.agreement, reason="오류", actor=reviewer(), now=NOON)
            return
        drafts.submit_draft(self.agreement, actor=author(), now=NOON)
        self.agreement.refresh_from_db()
        publish_agreement(self.agreement, actor=reviewer(), now=NOON)

    def change(self, which: int, what: date) -> None:
        self.agreement.signed = PartialDate.day(what)
        self.agreement.expires_on = date(2030 + which, 1, 1)
        change = PublishedChange(ChangeKind.CORRECTION, "서명일 정정")
        change_published(self.agreement, change, write=self.agreement.save, actor=reviewer(), now=NOON)

    def inquire(self, which: int, what: date) -> None:
        subject = self.subjects()[which % 3]
        self.inquiries.append(published(factories.inquiry(subject, searched_on=what, covers_from="2022")))

    def withdraw_inquiry(self, which: int, what: None) -> None:
        if self.inquiries:
            published(factories.withdrawal(self.inquiries[0]))
            self.inquiries.pop(0)

    def one(self, which: int, *, counting: bool = False) -> StatusReport | None:
        found = [report for report in self.reports if not (counting and report.pk in self.gone)]
        return StatusReport.objects.get(pk=found[which % len(found)].pk) if found else None

    # ---- what must hold

    def look(self) -> None:
        head = LedgerEntry.objects.latest("seq").seq
        entries = {entry.seq: entry for entry in LedgerEntry.objects.all()}
        assert sorted(entries) == list(range(1, head + 1))
        for seq, seen in self.seen_entries.items():
            kept = fixed(entries[seq])
            blanked = entries[seq].payload is None and kept[:-1] == seen[:-1]
            assert kept == seen or blanked, f"entry {seq} was rewritten"
        self.seen_entries = {seq: fixed(entry) for seq, entry in entries.items()}
        self.seen_states.setdefault(head, self.computed())
        for seq, rows in self.seen_states.items():
            assert stored(seq) == rows, f"at sequence {seq}"
        now = self.agreement_now()
        self.seen_dates.setdefault(head, [(now.signed.first, now.expires_on)] if now.is_public else [])
        for seq, dates in self.seen_dates.items():
            then = Agreement.objects.known_at(seq).values_list("then__signed_first", "then__expires_on")
            assert list(then) == dates, f"the dates at sequence {seq}"

    def computed(self) -> set[tuple[Any, ...]]:
        """The rows of now, from the test's own list of reports that count."""
        now = self.agreement_now()
        begins: dict[Any, Any] = {self.milestone: self.milestone.program.decided.first}
        if now.is_public:
            begins |= dict.fromkeys(now.commitments.all(), now.signed.first)
        return {
            (*key(subject), row.day_to, *row)
            for subject, since in begins.items()
            for row in states(self.promise(subject, since))
        }

    def promise(self, subject: Any, since: date) -> Promise:
        counting = [report for report in self.reports if report.pk not in self.gone]
        return Promise(
            since,
            [report.reported for report in counting if report.subject == subject],
            [inquiry.inquired for inquiry in self.inquiries if subject in inquiry.promises],
            agencies={self.speaker.pk} if isinstance(subject, Commitment) else set(),
        )

    def agreement_now(self) -> Any:
        return Agreement.objects.get(pk=self.agreement.pk)


def fixed(entry: LedgerEntry) -> tuple[Any, ...]:
    """Everything of an entry, its text last."""
    text = (entry.payload, entry.salt, entry.reason)
    return (
        entry.recorded_at,
        entry.kind,
        entry.reference,
        entry.payload_digest,
        entry.previous,
        entry.digest,
        text,
    )


def said_of(subject: Any, what: dict[str, Any]) -> tuple[str, str, str | None]:
    status = what["status"] if isinstance(subject, Commitment) else OF_MILESTONES[what["status"]]
    target = None if status in CLOSED else what["target"]  # of what is closed no date is announced
    return status, what["said_on"], target


def key(subject: Any) -> tuple[int | None, int | None]:
    return (subject.pk, None) if isinstance(subject, Commitment) else (None, subject.pk)


def stored(seq: int) -> set[tuple[Any, ...]]:
    return {
        (
            row.commitment_id,
            row.milestone_id,
            row.day_to,
            *(getattr(row, name) for name in StateRow._fields),
        )
        for row in State.objects.filter(seq_from__lte=seq, seq_to__gt=seq)
    }


# Without shrinking: a failure names the sequence at once, and a smaller one would take minutes to find.
@settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(acts=st.lists(act, min_size=4, max_size=12))
def test_history_is_only_added_to_and_the_states_follow(acts):
    with transaction.atomic():
        register = Register()
        for one in acts:
            register.do(*one)
        assert ledger.first_break(entry.entry for entry in LedgerEntry.objects.order_by("seq")) is None
        call_command("check_data", stdout=StringIO())
        call_command("verify_ledger", stdout=StringIO())
        transaction.set_rollback(True)
