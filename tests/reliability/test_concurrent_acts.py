"""Several people act in the same moment, on real connections of their own.

Lost updates and double numbers show only on PostgreSQL, where writers really run side by side; SQLite
lets one writer in at a time, and here proves that the others wait and do not fail.
"""

from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from agreements.actions import drafts
from agreements.actions.agreements import publish_agreement, withdraw_agreement
from agreements.actions.changes import PublishedChange, change_published
from agreements.actions.handover import hand_over
from agreements.actions.redactions import publish_redaction
from agreements.actions.refusals import ActRefused, StaleVersion
from agreements.actions.remedies import publish_withdrawal
from agreements.actions.reports import publish_report
from agreements.actions.statements import publish_statement
from agreements.models import Agreement, LedgerEntry, Membership, Reminder, Source, StatusReport, Trace
from agreements.rules.publication import ChangeKind
from tests import factories, imported
from tests.factories import NOON, author, published, reviewer
from tests.reliability.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def submitted(record):
    drafts.submit_draft(record, actor=author(), now=NOON)
    record.refresh_from_db()
    return record


def publishing(publish, record, *, actor):
    """What a click on "publish" does: read the record, then act on what was read."""
    read = type(record).objects.get(pk=record.pk)
    return lambda: publish(read, actor=actor, now=NOON)


def assert_everything_holds():
    """Links, records and states: what a moment of many acts leaves is what their order makes."""
    call_command("verify_ledger", processes=1, stdout=StringIO())


def test_eight_agreements_published_at_once_get_eight_numbers_in_a_row():
    waiting = [submitted(factories.agreement(commitments=2)) for _ in range(8)]
    coordinator = reviewer()
    steps = at_once(publishing(publish_agreement, agreement, actor=coordinator) for agreement in waiting)
    assert sorted(step.seq for step in steps) == list(range(1, 9))
    references = sorted(str(agreement.reference) for agreement in Agreement.objects.all())
    assert references == [f"2022-{number:04}" for number in range(1, 9)]
    # The number of an agreement follows the order of publishing.
    assert [step.reference for step in LedgerEntry.objects.order_by("seq")] == references
    assert_everything_holds()


def test_a_report_published_twice_at_once_is_published_once():
    commitment = published(factories.agreement()).commitments.get()
    report = submitted(factories.report(commitment, "on_track", "2023-01-01"))
    reviewers = [reviewer(), factories.staff("coordinator", username="second coordinator")]
    outcome = at_once(publishing(publish_report, report, actor=actor) for actor in reviewers)
    assert sorted(isinstance(one, StaleVersion) for one in outcome) == [False, True]
    (step,) = LedgerEntry.objects.filter(report=report)
    assert step in outcome
    report.refresh_from_db()
    assert (report.state, report.number, report.published_seq) == ("published", 1, step.seq)
    assert Trace.objects.filter(subject_kind="statusreport", act="publish").count() == 1
    assert_everything_holds()


def test_reports_of_one_commitment_published_at_once_are_numbered_one_after_the_other():
    commitment = published(factories.agreement()).commitments.get()
    waiting = [
        submitted(factories.report(commitment, "on_track", f"2023-0{month}-01", target=f"2023-0{month + 4}"))
        for month in range(1, 6)
    ]
    coordinator = reviewer()
    steps = at_once(publishing(publish_report, report, actor=coordinator) for report in waiting)
    assert sorted(step.seq for step in steps) == [2, 3, 4, 5, 6]
    by_number = StatusReport.objects.order_by("number").values_list("number", "published_seq")
    assert list(by_number) == [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]
    assert_everything_holds()


def test_an_agreement_withdrawn_while_its_report_is_published_leaves_no_open_state():
    agreement = published(factories.agreement())
    report = submitted(factories.report(agreement.commitments.get(), "on_track", "2023-01-01"))
    coordinator = reviewer()
    at_once(
        [
            publishing(publish_report, report, actor=coordinator),
            lambda: withdraw_agreement(agreement, reason="오류", actor=coordinator, now=NOON),
        ]
    )
    agreement.refresh_from_db()
    assert agreement.state == "withdrawn"
    assert_everything_holds()


def test_of_two_editors_who_save_the_same_draft_at_once_one_is_told():
    agreement = factories.agreement()
    editors = [author(), factories.staff("editor", username="second editor")]
    factories.works_for("second editor", *factories.agencies_in(agreement), since=factories.TODAY)

    def saving(editor):
        read = Agreement.objects.get(pk=agreement.pk)

        def save():
            with drafts.editing_record(read, actor=editor, now=NOON):
                read.title_ko = f"{editor.username}의 제목"
                read.save()
            return editor

        return save

    outcome = at_once(map(saving, editors))
    (refused,) = [one for one in outcome if isinstance(one, StaleVersion)]
    (winner,) = [one for one in outcome if one is not refused]
    agreement.refresh_from_db()
    assert (agreement.title_ko, agreement.version) == (f"{winner.username}의 제목", 1)
    assert Trace.objects.filter(act="edit").count() == 1


@pytest.mark.parametrize("statuses", [("completed", "on_hold"), ("dropped", "completed")])
def test_of_two_reports_that_contradict_each_other_both_are_published(statuses):
    commitment = published(factories.agreement()).commitments.get()
    waiting = [
        submitted(factories.report(commitment, status, f"2023-0{month}-01"))
        for month, status in enumerate(statuses, start=1)
    ]
    coordinator = reviewer()
    at_once(publishing(publish_report, report, actor=coordinator) for report in waiting)
    assert set(StatusReport.objects.values_list("state", "number")) == {("published", 1), ("published", 2)}
    assert_everything_holds()


def test_a_report_corrected_withdrawn_blanked_and_answered_at_once():
    """Only one of correction and withdrawal; whatever the order, nothing is half-written."""
    commitment = published(factories.agreement()).commitments.get()
    report = published(factories.report(commitment, "completed", "2023-12-27", note_ko="담당 홍길동"))
    party = commitment.agreement.parties.earliest("order").agency
    waiting = [
        (publish_report, submitted(factories.correction(report, "on_track", "2023-12-27"))),
        (publish_withdrawal, submitted(factories.withdrawal(report))),
        (publish_redaction, submitted(factories.redaction(report))),
        (publish_statement, submitted(factories.statement(report, party))),
    ]
    coordinator = reviewer()
    outcome = at_once(publishing(act, record, actor=coordinator) for act, record in waiting)
    corrected, withdrawn, blanked, _stated = (not isinstance(one, ActRefused) for one in outcome)
    assert corrected != withdrawn
    assert blanked
    assert "010" not in StatusReport.objects.get(pk=report.pk).note_ko
    done = sum(not isinstance(one, ActRefused) for one in outcome)
    assert LedgerEntry.objects.count() == 2 + done
    assert Trace.objects.filter(act="publish").count() == 2 + done
    assert_everything_holds()


def test_of_two_changes_of_one_agreement_at_once_one_is_told():
    agreement = published(factories.agreement(title_ko="업무협약"))

    def changing(title):
        read = Agreement.objects.get(pk=agreement.pk)
        read.title_ko = title
        change = PublishedChange(ChangeKind.CORRECTION, "오기")
        return lambda: change_published(read, change, write=read.save, actor=coordinator, now=NOON)

    coordinator = reviewer()
    outcome = at_once(changing(f"업무협약 {number}") for number in range(4))
    assert sum(isinstance(one, StaleVersion) for one in outcome) == 3
    assert LedgerEntry.objects.count() == 2
    assert_everything_holds()


def test_a_source_is_not_rewritten_while_what_rests_on_it_is_published():
    for _round in range(3):
        waiting = submitted(factories.agreement())
        source = waiting.sources.get()

        def rewriting(source=source):
            read = Source.objects.get(pk=source.pk)
            with drafts.editing_record(read, actor=author(), now=NOON):
                read.label_ko = "바뀐 제목"
                read.save()

        at_once([publishing(publish_agreement, waiting, actor=reviewer()), rewriting])
        assert_everything_holds()


def test_verifying_while_others_publish_raises_no_alarm():
    agreement = published(factories.agreement(commitments=3))
    commitments = list(agreement.commitments.all())
    waiting = [
        submitted(factories.report(commitments[number % 3], "on_track", f"2023-0{number + 1}-01"))
        for number in range(6)
    ]
    coordinator = reviewer()

    def publish_all():
        for report in waiting:
            publishing(publish_report, report, actor=coordinator)()

    outcome = at_once([publish_all, *[assert_everything_holds] * 3])
    assert outcome == [None] * 4


def test_the_demo_loaded_twice_at_once_is_there_once():
    outcome = at_once([lambda: call_command("load_demo", part="paju", stdout=StringIO())] * 2)
    (refusal,) = [one for one in outcome if isinstance(one, CommandError)]
    assert "not empty" in str(refusal)
    assert Agreement.objects.count() == 5
    assert_everything_holds()


def test_reminders_run_twice_at_once_mail_each_person_once(django_user_model):
    for number in range(6):
        person = factories.staff("coordinator", username=f"coordinator {number}")
        django_user_model.objects.filter(pk=person.pk).update(email=f"c{number}@office.example")
    submitted(factories.agreement())
    at_once([lambda: call_command("remind", stdout=StringIO())] * 4)
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"c{number}@office.example" for number in range(6)
    ]
    assert list(Reminder.objects.values_list("outcome", flat=True)) == ["sent"] * 6


def test_a_handover_pressed_twice_at_once_moves_everything_once():
    successor, agency = factories.staff("editor", username="successor"), factories.agency()

    def press() -> Any:
        return hand_over(author(), successor, reason="인사이동", actor=reviewer(), now=NOON)

    reviewer()
    outcomes = at_once([press] * 2)
    assert sum(isinstance(one, ActRefused) for one in outcomes) == 1
    assert Membership.objects.filter(user=successor, agency=agency).count() == 1
    assert Trace.objects.filter(act="hand_over").count() == 1


def test_an_import_confirmed_twice_at_once_is_written_once():
    names = [factories.agency().name_ko, factories.agency().name_ko]
    table = [["협약명", "체결일", "협약기관"], ["치안협력 업무협약", "2022-12-13", ";".join(names)]]
    preview = imported.checked("agreements", table)
    assert not preview.refused
    works = [imported.importing("agreements", table) for _ in range(2)]
    outcomes = at_once([lambda work=work: work.write(fingerprints=preview.fingerprints) for work in works])
    assert sorted(one.refused for one in outcomes) == [False, True]
    assert Agreement.objects.count() == 1
