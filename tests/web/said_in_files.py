"""What the files of the public say of each promise, under the names of ``tests/web/said.py``."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from defusedxml import ElementTree
from django.utils.text import capfirst
from django.utils.translation import gettext

from agreements.rules.judged_dates import verdict_text
from agreements.rules.lifecycle import UNKNOWN, HappenedAs
from agreements.rules.outcome import Outcome, Verdict
from agreements.rules.outcome_words import outcome_phrase
from agreements.rules.partial_date import PartialDate
from agreements.rules.story import outcome_short
from tests.web.said import Announced, Fact, report_in, said_in_words

type Row = Mapping[str, str]
ATOM = "{http://www.w3.org/2005/Atom}"


def rows_of(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def in_words(iso: str) -> str:
    """A period of a file as a table of a page writes it."""
    return PartialDate.parse(iso).short() if iso else ""


def last_day(iso: str) -> str:
    return f"{PartialDate.parse(iso).last:%Y%m%d}" if iso else ""


def of_promises(rows: Sequence[Row], name: str) -> Iterator[Fact]:
    """The facts of commitments.csv or milestones.csv."""
    for row in rows:
        known = row["status"] not in UNKNOWN  # of what nobody reported, pages do not say that it is silent
        standing = "" if row["standing"] == "closed" else row["standing_label"]
        facts = {
            "status": row["status_label"],
            "standing": standing,
            "silent": "1" if row["silent"] == "1" and known else "",
            "disputed": row["disputed"].strip("0"),
            "first date": in_words(row["original_target"]),
            "date that counts": in_words(row["current_target"]),
            "times moved": row["times_moved"],
            "searched on": row["searched_on"],
            "last day": last_day(row["current_target"]),
        }
        for fact, value in facts.items():
            yield Fact(row["reference"], fact, value, name)


def outcomes_in_words(row: Row) -> set[str]:
    """How a page may write the span of days that a row of a file gives: of these, one."""
    first, last = (date.fromisoformat(row[name]) if row[name] else None for name in SPAN)
    if last is None:
        return {"", gettext("disputed")}
    return {outcome_short(Outcome(first, last, happened_as)) for happened_as in HappenedAs}


SPAN = ("completed_from", "completed_to")


def of_targets(rows: Sequence[Row], same: Mapping[str, str]) -> Iterator[Fact]:
    """The facts of targets.csv; ``same`` leads from a milestone to the commitment of the same promise."""
    announced: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        days = int(row["days_after"]) if row["days_after"] else None
        result = verdict_text(Verdict(row["result"]), days) if row["result"] else ""
        target = in_words(row["target"]) or gettext("no date")
        said, moved = said_in_words(in_words(row["said_on"])), row["days_moved"].lstrip("-") or "0"
        entry = Announced(row["stated_by"], said, target, result, row["change_label"], moved)
        yield from entry.facts(row["subject_reference"], "targets.csv")
        announced[same.get(row["subject_reference"], row["subject_reference"])].append(entry.key)
    for about, keys in announced.items():
        yield Fact(about, "announced", "; ".join(sorted(keys)), "targets.csv")


def of_reports(rows: Sequence[Row]) -> Iterator[Fact]:
    for row in rows:
        happened = PartialDate.parse(row["happened"]) if row["happened"] else None
        phrase = outcome_phrase(row["status"], happened, row["happened_as"])
        yield Fact(row["reference"], "status", row["status_label"], "reports.csv")
        yield Fact(row["reference"], "happened", capfirst(phrase), "reports.csv")


def of_feed(body: bytes) -> Iterator[Fact]:
    for entry in ElementTree.fromstring(body).iter(f"{ATOM}entry"):
        about = report_in(entry.findtext(f"{ATOM}id", ""))
        status = entry.findtext(f"{ATOM}title", "").rpartition(" – ")[2]
        yield Fact(about, "status", status, "reports.atom")


def of_calendar(body: bytes) -> Iterator[Fact]:
    """The date that counts with its speaker, and its last day."""
    text = re.sub(r"\r\n[ \t]", "", body.decode())
    for event in text.split("BEGIN:VEVENT")[1:]:
        of_event = dict(line.partition(":")[::2] for line in event.splitlines())
        about = of_event["UID"].partition("@")[0]
        said = {"speaker": "SPEAKER", "target": "TARGET"}
        before, between, after = re.split(
            "SPEAKER|TARGET", gettext("Announced by %(speaker)s: %(target)s") % said
        )
        words = of_event["DESCRIPTION"].removeprefix(before).removesuffix(after)
        speaker, _, target = words.partition(between)
        yield Fact(about, "who named it", speaker, "deadlines.ics")
        yield Fact(about, "date that counts", target, "deadlines.ics")
        last = [value for name, value in of_event.items() if name.startswith("DTSTART")]
        yield Fact(about, "last day", last[0], "deadlines.ics")
