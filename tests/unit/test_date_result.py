"""What became of an announced date: one rule in Python and in SQL, held together."""

from datetime import date

import pytest
from django.http import QueryDict

from agreements.lists import TARGETS
from agreements.lists.parameters import Clock
from agreements.lists.promises import key_of_record, promise_histories, states_of_promises
from agreements.lists.targets import announced_targets, results_of_speakers, with_result_at
from agreements.models import Agency, Origin, StatusReport
from agreements.rules.outcome import DateResult, date_result
from tests import factories
from tests.factories import TODAY, published
from tests.registers import shared_register

ANNOUNCED = [
    ("2022-01-10", "2022"),
    ("2022-03-10", "2023-06"),
    ("2023-06", "2023-H2"),
]
# How each promise was fulfilled: the report's status, day said and further fields; None: it was not.
FULFILLED = [
    ("reached", "2023-06-30", {}),  # the last day of a date
    ("reached", "2023-07-01", {}),
    ("reached", "2023-08-20", {"happened": "2023-08-20", "happened_as": "by"}),
    ("reached", "2023-12-20", {"happened": "2023"}),  # a year that still ran
    ("reached", "2023-05-20", {"then": {"says_not_done": True}}),  # disputed
    None,
]


@shared_register
def fared() -> Clock:
    """Six promises with the same announcements, each with another outcome."""
    speaker, other = factories.agency("speaker"), factories.agency("other")
    program = published(factories.program(milestones=len(FULFILLED)))
    for milestone, outcome in zip(program.milestones.order_by("number"), FULFILLED, strict=True):
        for said_on, target in ANNOUNCED:
            published(factories.report(milestone, "planned", said_on, stated_by=speaker, target=target))
        published(
            factories.report(
                milestone, "planned", "2022-02-01", stated_by=speaker, target_undated=True,
                target_reason_ko="자료에 없음",
            )
        )  # fmt: skip
        # What stands in two reports of a day in the same words is one announcement.
        published(factories.report(milestone, "planned", "2022-01-10", stated_by=speaker, target="2022"))
        # Recalled later by an article on work going on, which says of nothing that it is not done.
        recalled = {"target": "2023", "origin": Origin.RESEARCH, "stated_by": speaker}
        published(factories.report(milestone, "under_way", "2024-02-01", **recalled))
        if outcome is None:
            continue
        status, said_on, fields = outcome
        denial = dict(fields).pop("then", None)
        happened = {name: value for name, value in fields.items() if name != "then"}
        published(factories.report(milestone, status, said_on, stated_by=other, **happened))
        if denial:
            published(factories.report(milestone, "under_way", "2024-05-01", stated_by=speaker, **denial))
    return Clock(TODAY, today=TODAY)


def both(clock):
    """Return {report: result} by SQL and by the rule."""
    rows = with_result_at(announced_targets(clock), clock)
    sql = dict(rows.values_list("pk", "result"))
    keys = {key_of_record(report) for report in StatusReport.objects.filter(pk__in=sql)}
    histories, states = promise_histories(keys, clock), states_of_promises(keys, clock)
    python = {}
    for key, history in histories.items():
        outcome = states[key].outcome if key in states else None
        for entry in history.announcements:
            python[entry.report.id] = date_result(entry.report, outcome, repeats=entry.repeats).value
    return sql, {pk: python[pk] for pk in sql}


def test_sql_and_python_tell_the_same_of_every_date(fared):
    sql, python = both(fared)
    assert sql == python
    assert set(sql.values()) == set(DateResult.values)


@pytest.mark.parametrize("day", [date(2022, 2, 1), date(2023, 6, 30), date(2023, 7, 1), date(2024, 4, 30)])
def test_they_agree_on_earlier_days_and_at_earlier_sequences(fared, day):
    for seq in (None, 9, 15):
        sql, python = both(Clock(day, seq=seq, today=TODAY))
        assert sql == python
        assert sql


def test_a_date_before_any_outcome_is_not_judged_by_the_calendar(fared):
    """In June 2023 the year 2022 has long passed; of what nobody says that it is done, nothing is said."""
    before = Clock(date(2023, 4, 30), today=TODAY)
    results = results_of_speakers([Agency.objects.get(slug="speaker").pk], before)
    assert set(*map(dict.keys, map(dict, results.values()))) == {
        DateResult.OPEN,
        DateResult.UNDATED,
        DateResult.REPEATED,
    }


def test_each_count_of_a_speaker_is_the_number_of_rows_that_the_list_finds(fared):
    speaker = Agency.objects.get(slug="speaker").pk
    counts = results_of_speakers([speaker], fared)[speaker]
    found = {
        result: TARGETS.select(QueryDict(f"stated_by=speaker&result={result}"), today=TODAY).rows.count()
        for result in DateResult.values
    }
    assert dict(counts) == {result: count for result, count in found.items() if count}
    offered = TARGETS.select(QueryDict("stated_by=speaker"), today=TODAY).facets.counts("result")
    assert {result: offered[result] for result in counts} == dict(counts)
    assert offered[""] == counts.total()
