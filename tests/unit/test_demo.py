"""The demo register is the real input: what the sources say must come out as they say it."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.utils import timezone

from agreements.actions.states import published_reports
from agreements.demo import loading
from agreements.lists.duties import duties_of
from agreements.lists.parameters import Clock
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    DutyRecord,
    DutyRule,
    LedgerEntry,
    Milestone,
    Program,
    Recognition,
    Region,
    Source,
    State,
    StatusReport,
)
from agreements.rules.duties import duty_name
from agreements.rules.partial_date import PartialDate
from agreements.rules.targets import target_history
from tests import factories

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()


def state(reference, on=None, **subject):
    rows = State.objects.visible_to(PUBLIC).at(on or timezone.localdate())
    found = rows.filter(commitment__reference=reference) | rows.filter(milestone__reference=reference)
    return found.with_standing(on=on or timezone.localdate()).get()


def test_pajus_first_commitment_has_the_dates_of_its_sources(demo_register):
    now = state("2022-0004-01")
    assert (now.first_target.iso(), now.target.iso(), now.times_moved) == ("2023", "2023-H2", 1)
    assert (now.status, now.completed.iso()) == ("completed", "2023-12-27")


def test_the_joint_team_is_late_in_august_2023_and_not_in_october(demo_register):
    joint_team = "2023-0001-01"
    assert state(joint_team, date(2023, 6, 30)).standing != "late"
    assert state(joint_team, date(2023, 8, 1)).standing == "late"
    assert state(joint_team, date(2023, 10, 1)).standing == "closed"


def test_the_center_in_paju_shows_who_announced_which_date(demo_register):
    center = Milestone.objects.get(reference="crisis-child-one-stop-3")
    speakers = dict(center.reports.values_list("pk", "stated_by__slug"))
    history = [
        (str(entry.target), speakers[entry.report.id], str(entry.change.value))
        for entry in target_history(published_reports(center))
    ]
    commission = "gyeonggi-north-commission"
    assert history == [
        ("2022", commission, "first"),
        ("2023", commission, "moved"),
        ("2023-06", "paju", "refined"),
        ("2023-H2", commission, "moved"),
    ]
    opened = state(center.reference)
    assert opened.completed == PartialDate.parse("2023-12-27")
    assert (opened.completed.last - opened.first_target.last).days == 361
    assert opened.completed.last <= opened.target.last
    assert center.outcome_ko == "문을 열었습니다"


def test_pajus_agreement_owes_what_the_shipped_rules_ask_and_nothing_is_made_up(demo_register):
    rows = Agreement.objects.visible_to(PUBLIC).known_at(None).filter(reference="2022-0004")
    found = duties_of(rows, Clock(date(2024, 3, 2)))
    commission = Agency.objects.get(slug="gyeonggi-north-commission")
    assert {duty.agency for duty in found} == {commission.pk}
    assert [duty_name(duty.kind, duty.period) for duty in found] == [
        "체결 보고", "자체평가 2023", "추진상황 보고 2023", "자체평가 2024", "추진상황 보고 2024",
    ]  # fmt: skip
    assert {duty.state for duty in found} == {"unconfirmed"}
    assert not DutyRecord.objects.exists()
    assert not DutyRule.objects.exclude(checked_on=None, article="", in_force_from=None).exists()


def test_what_nobody_reported_is_shown_as_unreported(demo_register):
    uijeongbu, stage_three = state("crisis-child-one-stop-4"), state("crisis-child-one-stop-5")
    assert (uijeongbu.status, uijeongbu.target.iso(), uijeongbu.standing) == ("planned", "2023", "late")
    assert (stage_three.status, stage_three.target, stage_three.standing) == ("planned", None, "undated")
    silent = State.objects.visible_to(PUBLIC).at(timezone.localdate()).filter(status="unreported")
    assert silent.count() == 9


def test_agreements_are_numbered_in_the_order_of_signing(demo_register):
    assert list(
        Agreement.objects.visible_to(PUBLIC).order_by("begins_on").values_list("reference", "begins_on")
    ) == [
        ("2022-0001", date(2022, 4, 6)),
        ("2022-0002", date(2022, 4, 20)),
        ("2022-0003", date(2022, 10, 19)),
        ("2022-0004", date(2022, 12, 13)),
        ("2023-0001", date(2023, 4, 24)),
    ]


def test_the_whole_register_is_public(demo_register):
    for model, count in (
        (Agreement, 5),
        (Commitment, 11),
        (Program, 1),
        (Milestone, 5),
        (Recognition, 2),
        (StatusReport, 19),
        (Agency, 28),
        (Region, 27),
        (Source, 17),
    ):
        assert model.objects.visible_to(PUBLIC).count() == model.objects.count() == count, model


def test_every_report_says_where_it_was_read_and_that_we_found_it_ourselves(demo_register):
    for report in StatusReport.objects.all():
        assert report.sources.exists(), report
        assert (report.origin, report.review) == ("research", "service")
    assert set(LedgerEntry.objects.values_list("review", flat=True)) == {"service"}


def test_reports_are_numbered_in_the_order_of_history(demo_register):
    for subject in ("commitment", "milestone"):
        reports = StatusReport.objects.filter(**{f"{subject}__isnull": False})
        in_turn = reports.order_by(subject, "number").values_list(subject, "said_on_last")
        assert list(in_turn) == sorted(in_turn)


def test_a_program_about_child_protection_says_whom_to_call(demo_register):
    program = Program.objects.get()
    assert program.notice_ko == "아동학대가 의심되면 112에 신고하세요. 이 누리집은 신고를 받지 않습니다."
    assert "112" in program.notice_en


def test_english_readers_find_every_title(demo_register):
    for model in (Agreement, Commitment, Program, Milestone, Recognition):
        assert not model.objects.filter(title_en="").exists(), model
    assert not StatusReport.objects.filter(note_en="").exists()
    assert not Source.objects.filter(label_en="").exists()


def test_the_service_account_can_neither_log_in_nor_enter_the_admin(demo_register):
    account = get_user_model().objects.get()
    assert account.username == "demo-loader"
    assert not account.is_staff
    assert not account.has_usable_password()


def test_a_register_that_is_not_empty_is_left_alone():
    factories.agency("paju")
    with pytest.raises(CommandError, match="not empty"):
        call_command("load_demo")
    quiet = StringIO()
    call_command("load_demo", "--if-empty", stdout=quiet)
    assert quiet.getvalue() == ""
    assert not Agreement.objects.exists()
    assert not Region.objects.exists()


def test_a_load_that_fails_half_way_leaves_nothing(monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(loading, "publish_report", fails)
    with pytest.raises(RuntimeError):
        call_command("load_demo")
    assert loading.register_is_empty()
    assert not get_user_model().objects.exists()
