"""The demo register is the real input: what the sources say must come out as they say it."""

from datetime import UTC, date, datetime
from io import StringIO
from typing import NamedTuple

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.utils import timezone

from agreements.actions.states import promise_of
from agreements.demo import loading
from agreements.lists.duties import duties_of
from agreements.lists.parameters import Clock
from agreements.management.commands import load_demo
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    DutyRecord,
    DutyRule,
    Inquiry,
    LedgerEntry,
    Milestone,
    Program,
    Recognition,
    Region,
    Source,
    State,
    StatusReport,
)
from agreements.rules.outcome import days_after, outcome_of, verdict_on
from agreements.rules.targets import target_history
from tests import factories
from tests.demo import TODAY

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()
SEARCHED = "2026-11-30"
COMMISSION = "gyeonggi-north-commission"
PLANNED = "crisis-child-one-stop"


class Answer(NamedTuple):
    """What is known of a promise, worked out by hand from the words of its sources."""

    status: str
    standing: str
    first: tuple[str, str] | None = None  # the first date, and who named it
    counting: tuple[str, str] | None = None
    times_moved: int = 0
    outcome: tuple[str, str, str] | None = None  # earliest and latest possible day, "on" or "by"
    searched_on: str | None = None


CENTER_IN_PAJU = Answer(
    "completed",
    "closed",
    first=("2022", COMMISSION),
    counting=("2023-H2", COMMISSION),  # the city's June 2023 ends earlier
    times_moved=1,  # from 2022 to 2023; the second half of 2023 lies within that
    outcome=("2023-12-27", "2023-12-27", "on"),
)
ANSWERS = {
    f"{PLANNED}-1": Answer(
        "reached",
        "closed",
        first=("2021-H2", COMMISSION),
        counting=("2021-H2", COMMISSION),
        outcome=("2021-07-01", "2021-12-31", "on"),
    ),
    f"{PLANNED}-2": Answer(
        "reached",
        "closed",
        first=("2022", COMMISSION),
        counting=("2022", COMMISSION),
        outcome=("2022-10-01", "2022-10-31", "on"),
    ),
    f"{PLANNED}-3": CENTER_IN_PAJU,
    "2022-0004-01": CENTER_IN_PAJU,
    f"{PLANNED}-4": Answer(
        "planned",
        "unconfirmed",
        first=("2023-H2", COMMISSION),
        counting=("2023-H2", COMMISSION),
        searched_on=SEARCHED,
    ),
    f"{PLANNED}-5": Answer("planned", "undated"),
    # Not yet at the signing, at work on 4 September; between the two lies the end of the first half year.
    "2023-0001-01": Answer(
        "continuing",
        "closed",
        first=("2023-H1", "paju"),
        counting=("2023-H1", "paju"),
        outcome=("2023-04-24", "2023-09-04", "by"),
    ),
    "2022-0001-01": Answer("unreported", "undated", searched_on=SEARCHED),
    "2022-0001-02": Answer("unreported", "undated", searched_on=SEARCHED),
    "2022-0002-01": Answer("unreported", "undated", searched_on=SEARCHED),
    "2022-0002-02": Answer("unreported", "undated", searched_on=SEARCHED),
    "2022-0003-01": Answer("unreported", "undated", searched_on=SEARCHED),
    # The commission said in December 2022 that the cooperation had reached all ten cities and counties.
    "2022-0003-02": Answer("on_track", "undated", searched_on=SEARCHED),
    "2022-0003-03": Answer("unreported", "undated", searched_on=SEARCHED),
    "2022-0004-02": Answer("on_track", "undated", searched_on=SEARCHED),
    "2022-0004-03": Answer("unsearched", "undated"),
}


def state(reference, on=TODAY):
    rows = State.objects.visible_to(PUBLIC).at(on)
    of_promise = rows.filter(commitment__reference=reference) | rows.filter(milestone__reference=reference)
    return of_promise.with_standing(on=on).get()


def promise(reference):
    model = Milestone if reference.startswith(PLANNED) else Commitment
    return model.objects.get(reference=reference)


def target_and_speaker(target, agency):
    return (target.iso(), agency.slug) if target else None


@pytest.mark.parametrize("reference", ANSWERS)
def test_each_promise_has_the_answer_of_its_sources(demo_register, reference):
    now = state(reference)
    outcome = now.outcome
    assert ANSWERS[reference] == Answer(
        now.status,
        now.standing,
        target_and_speaker(now.first_target, now.first_target_by),
        target_and_speaker(now.target, now.target_by),
        now.times_moved,
        (str(outcome.earliest), str(outcome.latest), outcome.happened_as) if outcome else None,
        str(now.searched_on) if now.searched_on else None,
    )


def test_every_promise_has_an_answer_above(demo_register):
    references = [*Commitment.objects.values_list("reference", flat=True)]
    references += Milestone.objects.values_list("reference", flat=True)
    assert sorted(references) == sorted(ANSWERS)


def verdicts(reference):
    """Return what became of each announced date of a promise, oldest first, with who said it when."""
    reports = promise_of(promise(reference)).reports
    outcome = outcome_of(reports, on=TODAY)
    slugs = dict(Agency.objects.values_list("pk", "slug"))
    return [
        (
            slugs[entry.speaker],
            entry.report.said_on.iso(),
            entry.target.iso(),
            str(entry.change),
            str(verdict_on(entry.target, named=entry.report, outcome=outcome)),
            days_after(entry.target, outcome),
        )
        for entry in target_history(reports)
        if not entry.repeats
    ]


@pytest.mark.parametrize("reference", [f"{PLANNED}-3", "2022-0004-01"])
def test_the_center_in_paju_is_judged_against_each_date_of_each_speaker(demo_register, reference):
    assert set(verdicts(reference)) == {
        (COMMISSION, "2021-09-03", "2022", "first", "after", 361),
        (COMMISSION, "2022-12-13", "2023", "moved", "within", None),
        ("paju", "2022-12-13", "2023-06", "first", "after", 180),
        (COMMISSION, "2023-02-13", "2023-H2", "refined", "within", None),
    }
    assert promise(reference).outcome_ko == "문을 열었습니다"


def test_the_joint_team_is_never_counted_late(demo_register):
    assert verdicts("2023-0001-01") == [
        ("paju", "2023-02/2023-04", "2023-H1", "first", "unknown", None),
    ]
    for day in (date(2023, 6, 30), date(2023, 7, 1), date(2023, 9, 3), date(2023, 9, 4), TODAY):
        assert state("2023-0001-01", day).standing != "late", day


def test_paju_and_uijeongbu_have_the_same_words_of_february_2023(demo_register):
    both = StatusReport.objects.filter(said_on_first=date(2023, 2, 13), target_first__isnull=False)
    said = both.values_list("commitment__reference", "milestone__number", "target_first", "target_last")
    periods = {(commitment or step): period for commitment, step, *period in said}
    half = [date(2023, 7, 1), date(2023, 12, 31)]
    assert periods == {"2022-0004-01": half, 4: half}
    assert set(both.values_list("sources__url", flat=True)) == {
        "https://m.siminilbo.co.kr/news/amp.html?ncode=1160283825906984"
    }


def test_the_center_in_paju_is_on_its_way_from_the_signing_to_the_opening(demo_register):
    """The commission's plan of February 2023 takes back nothing of what was agreed in December."""
    for day in (date(2022, 12, 13), date(2023, 2, 13), date(2023, 7, 15), date(2023, 12, 26)):
        assert state("2022-0004-01", day).status == state(f"{PLANNED}-3", day).status == "on_track", day


# ---- what was looked for


def test_five_searches_say_where_somebody_looked_and_that_no_agency_was_asked(demo_register):
    inquiries = Inquiry.objects.order_by("number")
    assert [
        sorted(promise.reference for promise in inquiry.promises) for inquiry in inquiries
    ] == [
        [f"{PLANNED}-4"],
        ["2022-0002-01", "2022-0002-02"],
        ["2022-0001-01", "2022-0001-02"],
        ["2022-0003-01", "2022-0003-02", "2022-0003-03"],
        ["2022-0004-02"],
    ]  # fmt: skip
    for inquiry in inquiries:
        assert (inquiry.asked, inquiry.result) == (None, "nothing_found")
        assert (inquiry.searched_on, inquiry.review) == (date(2026, 11, 30), "service")
        assert "앞 8건" in inquiry.where_ko
        assert inquiry.where_en
        assert inquiry.note_en


@pytest.mark.parametrize(
    ("reference", "title", "agreement"),
    [
        ("2022-0002-01", "행복마을관리소 운영위원회에 경찰관 참여", "(가평)"),
        ("2022-0001-02", "범죄 취약지 공동 실태조사와 교육·홍보 등 범죄예방 활동", "(구리)"),
        ("2022-0003-03", "학대 아동 조기발견과 피해 아동 원스톱 보호·지원 체계 마련", "자치경찰 분야 치안"),
        ("2022-0004-02", "행복마을관리소-자치경찰 협력체계 구축", "자치경찰 치안협력 강화"),
        (f"{PLANNED}-4", "위기아동 보호센터 개소(의정부)", None),
    ],
)
def test_a_search_is_of_the_promise_that_it_names(demo_register, reference, title, agreement):
    looked_for = promise(reference)
    assert looked_for.title_ko == title
    assert agreement is None or agreement in looked_for.agreement.title_ko
    assert looked_for.inquiries.count() == 1


def test_nothing_is_loaded_on_a_day_before_the_searches(monkeypatch):
    too_early = datetime(2026, 11, 29, 3, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: too_early)
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("load_demo", part="paju")
    assert loading.register_is_empty()


def test_the_loader_counts_what_it_entered():
    output = StringIO()
    call_command("load_demo", part="paju", stdout=output)
    assert "19 reports, 5 inquiries" in output.getvalue()


# ---- the rest of the register


def test_no_shipped_ordinance_binds_a_party_of_pajus_agreement_and_nothing_is_made_up(demo_register):
    rows = Agreement.objects.visible_to(PUBLIC).known_at(None).filter(reference="2022-0004")
    assert duties_of(rows, Clock(date(2024, 3, 2))) == []
    assert not DutyRecord.objects.exists()
    assert not DutyRule.objects.filter(binds_subordinates=True).exists()


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
        (Inquiry, 5),
        (Source, 18),
    ):
        assert model.objects.visible_to(PUBLIC).count() == model.objects.count() == count, model


def test_of_the_directory_is_public_who_takes_part_stands_above_or_has_an_ordinance(demo_register):
    listed = Agency.objects.visible_to(PUBLIC)
    assert set(listed.values_list("slug", flat=True)) == {
        COMMISSION, "gyeonggi", "gyeonggi-bukbu-police", "national-police", "mois", "uijeongbu", "namyangju",
        "guri", "guri-police", "gapyeong", "gapyeong-police", "dongducheon", "dongducheon-police",
        "paju", "paju-police", "goyang",
    }  # fmt: skip
    assert Agency.objects.filter(slug="yangju", listed=False).exists()


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
        call_command("load_demo", part="paju")
    quiet = StringIO()
    call_command("load_demo", "--if-empty", part="paju", stdout=quiet)
    assert quiet.getvalue() == ""
    assert not Agreement.objects.exists()
    assert not Region.objects.exists()


@pytest.mark.parametrize(("answer", "entered"), [("n", []), ("아니오", []), ("", [True]), ("y", [True])])
def test_on_a_terminal_the_demo_is_offered_and_may_be_declined(monkeypatch, answer, entered):
    loads = []
    monkeypatch.setattr(load_demo, "load", lambda **_asked: loads.append(True) or {"agreements": 5})
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    output = StringIO()
    call_command("load_demo", "--offer", part="paju", stdout=output)
    assert loads == entered
    assert ("make start" in output.getvalue()) == (entered == [])


def test_a_load_that_fails_half_way_leaves_nothing(monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(loading, "publish_report", fails)
    with pytest.raises(RuntimeError):
        call_command("load_demo", part="paju")
    assert loading.register_is_empty()
    assert not get_user_model().objects.exists()
