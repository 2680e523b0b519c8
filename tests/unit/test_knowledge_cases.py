"""The acceptance cases of the rules on what is known (shared data, worked out by hand), case by case."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agreements.rules.inquiry import Inquired
from agreements.rules.lifecycle import AS_COMMITMENT, UNKNOWN, UNREPORTED, Reported
from agreements.rules.outcome import days_after, outcome_of, verdict_on
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import Promise, Standing, StateRow, standing, state_on, states
from agreements.rules.targets import speakers_differ, target_history

CASES = json.loads((Path(__file__).parent / "knowledge_cases.json").read_text(encoding="utf-8"))["cases"]
DUE_SOON_DAYS = 30

type Facts = dict[str, Any]

DAYS = [
    pytest.param(case["given"], key, expected, id=f"{case['id']} {key}")
    for case in CASES
    for key, expected in case["expect"].items()
]


@pytest.mark.parametrize(("given", "key", "expected"), DAYS)
def test_the_rules_say_what_was_worked_out_by_hand(given: Facts, key: str, expected: Facts | None):
    day, _, seq = key.partition("@")
    on = date.fromisoformat(day)
    promise = promise_of(given, seq=int(seq) if seq else None)
    row = row_on(promise, on)
    assert (None if row is None else answer(promise, row, on)) == expected


def row_on(promise: Promise, on: date) -> StateRow | None:
    """Find the row of the day, and hold that it says what the day by itself does."""
    for row in states(promise):
        if row.day_from <= on < row.day_to:
            day_by_itself = state_on(promise, on)
            assert row == day_by_itself._replace(day_from=row.day_from, day_to=row.day_to)
            return row
    return None


def answer(promise: Promise, row: StateRow, on: date) -> Facts:
    history = target_history(promise.reports, on=on)
    outcome = outcome_of(promise.reports, on=on)
    verdicts = []
    for entry in history:
        if entry.repeats:
            continue
        verdict = days = None
        if entry.target and outcome:
            verdict = verdict_on(entry.target, named=entry.report, outcome=outcome).value
            days = days_after(entry.target, outcome) if verdict == "after" else None
        verdicts.append(
            {
                "stated_by": entry.speaker,
                "target": entry.target and entry.target.iso(),
                "change": entry.change.value,
                "days_moved": entry.days_moved,
                "verdict": verdict,
                "days": days,
            }
        )
    where = standing(row, on=on, due_soon_days=DUE_SOON_DAYS)
    unknown = row.status in UNKNOWN
    searched = row.status == UNREPORTED or where == Standing.UNCONFIRMED
    return {
        "status": None if unknown else AS_COMMITMENT.get(row.status, row.status),
        "known_as": row.status if unknown else "reported",
        "searched_on": row.searched_on.isoformat() if searched and row.searched_on else None,
        "standing": where.value,
        "first_target": row.first_target
        and {"stated_by": row.first_target_by_id, "target": row.first_target.iso()},
        "counting_target": row.target and row.target.iso(),
        "differs": speakers_differ(history),
        "times_moved": row.times_moved,
        "outcome": outcome and [day and day.isoformat() for day in outcome[:2]],
        "disputed": row.disputed,
        "verdicts": verdicts,
    }


# ---- reading the cases --------------------------------------------------------------------------------


def promise_of(given: Facts, *, seq: int | None) -> Promise:
    other = given.get("carried_by") or given.get("carries")
    joined = other is not None and (seq is None or other["linked_seq"] <= seq)
    sides = [given, other] if joined and other else [given]
    return Promise(
        since=min(date.fromisoformat(side["since"]) for side in sides),
        reports=[report for side in sides for report in reports_of(side, seq)],
        inquiries=[inquiry for side in sides for inquiry in inquiries_of(side, seq)],
        agencies=given.get("agencies"),
        joined=joined,
        rows_from=date.fromisoformat(given["since"]) if given["kind"] == "commitment" else None,
    )


def reports_of(side: Facts, seq: int | None) -> list[Reported]:
    known = [report for report in side["reports"] if seq is None or report["seq"] <= seq]
    by_seq = {report["seq"]: report for report in known}
    replaced = {report.get("corrects") for report in known}
    return [
        reported(report, by_seq)
        for report in known
        if report["seq"] not in replaced
        and not (report.get("withdrawn_seq") and (seq is None or report["withdrawn_seq"] <= seq))
    ]


def reported(report: Facts, by_seq: dict[int, Facts]) -> Reported:
    replaces = by_seq.get(report.get("corrects", 0))
    return Reported(
        id=report["seq"],
        seq=report["seq"],
        published_on=date.fromisoformat((replaces or report)["published_on"]),
        said_on=PartialDate.parse(report["said_on"]),
        status=report["status"],
        stated_by=report["stated_by"],
        happened=PartialDate.parse(report["happened"]) if "happened" in report else None,
        happened_as=report.get("happened_as", ""),
        says_not_done=report.get("says_not_done", False),
        submitted=report.get("origin") == "submitted",
        target=PartialDate.parse(report["target"]) if "target" in report else None,
        target_undated=report.get("undated", False),
        place=replaces["seq"] if replaces else 0,
    )


def inquiries_of(side: Facts, seq: int | None) -> list[Inquired]:
    return [
        Inquired(
            searched_on=date.fromisoformat(inquiry["searched_on"]),
            covers_from=PartialDate.parse(inquiry["for_time"][0]),
            covers_to=PartialDate.parse(inquiry["for_time"][1]),
            nothing_found=inquiry["result"] == "nothing_found",
        )
        for inquiry in side["inquiries"]
        if seq is None or inquiry["seq"] <= seq
    ]
