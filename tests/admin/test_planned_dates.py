"""A date that an agreement or program names, typed with its promise, is the draft of the first report."""

import pytest

from agreements.models import Agreement, Commitment, Milestone, Program, StatusReport
from tests import factories
from tests.admin.page import change, errors, filled_agreement, form, text

pytestmark = pytest.mark.django_db
ADD = "/admin/agreements/agreement/add/"
ADD_PROGRAM = "/admin/agreements/program/add/"


def test_a_date_typed_with_a_promise_becomes_a_draft_and_only_once(editor, agencies):
    sent = filled_agreement(editor, *agencies) | {"commitments-0-planned": "2023년 하반기"}
    saved = editor.post(ADD, sent, follow=True)
    assert "기한 1건을 이행상황 보고 초안으로 만들었습니다" in text(saved)
    report = StatusReport.objects.get()
    commitment = Commitment.objects.get()
    assert (report.commitment, report.status, report.target.iso()) == (commitment, "not_started", "2023-H2")
    assert (report.said_on.iso(), report.stated_by, report.origin) == ("2022-12-13", agencies[0], "research")
    assert list(report.sources.all()) == list(commitment.agreement.sources.all())
    assert report.note_ko == "발표한 기한: 2023년 하반기"
    assert "2022. 12. 13. 발표: 추진 전" in text(editor.get("/admin/"))

    page = change(commitment.agreement)
    again = form(editor.get(page))
    assert again["commitments-0-planned"] == [""]
    shown = text(editor.get(page))
    assert "보고에 적힌 기한: 2023년 하반기 (작성 중)" in shown
    editor.post(page, again | {"commitments-0-planned": "2023-H2"})
    assert StatusReport.objects.count() == 1
    filled = form(editor.get(change(report)))
    assert filled["target"] == ["2023-H2"], "its form opens though the agreement is a draft"


def test_what_a_report_of_the_date_lacks_is_said_at_its_field(editor, agencies):
    sent = filled_agreement(editor, *agencies) | {"commitments-0-planned": "2023년 하반기"}
    unsigned = editor.post(ADD, sent | {"signed": "", "commitments-0-lead": []})
    told = errors(unsigned)
    assert told["commitments-0-planned"] == ["그 기한을 언제 밝혔나요? 체결일이나 정한 날을 먼저 쓰세요."]
    assert told["commitments-0-planned_by"] == ["누가 기한을 밝혔나요? 기관을 고르세요."]
    repeats = editor.post(ADD, sent | {"commitments-0-repeats": "yearly"})
    assert "정기 이행 약속에는" in errors(repeats)["commitments-0-planned"][0]
    assert not Agreement.objects.exists()


def test_a_party_that_carries_nothing_out_drafts_no_date(editor, agencies):
    sent = filled_agreement(editor, *agencies)
    factories.author().memberships.exclude(agency=agencies[0]).delete()
    sent |= {"commitments-0-lead": [agencies[1].pk], "commitments-0-support": []}
    refused = editor.post(ADD, sent | {"commitments-0-planned": "2023"})
    assert "맡은 기관만 보고를 쓸 수 있습니다" in text(refused)
    assert not Agreement.objects.exists()


def test_a_date_typed_with_a_milestone_was_announced_by_the_owner_of_the_program(coordinator, agencies):
    sent = form(coordinator.get(ADD_PROGRAM)) | {
        "title_ko": "안심귀갓길 시책", "slug": "way", "owner": agencies[0].pk, "decided": "2023-03",
        "milestones-0-title_ko": "장소 선정", "milestones-0-stage": "1", "milestones-0-planned": "2023-06",
    }  # fmt: skip
    coordinator.post(ADD_PROGRAM, sent)
    report = StatusReport.objects.get()
    assert report.milestone == Milestone.objects.get()
    assert (report.status, report.target.iso(), report.said_on.iso()) == ("planned", "2023-06", "2023-03")
    assert report.stated_by == Program.objects.get().owner


def test_what_is_public_gets_its_dates_by_reports_and_who_only_reads_has_no_such_field(
    coordinator, editor, agencies
):
    agreement = factories.published(factories.agreement(parties=agencies))
    assert "commitments-0-planned" not in form(coordinator.get(change(agreement)))
    assert "planned" not in form(coordinator.get(change(agreement.commitments.get())))
    submitted = factories.submitted(factories.agreement(parties=agencies))
    assert "밝힌 기한" not in text(editor.get(change(submitted)))
