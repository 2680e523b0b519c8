"""A status report: about one public thing, with evidence, and the only way a status comes about."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from agreements.models import State, StatusReport
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.admin.page import change, errors, form, text

pytestmark = pytest.mark.django_db
ADD = "/admin/agreements/statusreport/add/"
DONE = {"status": "completed", "said_on": "2023-01-02", "happened": "2023-01-02", "happened_as": "on"}


@pytest.fixture
def commitment(db):
    return factories.published(factories.agreement()).commitments.get()


def filled(client, about, /, **more):
    return {
        **form(client.get(f"{ADD}?commitment={about.pk}")),
        "status": "on_track",
        "said_on": "2023년 상반기",
        "note_ko": "추진 상황",
        "stated_by": factories.agency().pk,
        "sources": [factories.source().pk],
        **more,
    }


def test_a_report_moves_its_subject_once_a_coordinator_publishes_it(editor, coordinator, commitment):
    editor.post(ADD, filled(editor, commitment, target="2023-H2"))
    report = StatusReport.objects.get()
    assert (report.commitment, report.said_on.iso(), report.target.iso()) == (
        commitment,
        "2023-H1",
        "2023-H2",
    )
    editor.post(change(report, "submit"), form(editor.get(change(report, "submit"))))
    assert State.objects.get(day_to="9999-12-31", seq_to=2**62).status == "unsearched"
    question = coordinator.get(change(report, "publish"))
    for seen in (commitment.title, "정상추진", "2023년 상반기", "발표한 기한: 2023년 하반기"):
        assert seen in text(question)
    coordinator.post(change(report, "publish"), form(question))
    assert State.objects.get(day_to="9999-12-31", seq_to=2**62).status == "on_track"


@pytest.mark.parametrize("where", ["add", "change"])
def test_a_report_without_evidence_is_refused_at_its_sources(editor, commitment, where):
    if where == "add":
        refused = editor.post(ADD, filled(editor, commitment, sources=[]))
        assert not StatusReport.objects.exists()
    else:
        report = factories.report(commitment, "on_track", "2023")
        page = form(editor.get(change(report)))
        refused = editor.post(change(report), page | {"sources": [], "note_ko": "바뀐 글"})
        report.refresh_from_db()
        assert (report.sources.count(), report.note_ko, report.version) == (1, "추진 상황", 0)
    assert list(errors(refused)) == ["sources"]
    assert "근거 없이 상태를 보고할 수 없습니다" in errors(refused)["sources"][0]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"commitment": ""}, "commitment"),
        ({"status": "reached"}, "status"),
        ({"status": "unreported"}, "status"),
        ({"said_on": "2023-13"}, "said_on"),
        ({"said_on": "내년"}, "said_on"),
        ({"said_on": "2999"}, "said_on"),
        ({"said_on": ""}, "said_on"),
        ({"target": "1812"}, "target"),
        ({"target": "2026년 5~4월"}, "target"),
        ({"target": "4~5월"}, "target"),
        ({"target": "2024", "target_undated": "on"}, "target"),
        ({"progress": "101"}, "progress"),
        ({"progress": "-1"}, "progress"),
        ({"stated_by": "999999"}, "stated_by"),
        ({"stated_by": "nonsense"}, "stated_by"),
        ({"stated_by": "9" * 30}, "stated_by"),
        ({"commitment": "nonsense"}, "commitment"),
        ({"sources": ["nonsense"]}, "sources"),
        ({"sources": ["9" * 30]}, "sources"),
        ({"sources": ["-1", "²"]}, "sources"),
        ({**DONE, "progress": "40"}, "progress"),
        ({"status": "not_started", "progress": "10"}, "progress"),
        ({"said_on": "2023-01-03"}, "sources"),  # the source is of the day before
        (DONE | {"happened": "", "happened_as": ""}, "happened"),
        (DONE | {"happened": "작년 여름"}, "happened"),
        (DONE | {"happened": "2023-01-03"}, "happened"),  # after it was said
        (DONE | {"happened_as": ""}, "happened_as"),
        (DONE | {"happened_as": "near"}, "happened_as"),
        (DONE | {"status": "partial", "happened": ""}, "happened_as"),
        (DONE | {"target": "2024"}, "target"),
        (DONE | {"target_undated": "on"}, "target"),
        (DONE | {"says_not_done": "on"}, "says_not_done"),
        (DONE | {"status": "on_hold"}, "happened"),
        (DONE | {"said_on": "2199", "happened": "2199"}, "said_on"),
        ({"note_ko": "가" * 10_001}, "note_ko"),
        ({"note_ko": "\u200b\u202e"}, "note_ko"),
    ],
)
def test_wrong_input_is_refused_at_its_field(editor, commitment, given, field):
    refused = editor.post(ADD, filled(editor, commitment, **given))
    assert list(errors(refused)) == [field]
    assert not StatusReport.objects.exists()


def test_what_the_record_would_refuse_is_said_at_its_field_while_it_is_typed(editor, commitment):
    before = factories.published(factories.report(commitment, "on_track", "2022-12-20", target="2023"))
    moved = {"said_on": "2023-01-02", "target": "2024", "stated_by": before.stated_by_id}
    refused = editor.post(ADD, filled(editor, commitment, **moved))
    assert list(errors(refused)) == ["target_reason_ko"]
    editor.post(ADD, filled(editor, commitment, **moved, target_reason_ko="자료에 없음"))
    assert StatusReport.objects.filter(state="draft").count() == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026년 4~5월", "2026-04/2026-05"),
        ("2026. 4. ~ 5.", "2026-04/2026-05"),
        ("2026-04/2026-05", "2026-04/2026-05"),
        ("2026년 12월~2027년 2월", "2026-12/2027-02"),
        ("2026년 4~6월", "2026-Q2"),
    ],
)
def test_several_months_are_typed_as_the_source_writes_them(editor, commitment, typed, kept):
    editor.post(ADD, filled(editor, commitment, target=typed))
    report = StatusReport.objects.get()
    assert report.target.iso() == kept
    assert form(editor.get(change(report)))["target"] == [kept]


def test_what_nobody_sees_is_left_out_of_a_text(editor, commitment):
    editor.post(
        ADD, filled(editor, commitment, note_ko="추진\x07 \u202e상황\u200b입니다\ufffe 👨\u200d👩\u200d👧")
    )
    assert StatusReport.objects.get().note_ko == "추진 상황입니다 👨\u200d👩\u200d👧"


def test_deleting_a_draft_lists_no_link_in_english(editor, commitment):
    report = factories.report(commitment, "on_track", "2023")
    page = text(editor.get(change(report, "delete")))
    assert "object (" not in page
    assert "관계" not in page


def test_who_may_not_is_told_so_in_the_sites_words(editor, commitment):
    report = factories.submitted(factories.report(commitment, "on_track", "2023"))
    answer = editor.get(change(report, "publish"))
    assert answer.status_code == 403
    assert "총괄 담당자에게 요청하세요" in text(answer)
    assert "/admin/" in answer.content.decode()


def test_a_wrong_date_is_answered_with_how_to_write_it(editor, commitment):
    refused = editor.post(ADD, filled(editor, commitment, said_on="작년 여름"))
    assert "“작년 여름”" in errors(refused)["said_on"][0]
    assert "2023-06-15" in errors(refused)["said_on"][0]
    assert 'value="작년 여름"' in refused.content.decode()


def test_a_report_is_about_one_thing(editor, commitment):
    milestone = factories.published(factories.program()).milestones.get()
    refused = editor.post(ADD, filled(editor, commitment, milestone=milestone.pk))
    assert list(errors(refused)) == ["milestone"]
    assert not StatusReport.objects.exists()


def test_only_what_is_public_can_be_picked(editor, commitment):
    draft = factories.agreement(title_ko="초안 협약").commitments.get()
    draft.title_ko = commitment.title_ko = "같은 이름의 과제"
    draft.save()
    commitment.save()
    query = "?app_label=agreements&model_name=statusreport&field_name=commitment&term=같은 이름"
    picked = editor.get(reverse("admin:autocomplete") + query).json()["results"]
    assert [one["id"] for one in picked] == [str(commitment.pk)]
    refused = editor.post(ADD, filled(editor, commitment, commitment=draft.pk))
    assert list(errors(refused)) == ["commitment"]


def test_the_form_says_what_holds_now_and_how_the_target_came_about(editor, commitment):
    speaker = factories.agency("paju")
    factories.published(
        factories.report(commitment, "on_track", "2022-12-13", target="2023", stated_by=speaker)
    )
    factories.published(
        factories.report(commitment, "on_track", "2023-02-13", target="2024", stated_by=speaker)
    )
    shown = text(editor.get(f"{ADD}?commitment={commitment.pk}"))
    assert "정상추진" in shown
    assert "2022. 12. 13. 기관 paju: 2023년" in shown
    assert "2023. 2. 13. 기관 paju: 2024년 (기한 변경)" in shown


@pytest.mark.parametrize(
    "query", ["commitment=nonsense", "commitment=" + "9" * 30, "milestone=-1", "milestone=²"]
)
def test_a_made_up_subject_in_the_address_is_ignored(editor, query):
    assert "현재:" not in text(editor.get(f"{ADD}?{query}"))


def test_a_report_that_would_be_refused_is_stopped_at_its_author(editor, commitment):
    speaker = factories.agency()
    factories.published(
        factories.report(commitment, "on_track", "2022-12-27", target="2023", stated_by=speaker)
    )
    report = factories.report(
        commitment, "on_track", "2023-02-01", target="2024", target_reason_ko="", stated_by=speaker
    )
    shown = editor.get(change(report, "submit"))
    assert "기한이 바뀝니다" in text(shown)
    editor.post(change(report, "submit"), {"version": report.version})
    report.refresh_from_db()
    assert report.state == "draft"


def test_a_published_report_is_never_edited(editor, commitment):
    report = factories.published(factories.report(commitment, "on_track", "2023"))
    editor.post(change(report), {"note_ko": "바뀐 글", "version": report.version})
    assert StatusReport.objects.visible_to(AnonymousUser()).get().note_ko == "추진 상황"


# ---- what the form does not refuse, but asks to look at again ------------------------------------------


def test_an_open_status_after_a_fulfilment_is_asked_about_and_saved(editor, coordinator, commitment):
    factories.published(factories.report(commitment, "completed", "2023-12-27"))
    factories.published(factories.report(commitment, "continuing", "2024-05-01"))
    earlier = factories.report(commitment, "on_track", "2023-06-01")
    asked = "먼저 이행되었다고 한 보고가 있습니다"
    assert asked not in text(editor.get(change(earlier)))
    later = factories.report(commitment, "on_hold", "2024-06-01")
    assert asked in text(editor.get(change(later)))
    assert "‘보류’ 대신 ‘이행 후 계속추진’을 고르세요" in text(editor.get(change(later)))
    factories.submitted(later)
    assert asked in text(coordinator.get(change(later, "publish")))


def test_a_day_of_an_article_given_as_the_day_of_the_deed_is_asked_about(editor, commitment):
    report = factories.report(commitment, "completed", "2023-09-04")
    asked = "보도한 날을 이행한 날로 적은 것은 아닌지 확인해 주세요"
    assert asked in text(editor.get(change(report)))
    report.happened_as = "by"
    report.save()
    assert asked not in text(editor.get(change(report)))
    report.happened_as, report.happened = "on", PartialDate.parse("2023-09-01")
    report.save()
    assert asked not in text(editor.get(change(report)))


def test_a_taking_further_that_would_count_as_the_first_fulfilment_is_asked_about(editor, commitment):
    report = factories.report(commitment, "continuing", "2024-05-01", happened="2024-04-01")
    asked = "적은 날이 처음 이행한 날로 쓰입니다"
    assert asked in text(editor.get(change(report)))
    later = factories.published(factories.report(commitment, "completed", "2024-06-01"))
    assert asked in text(editor.get(change(report))), "that one was done later"
    report.happened_as = "by"
    report.save()
    assert asked not in text(editor.get(change(report)))
    after = factories.report(commitment, "continuing", "2024-07-01")
    assert asked not in text(editor.get(change(after)))
    correction = factories.correction(later, "continuing", "2024-06-01")
    assert asked in text(editor.get(change(correction))), "it takes the place of what was before"


def test_a_fulfilment_told_of_the_milestone_stands_before_what_the_commitment_says(editor):
    milestone = factories.published(factories.program()).milestones.get()
    agreement = factories.agreement()
    commitment = agreement.commitments.get()
    commitment.carried_out_by = milestone
    commitment.save()
    factories.published(agreement)
    report = factories.report(commitment, "continuing", "2024-05-01")
    asked = "적은 날이 처음 이행한 날로 쓰입니다"
    assert asked in text(editor.get(change(report)))
    factories.published(factories.report(milestone, "reached", "2023-12-27"))
    assert asked not in text(editor.get(change(report)))
    open_again = factories.report(commitment, "on_track", "2024-06-01")
    assert "먼저 이행되었다고 한 보고가 있습니다" in text(editor.get(change(open_again)))


def test_a_draft_shows_what_everyone_will_read_of_its_days(editor, commitment):
    report = factories.report(commitment, "continuing", "2023-09-04", happened="2023-09-04", happened_as="by")
    shown = text(editor.get(change(report)))
    assert "2023. 9. 4. 발표" in shown
    assert "2023. 9. 4.까지 이행된 것으로 확인(그 전 언제인지는 자료에 없음)" in shown


def test_the_form_asks_in_words_and_keeps_what_is_answered(editor, commitment):
    asked = text(editor.get(f"{ADD}?commitment={commitment.pk}"))
    for question in ("언제 발표했나요", "언제 일어났나요", "자료가 아직 이행되지 않았다고 말하나요?"):
        assert question in asked
    assert "‘이행 후 계속추진’이면 처음 이행한 때를 적습니다" in asked
    editor.post(ADD, filled(editor, commitment, **DONE | {"happened": "2022-12", "happened_as": "by"}))
    report = StatusReport.objects.get()
    assert (report.happened.iso(), report.happened_as, report.says_not_done) == ("2022-12", "by", False)
    assert form(editor.get(change(report)))["happened_as"] == ["by"]
