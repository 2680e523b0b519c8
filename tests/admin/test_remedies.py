"""What may follow a published report: a withdrawal, a redaction, an agency's own word; by two people."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from agreements.models import (
    LedgerEntry,
    Redaction,
    State,
    Statement,
    StatusReport,
    Withdrawal,
)
from tests import factories
from tests.admin.page import change, errors, form, text

pytestmark = pytest.mark.django_db

NAMES = ("statement", "withdrawal", "redaction")


@pytest.fixture
def report(db: Any) -> StatusReport:
    parties = [factories.agency("paju", name_ko="파주시"), factories.agency("police", name_ko="파주경찰서")]
    commitment = factories.published(factories.agreement(parties=parties)).commitments.get()
    made = factories.report(commitment, "on_track", "2023", note_ko="담당 홍길동", target="2024")
    return factories.published(made)


def starting(name: str, about: Any, by: str = "report") -> str:
    return f"{reverse(f'admin:agreements_{name}_add')}?{by}={about.pk}"


def filed(client: Any, name: str, about: Any, by: str = "report", **given: Any) -> Any:
    page = starting(name, about, by)
    return client.post(page, form(client.get(page)) | given)


def submitted(client: Any, draft: Any) -> None:
    client.post(change(draft, "submit"), form(client.get(change(draft, "submit"))))


def seen(report: StatusReport) -> bool:
    return StatusReport.objects.visible_to(AnonymousUser()).filter(pk=report.pk).exists()


# ---- withdrawals


def test_a_report_is_withdrawn_by_two_people_who_see_what_goes_and_what_counts(editor, coordinator, report):
    filed(editor, "withdrawal", report, reason_ko="다른 과제의 자료")
    draft = Withdrawal.objects.get()
    submitted(editor, draft)
    assert seen(report)
    question = coordinator.get(change(draft, "publish"))
    for told in ("다른 과제의 자료", "담당 홍길동", "조사 전", "되돌릴 수 없습니다",
                 "누구나 내려받는 공개기록 대장에는 글이 남습니다"):  # fmt: skip
        assert told in text(question)
    done = coordinator.post(change(draft, "publish"), form(question), follow=True)
    assert "공개를 철회했습니다" in text(done)
    assert not seen(report)
    assert State.objects.at(factories.TODAY).get(commitment=report.commitment).status == "unsearched"
    assert [one.label for one in coordinator.get(change(report)).context["follow_ups"]] == ["개인정보 가림"]


def test_a_withdrawal_says_why(editor, report):
    refused = filed(editor, "withdrawal", report, reason_ko=" ")
    assert list(errors(refused)) == ["reason_ko"]
    assert not Withdrawal.objects.exists()


def test_a_report_is_withdrawn_once(editor, report):
    begun = factories.withdrawal(report)
    assert editor.get(starting("withdrawal", report))["Location"] == change(begun)
    again = editor.post(starting("withdrawal", report), {"reason_ko": "또"})
    assert "같은 순간에" in errors(again)[""][0]
    factories.published(begun)
    for answer in (
        editor.get(starting("withdrawal", report), follow=True),
        editor.post(starting("withdrawal", report), {"reason_ko": "또"}, follow=True),
    ):
        assert "이미 공개 철회한 이행상황 보고입니다" in text(answer)
    assert Withdrawal.objects.count() == 1


def test_a_withdrawal_of_what_was_corrected_meanwhile_is_stopped_at_its_author(editor, report):
    draft = factories.withdrawal(report)
    factories.published(factories.correction(report, "on_track", "2023"))
    page = change(draft, "submit")
    assert "이미 정정한 이행상황 보고입니다" in text(editor.get(page))
    editor.post(page, {"version": draft.version})
    draft.refresh_from_db()
    assert draft.state == "draft"


# ---- statements


def test_only_an_agency_concerned_states_something_and_the_public_reads_it(editor, coordinator, report):
    stranger = factories.agency("stranger", name_ko="남의 기관")
    page = editor.get(starting("statement", report))
    assert "파주시" in text(page)
    assert "남의 기관" not in text(page)
    given = {"stated_on": "2024-01-02", "text_ko": "예산이 늦었습니다."}
    refused = filed(editor, "statement", report, agency=stranger.pk, **given)
    assert list(errors(refused)) == ["agency"]
    police = report.subject.agreement.parties.get(agency__slug="police").agency
    filed(editor, "statement", report, agency=police.pk, **given)
    draft = Statement.objects.get()
    submitted(editor, draft)
    question = coordinator.get(change(draft, "publish"))
    assert "파주경찰서의 설명, 2024년 1월 2일 예산이 늦었습니다." in text(question)
    assert not Statement.objects.visible_to(AnonymousUser()).exists()
    coordinator.post(change(draft, "publish"), form(question))
    assert Statement.objects.visible_to(AnonymousUser()).get().text_ko == "예산이 늦었습니다."
    twice = filed(editor, "statement", report, agency=police.pk, **given)
    assert list(errors(twice)) == ["agency"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"stated_on": "2999-01-01"}, "stated_on"),
        ({"stated_on": "어제"}, "stated_on"),
        ({"text_ko": " "}, "text_ko"),
        ({"agency": ""}, "agency"),
        ({"agency": "9" * 30}, "agency"),
        ({"agency": "x"}, "agency"),
    ],
)
def test_a_wrong_statement_is_refused_at_its_field(editor, report, given, field):
    right = {
        "agency": report.subject.agreement.parties.all()[0].agency_id,
        "stated_on": "2024-01-02",
        "text_ko": "설명",
    }
    refused = filed(editor, "statement", report, **right | given)
    assert list(errors(refused)) == [field]
    assert not Statement.objects.exists()


# ---- redactions


def test_a_redaction_is_explained_and_blanks_for_ever(editor, coordinator, report):
    filed(editor, "redaction", report, reason_ko="휴대전화 번호")
    draft = Redaction.objects.get()
    submitted(editor, draft)
    question = coordinator.get(change(draft, "publish"))
    for told in ("영구히 지워집니다", "누구도 되살릴 수 없습니다", "담당 홍길동", "휴대전화 번호"):
        assert told in text(question)
    coordinator.post(change(draft, "publish"), form(question))
    report.refresh_from_db()
    assert (report.note_ko, seen(report)) == ("", True)
    for page in (change(report), change(report, "history"), change(draft), change(draft, "history")):
        assert "담당 홍길동" not in text(coordinator.get(page))
    assert "개인정보 가림" not in [one.label for one in coordinator.get(change(report)).context["follow_ups"]]
    nothing_left = editor.get(starting("redaction", report), follow=True)
    assert "가릴 것이 없습니다" in text(nothing_left)


def test_a_redaction_names_the_reason_of_a_withdrawal_only_once_that_is_public(editor, coordinator, report):
    withdrawal = factories.withdrawal(report, reason_ko="다른 과제의 자료")
    filed(editor, "redaction", report, reason_ko="휴대전화 번호")
    draft = Redaction.objects.get()
    submitted(editor, draft)
    assert "다른 과제의 자료" not in text(coordinator.get(change(draft, "publish")))
    factories.published(withdrawal)
    assert "다른 과제의 자료" in text(coordinator.get(change(draft, "publish")))


@pytest.mark.parametrize("by", ["agreement", "program", "statement"])
def test_a_redaction_also_begins_at_other_records(editor, coordinator, report, by):
    party = report.subject.agreement.parties.all()[0].agency
    about = {
        "agreement": lambda: report.subject.agreement,
        "program": lambda: factories.published(factories.program()),
        "statement": lambda: factories.published(factories.statement(report, party)),
    }[by]()
    button = starting("redaction", about, by)
    assert button in coordinator.get(change(about)).content.decode()
    page = text(editor.get(button))
    assert ("먼저 자료를 고쳐 개인정보를 없애세요" in page) == (by != "statement")
    filed(editor, "redaction", about, by, reason_ko="연락처")
    draft = Redaction.objects.get()
    submitted(editor, draft)
    coordinator.post(change(draft, "publish"), form(coordinator.get(change(draft, "publish"))))
    entry = LedgerEntry.objects.first()
    assert entry is not None
    assert (entry.kind, entry.reason) == ("redaction", "연락처")
    kept = {"agreement": {"agreement": about}, "program": {"program": about}}.get(by, {"kind": "statement"})
    assert not LedgerEntry.objects.filter(payload__isnull=False, **kept).exclude(pk=entry.pk).exists()


# ---- what all have


@pytest.mark.parametrize("name", NAMES)
def test_without_its_record_nothing_begins(editor, name):
    for query in ("", "?report=0", "?report=x", "?report=" + "9" * 25):
        answer = editor.get(reverse(f"admin:agreements_{name}_add") + query, follow=True)
        asked_to_open = "보고, 의무 기록을 열고" if name == "statement" else "공개된 이행상황 보고를 열고"
        assert asked_to_open in text(answer)


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_cannot_be_taken_back_or_stated_on(editor, report, name):
    draft = factories.report(report.subject, "on_track", "2024")
    answer = editor.get(starting(name, draft), follow=True)
    assert answer.redirect_chain[-1][0] == change(draft)
    assert answer.context["messages"]


@pytest.mark.parametrize("name", NAMES)
def test_four_eyes_publish_and_the_first_page_says_that_it_waits(coordinator, report, name):
    given = {
        "reason_ko": "사유",
        "text_ko": "설명",
        "stated_on": "2024-01-02",
        "agency": report.subject.agreement.parties.all()[0].agency_id,
    }
    filed(coordinator, name, report, **given)
    models: dict[str, Any] = {"statement": Statement, "withdrawal": Withdrawal, "redaction": Redaction}
    draft = models[name].objects.get()
    submitted(coordinator, draft)
    assert "검토 대기 1건" in text(coordinator.get("/admin/"))
    draft.refresh_from_db()
    forged = coordinator.post(change(draft, "publish"), {"version": draft.version})
    assert "공개는 다른 담당자가 해야 합니다" in text(forged)
    draft.refresh_from_db()
    assert draft.state == "submitted"


@pytest.mark.parametrize("name", NAMES)
def test_it_is_returned_with_a_note_and_frozen_while_it_waits(editor, coordinator, report, name):
    make: dict[str, Any] = {"withdrawal": factories.withdrawal, "redaction": factories.redaction}
    party = report.subject.agreement.parties.all()[0].agency
    draft = factories.statement(report, party) if name == "statement" else make[name](report)
    page = form(editor.get(change(draft)))
    submitted(editor, draft)
    frozen = editor.post(change(draft), page | {"reason_ko": "바꿈", "text_ko": "바꿈"}, follow=True)
    assert "검토를 기다리는 중이라 수정할 수 없습니다" in text(frozen)
    question = form(coordinator.get(change(draft, "return")))
    coordinator.post(change(draft, "return"), question | {"reason": "더 적어 주세요"})
    assert "더 적어 주세요" in text(editor.get(change(draft)))
    stale = editor.post(change(draft), page | {"reason_ko": "바꿈", "text_ko": "바꿈"})
    assert "다른 사람이 내용을 바꾸었습니다" in errors(stale)[""][0]


@pytest.mark.parametrize("name", NAMES)
def test_what_was_published_stays(coordinator, report, name):
    make: dict[str, Any] = {"withdrawal": factories.withdrawal, "redaction": factories.redaction}
    party = report.subject.agreement.parties.all()[0].agency
    done = factories.published(
        factories.statement(report, party) if name == "statement" else make[name](report)
    )
    coordinator.post(change(done), {"reason_ko": "바꿈", "text_ko": "바꿈", "version": done.version})
    assert type(done)._default_manager.filter(pk=done.pk, version=done.version).exists()
    assert coordinator.post(change(done, "delete"), {"post": "yes"}).status_code == 403
    assert type(done)._default_manager.filter(pk=done.pk).exists()
    assert report.subject.title_ko in text(coordinator.get(reverse(f"admin:agreements_{name}_changelist")))
