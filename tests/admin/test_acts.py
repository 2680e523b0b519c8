"""Submit, return, publish and withdraw through their pages, and two people at once."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from agreements.actions import drafts
from agreements.actions.public_facts import public_facts
from agreements.models import Agreement, CommitmentAgency, Trace
from tests import factories
from tests.admin.page import change, errors, filled_agreement, form, text

pytestmark = pytest.mark.django_db
ADD = "/admin/agreements/agreement/add/"


def test_what_an_editor_enters_is_published_by_a_coordinator(editor, coordinator, agencies):
    saved = editor.post(ADD, filled_agreement(editor, *agencies))
    draft = Agreement.objects.get()
    assert saved["Location"] == "/admin/agreements/agreement/"
    assert [(one.agency.slug, one.role) for one in CommitmentAgency.objects.all()] == [
        ("paju", "lead"),
        ("paju-police", "support"),
    ]

    asked = editor.post(change(draft, "submit"), form(editor.get(change(draft, "submit"))), follow=True)
    assert "검토를 요청했습니다" in text(asked)
    question = coordinator.get(change(draft, "publish"))
    for seen in ("2022-0001", "기관 paju", "시장", "합동조사팀을 둔다"):
        assert seen in text(question)
    assert not Agreement.objects.visible_to(AnonymousUser()).exists()

    done = coordinator.post(change(draft, "publish"), form(question), follow=True)
    assert "공개했습니다" in text(done)
    public = Agreement.objects.visible_to(AnonymousUser()).get()
    assert (public.reference, public.review) == ("2022-0001", "reviewed")
    assert public.get_absolute_url() in done.content.decode()
    acts = Trace.objects.order_by("pk").values_list("act", "actor__username")
    assert list(acts) == [
        ("create", "editor of Paju"),
        ("submit", "editor of Paju"),
        ("publish", "coordinator"),
    ]


def test_whoever_wrote_it_is_told_that_somebody_else_publishes(coordinator, agencies):
    coordinator.post(ADD, filled_agreement(coordinator, *agencies))
    draft = Agreement.objects.get()
    coordinator.post(change(draft, "submit"), {"version": draft.version})
    draft.refresh_from_db()
    shown = coordinator.get(change(draft, "publish"))
    assert "공개는 다른 담당자가 해야 합니다" in text(shown)
    forged = coordinator.post(change(draft, "publish"), {"version": draft.version})
    assert "공개는 다른 담당자가 해야 합니다" in text(forged)
    assert not Agreement.objects.visible_to(AnonymousUser()).exists()


def test_a_return_needs_its_note_and_the_author_reads_it(editor, coordinator):
    draft = factories.agreement()
    drafts.submit_draft(draft, actor=factories.author(), now=factories.NOON)
    page = change(draft, "return")
    empty = coordinator.post(page, {**form(coordinator.get(page)), "reason": " "})
    assert "고칠 내용을 적으세요" in text(empty)
    coordinator.post(page, {**form(coordinator.get(page)), "reason": "체결 장소를 적어 주세요"})
    assert "체결 장소를 적어 주세요" in text(editor.get(change(draft)))
    assert "체결 장소를 적어 주세요" not in text(editor.get("/admin/agreements/agreement/"))
    assert "반려되어 돌아온 것 1건" in text(editor.get("/admin/"))


def test_a_withdrawal_says_what_disappears_and_keeps_its_reason(coordinator):
    agreement = factories.published(factories.agreement())
    commitment = agreement.commitments.get()
    factories.published(factories.report(commitment, "on_track", "2023"))
    page = change(agreement, "withdraw")
    question = coordinator.get(page)
    assert "공개된 이행상황 보고 1건이 함께 사라집니다" in text(question)
    assert "누구나 내려받는 공개기록 대장에는 글이 남습니다" in text(question)
    assert commitment.title in text(question)
    coordinator.post(page, {**form(question), "reason": "당사자 요청"})
    agreement.refresh_from_db()
    assert (agreement.state, agreement.withdrawal_reason) == ("withdrawn", "당사자 요청")
    assert "당사자 요청" in text(coordinator.get(change(agreement)))
    ledger = b"".join(Client().get("/ledger.jsonl")).decode()
    assert commitment.title in ledger, "as the question said"


# ---- two people at once


def rows_of(response):
    """What the page says of each field both could have changed: before, theirs, yours."""
    return {one.where: (one.before, one.theirs, one.yours) for one in response.context["conflict"]}


def test_a_stale_save_is_refused_and_shows_field_by_field_what_each_changed(editor, coordinator):
    draft = factories.agreement(place="파주시청", title_ko="처음 제목")
    mine = form(editor.get(change(draft)))
    theirs = form(coordinator.get(change(draft)))
    coordinator.post(change(draft), theirs | {"place": "의정부시청", "document_number": "제1호"})
    refused = editor.post(
        change(draft), mine | {"place": "내 글", "title_ko": "내 제목", "commitments-0-title_ko": "내 과제"}
    )
    assert "다른 사람이 내용을 바꾸었습니다" in errors(refused)[""][0]
    commitment = draft.commitments.get()
    assert rows_of(refused) == {
        "체결 장소": ("파주시청", "의정부시청", "내 글"),
        "제목": ("처음 제목", "처음 제목", "내 제목"),
        "문서번호": ("–", "제1호", "–"),
        f"이행과제 “{commitment}” · 제목": ("이행과제 1", "이행과제 1", "내 과제"),
    }
    for seen in ("내 글", "의정부시청", "coordinator", "열었을 때"):
        assert seen in refused.content.decode()
    draft.refresh_from_db()
    assert (draft.place, draft.title_ko, draft.version) == ("의정부시청", "처음 제목", 1)
    assert (commitment.title_ko, Trace.objects.filter(act="edit").count()) == ("이행과제 1", 1)


def test_a_stale_save_is_told_also_where_the_form_no_longer_fits_what_is_stored(editor, coordinator):
    draft = factories.agreement(commitments=2)
    mine = form(editor.get(change(draft)))
    theirs = form(coordinator.get(change(draft)))
    coordinator.post(change(draft), theirs | {"commitments-1-DELETE": "on"})
    refused = editor.post(change(draft), mine | {"commitments-1-title_ko": "내 과제"})
    assert "다른 사람이 내용을 바꾸었습니다" in errors(refused)[""][0]
    assert ("이행과제 2", "–", None) in rows_of(refused).values()
    assert draft.commitments.count() == 1


@pytest.mark.parametrize("make", [factories.source, factories.region, factories.membership])
def test_what_has_no_publication_state_is_not_overwritten_either(make, coordinator):
    record = make()
    name, first, second = {
        "source": ("publisher", "먼저", "나중"),
        "region": ("name_ko", "먼저", "나중"),
        "membership": ("until_on", "2030-01-01", "2031-01-01"),
    }[record._meta.model_name]
    page = form(coordinator.get(change(record)))
    coordinator.post(change(record), page | {name: first})
    refused = coordinator.post(change(record), page | {name: second})
    assert "다른 사람이 내용을 바꾸었습니다" in errors(refused)[""][0]
    ((_before, theirs, yours),) = rows_of(refused).values()
    assert (theirs, yours) == (first, second)
    record.refresh_from_db()
    assert str(getattr(record, name)) == first


def test_a_form_without_its_version_is_stale(editor):
    draft = factories.agreement()
    with drafts.editing_record(draft, actor=factories.author(), now=factories.NOON):
        draft.save()
    page = form(editor.get(change(draft)))
    del page["version"]
    assert errors(editor.post(change(draft), page | {"place": "시청"})).keys() == {""}
    assert not Agreement.objects.exclude(place="").exists()


@pytest.mark.parametrize("version", ["9" * 30, "9" * 5000])
def test_a_version_that_no_record_can_have_is_stale(editor, version):
    draft = factories.agreement()
    page = form(editor.get(change(draft)))
    refused = editor.post(change(draft), page | {"place": "시청", "version": version})
    assert "다른 사람이" in text(refused)
    assert not Agreement.objects.exclude(place="").exists()


def test_a_publication_of_something_else_than_was_looked_at_is_refused(coordinator):
    draft = factories.agreement()
    drafts.submit_draft(draft, actor=factories.author(), now=factories.NOON)
    question = form(coordinator.get(change(draft, "publish")))
    Agreement.objects.update(version=draft.version + 7)
    refused = coordinator.post(change(draft, "publish"), question)
    assert "다른 사람이 내용을 바꾸었습니다" in text(refused)
    assert not Agreement.objects.visible_to(AnonymousUser()).exists()


def test_agencies_become_public_with_what_names_them_once_somebody_confirms_it(editor, coordinator, agencies):
    new = agencies[1]
    new.listed = False
    new.save()
    editor.post(ADD, filled_agreement(editor, *agencies))
    draft = Agreement.objects.get()
    page = change(draft, "publish")
    drafts.submit_draft(draft, actor=factories.author(), now=factories.NOON)
    question = coordinator.get(page)
    assert "아직 공개 목록에 없는 기관: 기관 paju-police" in text(question)

    refused = coordinator.post(page, form(question))
    new.refresh_from_db()
    assert "이 기관들을 공개 목록에 올려야 공개할 수 있습니다" in text(refused)
    assert (new.listed, Agreement.objects.visible_to(AnonymousUser()).exists()) == (False, False)

    coordinator.post(page, {**form(question), "list_agencies": "on"})
    new.refresh_from_db()
    assert (new.listed, Agreement.objects.visible_to(AnonymousUser()).exists()) == (True, True)
    acts = Trace.objects.filter(actor__username="coordinator").order_by("pk")
    assert list(acts.values_list("act", "subject_kind")) == [("edit", "agency"), ("publish", "agreement")]


def test_agencies_stay_hidden_where_the_publication_is_refused(coordinator, agencies):
    agencies[1].listed = False
    agencies[1].save()
    draft = factories.agreement(parties=agencies, created_by=factories.reviewer())
    drafts.submit_draft(draft, actor=factories.author(), now=factories.NOON)
    page = change(draft, "publish")
    sent = {"version": draft.version + 1, "list_agencies": "on"}
    assert "공개는 다른 담당자가 해야 합니다" in text(coordinator.post(page, sent))
    agencies[1].refresh_from_db()
    assert not agencies[1].listed


def test_the_page_that_publishes_names_every_fact_that_the_ledger_will_keep(coordinator):
    agreement = factories.submitted(
        factories.agreement(
            renews=True, renewal_number=3, renewal_unit="year", notice_days=47, place="시청",
            lead_department="자치경찰협력과", telephone="000-000-0001", fiscal_burden="yes",
            non_disclosure_reason="상대 기관의 요청", document_number="제77호", purpose_ko="함께 예방",
            purpose_en="To prevent", title_en="A title", note_ko="덧붙임", note_en="A note",
            expires_on=date(2030, 12, 12),
        )
    )  # fmt: skip
    program = factories.submitted(
        factories.program(
            note_ko="시책 설명", note_en="About it", title_en="A program", lead_department="담당과",
            telephone="000-000-0002", notice_ko="112에 신고", notice_en="Call 112",
        )
    )  # fmt: skip
    for record in (agreement, program):
        shown = text(coordinator.get(change(record, "publish")))
        texts = {name: value for name, value in public_facts(record).items() if name in TYPED}
        assert {name for name, value in texts.items() if str(value or "") not in shown} == set()
    shown = text(coordinator.get(change(agreement, "publish")))
    assert "재정 부담: 예" in shown
    assert "자동 연장: 예" in shown
    assert "종료할 때까지 유효" not in shown, "nobody said that it is not so"


TYPED = {
    "renewal_number", "notice_days", "lead_department", "telephone", "non_disclosure_reason", "place",
    "document_number", "purpose_ko", "purpose_en", "title_ko", "title_en", "note_ko", "note_en", "notice_ko",
    "notice_en",
}  # fmt: skip
