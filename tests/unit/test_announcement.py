"""The change a target makes: one rule in Python and in SQL, held together; and the list that shows it."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db.models import Max, Q
from django.http import QueryDict
from django.utils import translation

from agreements.lists import TARGETS
from agreements.lists.columns.formats import file_for
from agreements.lists.columns.targets import TARGETS as EXPORT
from agreements.lists.parameters import Clock
from agreements.lists.targets import announced_targets, announcements_in, with_change_at, with_days_moved
from agreements.models import Agency, AgencySuccession, StatusReport
from agreements.rules.targets import TargetChange
from tests import factories, scenario
from tests.factories import TODAY, published
from tests.registers import shared_register

# Each history in the order it was published: speaker, day it was said, date (None: there is none).
# Two of one day stand with the wider first, whoever published which before.
HISTORIES = [
    [("a", "2022-01-01", "2022"), ("a", "2022-02-01", "2023"), ("a", "2022-03-01", "2023-H2")],
    [  # two speakers: neither moves what the other said
        ("a", "2022-01-01", "2022"),
        ("b", "2022-02-01", "2023"),
        ("a", "2022-03-01", "2022-06"),
        ("b", "2022-04-01", "2023"),
        ("a", "2022-05-01", None),
        ("b", "2022-06-01", "2024"),
    ],
    [  # less precisely: before the narrow date had passed, and after
        ("a", "2022-01-01", "2022-H1"),
        ("a", "2022-06-30", "2022"),
        ("b", "2022-01-01", "2022-H1"),
        ("b", "2022-07-01", "2022"),
    ],
    [  # taken back twice, named again
        ("a", "2022-01-01", None),
        ("a", "2022-02-01", "2024"),
        ("a", "2022-03-01", None),
        ("a", "2022-04-01", None),
        ("a", "2022-05-01", "2024-03"),
        ("a", "2022-06-01", None),
        ("a", "2022-07-01", "2026"),
    ],
    [  # on one day: the narrow one published first, none beside a date, the same twice
        ("a", "2022-01-01", "2023-06"),
        ("a", "2022-01-01", "2023"),
        ("a", "2022-01-01", None),
        ("b", "2022-01-01", "2024"),
        ("b", "2022-01-01", "2024"),
        ("c", "2022-01-01", None),
        ("c", "2022-01-01", None),
        ("c", "2022", "2025"),
        ("c", "2022-01", "2024"),
    ],
]
LINKED = 2  # of these the first: each is carried out by a milestone
ON_COMMITMENTS = [
    [("a", "2022-01-15", "2022-H2"), ("a", "2022-03-01", "2023-H2"), ("b", "2022-05-01", "2025")],
    [("b", "2022-02-01", "2023"), ("a", "2022-05-01", None), ("a", "2022-06-15", "2023")],
]


def announce(subject: Any, status: str, history: list[tuple[str, str, str | None]]) -> None:
    for speaker, said_on, target in history:
        said = {"target": target} if target else {"target_undated": True, "target_reason_ko": "자료에 없음"}
        published(
            factories.report(
                subject, status, said_on, stated_by=factories.agency(f"speaker-{speaker}"), **said
            )
        )


@shared_register
def told() -> Clock:
    program = published(factories.program(milestones=len(HISTORIES)))
    milestones = list(program.milestones.order_by("number"))
    for milestone, history in zip(milestones, HISTORIES, strict=True):
        announce(milestone, "planned", history)
    agreement = published(factories.agreement(commitments=LINKED, signed="2022-02-01"))
    commitments = list(agreement.commitments.order_by("number"))
    for commitment, history in zip(commitments, ON_COMMITMENTS, strict=True):
        announce(commitment, "not_started", history)
    for commitment, milestone in zip(commitments, milestones[:LINKED], strict=True):
        commitment.carried_out_by = milestone
        factories.changed(
            agreement,
            write=lambda _agreement, linked=commitment: linked.save(update_fields=["carried_out_by"]),
        )
    return Clock(TODAY, today=TODAY)


type Changes = dict[int, tuple[str, bool]]  # by report: the change, and whether it is still said


def both(clock: Clock) -> tuple[Changes, Changes]:
    rows = with_change_at(announced_targets(clock), clock)
    sql = {pk: (change, present) for pk, change, present in rows.values_list("pk", "change", "present")}
    announced = announcements_in(sql, clock)
    python = {pk: (entry.change.value, entry.present) for pk, (entry, _judged) in announced.items()}
    return sql, {pk: python[pk] for pk in sql}


def test_sql_and_python_tell_the_same_change_of_every_announcement(told):
    sql, python = both(told)
    assert sql == python
    assert len(sql) == sum(map(len, [*HISTORIES, *ON_COMMITMENTS]))
    assert {change for change, _present in sql.values()} == set(TargetChange.values)


def test_a_word_that_stands_on_both_sides_is_told_once_and_then_repeated(told):
    """Of the second promise: b's date and a's removal stand on the commitment and on the milestone."""
    sql, _python = both(told)
    of_pair = Q(milestone__number=2) | Q(commitment__number=2)
    rows = StatusReport.objects.filter(of_pair).order_by("said_on_last", "published_seq")
    assert [(str(row.said_on), *sql[row.pk]) for row in rows] == [
        ("2022-01-01", "first", False),
        ("2022-02-01", "first", False),
        ("2022-02-01", "restated", False),
        ("2022-03-01", "refined", False),
        ("2022-04-01", "restated", False),
        ("2022-05-01", "removed", False),
        ("2022-05-01", "restated", False),
        ("2022-06-01", "moved", True),
        ("2022-06-15", "moved", True),
    ]


@pytest.mark.parametrize("day", [date(2022, 1, 1), date(2022, 1, 31), date(2022, 2, 1), date(2022, 6, 30)])
def test_they_agree_on_earlier_days(told, day):
    sql, python = both(Clock(day, today=TODAY))
    assert sql == python
    assert sql


def test_before_two_promises_were_joined_each_had_its_own_history(told):
    before = StatusReport.objects.aggregate(last=Max("published_seq"))["last"]
    sql, python = both(Clock(TODAY, seq=before, today=TODAY))
    assert sql == python
    joined = both(told)[0]
    apart = StatusReport.objects.get(commitment__number=1, number=1)
    assert (sql[apart.pk][0], joined[apart.pk][0]) == ("first", "refined")


def test_they_agree_after_a_correction_and_a_withdrawal(told):
    wrong = StatusReport.objects.get(milestone__number=1, number=2)
    before = Clock(date(2022, 2, 1), seq=wrong.published_seq, today=TODAY)
    then = both(before)
    published(factories.correction(wrong, "planned", "2022-01-02", stated_by=wrong.stated_by, target="2030"))
    published(factories.withdrawal(StatusReport.objects.get(milestone__number=4, number=2)))
    for clock in (told, Clock(date(2022, 1, 31), today=TODAY)):
        sql, python = both(clock)
        assert sql == python
        assert wrong.pk not in sql
    assert both(before) == then
    assert then[0] == then[1]


@pytest.mark.parametrize("day", [date(2022, 4, 30), TODAY])
def test_they_agree_where_a_body_continues_the_history_of_another(told, day):
    clock = Clock(day, today=TODAY)
    apart, _python = both(clock)
    for agency, successor in (("speaker-a", "speaker-b"), ("speaker-b", "speaker-c")):
        AgencySuccession.objects.create(
            agency=Agency.objects.get(slug=agency), successor=Agency.objects.get(slug=successor)
        )
    sql, python = both(clock)
    assert sql == python
    assert sql.keys() == apart.keys()
    assert sql != apart

    rows = with_days_moved(announced_targets(clock), clock).filter(days_moved__isnull=False)
    days = {pk: moved.days for pk, moved in rows.values_list("pk", "days_moved")}
    announced = announcements_in(sql, clock)
    assert days == {
        pk: entry.days_moved for pk, (entry, _judged) in announced.items() if entry.days_moved is not None
    }


# ---- the list --------------------------------------------------------------------------------------


def rows(query: str) -> list[dict[str, str]]:
    with translation.override("en"):
        _clock, chunks = file_for(EXPORT, "csv", QueryDict(query), today=TODAY)
        text = b"".join(chunks).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_holds_each_date_against_its_own_speaker_and_against_what_happened(db):
    """The commission moves its date; the city's date moves nothing, and each is judged by itself."""
    scenario.paju()
    found = rows("milestone=crisis-child-one-stop-1&sort=announced")
    names = (
        "stated_by_slug",
        "said_on",
        "target",
        "change",
        "days_moved",
        "present",
        "result",
        "days_after",
    )
    assert [tuple(row[name] for name in names) for row in found] == [
        ("commission", "2021-09-03", "2022", "first", "", "0", "after", "361"),
        ("commission", "2022-12-13", "2023", "moved", "365", "0", "within", ""),
        ("paju", "2022-12-13", "2023-06", "first", "", "1", "after", "180"),
        ("commission", "2023-02-13", "2023-H2", "refined", "", "1", "within", ""),
    ]
    assert {row["reason"] for row in found} == {"자료에 없음"}
    assert {row["agency_slugs"] for row in found} == {"commission; paju-police; paju"}
    assert all(row["sources"] for row in found)


def test_before_there_is_an_outcome_no_date_has_a_result(db):
    scenario.paju()
    found = rows("milestone=crisis-child-one-stop-1&as_of=2023-12-26")
    assert len(found) == 4
    assert {(row["result"], row["result_label"], row["days_after"]) for row in found} == {("", "", "")}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 9),
        ("change=moved", 1),
        ("moved=yes", 1),
        ("change=first", 3),
        ("change=restated", 3),
        ("change=undated", 1),
        ("agency=paju-police", 7),
        ("stated_by=paju", 2),
        ("program=crisis-child-one-stop", 9),
        ("agreement=2022-0001", 3),
        ("kind=milestone", 6),
        ("year=2021", 2),
        ("year=2022&change=moved", 1),
        ("year=2023&change=moved", 0),
        ("year=2023&change=refined", 1),
        ("as_of=2022-12-31", 6),
        ("as_of=2022-12-31&moved=yes", 1),
        ("present=yes", 5),
        ("present=no&change=first", 1),
        ("present=yes&as_of=2022-12-31", 4),
    ],
)
def test_filters_leave_the_same_rows_on_the_page_and_in_the_file(db, query, count):
    scenario.paju()
    selection = TARGETS.select(QueryDict(query), today=TODAY)
    page: list[Any] = list(selection.for_page())
    found = rows(query)
    assert len(page) == len(found) == count
    assert [report.public_reference for report in page] == [row["report_reference"] for row in found]
