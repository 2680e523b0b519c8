"""One act with many records of a list: named on one page, refused one by one, done with all or none."""

import pytest

from agreements.admin import unsaved
from agreements.models import Agency, StatusReport, Trace
from agreements.models.base import PUBLIC
from tests import factories
from tests.admin.page import form, text
from tests.factories import published, submitted

pytestmark = pytest.mark.django_db
REPORTS = "/admin/agreements/statusreport/"
AGENCIES = "/admin/agreements/agency/"


@pytest.fixture
def commitments(db):
    return list(published(factories.agreement(commitments=2)).commitments.all())


def drafted(commitment, **fields):
    return factories.report(commitment, "on_track", "2026-02-01", **fields)


def asked(client, url, action, records):
    keys = [record.pk for record in records]
    return client.post(url, {"action": action, "_selected_action": keys, "index": 0})


def confirmed(client, page, url=REPORTS, **more):
    return client.post(url, {**form(page), "confirmed": "1", **more}, follow=True)


def test_several_reports_become_public_after_one_page_that_says_what_everyone_will_read(
    coordinator, commitments
):
    records = [submitted(drafted(commitment, note_ko=f"{commitment} 말")) for commitment in commitments]
    page = asked(coordinator, REPORTS, "publish_many", records)
    for record in records:
        assert record.note_ko in text(page)
    assert not StatusReport.objects.visible_to(PUBLIC).exists()

    assert "2건을 공개했습니다" in text(confirmed(coordinator, page))
    assert set(StatusReport.objects.visible_to(PUBLIC)) == set(records)


def test_what_cannot_be_published_is_named_with_why_and_left_out(coordinator, commitments):
    fit = submitted(drafted(commitments[0]))
    refused = submitted(drafted(commitments[1], created_by=factories.reviewer()))
    page = asked(coordinator, REPORTS, "publish_many", [fit, refused])
    assert "공개는 다른 담당자가 해야 합니다" in text(page)
    assert form(page)["_selected_action"] == [str(fit.pk)]

    forged = confirmed(coordinator, page, **{
        "_selected_action": [fit.pk, refused.pk], f"version_{refused.pk}": refused.version,
    })  # fmt: skip
    assert "아무것도 처리하지 않았습니다" in text(forged)
    assert not StatusReport.objects.visible_to(PUBLIC).exists()

    confirmed(coordinator, page)
    assert list(StatusReport.objects.visible_to(PUBLIC)) == [fit]


def test_what_changed_after_the_page_was_shown_keeps_all_from_it(coordinator, commitments):
    records = [submitted(drafted(commitment)) for commitment in commitments]
    page = asked(coordinator, REPORTS, "publish_many", records)
    StatusReport.objects.filter(pk=records[1].pk).update(version=records[1].version + 1)
    assert "여신 뒤에 다른 사람이 내용을 바꾸었습니다" in text(confirmed(coordinator, page))
    assert not StatusReport.objects.visible_to(PUBLIC).exists()


@pytest.mark.parametrize("key", ["abc", "9" * 30, "0"])
def test_what_can_be_no_record_is_refused_and_not_looked_up(coordinator, commitments, key):
    answer = coordinator.post(REPORTS, {"action": "publish_many", "_selected_action": key, "index": 0})
    assert answer.status_code == 400
    assert "_selected_action" in text(answer)


def test_an_editor_submits_several_and_is_offered_nothing_else(editor, commitments):
    records = [drafted(commitment) for commitment in commitments]
    offered = editor.get(REPORTS).context["action_form"].fields["action"].choices
    assert [name for name, _label in offered] == ["", "submit_many"]
    confirmed(editor, asked(editor, REPORTS, "submit_many", records))
    assert set(StatusReport.objects.values_list("state", flat=True)) == {"submitted"}

    page = editor.get(REPORTS)
    editor.post(REPORTS, {**form(page), "action": "publish_many", "_selected_action": [records[0].pk]})
    assert not StatusReport.objects.visible_to(PUBLIC).exists()


def test_several_go_back_with_one_note_that_has_to_be_written(coordinator, commitments):
    records = [submitted(drafted(commitment)) for commitment in commitments]
    page = asked(coordinator, REPORTS, "return_many", records)
    assert "고칠 내용을 적으세요" in text(confirmed(coordinator, page, note=" "))
    confirmed(coordinator, page, note="출처의 날짜를 확인해 주세요")
    notes = StatusReport.objects.values_list("state", "return_note")
    assert set(notes) == {("returned", "출처의 날짜를 확인해 주세요")}


def test_a_note_that_the_browser_kept_is_shown_again_and_nothing_goes_back(coordinator, commitments):
    record = submitted(drafted(commitments[0]))
    page = asked(coordinator, REPORTS, "return_many", [record])
    assert form(page)[unsaved.FORM] == [f"{REPORTS}#return_many"]
    kept = {**form(page), "note": "출처를 더 적어 주세요.", unsaved.RESTORED: "1"}
    brought_back = coordinator.post(REPORTS, kept)
    assert form(brought_back)["note"] == ["출처를 더 적어 주세요."]
    record.refresh_from_db()
    assert record.state == "submitted"

    done = confirmed(coordinator, brought_back)
    assert f'data-saved="{REPORTS}#return_many"' in done.content.decode(), "the browser may forget it"
    record.refresh_from_db()
    assert record.return_note == "출처를 더 적어 주세요."


def test_drafts_are_assigned_to_whoever_may_write_them(coordinator, commitments):
    elsewhere = factories.staff("editor", username="editor elsewhere")
    colleague = factories.staff("editor", username="colleague")
    factories.works_for("colleague", *factories.agencies_in(commitments[0]), since=factories.TODAY)
    records = [drafted(commitment) for commitment in commitments]

    page = asked(coordinator, REPORTS, "assign_many", records)
    refused = confirmed(coordinator, page, to=elsewhere.pk)
    assert "editor elsewhere" in text(refused)
    assert "열 수 없습니다" in text(refused)
    assert not StatusReport.objects.exclude(assigned_to=None).exists()

    confirmed(coordinator, page, to=colleague.pk)
    assert set(StatusReport.objects.values_list("assigned_to", "created_by")) == {
        (colleague.pk, factories.author().pk)
    }
    assert Trace.objects.filter(act="hand_over").count() == 2


def test_agencies_are_listed_together_and_those_that_are_stay(coordinator, editor):
    hidden = [factories.agency(slug, listed=False) for slug in ("hidden-a", "hidden-b")]
    listed = factories.agency("listed")
    page = asked(coordinator, AGENCIES, "list_many", [*hidden, listed])
    assert "이미 공개 목록에 있습니다" in text(page)
    confirmed(coordinator, page, AGENCIES)
    assert not Agency.objects.filter(listed=False).exists()
    assert Trace.objects.filter(act="edit", subject_kind="agency").count() == len(hidden)
    assert (
        "action_form" not in editor.get(AGENCIES).context or not editor.get(AGENCIES).context["action_form"]
    )


def test_more_than_a_hundred_are_refused_with_what_to_do(coordinator):
    for number in range(101):
        factories.agency(f"many-{number}", listed=False)
    answer = coordinator.post(
        AGENCIES,
        {"action": "list_many", "_selected_action": [1], "select_across": 1, "index": 0},
        follow=True,
    )
    assert "한 번에 100건까지" in text(answer)
    assert not Agency.objects.filter(listed=True).exists()
