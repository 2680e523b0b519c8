"""What the daily mail names stands on the first page of the same person: both read the same lists."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model

from agreements.actions import drafts
from agreements.desk.base import sees_every_agency
from agreements.desk.sections import (
    DAILY_MAIL,
    DUE,
    EXPIRING,
    FIRST_PAGE,
    HANDED_IN,
    LATE,
    OWN_REQUESTS,
    REGULAR,
    SEARCHED,
    SILENT,
    UNCHECKED,
    UNCONFIRMED,
    UNFINISHED,
    UNSEARCHED,
)
from agreements.models import CommitmentAgency, Membership
from agreements.models.staff import person_of
from agreements.rules.roles import AUDITOR, COORDINATOR, EDITOR, Person
from tests import factories
from tests.factories import NOON, TODAY, published
from tests.registers import shared_register

pytestmark = pytest.mark.django_db

EXPIRES_ON = date(2026, 8, 1)
DAYS = (
    date(2026, 6, 29),  # a day before the last day of the targets
    date(2026, 7, 1),  # a day after it
    EXPIRES_ON - timedelta(days=90),
    EXPIRES_ON - timedelta(days=30),
    date(2027, 2, 2),  # the reports are a year old
    date(2027, 1, 1),  # a day after the deadline of a yearly duty
    TODAY,
)


def editor_of(agency):
    account = factories.staff(EDITOR, username=f"editor of {agency.slug}")
    Membership.objects.get_or_create(user=account, agency=agency, from_on=date(2020, 1, 1))
    return account


@shared_register
def register():
    """One row of each kind at least, of several agencies; {slug: agency}."""
    slugs = ("party", "carrier", "owner", "other")
    agencies = {slug: factories.agency(slug) for slug in slugs}
    authors = {slug: editor_of(agency) for slug, agency in agencies.items()}
    party, carrier, owner = agencies["party"], agencies["carrier"], agencies["owner"]
    factories.duty_rule(party, "self_evaluation", "yearly")
    agreement = factories.agreement(parties=[party, agencies["other"]], expires_on=EXPIRES_ON, commitments=3)
    # A party that carries nothing, and an agency that carries something and is no party.
    CommitmentAgency.objects.filter(agency=agencies["other"]).update(agency=carrier)
    commitment, late, unconfirmed = published(agreement).commitments.order_by("number")
    of_every_year = factories.agreement(parties=[party, agencies["other"]])
    of_every_year.commitments.update(repeats="yearly")
    published(of_every_year)
    milestone = published(factories.program(owner=owner)).milestones.get()
    milestone.agencies.set([carrier])
    published(factories.report(commitment, "on_track", "2026-02-01", target="2026-06", stated_by=party))
    published(factories.report(milestone, "under_way", "2026-02-01", target="2026-06", stated_by=carrier))
    published(factories.report(late, "on_track", "2025-10-01", target="2026-01", stated_by=party))
    published(factories.report(late, "on_track", "2026-02-15", stated_by=party))
    published(factories.report(unconfirmed, "on_track", "2025-10-01", target="2026-01", stated_by=party))
    published(factories.inquiry(unconfirmed, searched_on=date(2026, 2, 20)))
    factories.agency_request()
    reviewer = factories.staff(COORDINATOR, username="second coordinator")
    for slug, author in authors.items():
        factories.agreement(parties=[agencies[slug], factories.agency()], created_by=author)
        factories.submitted(factories.agreement(created_by=author))
        returned = factories.agreement(parties=[agencies[slug], factories.agency()], created_by=author)
        drafts.return_draft(factories.submitted(returned), note="근거 없음", actor=reviewer, now=NOON)
    factories.round_of(*agencies.values(), due_on=TODAY)
    own = factories.agreement(created_by=reviewer)
    drafts.submit_draft(own, actor=reviewer, now=NOON)
    return agencies


def people(on):
    both = factories.staff(AUDITOR, username="editor of carrier")
    assert both.groups.count() == 2, "reads everything, and reports for one agency"
    return [person_of(account, on=on) for account in get_user_model().objects.order_by("pk")]


def page_rows(section, person, *, on):
    return section.page_rows(person, on=on, limit=1000).first


def mailed_rows(section, person, everybody, *, on):
    return [row for row, keys in section.mail_rows(everybody, on=on) if person.key in keys]


@pytest.mark.parametrize("on", DAYS)
def test_what_a_mail_names_is_on_the_page_of_the_same_person(register, on):
    for section in set(DAILY_MAIL) & set(FIRST_PAGE):
        everybody = [person for person in people(on) if section.is_for(person)]
        for person in everybody:
            mailed = mailed_rows(section, person, everybody, on=on)
            shown = page_rows(section, person, on=on)
            assert [row for row in mailed if row not in shown] == [], (section.kind, person)


def test_each_section_is_mailed_to_an_editor_or_a_coordinator_on_one_of_these_days(register):
    """Without this the test above could compare nothing with nothing."""
    mailed = set()
    for on in DAYS:
        for section in DAILY_MAIL:
            everybody = [person for person in people(on) if section.is_for(person)]
            mailed |= {section.kind for _row, keys in section.mail_rows(everybody, on=on) if keys}
    assert mailed == {section.kind for section in DAILY_MAIL}


def test_one_list_is_in_the_mail_only_and_five_on_the_page_only():
    assert set(DAILY_MAIL) - set(FIRST_PAGE) == {DUE}
    assert set(FIRST_PAGE) - set(DAILY_MAIL) == {
        UNFINISHED, UNSEARCHED, SEARCHED, HANDED_IN, OWN_REQUESTS,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "unchecked"),
    [
        ("party", ["commitment"]),
        ("carrier", ["commitment", "milestone"]),
        ("owner", ["milestone"]),
        ("other", []),
    ],
)
def test_the_page_and_the_mail_hold_what_is_of_ones_own_agencies(register, slug, unchecked):
    on = date(2026, 7, 1)
    editor = Person(1, frozenset({EDITOR}), frozenset({register[slug].pk}))
    for rows in (page_rows(UNCHECKED, editor, on=on), mailed_rows(UNCHECKED, editor, [editor], on=on)):
        assert sorted(row.subject._meta.model_name for row in rows) == unchecked


@pytest.mark.parametrize(("section", "numbers"), [(LATE, [2]), (UNCONFIRMED, [3]), (UNCHECKED, [])])
def test_a_date_that_passed_is_listed_by_what_is_known_since(register, section, numbers):
    coordinator = Person(1, frozenset({COORDINATOR}), frozenset())
    for rows in (
        page_rows(section, coordinator, on=TODAY),
        mailed_rows(section, coordinator, [coordinator], on=TODAY),
    ):
        assert [row.subject.number for row in rows] == numbers


def test_only_where_a_source_says_so_a_line_counts_days_late(register):
    coordinator = Person(1, frozenset({COORDINATOR}), frozenset())
    on = date(2026, 7, 1)
    asides = {}
    for section, day in ((LATE, TODAY), (UNCONFIRMED, TODAY), (UNCHECKED, on)):
        for row in page_rows(section, coordinator, on=day):
            texts = {section.page_text(row, on=day).aside, section.mail_text(row, on=day).aside}
            asides.setdefault(section.kind, set()).update(texts)
    assert asides == {
        "late": {
            "발표한 기한 2026. 1. · 2026. 2. 15. 현재 아직 이행 전이라는 자료 있음",
            "기한 2026. 1.(30일 지남)",
        },
        "unconfirmed": {"발표한 기한 2026. 1. · 2026. 2. 20.까지 조사했으나 이행 확인 안 됨"},
        "unchecked": {"발표한 기한 2026. 6."},
    }
    assert UNCHECKED.mail_title == "기한 지남 · 확인 전: 조사하거나 기관에 물어보세요"


@pytest.mark.parametrize(
    ("slug", "is_listed"), [("party", True), ("other", True), ("carrier", True), ("owner", False)]
)
def test_an_agreement_that_expires_is_of_its_parties_and_of_who_carries_a_commitment(
    register, slug, is_listed
):
    on = EXPIRES_ON - timedelta(days=30)
    editor = Person(1, frozenset({EDITOR}), frozenset({register[slug].pk}))
    for rows in (page_rows(EXPIRING, editor, on=on), mailed_rows(EXPIRING, editor, [editor], on=on)):
        assert len(rows) == is_listed


@pytest.mark.parametrize(
    ("roles", "sees_all"),
    [({COORDINATOR}, True), ({AUDITOR}, True), ({EDITOR}, False), ({EDITOR, AUDITOR}, False), (set(), False)],
)
def test_whoever_reports_for_an_agency_has_its_rows_and_whoever_coordinates_or_audits_has_all(
    roles, sees_all
):
    assert sees_every_agency(Person(1, frozenset(roles), frozenset())) == sees_all


def test_the_page_counts_all_rows_and_shows_the_first(register):
    coordinator = Person(1, frozenset({COORDINATOR}), frozenset())
    found = UNCHECKED.page_rows(coordinator, on=date(2026, 7, 1), limit=1)
    assert len(found.first) == 1
    assert {model.__name__: count for model, count in found.counts.items()} == {
        "Commitment": 1,
        "Milestone": 1,
    }


# ---- what repeats ----------------------------------------------------------------------------------------


def repeating(rhythm="yearly", **fields):
    agreement = factories.agreement(**fields)
    agreement.commitments.update(repeats=rhythm)
    return published(agreement).commitments.get()


def asked_for(on):
    coordinator = Person(1, frozenset({COORDINATOR}), frozenset())
    return [row.subject for row in page_rows(REGULAR, coordinator, on=on)]


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        ("yearly", {date(2024, 12, 31): False, date(2025, 1, 1): True, date(2025, 12, 31): True}),
        ("half_yearly", {date(2024, 12, 31): False, date(2025, 1, 1): True}),
        ("quarterly", {date(2024, 9, 30): False, date(2024, 10, 1): True}),
        ("monthly", {date(2024, 5, 31): False, date(2024, 6, 1): True}),
    ],
)
def test_a_report_is_asked_for_once_the_next_period_is_over_without_one(rhythm, days):
    """The last report is of April 2024, and of 2023 as a whole where the promise is of every year."""
    promise = repeating(rhythm)
    if rhythm == "yearly":
        published(factories.report(promise, "completed", "2024-01-20", happened="2023"))
    else:
        published(factories.report(promise, "on_track", "2024-04-20"))
    assert {on: asked_for(on) == [promise] for on in days} == days


def test_a_report_of_later_answers_for_the_period_before():
    promise = repeating()
    published(factories.report(promise, "on_track", "2026-01-20"))
    assert asked_for(date(2026, 3, 1)) == []


def test_a_corrected_or_withdrawn_report_answers_for_no_period():
    promise = repeating()
    wrong = published(factories.report(promise, "on_track", "2025-06-01"))
    assert asked_for(TODAY) == []
    published(factories.withdrawal(wrong))
    assert asked_for(TODAY) == [promise]


def test_nobody_is_asked_of_what_is_no_longer_or_was_not_yet_promised():
    repeating(signed="2026-01-05")
    repeating(signed="2025-03-02")  # its first whole year is the running one
    repeating(signed="2025")
    repeating(announced="2022")
    repeating(ended_on=date(2025, 6, 30), end_reason="no_longer_needed")
    repeating(expires_on=date(2025, 6, 30))
    dropped = repeating()
    published(factories.report(dropped, "dropped", "2024-02-01"))
    renewed = repeating(expires_on=date(2025, 6, 30), renews=True)
    assert asked_for(TODAY) == [renewed]


def test_what_repeats_is_left_out_of_what_is_silent_and_says_its_rhythm_and_period():
    coordinator = Person(1, frozenset({COORDINATOR}), frozenset())
    repeating()
    assert page_rows(SILENT, coordinator, on=TODAY) == []
    (row,) = page_rows(REGULAR, coordinator, on=TODAY)
    assert REGULAR.page_text(row, on=TODAY).aside == "매년 · 2025년 보고 없음"


# ---- looked for ------------------------------------------------------------------------------------------


def test_what_nobody_looked_for_stands_apart_from_what_was_looked_for_longest_ago():
    agreement = published(factories.agreement(commitments=3))
    never, early, late = agreement.commitments.order_by("number")
    for commitment, day in ((late, TODAY), (early, date(2025, 1, 2))):
        published(factories.inquiry(commitment, searched_on=day, covers_from="2020"))
    coordinator = person_of(factories.reviewer(), on=TODAY)
    assert [row.subject for row in page_rows(UNSEARCHED, coordinator, on=TODAY)] == [never]
    assert [row.subject for row in page_rows(SEARCHED, coordinator, on=TODAY)] == [early, late]
    published(factories.report(never, "on_track", "2023-02-01"))
    assert page_rows(UNSEARCHED, coordinator, on=TODAY) == []


def test_an_inquiry_taken_back_puts_its_promise_among_those_never_looked_for():
    commitment = published(factories.agreement()).commitments.get()
    inquiry = published(factories.inquiry(commitment, covers_from="2020"))
    coordinator = person_of(factories.reviewer(), on=TODAY)
    assert page_rows(UNSEARCHED, coordinator, on=TODAY) == []
    published(factories.withdrawal(inquiry))
    assert [row.subject for row in page_rows(UNSEARCHED, coordinator, on=TODAY)] == [commitment]


def test_a_commitment_and_the_milestone_that_carries_it_out_are_one_row_of_whoever_carries_either():
    agencies = {slug: factories.agency(slug) for slug in ("party", "carrier", "owner", "other")}
    program = published(factories.program(owner=agencies["owner"]))
    milestone = program.milestones.get()
    milestone.agencies.set([agencies["carrier"]])
    agreement = factories.agreement(parties=[agencies["party"], factories.agency()])
    agreement.commitments.update(carried_out_by=milestone)
    commitment = published(agreement).commitments.get()
    for section, day in ((UNSEARCHED, TODAY), (UNCHECKED, date(2026, 7, 1))):
        if section is UNCHECKED:
            published(factories.report(milestone, "under_way", "2026-02-01", target="2026-06"))
        rows_of = {}
        for slug, agency in agencies.items():
            editor = Person(1, frozenset({EDITOR}), frozenset({agency.pk}))
            shown = page_rows(section, editor, on=day)
            mailed = list(section.mail_rows([editor], on=day))
            assert [row for row, keys in mailed if keys] == (shown if section in DAILY_MAIL else [])
            rows_of[slug] = [row.subject for row in shown]
        assert rows_of == {"party": [commitment], "carrier": [commitment], "owner": [commitment], "other": []}


def test_a_milestone_is_named_by_its_program_and_not_by_an_address():
    program = published(factories.program(title_ko="안심귀갓길 시책"))
    milestone = program.milestones.get()
    published(factories.report(milestone, "under_way", "2026-02-01", target="2026-06"))
    (row,) = UNCHECKED.rows(on=date(2026, 12, 1))
    named = f"{milestone.number} {milestone.title_ko} (안심귀갓길 시책)"
    assert row.subject == milestone
    assert UNCHECKED.page_text(row, on=TODAY).label == f"추진과제 {named}"
    assert UNCHECKED.mail_text(row, on=TODAY).label == named
