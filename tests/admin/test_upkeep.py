"""Agencies, sources, programs: what the public already relies on stays where it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.models import Agency, Milestone, Program, Source, Trace
from tests import factories
from tests.admin.page import change, errors, form, text

pytestmark = pytest.mark.django_db


# ---- what is public without a review


def test_personal_data_does_not_become_public_through_an_agency_a_rule_or_a_session(coordinator):
    body = factories.agency("paju", name_ko="파주시")
    ordinance = factories.ordinance(body)
    session = factories.council_session(body, *[factories.TODAY] * 2)
    for record, name in ((body, "name_en"), (ordinance, "exemptions_ko"), (session, "name")):
        before = getattr(type(record).objects.get(pk=record.pk), name)
        page = form(coordinator.get(change(record)))
        refused = coordinator.post(change(record), page | {name: "문의 010-9876-5432"})
        assert "개인정보" in errors(refused)[name][0]
        assert "9876" not in errors(refused)[name][0]
        assert getattr(type(record).objects.get(pk=record.pk), name) == before
        assert coordinator.post(change(record), page | {name: "제12조 2024년"}).status_code == 302
    assert "9876" not in str(list(Trace.objects.values()))


def test_personal_data_does_not_become_public_through_a_rule_or_a_note_of_an_ordinance(coordinator):
    rule = factories.duty_rule(factories.agency("paju", name_ko="파주시"), "self_evaluation", "yearly")
    page = form(coordinator.get(change(rule.ordinance)))
    note = {"notes-TOTAL_FORMS": 1, "notes-0-order": 1}
    for typed in (
        {"rules-0-asks_ko": "문의 010-9876-5432"},
        note | {"notes-0-text_ko": "문의 010-9876-5432"},
    ):
        refused = coordinator.post(change(rule.ordinance), page | typed)
        assert "개인정보" in errors(refused)[""][0]
    assert not Trace.objects.exists()
    kept = note | {"notes-0-text_ko": "제12조 긴급하면 서면보고"}
    assert coordinator.post(change(rule.ordinance), page | kept).status_code == 302
    assert [entry.text_ko for entry in rule.ordinance.notes.all()] == ["제12조 긴급하면 서면보고"]


# ---- agencies


def test_an_agency_in_something_public_keeps_its_address_and_its_listing(coordinator):
    agency = factories.agency("paju", name_ko="파주시")
    factories.published(factories.agreement(parties=[agency, factories.agency()]))
    page = form(coordinator.get(change(agency)))
    coordinator.post(change(agency), {**page, "slug": "other", "listed": "", "name_ko": "파주특례시"})
    agency.refresh_from_db()
    assert (agency.slug, agency.listed, agency.name_ko) == ("paju", True, "파주특례시")
    assert Trace.objects.filter(subject_kind="agency").get().changes == {"name_ko": ["파주시", "파주특례시"]}


def test_an_unused_agency_may_change_and_go(coordinator):
    agency = factories.agency("paju", listed=False)
    agency.members.all().delete()
    coordinator.post(
        change(agency), form(coordinator.get(change(agency))) | {"slug": "goyang", "listed": "on"}
    )
    agency.refresh_from_db()
    assert (agency.slug, agency.listed) == ("goyang", True)
    coordinator.post(change(agency, "delete"), {"post": "yes"})
    assert not Agency.objects.exists()


def test_an_agency_in_use_is_not_deleted(coordinator):
    agency = factories.agreement().parties.all()[0].agency
    assert coordinator.post(change(agency, "delete"), {"post": "yes"}).status_code == 403
    assert Agency.objects.filter(pk=agency.pk).exists()


def test_an_agency_is_found_by_its_other_names(coordinator):
    factories.agency("gnjp", name_ko="경기도북부자치경찰위원회", other_names_ko="북부자경위; 경기북부위원회")
    factories.agency("paju", name_ko="파주시")
    found = text(coordinator.get("/admin/agreements/agency/?q=북부자경위"))
    assert "경기도북부자치경찰위원회" in found
    assert "파주시" not in found


def test_a_stale_agency_is_refused(coordinator):
    agency = factories.agency()
    page = form(coordinator.get(change(agency)))
    coordinator.post(change(agency), page | {"name_ko": "먼저"})
    refused = coordinator.post(change(agency), page | {"name_ko": "나중"})
    assert "다른 사람이 내용을 바꾸었습니다" in errors(refused)[""][0]
    assert Agency.objects.get().name_ko == "먼저"


# ---- sources


def test_an_editor_adds_a_source_but_one_address_only_once(editor):
    page = form(editor.get("/admin/agreements/source/add/"))
    given = {
        "publisher": "신문사",
        "label_ko": "보도",
        "published": "2023. 2. 13.",
        "url": "https://a.example/1",
    }
    editor.post("/admin/agreements/source/add/", page | given)
    assert Source.objects.get().published.iso() == "2023-02-13"
    refused = editor.post("/admin/agreements/source/add/", page | given)
    assert errors(refused) == {"url": ["이 주소의 근거자료는 이미 등록되어 있습니다."]}
    assert Source.objects.count() == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://a.example/", "nonsense"])
def test_a_source_has_a_web_address(editor, url):
    page = form(editor.get("/admin/agreements/source/add/"))
    given = {"publisher": "신문사", "label_ko": "보도", "published": "2023", "url": url}
    assert list(errors(editor.post("/admin/agreements/source/add/", page | given))) == ["url"]
    assert not Source.objects.exists()


def test_a_source_the_public_relies_on_only_gets_its_day_checked(editor, coordinator):
    source = factories.published(factories.agreement()).sources.get()
    refused = editor.post(change(source), {"label_ko": "바뀐 제목"}, follow=True)
    assert "공개된 자료의 근거라서 고칠 수 없습니다" in text(refused)
    coordinator.post(change(source), {"label_ko": "바뀐 제목", "checked_on": "2026-03-02"})
    stored = Source.objects.get()
    assert (stored.label_ko, str(stored.checked_on)) == (source.label_ko, "2026-03-02")
    assert coordinator.post(change(source, "delete"), {"post": "yes"}).status_code == 403


# ---- programs


def test_a_program_keeps_its_address_and_its_milestones_their_numbers(editor):
    program = factories.published(factories.program())
    Program.objects.update(
        state="withdrawn",
        withdrawn_at=factories.NOON,
        withdrawn_by=factories.reviewer(),
        withdrawal_reason="!",
    )
    page = form(editor.get(change(program)))
    editor.post(
        change(program), page | {"slug": "other", "decided": "2021년 9월", "milestones-0-number": "7"}
    )
    found = Program.objects.get()
    assert (found.slug, found.decided.iso(), found.version) == (program.slug, "2021-09", program.version + 1)
    assert Milestone.objects.get().number == 1


def test_a_program_is_entered_with_its_milestones_in_stages(editor):
    page = form(editor.get("/admin/agreements/program/add/"))
    given = {
        "title_ko": "원스톱 보호체계",
        "slug": "one-stop",
        "owner": factories.agency().pk,
        "milestones-0-stage": "1",
        "milestones-0-number": "1",
        "milestones-0-title_ko": "센터 설치",
        "milestones-0-agencies": [factories.agency().pk],
        "recognitions-TOTAL_FORMS": "1",
        "recognitions-0-title_ko": "우수 시책",
        "recognitions-0-awarded_by": factories.agency().pk,
        "recognitions-0-awarded": "2023-H2",
    }
    editor.post("/admin/agreements/program/add/", page | given)
    program = Program.objects.get()
    assert [(one.stage, one.number, one.agencies.count()) for one in program.milestones.all()] == [(1, 1, 1)]
    assert program.recognitions.get().awarded.iso() == "2023-H2"


# ---- the first page


def report_of_lead(commitment):
    """The lead names a date that has passed, and nobody said or looked since."""
    lead = commitment.agencies.first()
    factories.published(factories.report(commitment, "on_track", "2023-01-01", target="2023", stated_by=lead))


def test_the_first_page_says_what_waits_and_whose_date_has_passed(editor, coordinator):
    today = timezone.localdate()
    agreement = factories.published(
        factories.agreement(title_ko="곧 끝나는 협약", expires_on=today + timedelta(days=90))
    )
    factories.published(factories.agreement(title_ko="더 가는 협약", expires_on=today + timedelta(days=91)))
    report_of_lead(agreement.commitments.get())
    draft = factories.report(agreement.commitments.get(), "on_track", "2023-02-01")
    draft.state = "submitted"
    draft.submitted_at, draft.submitted_by = factories.NOON, factories.author()
    draft.save()
    seen = text(coordinator.get("/admin/"))
    assert "검토 대기 1건 이행상황 보고 · 2022-0001-01" in seen
    assert "확인 전: 조사하거나 기관에 물어보세요 1건 이행과제 2022-0001-01" in seen
    assert "기한이 지나도록 이행되지 않았다는 자료가 있는 과제가 없습니다" in seen
    assert "최근 1년 보고 없음 2건" in seen
    assert "시작 뒤 보고 없음" in seen
    assert "90일 안에 만료되는 협약 1건 2022-0001 곧 끝나는 협약" in seen
    assert "더 가는 협약" not in seen
    assert "검토 대기" not in text(editor.get("/admin/"))


def test_the_first_page_does_not_grow_with_the_register(editor, django_assert_max_num_queries):
    program = factories.published(factories.program(milestones=8))
    assert program.milestones.count() == 8
    # Who follows whom is read once, each list of the desk at most twice.
    with django_assert_max_num_queries(43):
        seen = text(editor.get("/admin/"))
    assert "최근 1년 보고 없음 8건" in seen
    assert seen.count("시작 뒤 보고 없음") == 5


@pytest.mark.parametrize(
    ("standing", "found"), [("unchecked", 1), ("late", 0), ("silent", 1), ("on_time", 0), ("nonsense", 0)]
)
def test_the_list_of_commitments_is_filtered_by_standing(editor, standing, found):
    commitment = factories.published(factories.agreement()).commitments.get()
    report_of_lead(commitment)
    listed = editor.get(f"/admin/agreements/commitment/?standing={standing}")
    assert listed.context["cl"].result_count == found
