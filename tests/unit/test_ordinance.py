"""Whom an ordinance binds, what it asks and until when: hand-written, edge by edge."""

from datetime import date, timedelta

import pytest

from agreements.rules.ordinance import BoundBody, rules_by_body, versions_overlap
from agreements.rules.partial_date import PartialDate
from agreements.rules.phase import TermDates
from tests.owed import (
    CITY,
    COMMISSION,
    EVALUATION,
    FIRST_SESSION,
    POLICE,
    PROVINCE,
    SIGNED,
    derived,
    owed,
    record,
    rule,
    session,
)

# ---- who is bound -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "under", "bound"),
    [
        (BoundBody(PROVINCE, "province"), False, True),
        (BoundBody(COMMISSION, "police_commission", PROVINCE), True, True),
        (BoundBody(COMMISSION, "police_commission", PROVINCE), False, False),
        (BoundBody(COMMISSION, "police_commission", CITY), True, False),
        (BoundBody(CITY, "city_county", PROVINCE), True, False),  # a city has ordinances of its own
        (BoundBody(POLICE, "police_station", PROVINCE), True, False),
        (BoundBody(PROVINCE, "provincial_police"), False, False),  # even where somebody entered a rule for it
        (BoundBody(PROVINCE, "national_police"), False, False),
    ],
)
def test_an_ordinance_binds_its_own_body_and_the_organs_it_names_but_never_the_police(body, under, bound):
    one = rule("self_evaluation", "yearly", binds_subordinates=under)
    assert rules_by_body([body], [one]) == ({body.id: [one]} if bound else {})


# ---- until when -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sessions", "due", "state"),
    [
        ([], None, "deadline_unknown"),
        ([session("2022-11-01", "2022-12-12")], None, "deadline_unknown"),
        # Signed on the first or last day of a session: the first one after signing is the next.
        ([session("2022-11-01", "2022-12-13")], None, "deadline_unknown"),
        (
            [session("2022-12-13", "2022-12-20"), session("2023-02-07", "2023-02-14")],
            "2023-02-14",
            "no_record",
        ),
        (
            [session("2022-12-14", "2022-12-20"), session("2023-02-07", "2023-02-14")],
            "2022-12-20",
            "no_record",
        ),
        ([session("2024-03-05", "2024-03-20")], "2024-03-20", "due_soon"),
        ([session("2024-04-05", "2024-04-20")], "2024-04-20", "due_later"),
    ],
)
def test_the_signing_is_reported_by_the_end_of_the_first_session_that_begins_after_it(sessions, due, state):
    expected_day = date.fromisoformat(due) if due else None
    assert owed(FIRST_SESSION, sessions=sessions) == [("체결 보고", expected_day, state)]


def test_days_are_counted_from_the_signing():
    fifty = rule("signing_report", "after_signing", days=50)
    assert owed(fifty, on=date(2023, 2, 1)) == [("체결 보고", date(2023, 2, 1), "due_soon")]
    assert owed(fifty, on=date(2023, 2, 2)) == [("체결 보고", date(2023, 2, 1), "no_record")]
    leap = TermDates(PartialDate.day(date(2024, 2, 29)))
    year = rule("signing_report", "after_signing", days=366)
    assert owed(year, term=leap, on=leap.signed.last) == [("체결 보고", date(2025, 3, 1), "due_later")]


def test_a_year_counts_from_the_one_after_it_took_effect_while_it_is_in_force_on_31_december():
    assert owed(EVALUATION) == [
        ("자체평가 2023", date(2023, 12, 31), "no_record"),
        ("자체평가 2024", date(2024, 12, 31), "due_later"),
    ]
    assert owed(EVALUATION, on=date(2023, 12, 31))[0][2] == "due_soon"
    from_signing = EVALUATION._replace(from_signing_year=True)
    assert owed(from_signing, on=date(2022, 12, 13)) == [("자체평가 2022", date(2022, 12, 31), "due_soon")]
    assert owed(EVALUATION, on=date(2022, 12, 31)) == []
    later = TermDates(PartialDate.day(date(2022, 12, 13)), effective_on=date(2023, 1, 1))
    assert [name for name, _due, _state in owed(EVALUATION, term=later)] == ["자체평가 2024"]


@pytest.mark.parametrize(
    ("ending", "years"),
    [
        ({"expires_on": date(2024, 12, 31)}, [2023, 2024]),
        ({"expires_on": date(2024, 12, 30)}, [2023]),
        ({"expires_on": date(2023, 6, 30), "renews": True}, [2023, 2024, 2025]),
        ({"expires_on": None}, [2023, 2024, 2025]),
        ({"ended_on": date(2024, 12, 31)}, [2023]),
        ({"ended_on": date(2025, 1, 1)}, [2023, 2024]),
        ({"succeeded": PartialDate.day(date(2024, 5, 1))}, [2023]),
        ({"ended_on": date(2022, 12, 13)}, []),
    ],
)
def test_an_agreement_that_ended_in_a_year_owes_no_evaluation_of_it(ending, years):
    term = TermDates(PartialDate.day(date(2022, 12, 13)), **ending)
    found = owed(EVALUATION, term=term, on=date(2025, 3, 2))
    assert [name for name, _due, _state in found] == [f"자체평가 {year}" for year in years]


def test_a_yearly_report_is_due_at_the_end_of_its_regular_session():
    second = rule("progress_report", "yearly_session", session=2)
    known = [session("2023-06-01", "2023-06-20", 1), session("2023-11-20", "2023-12-15", 2)]
    assert owed(second, sessions=known) == [
        ("추진상황 보고 2023", date(2023, 12, 15), "no_record"),
        ("추진상황 보고 2024", None, "deadline_unknown"),
    ]
    ended = TermDates(PartialDate.day(date(2022, 12, 13)), ended_on=date(2023, 12, 16))
    assert owed(second, sessions=known, term=ended) == [
        ("추진상황 보고 2023", date(2023, 12, 15), "no_record")
    ]
    assert owed(second, term=ended) == [], "without the session it is not claimed that it was still in force"


SECOND_SESSION = rule("progress_report", "yearly_session", session=2, signing_year_only=True)


@pytest.mark.parametrize(
    ("signed", "sessions", "expected"),
    [
        ("2022-10-13", [], [("추진상황 보고 2022", None, "deadline_unknown")]),
        (
            "2022-10-13",
            [session("2022-11-20", "2022-12-15", 2), session("2023-11-20", "2023-12-15", 2)],
            [("추진상황 보고 2022", date(2022, 12, 15), "no_record")],
        ),
        ("2022-12-16", [session("2022-11-20", "2022-12-15", 2)], []),  # it had ended when it was signed
        ("2022-Q2", [], [("추진상황 보고 2022", None, "deadline_unknown")]),
        ("2022-12/2023-01", [], []),  # in one of two years
    ],
)
def test_a_duty_of_the_year_of_signing_is_asked_in_no_other_year(signed, sessions, expected):
    term = TermDates(PartialDate.parse(signed), open_ended=True)
    assert owed(SECOND_SESSION, term=term, sessions=sessions) == expected


@pytest.mark.parametrize("due", ["no_deadline", "without_delay"])
def test_what_has_no_deadline_is_asked_and_never_missed(due):
    for kind, name in (
        ("signing_report", "체결 보고"),
        ("prior_report", "사전보고"),
        ("disclosure", "누리집 공개"),
    ):
        asked = rule(kind, due)
        assert owed(asked, on=date(2040, 1, 1)) == [(name, None, "no_deadline")]
        done = record(kind, day="2039-01-01")
        assert owed(asked, on=date(2040, 1, 1), records=[done]) == [(name, None, "done")]


def test_the_end_is_reported_without_a_deadline_once_it_has_come():
    report = rule("end_report", "without_delay")
    ran_out = TermDates(SIGNED.signed, expires_on=date(2024, 1, 31))
    assert owed(report, term=ran_out, on=date(2025, 1, 1)) == [], "nobody ended it"
    ended = TermDates(PartialDate.day(date(2022, 12, 13)), ended_on=date(2024, 1, 31))
    assert owed(report, term=ended, on=date(2024, 1, 31)) == [("종료 보고", None, "no_deadline")]
    assert owed(report, term=ended, on=date(2024, 1, 30)) == []
    assert owed(report) == []


def test_a_report_without_a_deadline_is_asked_as_long_as_the_agreement_held():
    progress = rule("progress_report", "no_deadline", in_force_from=date(2023, 10, 4))
    assert owed(progress) == [("추진상황 보고", None, "no_deadline")], (
        "although it is younger than the signing"
    )
    ended = TermDates(PartialDate.day(date(2022, 12, 13)), ended_on=date(2023, 10, 4))
    assert owed(progress, term=ended) == [], "it ended before the ordinance asked for it"
    unknown = TermDates(PartialDate.day(date(2022, 12, 13)))
    assert owed(progress, term=unknown) == [("추진상황 보고", None, "term_unknown")]


def test_the_monthly_list_names_what_was_signed_and_what_ended():
    monthly = rule("disclosure", "monthly")
    assert owed(monthly) == [("누리집 공개 2022. 12.", date(2023, 1, 31), "no_record")]
    ended = TermDates(PartialDate.day(date(2022, 12, 13)), ended_on=date(2024, 1, 5))
    assert owed(monthly, term=ended)[1:] == [("누리집 공개 2024. 1.", date(2024, 2, 29), "no_record")]
    mid_month = monthly._replace(in_force_from=date(2022, 12, 14))
    assert owed(mid_month) == [], "it was signed before the ordinance's own date"
    same_month = TermDates(PartialDate.day(date(2022, 12, 13)), ended_on=date(2022, 12, 20))
    assert len(owed(monthly, term=same_month)) == 1


@pytest.mark.parametrize(
    ("ending", "end"),
    [
        ({"expires_on": date(2024, 1, 31)}, date(2024, 1, 31)),
        ({"ended_on": date(2024, 1, 31)}, date(2024, 1, 31)),
        (
            {"succeeded": PartialDate.day(date(2024, 1, 31)), "expires_on": date(2024, 6, 1)},
            date(2024, 1, 31),
        ),
        ({"ended_on": date(2024, 3, 3)}, None),
        ({}, None),
    ],
)
def test_the_end_is_reported_once_it_has_come(ending, end):
    report = rule("end_report", "after_end", days=10)
    found = owed(report, term=TermDates(PartialDate.day(date(2022, 12, 13)), **ending))
    assert found == ([("종료 보고", end + timedelta(days=10), "no_record")] if end else [])


# ---- the ordinance's own dates -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "names"),
    [
        (FIRST_SESSION._replace(in_force_from=date(2022, 12, 14)), []),
        (FIRST_SESSION._replace(in_force_from=date(2022, 12, 13)), ["체결 보고"]),
        (FIRST_SESSION._replace(in_force_until=date(2022, 12, 12)), []),
        # In force from the middle of a year: that year's evaluation falls into it.
        (EVALUATION._replace(in_force_from=date(2023, 7, 1)), ["자체평가 2023", "자체평가 2024"]),
        (EVALUATION._replace(in_force_from=date(2024, 1, 1)), ["자체평가 2024"]),
        (EVALUATION._replace(in_force_until=date(2024, 6, 30)), ["자체평가 2023"]),
        (EVALUATION._replace(in_force_until=date(2023, 12, 31)), ["자체평가 2023"]),
        (EVALUATION._replace(in_force_until=date(2023, 12, 30)), []),
    ],
)
def test_what_an_ordinance_asked_outside_its_own_dates_is_not_owed(one, names):
    assert [name for name, _due, _state in owed(one)] == names


def versions(kind, older_due, newer_due, changed):
    """Two versions of a duty: the newer one from the day ``changed`` on."""
    older = rule(kind, older_due, id=1, in_force_until=changed - timedelta(days=1))
    return older, rule(kind, newer_due, id=2, in_force_from=changed)


def test_of_two_versions_the_one_in_force_on_the_day_of_signing_counts():
    for changed, version in ((date(2022, 12, 14), 1), (date(2022, 12, 13), 2)):
        found = derived(*versions("prior_report", "before_signing", "no_deadline", changed))
        assert [duty.rule for duty in found] == [version]


def test_of_two_versions_the_one_in_force_at_the_end_of_the_year_counts():
    both = versions("self_evaluation", "yearly", "yearly", date(2024, 12, 31))
    found = derived(*both, on=date(2025, 3, 2))
    assert [(duty.year, duty.rule) for duty in found] == [(2023, 1), (2024, 2), (2025, 2)]


def test_a_deadline_after_the_ordinance_was_repealed_is_none_unless_a_later_version_goes_on():
    report = rule("signing_report", "after_signing", days=30, in_force_until=date(2023, 1, 11))
    assert owed(report) == []
    assert [duty[0] for duty in owed(report._replace(in_force_until=date(2023, 1, 12)))] == ["체결 보고"]
    later = report._replace(id=8, in_force_from=date(2023, 1, 12), in_force_until=None)
    assert [duty.rule for duty in derived(report, later)] == [report.id]
    goes_on_not = {
        "of another ordinance": {"ordinance_id": 2},
        "of another duty": {"kind": "disclosure"},
        "from a day that is not known": {"in_force_from": None},
        "from a later day": {"in_force_from": date(2023, 1, 13)},
        "ended before": {"in_force_until": date(2023, 1, 11), "in_force_from": date(2023, 1, 11)},
    }
    for why, fields in goes_on_not.items():
        rules = [duty.rule for duty in derived(report, later._replace(**fields))]
        assert report.id not in rules, why


def test_without_a_deadline_the_day_of_signing_decides_even_where_the_ordinance_was_repealed():
    report = rule("signing_report", "without_delay", in_force_until=date(2022, 12, 13))
    assert [duty[0] for duty in owed(report)] == ["체결 보고"]


def test_versions_overlap_where_a_day_and_a_duty_are_of_both():
    older, newer = versions("prior_report", "before_signing", "no_deadline", date(2023, 7, 1))
    assert not versions_overlap(older, newer)
    assert not versions_overlap(newer, older)
    assert versions_overlap(older, newer._replace(in_force_from=date(2023, 6, 30)))
    assert versions_overlap(older._replace(in_force_until=None), newer)
    assert versions_overlap(older, newer._replace(in_force_from=None)), "from a day that is not known"
    assert not versions_overlap(older._replace(in_force_until=None), newer._replace(kind="council_vote"))


def test_without_the_ordinances_date_nothing_is_claimed_and_nothing_counts():
    unknown = EVALUATION._replace(in_force_from=None)
    assert {state for _name, _due, state in owed(unknown)} == {"unconfirmed"}
    late = record("self_evaluation", "2023", day="2024-02-01")
    assert owed(unknown, records=[late])[0][2] == "done", "nor that it was late"


def test_on_a_day_before_the_signing_there_are_no_duties():
    assert owed(EVALUATION, FIRST_SESSION, on=date(2022, 12, 12)) == []
    assert owed(EVALUATION, term=TermDates(None)) == []


# ---- dates that are not known to the day ---------------------------------------------------------------


def test_what_counts_from_a_partial_signing_counts_from_its_last_day():
    term = TermDates(PartialDate.parse("2022"), open_ended=True)
    fifty = rule("signing_report", "after_signing", days=50)
    assert owed(fifty, term=term) == [("체결 보고", date(2023, 2, 19), "no_record")]
    before = rule("prior_report", "before_signing")
    assert owed(before, term=term) == [("사전보고", date(2022, 12, 30), "no_record")]
    both = [session("2022-06-01", "2022-06-20"), session("2023-02-07", "2023-02-14")]
    assert owed(FIRST_SESSION, term=term, sessions=both) == [("체결 보고", date(2023, 2, 14), "no_record")]
    assert [name for name, _due, _state in owed(EVALUATION, term=term)] == ["자체평가 2023", "자체평가 2024"]


def test_a_partial_signing_asks_nothing_before_it_must_have_been_signed():
    term = TermDates(PartialDate.parse("2022"), open_ended=True)
    assert owed(EVALUATION, FIRST_SESSION, term=term, on=date(2022, 12, 30)) == []
    done = record("prior_report", day="2022-03-01")
    assert [state for _name, _due, state in owed(term=term, on=date(2022, 12, 30), records=[done])] == [
        "done"
    ]


def test_an_ordinance_that_may_have_come_after_the_signing_asks_nothing_of_it():
    term = TermDates(PartialDate.parse("2022"), open_ended=True)
    assert owed(FIRST_SESSION._replace(in_force_from=date(2022, 7, 1)), term=term) == []
    assert owed(FIRST_SESSION._replace(in_force_from=date(2022, 1, 1)), term=term) != []


def test_the_monthly_list_is_asked_for_only_where_the_month_is_known():
    monthly = rule("disclosure", "monthly")
    assert owed(monthly, term=TermDates(PartialDate.parse("2022"))) == []
    of_december = owed(monthly, term=TermDates(PartialDate.parse("2022-12")))
    assert of_december == [("누리집 공개 2022. 12.", date(2023, 1, 31), "no_record")]


def test_of_years_in_which_nobody_knows_whether_it_held_nothing_is_said_to_be_missing():
    unknown = TermDates(PartialDate.parse("2016"))
    found = derived(EVALUATION, term=unknown, on=date(2019, 3, 2))
    assert {duty.state for duty in found} == {"term_unknown"}
    assert not any(duty.counts for duty in found)
    ended = TermDates(PartialDate.parse("2016"), ended_on=date(2018, 6, 1))
    assert owed(EVALUATION, term=ended, on=date(2019, 3, 2)) == [
        ("자체평가 2017", date(2017, 12, 31), "no_record")
    ]


def test_what_was_only_announced_owes_nothing():
    assert owed(EVALUATION, FIRST_SESSION, term=TermDates(None, open_ended=True)) == []


def test_a_successor_of_an_unknown_day_ends_it_on_the_first_and_is_reported_from_the_last():
    term = TermDates(SIGNED.signed, open_ended=True, succeeded=PartialDate.parse("2023-06"))
    assert owed(EVALUATION, term=term) == []
    report = rule("end_report", "after_end", days=10)
    assert owed(report, term=term) == [("종료 보고", date(2023, 7, 10), "no_record")]
