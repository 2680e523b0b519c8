"""That somebody looked (조사 기록): what is refused, what becomes public, what corrects and takes it back.

Over 400 lines: one list of what an inquiry goes through, with each refusal beside it.
"""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from agreements.actions import drafts
from agreements.actions.agreements import publish_agreement, withdraw_agreement
from agreements.actions.refusals import (
    FourEyes,
    Incomplete,
    NotAllowed,
    PersonalData,
    WrongState,
)
from agreements.actions.states import effective_inquiries
from agreements.models import Agreement, Commitment, Inquiry, LedgerEntry, State, Trace, guards
from agreements.personal_data.person_names import looks_like_person
from agreements.rules.inquiry import Inquired
from agreements.rules.partial_date import PartialDate
from agreements.verification.register import broken_rules
from tests import factories
from tests.factories import NOON, TODAY, author, published, reviewer, submitted
from tests.registers import shared_register
from tests.stored import assert_everything_follows, everything_stored, head

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()
PERSONAL = "홍길동, 새꽃로 12"
TOMORROW = TODAY + timedelta(days=1)


@shared_register
def commitments() -> list[Commitment]:
    return list(published(factories.agreement(commitments=2)).commitments.all())


@pytest.fixture
def commitment(commitments) -> Commitment:
    return commitments[0]


@pytest.fixture
def city():
    return factories.agency("paju")


def correction(wrong: Inquiry, *promises, **fields) -> Inquiry:
    fields = {"correction_reason_ko": "검색어를 잘못 옮김", "words": "다른 말"} | fields
    return factories.inquiry(*(promises or wrong.promises), corrects=wrong, **fields)


# ---- publishing --------------------------------------------------------------------------------------


def test_a_published_inquiry_says_in_the_ledger_who_looked_where_for_what(commitments):
    inquiry = published(factories.inquiry(*commitments, searched_on=TODAY, covers_from="2023-02"))
    entry = head()
    assert (entry.kind, entry.reference, entry.inquiry, inquiry.number) == (
        "publication", "inquiries/1", inquiry, 1,
    )  # fmt: skip
    facts = json.loads(entry.payload)["facts"]
    assert facts["department"] == "자치경찰정책과"
    assert facts["words"] == "위기아동 보호센터 개소"
    assert (facts["searched_on"], facts["covers_from"], facts["covers_to"]) == (
        "2026-03-02", "2023-02", "2026-03",
    )  # fmt: skip
    assert facts["commitments"] == [commitment.reference for commitment in commitments]
    assert (facts["milestones"], facts["asked"], facts["result"]) == ([], None, "nothing_found")
    assert_everything_follows()


def test_inquiries_are_numbered_in_one_sequence(commitments):
    milestone = published(factories.program()).milestones.get()
    numbers = [
        published(factories.inquiry(promise)).number
        for promise in (commitments[0], milestone, commitments[1])
    ]
    assert numbers == [1, 2, 3]


def test_an_inquiry_changes_no_status(commitment):
    published(factories.report(commitment, "on_track", "2023-01-01"))
    before = State.objects.at(TODAY).get(commitment=commitment).status
    published(factories.inquiry(commitment))
    assert State.objects.at(TODAY).get(commitment=commitment).status == before


def test_the_rules_read_when_was_looked_for_which_time(commitments):
    published(factories.inquiry(*commitments, covers_from="2023-02", covers_to="2023-11"))
    expected = Inquired(
        searched_on=TODAY,
        covers_from=PartialDate.parse("2023-02"),
        covers_to=PartialDate.parse("2023-11"),
        nothing_found=True,
    )
    assert [effective_inquiries(commitment) for commitment in commitments] == [[expected], [expected]]
    assert expected.counts_until == date(2023, 11, 30)


def test_an_inquiry_counts_no_longer_than_until_the_day_it_was_made(commitment):
    inquiry = published(factories.inquiry(commitment, covers_to="2026"))
    assert inquiry.inquired.counts_until == TODAY


def test_time_after_the_search_is_cut_at_publication(commitment):
    inquiry = published(factories.inquiry(commitment, covers_to="2027"))
    assert inquiry.covers_to == PartialDate.day(TODAY)
    assert json.loads(head().payload)["facts"]["covers_to"] == "2026-03-02"


def test_nobody_publishes_the_inquiry_they_wrote(commitment):
    waiting = submitted(factories.inquiry(commitment, created_by=reviewer()))
    with pytest.raises(FourEyes):
        factories.PUBLISH[Inquiry](waiting, actor=reviewer(), now=NOON)
    assert not Inquiry.objects.visible_to(PUBLIC).exists()


def test_an_editor_files_no_inquiry_on_the_promises_of_others(commitment):
    stranger = factories.staff("editor", username="editor of nobody")
    with pytest.raises(NotAllowed):
        drafts.submit_draft(factories.inquiry(commitment), actor=stranger, now=NOON)


# ---- what is refused ---------------------------------------------------------------------------------


def refusal(inquiry: Inquiry, kind=Incomplete) -> str | None:
    """The field at which submitting is refused; nothing is written."""
    with pytest.raises(kind) as refused:
        drafts.submit_draft(inquiry, actor=reviewer(), now=NOON)
    inquiry.refresh_from_db()
    assert inquiry.state == "draft"
    return refused.value.field


def test_an_inquiry_about_nothing_is_refused(commitments):
    assert refusal(factories.inquiry()) == "commitments"


def test_an_inquiry_on_a_promise_that_is_not_public_is_refused(commitment):
    hidden = factories.agreement().commitments.get()
    assert refusal(factories.inquiry(commitment, hidden), WrongState) == "commitments"
    milestone = factories.program().milestones.get()
    assert refusal(factories.inquiry(commitment, milestone), WrongState) == "milestones"


def test_an_inquiry_dated_in_the_future_is_refused(commitment):
    assert refusal(factories.inquiry(commitment, searched_on=TOMORROW)) == "searched_on"


def test_a_time_wholly_after_the_search_is_refused(commitment):
    assert refusal(factories.inquiry(commitment, covers_from="2026-04", covers_to="2026-12")) == "covers_from"


def test_a_time_that_ends_before_it_begins_is_refused(commitment):
    ends_early = factories.inquiry(commitment)
    ends_early.covers_to = PartialDate.parse("2022")
    with pytest.raises(IntegrityError), transaction.atomic():
        ends_early.save()


@pytest.mark.parametrize("result", ["nothing_found", "found"])
def test_an_inquiry_says_what_came_up(commitment, result):
    assert refusal(factories.inquiry(commitment, result=result, note_ko="  ")) == "note_ko"


@pytest.mark.parametrize("name", ["홍길동", "김 모", "이○○", "경기북부자치경찰위원회 박영수 주무관"])
def test_a_person_is_not_named_as_who_looked(commitment, name):
    assert refusal(factories.inquiry(commitment, department=name), PersonalData) == "department"


@pytest.mark.parametrize(
    "office",
    [
        "총무과",
        "조사단",
        "자치경찰정책과",
        "연구원",
        "경기도북부자치경찰위원회",
        "정보공개 담당",
        "파주시 감사관",
    ],
)
def test_an_office_is_no_person(office):
    assert not looks_like_person(office)


ASKED = {"asked_on": date(2026, 2, 2), "answer_by": date(2026, 2, 16)}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"asked_on": None}, "asked_on"),
        ({"asked_on": TOMORROW, "answer_by": None}, "asked_on"),
        ({"answered_on": TOMORROW, "answer_ko": "추진 중"}, "answered_on"),
        ({"answered_on": date(2026, 2, 10)}, "answer_ko"),
        ({"answer_ko": "추진 중"}, "answered_on"),
    ],
)
def test_a_question_and_its_answer_fit_together(commitment, city, fields, field):
    inquiry = factories.inquiry(commitment)
    for name, value in ({"asked": city} | ASKED | fields).items():
        setattr(inquiry, name, value)
    with pytest.raises(Incomplete) as refused:
        drafts.CHECKS[Inquiry](inquiry, now=NOON)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"answer_by": date(2026, 2, 1)}, "answer_by"),
        ({"answered_on": date(2026, 2, 1), "answer_ko": "추진 중"}, "answered_on"),
    ],
)
def test_no_answer_comes_before_its_question(commitment, city, fields, field):
    inquiry = factories.inquiry(commitment)
    for name, value in ({"asked": city} | ASKED | fields).items():
        setattr(inquiry, name, value)
    with pytest.raises(Incomplete) as refused:
        drafts.CHECKS[Inquiry](inquiry, now=NOON)
    assert refused.value.field == field
    with pytest.raises(IntegrityError), transaction.atomic():
        inquiry.save()


@pytest.mark.parametrize("field", ["asked_on", "answer_by", "answered_on", "answer_ko"])
def test_without_an_agency_that_was_asked_there_is_no_question_and_no_answer(commitment, field):
    inquiry = factories.inquiry(commitment)
    setattr(inquiry, field, "추진 중" if field == "answer_ko" else TODAY)
    with pytest.raises(Incomplete) as refused:
        drafts.CHECKS[Inquiry](inquiry, now=NOON)
    assert refused.value.field == field
    with pytest.raises(IntegrityError), transaction.atomic():
        inquiry.save()


def test_an_agency_that_is_not_listed_is_not_named_as_asked(commitment):
    hidden = factories.agency("hidden", listed=False)
    refusal(factories.inquiry(commitment, asked=hidden, **ASKED))


def test_personal_data_in_an_inquiry_is_found_before_it_is_public(commitment):
    assert refusal(factories.inquiry(commitment, note_ko="담당자 010-1234-5678"), PersonalData) == "note_ko"


# ---- correcting, withdrawing -------------------------------------------------------------------------


def test_a_correction_replaces_the_inquiry_from_its_sequence_on(commitments):
    wrong = published(factories.inquiry(*commitments))
    right = published(correction(wrong, commitments[0], result="found"))
    entry = head()
    assert (entry.kind, entry.reason, right.number) == ("correction", "검색어를 잘못 옮김", 2)
    assert json.loads(entry.payload)["facts"]["corrects"] == 1
    assert effective_inquiries(commitments[0]) == [right.inquired]
    assert effective_inquiries(commitments[1]) == [], "the correction is not about it any more"
    assert list(Inquiry.objects.effective(seq=wrong.published_seq)) == [wrong]
    assert set(Inquiry.objects.visible_to(PUBLIC)) == {wrong, right}, "both stay readable"
    assert_everything_follows()


def test_a_correction_says_something_else_and_why(commitment):
    wrong = published(factories.inquiry(commitment))
    assert refusal(correction(wrong, correction_reason_ko=" ")) == "correction_reason_ko"
    Inquiry.objects.filter(corrects=wrong).delete()
    refusal(correction(wrong, words=wrong.words))


def test_only_an_inquiry_that_counts_is_corrected(commitment):
    wrong = published(factories.inquiry(commitment))
    published(factories.withdrawal(wrong))
    assert refusal(correction(wrong), WrongState) == "corrects"


def test_a_withdrawn_inquiry_is_as_if_nobody_had_looked(commitment):
    inquiry = published(factories.inquiry(commitment))
    published(factories.withdrawal(inquiry))
    entry = head()
    assert (entry.kind, entry.reference, entry.reason) == ("withdrawal", "inquiries/1", "다른 과제의 자료")
    assert effective_inquiries(commitment) == []
    assert not Inquiry.objects.visible_to(PUBLIC).exists()
    assert_everything_follows()


def test_at_an_earlier_sequence_a_withdrawn_inquiry_is_there_without_its_text(commitment):
    inquiry = published(factories.inquiry(commitment))
    published(factories.withdrawal(inquiry))
    then = Inquiry.objects.visible_to(PUBLIC, seq=inquiry.published_seq).get()
    assert (then.hidden, then.words, then.note_ko, then.department) == (True, "", "", "")
    assert (then.searched_on, then.result) == (TODAY, "nothing_found")


def test_an_inquiry_is_withdrawn_once(commitment):
    inquiry = published(factories.inquiry(commitment))
    draft = factories.withdrawal(inquiry)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.withdrawal(inquiry)
    published(draft)
    with pytest.raises(WrongState):
        factories.PUBLISH[type(draft)](draft, actor=reviewer(), now=NOON)


def test_a_withdrawal_is_of_a_report_or_of_an_inquiry(commitment):
    inquiry = published(factories.inquiry(commitment))
    report = published(factories.report(commitment, "on_track", "2023-01-01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.withdrawal(inquiry, report=report)


def test_an_inquiry_is_seen_while_one_of_its_promises_is(commitment):
    other = published(factories.agreement())
    inquiry = published(factories.inquiry(commitment, other.commitments.get()))
    withdraw_agreement(other, reason="오류", actor=reviewer(), now=NOON)
    assert Inquiry.objects.visible_to(PUBLIC).get() == inquiry
    withdraw_agreement(commitment.agreement, reason="오류", actor=reviewer(), now=NOON)
    assert not Inquiry.objects.visible_to(PUBLIC).exists()
    assert_everything_follows()


def test_taking_an_inquiry_back_opens_nothing_that_is_not_public(commitment):
    other = published(factories.agreement())
    inquiry = published(factories.inquiry(commitment, other.commitments.get()))
    withdraw_agreement(other, reason="오류", actor=reviewer(), now=NOON)
    published(factories.withdrawal(inquiry))
    assert not State.objects.at(TODAY).filter(commitment__agreement=other).exists()
    again = Agreement.objects.get(pk=other.pk)
    publish_agreement(submitted(again), actor=reviewer(), now=NOON)
    assert_everything_follows()


# ---- personal data -----------------------------------------------------------------------------------


def test_a_redaction_blanks_the_inquiry_everywhere(commitment):
    inquiry = published(factories.inquiry(commitment, note_ko=PERSONAL))
    copied = correction(inquiry, note_ko=PERSONAL)
    published(factories.redaction(inquiry))
    inquiry.refresh_from_db()
    copied.refresh_from_db()
    assert (inquiry.note_ko, inquiry.words, copied.note_ko, copied.words) == ("", "", "", "다른 말")
    assert PERSONAL not in everything_stored()
    assert effective_inquiries(commitment) == [inquiry.inquired], "that somebody looked still counts"
    facts = json.loads(head().payload)["facts"]
    assert (facts["note_ko"], facts["searched_on"]) == ("", "2026-03-02")
    assert_everything_follows()


def test_a_redaction_blanks_the_reason_of_the_withdrawal_too(commitment):
    inquiry = published(factories.inquiry(commitment))
    published(factories.withdrawal(inquiry, reason_ko=PERSONAL))
    published(factories.redaction(inquiry))
    assert PERSONAL not in everything_stored()
    assert Trace.objects.filter(subject_kind="inquiry", redacted_by=head().seq).exists()
    assert_everything_follows()


# ---- what the database refuses -------------------------------------------------------------------------


def test_a_published_inquiry_is_neither_changed_nor_removed(commitments):
    inquiry = published(factories.inquiry(commitments[0]))
    about = Inquiry.commitments.through.objects
    attacks = (
        lambda: Inquiry.objects.update(note_ko="다른 말"),
        lambda: Inquiry.objects.update(searched_on=TOMORROW),
        lambda: Inquiry.objects.update(note_ko="", redacted_by=LedgerEntry.objects.get(seq=1)),
        lambda: Inquiry.objects.all().delete(),
        lambda: about.create(inquiry=inquiry, commitment=commitments[1]),
        lambda: about.update(commitment=commitments[1]),
        lambda: about.all().delete(),
    )
    for attack in attacks:
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()
    assert_everything_follows()


def test_a_draft_is_changed_and_removed(commitments):
    inquiry = factories.inquiry(commitments[0])
    inquiry.commitments.set(commitments)
    drafts.delete_draft(inquiry, actor=author(), now=NOON)
    assert not Inquiry.objects.exists()


# ---- what was changed behind the application's back ------------------------------------------------------


def complaints() -> str:
    with pytest.raises(CommandError) as found:
        call_command("verify_ledger", processes=1, stdout=StringIO())
    return str(found.value)


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (lambda inquiry: Inquiry.objects.update(words="다른 말"), "words"),
        (lambda inquiry: Inquiry.objects.update(searched_on=date(2026, 1, 1)), "searched_on"),
        (lambda inquiry: inquiry.commitments.through.objects.first().delete(), "commitments"),
        (lambda inquiry: Inquiry.objects.update(state="draft"), "no published"),
        (lambda inquiry: Inquiry.objects.update(published_seq=99), "entry 99"),
        (lambda inquiry: Inquiry.objects.update(redacted_by=1), "entry 1 is about"),
    ],
)
def test_tampering_with_an_inquiry_is_found_and_named(commitments, tamper, named):
    inquiry = published(factories.inquiry(*commitments))
    with guards.guards_lifted(connection):
        tamper(inquiry)
    assert named in complaints()


def test_a_withdrawal_that_lost_its_inquiry_or_its_reason_is_found(commitment):
    inquiry = published(factories.inquiry(commitment))
    withdrawal = published(factories.withdrawal(inquiry))
    type(withdrawal).objects.update(reason_ko="다른 사유")
    assert "reason" in complaints()
    withdrawal.delete()
    assert "has no published" in complaints()


def test_check_data_names_an_inquiry_about_nothing_and_an_asked_agency_that_is_not_listed(commitment, city):
    published(factories.inquiry(commitment, asked=city, asked_on=TODAY))
    with guards.guards_lifted(connection):
        Inquiry.commitments.through.objects.all().delete()
    type(city).objects.filter(pk=city.pk).update(listed=False)
    rules = list(broken_rules())
    assert "inquiries/1: published without a commitment or milestone" in rules
    assert "paju: stands in something published, but is not listed" in rules
