"""What is known of each duty and how it is said, and what holds of all of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.rules import duties, ordinance
from agreements.rules.application import APPLIES, AgreementFacts, application
from agreements.rules.duty_ratio import duty_ratio
from agreements.rules.duty_words import duty_sentence
from agreements.rules.ordinance import OrdinanceRule, term_span
from agreements.rules.partial_date import PartialDate, Precision
from agreements.rules.phase import Phase, TermDates, agreement_phase
from agreements.rules.yes_no_unknown import YesNoUnknown
from tests.owed import (
    EVALUATION,
    FIRST_SESSION,
    NOTHING_KNOWN,
    PROVINCE,
    TODAY,
    derived,
    owed,
    record,
    rule,
)

# ---- what is known -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "state", "words"),
    [
        ([], "no_record", "등록된 실적 없음 (기한 2023. 12. 31.)"),
        ([record("self_evaluation", "2023")], "done", "완료 2023. 12. 1."),
        (
            [record("self_evaluation", "2023", day="2024-01-05")],
            "done_late",
            "완료 2024. 1. 5. (기한 2023. 12. 31.)",
        ),
        ([record("self_evaluation", "2023", done=False)], "not_done", "미실시(기관 설명)"),
        (
            [record("self_evaluation", "2023", done=False), record("self_evaluation", "2023")],
            "done",
            "완료 2023. 12. 1.",
        ),
        # Of another year, another duty, or after the day that is looked at.
        ([record("self_evaluation", "2022")], "no_record", "등록된 실적 없음 (기한 2023. 12. 31.)"),
        ([record("progress_report", "2023")], "no_record", "등록된 실적 없음 (기한 2023. 12. 31.)"),
        (
            [record("self_evaluation", "2023", day="2024-03-03")],
            "no_record",
            "등록된 실적 없음 (기한 2023. 12. 31.)",
        ),
    ],
)
def test_a_record_meets_the_duty_of_its_kind_and_period(known, state, words):
    found = derived(EVALUATION, records=known)
    duty = next(one for one in found if one.kind == "self_evaluation" and one.year == 2023)
    assert (duty.state, duty_sentence(duty)) == (state, words)


UNKNOWN_DUTIES = "적용 여부 확인 필요 (확인되지 않음: 상호 의무부담이나 권리 포기 여부)"
EXEMPTING = EVALUATION._replace(exempt_without_mutual_duties=True)
WITHOUT_DUTIES = NOTHING_KNOWN._replace(mutual_duties="no")


@pytest.mark.parametrize(
    ("asked", "facts", "state", "words"),
    [
        (EXEMPTING, WITHOUT_DUTIES, "not_owed", "해당 없음 (상호 의무부담·권리 포기 없음)"),
        (EXEMPTING, NOTHING_KNOWN, "application_unknown", UNKNOWN_DUTIES),
        (
            EVALUATION._replace(signed_from=date(2022, 12, 14)),
            NOTHING_KNOWN,
            "not_owed",
            "해당 없음 (조례가 적용되기 전에 체결)",
        ),
        (
            EVALUATION._replace(condition="none_of", triggers=("fiscal_burden",)),
            NOTHING_KNOWN._replace(fiscal_burden="yes"),
            "not_owed",
            "해당 없음 (조례가 정한 대상 협약이 아님)",
        ),
        (EXEMPTING._replace(in_force_from=None), WITHOUT_DUTIES, "unconfirmed", None),
    ],
)
def test_what_is_not_owed_says_so_and_what_is_not_known_claims_nothing(asked, facts, state, words):
    for duty in derived(asked, facts=facts):
        assert (duty.state, duty.counts) == (state, False)
        if words:
            assert (duty_sentence(duty), duty.due) == (words, None)
    not_done = record("self_evaluation", "2023", day="2024-02-01", done=False)
    said = duty_sentence(derived(asked, facts=facts, records=[not_done])[0])
    exempts = f" · {words}" if state == "not_owed" else ""
    assert said == f"미실시(기관 설명){exempts}"
    (done, _later) = derived(
        asked, facts=facts, records=[record("self_evaluation", "2023", day="2024-02-01")]
    )
    assert (done.state, done.due if words else None) == ("done", None), "the record stands, and is never late"
    assert not done.counts, "since nobody knows that it was owed"


def test_a_duty_without_a_deadline_counts_once_it_is_done():
    asked = rule("signing_report", "no_deadline")
    (open_duty,), (done,) = derived(asked), derived(asked, records=[record("signing_report")])
    assert (open_duty.counts, done.counts) == (False, True)
    assert duty_sentence(open_duty) == "등록된 실적 없음 (조례가 날짜로 정한 기한 없음)"


def test_a_record_that_no_rule_asks_for_is_shown_and_counts_nowhere():
    found = derived(records=[record("self_evaluation", "2023")])
    (duty,) = found
    assert (duty.state, duty.rule, duty.counts) == ("done", None, False)


def test_what_two_rules_ask_alike_is_one_duty_by_the_confirmed_one():
    unconfirmed = EVALUATION._replace(id=8, in_force_from=None)
    (both,) = ordinance.rules_by_body(
        [ordinance.BoundBody(PROVINCE, "province")], [unconfirmed, EVALUATION]
    ).values()
    assert {duty.rule for duty in derived(*both)} == {EVALUATION.id}
    assert owed(*both) == owed(EVALUATION)


def test_no_sentence_says_that_an_ordinance_was_broken():
    sentences = [
        duty_sentence(
            duties.ExpectedDuty(
                1, 1, "self_evaluation", None, TODAY, TODAY, state, 1, 1, TODAY, True, "exemption", "no"
            )
        )
        for state in duties.DutyState.values
    ]
    assert not any("위반" in sentence for sentence in sentences)
    assert "회기 미등록: 기한을 알 수 없음" in sentences
    assert sum("미실시" in sentence for sentence in sentences) == 1


def test_the_ratio_counts_what_is_owed_and_due_or_met():
    monthly = rule("disclosure", "monthly")
    found = derived(
        EVALUATION,
        FIRST_SESSION,
        monthly,
        rule("progress_report", "yearly", in_force_from=None),
        records=[record("self_evaluation", "2023"), record("end_report")],
    )
    counted = duty_ratio(found)
    assert (counted.met, counted.counted, counted.percent) == (1, 2, 50.0)
    assert counted.left_out == {"deadline_unknown": 1, "due_later": 1, "done": 1}, "what is undecided is not"
    assert duty_ratio([]).percent is None


MONEY_OR_LAND = {"condition": "any_of", "triggers": ("fiscal_burden", "public_property")}
NO_VOTE = {"condition": "none_of", "triggers": ("council_matter",)}
ALL_OPEN = {"exempt_without_mutual_duties": True, "signed_from": date(2022, 12, 14), "older_unclear": True}


@pytest.mark.parametrize(
    ("asked", "facts", "missing"),
    [
        (MONEY_OR_LAND, {}, "fiscal_burden public_property"),
        (MONEY_OR_LAND, {"fiscal_burden": "no"}, "public_property"),
        (NO_VOTE, {"mutual_duties": "no"}, "council_matter"),
        (NO_VOTE | ALL_OPEN, {}, "older council_matter mutual_duties"),
        ({"in_force_from": None}, {}, "in_force"),
    ],
)
def test_what_is_undecided_names_all_that_decides_and_is_not_known(asked, facts, missing):
    found = derived(EVALUATION._replace(**asked), facts=NOTHING_KNOWN._replace(**facts))
    assert {duty.missing for duty in found} == {tuple(missing.split())}


def test_an_agreement_that_may_have_ended_leaves_its_term_to_be_confirmed():
    (duty, *_rest) = derived(EVALUATION, term=TermDates(PartialDate.day(date(2022, 12, 13))))
    assert (duty.state, duty.missing, duty.is_decided) == ("term_unknown", ("term",), False)


def test_what_is_done_while_the_term_is_not_known_is_never_late_and_counts_nowhere():
    late = [record("self_evaluation", "2023", day="2024-01-05")]
    (done, *_rest) = derived(EVALUATION, term=TermDates(PartialDate.day(date(2022, 12, 13))), records=late)
    assert (done.state, done.counts) == ("done", False)


def test_nothing_is_asked_until_a_day_before_the_ordinance_held():
    before_signing = rule("prior_report", "before_signing")
    assert owed(before_signing._replace(in_force_from=date(2022, 12, 13))) == []
    assert [state for *_duty, state in owed(before_signing._replace(in_force_from=date(2022, 12, 12)))] == [
        "no_record"
    ]


def test_a_body_that_was_dissolved_by_the_deadline_owes_nothing():
    report = rule("signing_report", "after_signing", days=30)
    body = ordinance.BoundBody(PROVINCE, "province", dissolved_on=date(2023, 1, 11))
    bound = ordinance.rules_by_body([body], [EVALUATION, report])[PROVINCE]
    assert owed(*bound) == []
    longer = ordinance.rules_by_body([body._replace(dissolved_on=date(2023, 12, 31))], [EVALUATION, report])
    assert [duty[0] for duty in owed(*longer[PROVINCE])] == ["체결 보고", "자체평가 2023"]


@pytest.mark.parametrize(
    ("asked", "registered"),
    [
        (rule("self_evaluation", "no_deadline"), record("self_evaluation", "2023")),
        (EVALUATION, record("self_evaluation", day="2024-02-01")),
        (rule("disclosure", "monthly"), record("disclosure", "2022", day="2023-03-01")),
    ],
)
def test_a_record_answers_where_its_rule_was_put_right_afterwards(asked, registered):
    (first, *later) = derived(asked, records=[registered])
    assert (first.state, first.record) == ("done", registered.id), "nobody says that there is none"
    assert {duty.state for duty in later} <= {"due_later"}


def test_a_record_of_another_year_answers_nothing():
    other = record("self_evaluation", "2021", day="2021-12-01")
    states = {state for *_duty, state in owed(EVALUATION, records=[other])}
    assert states == {"done", "no_record", "due_later"}


# ---- what holds always -----------------------------------------------------------------------

days = st.dates(date(2019, 1, 1), date(2026, 12, 31))
terms = st.builds(
    TermDates,
    signed=days.map(PartialDate.day),
    effective_on=st.none() | days,
    expires_on=st.none() | days,
    renews=st.booleans(),
    ended_on=st.none() | days,
    succeeded=st.none() | days.map(PartialDate.day),
    open_ended=st.booleans(),
).filter(
    lambda term: all(
        day is None or day >= term.signed.last
        for day in (
            term.effective_on,
            term.expires_on,
            term.ended_on,
            term.succeeded and term.succeeded.first,
        )
    )
)
rules = st.builds(
    OrdinanceRule,
    id=st.just(1),
    agency=st.just(PROVINCE),
    kind=st.sampled_from(ordinance.DutyKind.values),
    due=st.sampled_from(ordinance.DueRule.values),
    days=st.integers(0, 400),
    session=st.integers(1, 2),
    condition=st.sampled_from(ordinance.DutyCondition.values),
    triggers=st.lists(st.sampled_from(("fiscal_burden", "council_matter")), unique=True).map(tuple),
    exempt_without_mutual_duties=st.booleans(),
    signed_from=st.none() | days,
    older_unclear=st.booleans(),
    from_signing_year=st.booleans(),
    signing_year_only=st.booleans(),
    in_force_from=st.none() | days,
    in_force_until=st.none() | days,
    body_until=st.none() | days,
)


@given(terms, days)
def test_the_span_and_the_phase_say_the_same_of_every_day(term, on):
    held = term_span(term)
    in_force = held.first <= on and (held.last is None or on <= held.last)
    assert in_force == (
        agreement_phase(term, on=on, default_notice_days=90)
        in {Phase.IN_FORCE, Phase.EXPIRING, Phase.UNKNOWN_TERM}
    )


facts = st.builds(AgreementFacts, *[st.sampled_from(YesNoUnknown.values)] * len(AgreementFacts._fields))


@given(terms, st.lists(rules, max_size=4), days, facts)
def test_no_duty_lies_outside_the_agreement_or_its_ordinance(term, found_rules, on, facts):
    by_id = {place: one._replace(id=place) for place, one in enumerate(found_rules)}
    found = derived(*by_id.values(), term=term, on=on, facts=facts)
    assert [duty.about for duty in found] == sorted(duty.about for duty in found)
    for duty in found:
        one = by_id[duty.rule]
        assert term.signed.last <= on
        assert duty.about >= term.signed.last
        assert one.in_force_from is None or one.in_force_from <= duty.about
        assert one.in_force_until is None or duty.about <= one.in_force_until
        assert duty.state != "no_record" or duty.due < on
        assert duty.counts == (duty.state == "no_record")
        assert not duty.counts or application(one, term.signed, facts) == APPLIES


records = st.builds(
    record,
    st.sampled_from(ordinance.DutyKind.values),
    st.sampled_from(("", "2020", "2022", "2022-12")),
    day=days.map(str),
    done=st.booleans(),
)


@given(terms, rules, days, facts, st.lists(records, max_size=2))
def test_nothing_is_missed_or_late_unless_everything_that_decides_is_known(term, one, on, facts, known):
    for duty in derived(one, term=term, on=on, facts=facts, records=known):
        if duty.state in ("no_record", "done_late"):
            assert one.is_confirmed
            assert application(one, term.signed, facts) == APPLIES
            assert one.in_force_from <= duty.due < on
            assert one.in_force_until is None or duty.due <= one.in_force_until
            assert one.body_until is None or duty.due <= one.body_until
            assert duty.period is None or duty.period.precision is Precision.MONTH or term_span(term).is_known


@given(terms, rules, days, facts, st.sampled_from(AgreementFacts._fields))
def test_what_is_missed_without_knowing_a_fact_is_missed_whatever_it_is(term, one, on, facts, name):
    def missed(answer):
        found = derived(one, term=term, on=on, facts=facts._replace(**{name: answer}))
        return {(duty.kind, duty.period) for duty in found if duty.state == "no_record"}

    assert missed("unknown") == missed("yes") & missed("no")
