"""The change a target makes: one rule in Python and in SQL, held together; and the list that shows it."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from agreements.lists import TARGETS
from agreements.lists.columns.targets import TARGETS as EXPORT
from agreements.lists.parameters import Clock
from agreements.lists.targets import announced_targets, announcements, counting_announcements
from agreements.models import StatusReport
from agreements.models.announcement import with_target_change
from agreements.rules.targets import TargetChange
from tests import factories, scenario
from tests.factories import TODAY, published
from tests.registers import shared_register

# Each history in the order it was published; None says that there is no date.
HISTORIES = [
    ["2022", "2023", "2023-06", "2023-H2"],
    ["2023", "2023", "2023-H1", "2023-06-15", "2022"],
    [None, "2024", None, None, "2024", "2024-03"],
    ["2025", None, "2025", "2026-H1", "2026"],
]


@shared_register
def told() -> Clock:
    program = published(factories.program(milestones=len(HISTORIES)))
    for milestone, history in zip(program.milestones.order_by("number"), HISTORIES, strict=True):
        for number, target in enumerate(history):
            # Two a day: then the order of publication decides.
            said = (
                {"target": target} if target else {"target_undated": True, "target_reason_ko": "자료에 없음"}
            )
            published(factories.report(milestone, "planned", f"2022-0{1 + number // 2}-01", **said))
    return Clock(TODAY, today=TODAY)


def both(clock: Clock) -> tuple[dict[int, str], dict[int, str]]:
    rows = announced_targets(clock)
    sql = dict(with_target_change(rows, counting=counting_announcements(clock)).values_list("pk", "change"))
    python = {said.report.id: said.change.value for said in announcements(list(sql), clock)[0]}
    return sql, python


def test_sql_and_python_tell_the_same_change_of_every_announcement(told):
    sql, python = both(told)
    assert sql == python
    assert len(sql) == sum(map(len, HISTORIES))
    assert set(sql.values()) == set(TargetChange.values)


def test_they_agree_on_earlier_days_and_after_a_correction_and_a_withdrawal(told):
    wrong = StatusReport.objects.get(milestone__number=1, number=2)
    before = Clock(date(2022, 2, 1), seq=wrong.published_seq, today=TODAY)
    then = both(before)
    published(factories.correction(wrong, "planned", "2022-01-02", target="2030"))
    published(factories.withdrawal(StatusReport.objects.get(milestone__number=4, number=1)))
    for clock in (told, Clock(date(2022, 1, 31), today=TODAY)):
        sql, python = both(clock)
        assert sql == python
        assert wrong.pk not in sql
    assert both(before) == then
    assert then[0] == then[1]


# ---- the list --------------------------------------------------------------------------------------


def rows(query: str) -> list[dict[str, str]]:
    with translation.override("en"):
        _clock, chunks = EXPORT.csv_for(QueryDict(query), today=TODAY)
        text = b"".join(chunks).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_has_one_row_an_announcement_told_apart_from_the_one_before(db):
    scenario.paju()
    found = rows("milestone=crisis-child-one-stop-1&sort=announced")
    names = (
        "announced_by_slug",
        "announced",
        "target",
        "change",
        "days_moved",
        "days_against_first",
        "reason",
    )
    assert [tuple(row[name] for name in names) for row in found] == [
        ("commission", "2021-09-03", "2022", "first", "", "0", "자료에 없음"),
        ("commission", "2022-12-13", "2023", "moved", "365", "365", "자료에 없음"),
        ("paju", "2022-12-13", "2023-06", "refined", "", "181", "자료에 없음"),
        ("commission", "2023-02-13", "2023-H2", "moved", "184", "365", "자료에 없음"),
    ]
    assert {row["agency_slugs"] for row in found} == {"commission; paju-police; paju"}
    assert all(row["sources"] for row in found)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 9),
        ("change=moved", 3),
        ("moved=yes", 3),
        ("change=first", 3),
        ("change=undated", 1),
        ("agency=paju-police", 7),
        ("stated_by=paju", 2),
        ("program=crisis-child-one-stop", 9),
        ("agreement=2022-0001", 3),
        ("subject=milestone", 6),
        ("year=2021", 2),
        ("year=2023&change=moved", 2),
        ("as_of=2022-12-31", 6),
        ("as_of=2022-12-31&moved=yes", 1),
    ],
)
def test_filters_leave_the_same_rows_on_the_page_and_in_the_file(db, query, count):
    scenario.paju()
    selection = TARGETS.select(QueryDict(query), today=TODAY)
    page: list[Any] = list(selection.for_page())
    found = rows(query)
    assert len(page) == len(found) == count
    assert [report.public_reference for report in page] == [row["report_reference"] for row in found]
