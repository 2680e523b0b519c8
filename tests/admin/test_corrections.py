"""Correcting a published report: a new one beside the old, with its reason, by two people."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from agreements.models import Commitment, LedgerEntry, State, StatusReport
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.admin.page import change, errors, form, text

pytestmark = pytest.mark.django_db
ADD = "/admin/agreements/statusreport/add/"


@pytest.fixture
def commitment(db: Any) -> Commitment:
    parties = [factories.agency("paju", name_ko="파주시"), factories.agency()]
    return factories.published(factories.agreement(parties=parties)).commitments.get()


@pytest.fixture
def wrong(commitment: Commitment) -> StatusReport:
    speaker = factories.agency("paju", name_ko="파주시")
    made = factories.report(
        commitment, "on_track", "2023-02-13", target="2023", note_ko="센터를 연다", stated_by=speaker
    )
    return factories.published(made)


def correcting(report: StatusReport) -> str:
    return f"{ADD}?corrects={report.pk}"


def test_the_form_of_whether_the_criteria_are_met_has_three_answers(editor, commitment):
    page = form(editor.get(f"{ADD}?commitment={commitment.pk}"))
    assert page["criteria_met"] == ["unknown"]
    given = {
        "commitment": commitment.pk,
        "status": "completed",
        "said_on": "2023-12-27",
        "happened": "2023-12-27",
        "happened_as": "on",
        "note_ko": "문을 열었다",
        "stated_by": factories.agency().pk,
        "sources": [factories.source(published=PartialDate.parse("2023-12-28")).pk],
    }
    for said, kept in (("true", True), ("false", False), ("unknown", None)):
        editor.post(ADD, page | given | {"criteria_met": said})
        assert StatusReport.objects.order_by("-pk")[0].criteria_met is kept


def test_a_published_report_says_what_can_be_done_instead(editor, coordinator, wrong):
    for client in (editor, coordinator):
        shown = client.get(change(wrong))
        assert "수정하거나 지울 수 없습니다" in text(shown)
        for button in ("정정", "공개 철회", "개인정보 가림", "기관 설명"):
            assert 'act-instead" href="/admin/agreements/' in shown.content.decode()
            assert button in text(shown)
        assert correcting(wrong) in shown.content.decode()
        assert 'name="_save"' not in shown.content.decode()


def test_a_correction_begins_with_the_old_values_beside_the_old_report(editor, wrong):
    page = editor.get(correcting(wrong))
    shown = form(page)
    assert shown["note_ko"] == ["센터를 연다"]
    assert shown["said_on"] == ["2023-02-13"]
    assert shown["target"] == ["2023"]
    assert shown["sources"] == [str(wrong.sources.get().pk)]
    assert {"commitment", "milestone"}.isdisjoint(shown)
    assert "정정 전" in text(page)


def test_a_correction_is_published_by_a_second_person_who_sees_both(editor, coordinator, wrong):
    page = form(editor.get(correcting(wrong)))
    editor.post(
        correcting(wrong),
        page | {"target": "2023-H2", "correction_reason_ko": "자료에는 하반기로 나옴"},
    )
    draft = StatusReport.objects.get(corrects=wrong)
    assert (draft.commitment, draft.state) == (wrong.commitment, "draft")
    editor.post(change(draft, "submit"), form(editor.get(change(draft, "submit"))))
    question = coordinator.get(change(draft, "publish"))
    assert "정정 전 2023년 정정 후 2023년 하반기" in text(question)
    assert "자료에는 하반기로 나옴" in text(question)
    coordinator.post(change(draft, "publish"), form(question))
    entry = LedgerEntry.objects.first()
    assert entry is not None
    assert (entry.kind, entry.reason) == ("correction", "자료에는 하반기로 나옴")
    now = State.objects.at(factories.TODAY).get(commitment=wrong.commitment)
    assert now.target.iso() == "2023-H2"
    assert StatusReport.objects.visible_to(AnonymousUser()).filter(pk=wrong.pk).exists()


def test_a_correction_says_why(editor, wrong):
    page = form(editor.get(correcting(wrong)))
    for empty in ("", "  "):
        refused = editor.post(correcting(wrong), page | {"correction_reason_ko": empty})
        assert errors(refused) == {"correction_reason_ko": ["정정하려면 정정 사유를 적어야 합니다."]}
    assert not StatusReport.objects.filter(corrects=wrong).exists()


def test_whoever_wrote_a_correction_does_not_publish_it(coordinator, wrong):
    page = form(coordinator.get(correcting(wrong)))
    coordinator.post(correcting(wrong), page | {"note_ko": "다른 말", "correction_reason_ko": "오기"})
    draft = StatusReport.objects.get(corrects=wrong)
    coordinator.post(change(draft, "submit"), {"version": draft.version})
    draft.refresh_from_db()
    forged = coordinator.post(change(draft, "publish"), {"version": draft.version})
    assert "공개는 다른 담당자가 해야 합니다" in text(forged)
    assert not LedgerEntry.objects.filter(kind="correction").exists()


def test_a_second_correction_opens_the_draft_that_was_begun(editor, wrong):
    begun = factories.correction(wrong, "on_track", "2023-02-13")
    answer = editor.get(correcting(wrong))
    assert answer["Location"] == change(begun)
    late = editor.post(
        correcting(wrong), form(editor.get(change(begun))) | {"version": "", "correction_reason_ko": "또"}
    )
    assert "editor of Paju 담당자가 정정을 이미 시작했습니다(작성 중)" in errors(late)[""][0]
    assert StatusReport.objects.filter(corrects=wrong).count() == 1


@pytest.mark.parametrize("made_up", ["0", "-1", "x", "²", "9" * 25, ""])
def test_a_made_up_report_is_not_corrected(editor, made_up):
    answer = editor.get(f"{ADD}?corrects={made_up}", follow=True)
    assert "공개된 기록만 정정할 수 있습니다" in text(answer)


def test_neither_a_draft_nor_what_was_corrected_is_corrected(editor, commitment, wrong):
    draft = factories.report(commitment, "on_track", "2023-05")
    factories.published(factories.correction(wrong, "on_track", "2023-02-13"))
    for report, told in ((draft, "초안을 직접 고치세요"), (wrong, "2번으로 이미 정정한 이행상황 보고입니다")):
        for answer in (
            editor.get(correcting(report), follow=True),
            editor.post(correcting(report), {}, follow=True),
        ):
            assert told in text(answer)
    offers = [str(one.label) for one in editor.get(change(wrong)).context["follow_ups"]]
    assert "정정" not in offers
    assert "정정한 보고 열기" in offers
    assert StatusReport.objects.exclude(corrects=None).count() == 1


def test_a_report_never_corrects_by_what_is_posted(editor, wrong, commitment):
    page = form(editor.get(f"{ADD}?commitment={commitment.pk}"))
    editor.post(
        ADD,
        page
        | {
            "status": "on_track",
            "said_on": "2023-03",
            "note_ko": "말",
            "stated_by": factories.agency().pk,
            "sources": [factories.source(published=PartialDate.parse("2023-04")).pk],
            "corrects": wrong.pk,
            "correction_reason_ko": "몰래",
        },
    )
    assert StatusReport.objects.order_by("-pk")[0].corrects is None


def test_corrections_are_found_in_the_list(editor, wrong):
    factories.correction(wrong, "on_track", "2023-02-13")
    listed = editor.get(reverse("admin:agreements_statusreport_changelist") + "?corrects__isempty=0")
    assert listed.context["cl"].result_count == 1
