"""A round in the admin: opened, handed in by table or grid, late, looked at, published or returned."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.admin import unsaved
from agreements.models import Agreement, Inquiry, Round, RoundPart, Source, StatusReport
from agreements.models.base import PUBLIC
from agreements.rules.publication import PublicationState
from tests import factories
from tests.admin.conftest import signed_in
from tests.admin.handing_in import (
    GIVEN,
    address,
    answers,
    confirm,
    hand_in,
    keys,
    publish_page,
    sheets,
    upload,
)
from tests.admin.page import text
from tests.factories import NOON, TODAY, published

pytestmark = pytest.mark.django_db

SEARCH = {"department": "안전총괄과", "where": "시 누리집", "words": "합동 순찰"}


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def city(db):
    return factories.agency("paju", name_ko="파주시")


@pytest.fixture
def agreement(city):
    parties = [city, factories.agency("police")]
    return published(factories.agreement(parties=parties, commitments=3, open_ended=True))


@pytest.fixture
def part(agreement, city):
    return factories.round_of(city).parts.get()


# ---- what is asked ---------------------------------------------------------------------------------------


def test_the_table_handed_out_names_each_promise_with_what_is_known_and_takes_the_answers(editor, part):
    published(factories.report(part.agency.commitments.first(), "on_track", "2025-11-01", progress=40))
    file = editor.get(reverse("admin:agreements_roundpart_table", args=[part.pk]))
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    header, *rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    shown = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["과제 번호"] for row in shown] == [f"2022-0001-0{number}" for number in (1, 2, 3)]
    assert (shown[0]["지난 상태"], shown[0]["지난 진행률(%)"]) == ("정상추진", "40")
    assert shown[1]["빠진 것"] == "보고, 기한"

    book.active.cell(2, header.index("상태") + 1, "일부추진")
    filled = io.BytesIO()
    book.save(filled)
    preview = upload(editor, part, filled.getvalue(), "채운 표.xlsx")
    assert [plan.title for plan, _verdict in preview.context["plans"]] == ["2022-0001-01 이행과제 1"]


def test_nobody_sees_the_part_of_another_agency(part):
    stranger = signed_in("editor", "editor of elsewhere")
    assert stranger.get(address(part)).status_code == 403
    assert stranger.post(address(part), {"finish": "1"}).status_code == 403
    part.refresh_from_db()
    assert part.answered_at is None


# ---- handing in ------------------------------------------------------------------------------------------


def test_what_is_handed_in_waits_for_the_coordinator_and_says_what_the_table_says(editor, part):
    table = answers(["2022-0001-01", "정상추진", "70"], ["2022-0001-02", "완료", "100"])
    page = hand_in(editor, part, table)
    assert "2건을 총괄 담당자에게 제출했습니다" in text(page)
    reports = StatusReport.objects.order_by("commitment__number")
    assert [(report.status, report.progress, report.state) for report in reports] == [
        ("on_track", 70, PublicationState.SUBMITTED),
        ("completed", 100, PublicationState.SUBMITTED),
    ]
    assert part.answers.count() == 2
    source = Source.objects.get(label_ko="1분기 이행상황")
    assert (source.publisher, source.reports.count()) == ("파주시", 2)


def test_looking_writes_nothing_and_the_grid_is_read_as_a_table_is(editor, part):
    typed = {"2022-0001-01:status_label": "on_track", "2022-0001-01:progress_percent": "55"}
    preview = editor.post(address(part), {**GIVEN, **typed, "grid": "1"})
    assert not StatusReport.objects.exists()
    confirm(editor, part, preview)
    assert StatusReport.objects.get().progress == 55


def test_a_wrong_cell_of_the_grid_is_named_and_what_was_typed_stays(editor, part):
    typed = {"2022-0001-02:status_label": "on_track", "2022-0001-02:progress_percent": "모름"}
    page = editor.post(address(part), {**GIVEN, **typed, "grid": "1"})
    (complaint,) = page.context["outcome"].complaints
    assert (complaint.row, complaint.value) == (3, "모름")
    assert 'value="모름"' in page.content.decode()


def test_a_grid_that_the_browser_kept_is_shown_again_until_it_is_handed_in(editor, part):
    typed = {"2022-0001-02:progress_percent": "55", unsaved.FORM: address(part)}
    page = editor.post(address(part), {**GIVEN, **typed, unsaved.RESTORED: "1"})
    assert 'value="55"' in page.content.decode()
    assert page.context["outcomes"] == ()
    typed |= {"2022-0001-02:status_label": "on_track"}
    preview = editor.post(address(part), {**GIVEN, **typed, "grid": "1"})
    kept = f'data-saved="{address(part)}"'
    assert kept not in preview.content.decode()
    assert f'name="{unsaved.FORM}" value="{address(part)}"' in preview.content.decode()
    handed_in = confirm(editor, part, preview, **{unsaved.FORM: address(part)})
    assert kept in handed_in.content.decode()


def test_no_change_and_looked_in_vain_are_searches_that_say_who_looked(editor, part):
    published(factories.report(part.agency.commitments.first(), "on_track", "2025-11-01"))
    table = answers(["2022-0001-01", "변동 없음", ""], ["2022-0001-02", "찾아보았으나 없음", ""])
    refused = upload(editor, part, table)
    assert "찾은 곳" in {complaint.column for complaint in refused.context["outcome"].complaints}
    hand_in(editor, part, table, **SEARCH)
    assert set(Inquiry.objects.values_list("department", "where_ko", "state")) == {
        ("안전총괄과", "시 누리집", PublicationState.SUBMITTED)
    }
    assert StatusReport.objects.count() == 1


def test_an_agency_has_answered_once_all_its_promises_have_or_when_it_says_so(editor, part):
    numbers = ("2022-0001-01", "2022-0001-02", "2022-0001-03")
    hand_in(editor, part, answers([numbers[0], "정상추진", "10"]))
    part.refresh_from_db()
    assert part.answered_at is None
    hand_in(editor, part, answers(*([number, "정상추진", "10"] for number in numbers[1:])))
    part.refresh_from_db()
    assert (part.answered_at, part.answered_by) == (NOON, factories.author())


def test_who_has_nothing_more_to_say_says_so(editor, part):
    editor.post(address(part), {"finish": "1"})
    part.refresh_from_db()
    assert part.answered_at == NOON


def test_nothing_is_handed_in_for_a_closed_round(editor, part):
    Round.objects.update(closed_on=TODAY)
    page = editor.post(address(part), {"finish": "1"}, follow=True)
    assert "마감했습니다" in text(page)
    part.refresh_from_db()
    assert part.answered_at is None


def test_the_faults_of_a_refused_table_can_be_downloaded(editor, part):
    refused = upload(editor, part, answers(["2022-0001-01", "정상추진", "모름"]))
    address_of_faults = reverse("admin:agreements_roundpart_faults", args=[part.pk])
    assert f'action="{address_of_faults}"' in refused.content.decode()
    faults = editor.post(address_of_faults, {"faults": refused.context["faults"]})
    assert faults.content.decode("utf-8-sig").splitlines()[1].startswith("C2,2,진행률(%),모름,")
    made_up = editor.post(address_of_faults, {"faults": "made up"}, follow=True)
    assert "더 이상 쓸 수 없습니다" in text(made_up)


# ---- departments -----------------------------------------------------------------------------------------


def test_an_editor_of_several_departments_takes_out_the_table_of_one(editor, city, agreement, part):
    Agreement.objects.filter(pk=agreement.pk).update(lead_department="안전총괄과")
    other = factories.agreement(parties=[city, factories.agency("fire")], lead_department="복지과")
    published(other)
    table = reverse("admin:agreements_roundpart_table", args=[part.pk])
    header, *rows = sheets(editor.get(table).content)["약속"]
    departments = [row[header.index("협약·시책 담당부서")] for row in rows]
    assert departments == ["복지과", "안전총괄과", "안전총괄과", "안전총괄과"]
    page = editor.get(f"{address(part)}?department=복지과")
    assert [promise.department for promise in page.context["asked"].promises] == ["복지과"]
    assert f'href="{page.context["table_url"]}"' in page.content.decode()
    assert len(sheets(editor.get(page.context["table_url"]).content)["약속"]) == 2
    assert editor.get(f"{address(part)}?department=없는과").status_code == 400


# ---- publishing ------------------------------------------------------------------------------------------


@pytest.fixture
def handed_in(editor, part):
    table = answers(["2022-0001-01", "정상추진", "70"], ["2022-0001-02", "일부추진", "50"])
    hand_in(editor, part, table)
    return part.round


def test_the_coordinator_reads_every_public_sentence_and_publishes_all_at_once(coordinator, handed_in):
    page = coordinator.get(publish_page(handed_in))
    assert "진행률: 70%" in text(page)
    assert "진행률: 50%" in text(page)
    coordinator.post(publish_page(handed_in), {"record": keys(page), "publish": "1"})
    seen = StatusReport.objects.visible_to(PUBLIC)
    assert sorted(seen.values_list("progress", flat=True)) == [50, 70]


def test_one_that_cannot_be_published_says_why_and_publishes_none_with_it(coordinator, handed_in):
    report = StatusReport.objects.first()
    StatusReport.objects.filter(pk=report.pk).update(created_by=factories.reviewer())
    page = coordinator.get(publish_page(handed_in))
    assert [one.chosen for one in page.context["waiting"]].count(False) == 1
    assert "직접" in " ".join(one.refusal for one in page.context["waiting"])
    coordinator.post(publish_page(handed_in), {"record": keys(page), "publish": "1"})
    assert not StatusReport.objects.visible_to(PUBLIC).exists()


def test_a_record_that_changed_meanwhile_is_not_published_unseen(coordinator, handed_in):
    page = coordinator.get(publish_page(handed_in))
    StatusReport.objects.update(version=9)
    answer = coordinator.post(publish_page(handed_in), {"record": keys(page), "publish": "1"})
    assert "그사이" in answer.context["error"]
    assert not StatusReport.objects.visible_to(PUBLIC).exists()


def test_what_may_be_about_one_child_is_said_and_published_only_by_whoever_ticks_it(coordinator, handed_in):
    report = StatusReport.objects.first()
    StatusReport.objects.filter(pk=report.pk).update(note_ko="김○○(9세) 사례")
    page = coordinator.get(publish_page(handed_in))
    assert "특정 아동이나 쉼터" in text(page)
    chosen = {one.record.pk: one.chosen for one in page.context["waiting"]}
    assert chosen == {one.pk: one.pk != report.pk for one in StatusReport.objects.all()}


def test_a_search_that_asked_nobody_says_so_before_it_is_published(coordinator, editor, part):
    hand_in(editor, part, answers(["2022-0001-01", "찾아보았으나 없음", ""]), **SEARCH)
    assert "자료를 찾지 못했고 기관에 묻지 않았습니다" in text(coordinator.get(publish_page(part.round)))


def test_what_is_returned_goes_back_with_the_note(coordinator, handed_in):
    page = coordinator.get(publish_page(handed_in))
    form = {"record": keys(page)[:1], "return": "1", "note": "날짜를 확인하세요."}
    coordinator.post(publish_page(handed_in), form)
    returned = StatusReport.objects.filter(state=PublicationState.RETURNED)
    assert [report.return_note for report in returned] == ["날짜를 확인하세요."]
    assert StatusReport.objects.filter(state=PublicationState.SUBMITTED).count() == 1


def test_an_editor_publishes_nothing(editor, handed_in):
    assert editor.get(publish_page(handed_in)).status_code == 403


# ---- opening ---------------------------------------------------------------------------------------------


def test_a_coordinator_opens_a_round_and_those_with_staff_are_proposed(coordinator, city, agreement):
    page = coordinator.get("/admin/agreements/round/add/")
    assert city.pk in page.context["adminform"].form.initial["asked"]
    form = {
        "name": "1분기",
        "period": "2026년 1분기",
        "due_on": "2026-04-10",
        "asked": [city.pk],
        "version": 0,
    }
    coordinator.post("/admin/agreements/round/add/", form)
    part = RoundPart.objects.get()
    assert (part.agency, part.round.opened_by) == (city, factories.reviewer())


def test_a_round_is_not_closed_on_a_day_that_is_still_to_come(coordinator, part):
    page = coordinator.get(f"/admin/agreements/round/{part.round.pk}/change/")
    days = {"period": "2026-Q1", "due_on": "2026-04-10", "closed_on": "2026-03-20"}
    form = {"name": "1분기", **days, "asked": [part.agency.pk], "version": page.context["original"].version}
    refused = coordinator.post(f"/admin/agreements/round/{part.round.pk}/change/", form)
    assert "답변을 더 받을 때까지는 비워 두세요" in text(refused)
    part.round.refresh_from_db()
    assert part.round.is_open


def test_who_handed_something_in_stays_asked(coordinator, handed_in, city):
    other = factories.agency("goyang")
    page = coordinator.get(f"/admin/agreements/round/{handed_in.pk}/change/")
    form = {"name": "1분기", "period": "2026-Q1", "due_on": "2026-04-10", "asked": [other.pk]}
    form["version"] = page.context["original"].version
    refused = coordinator.post(f"/admin/agreements/round/{handed_in.pk}/change/", form)
    assert "이미 답을 내어" in text(refused)
    assert [part.agency for part in handed_in.parts.all()] == [city]
