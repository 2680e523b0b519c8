"""Whether anybody's edit is lost when many people save the same records at once.

    python -m tests.postgres python -m tests.performance.edits 16 200

Each process is a person at the admin: opens one of ten agreements, adds a line of their own to it or to
its commitment, saves, and sometimes submits it or, as a coordinator, returns or changes it.  Every accepted
line must be in the record and in a trace at the end; a refusal must be one of ours.  Not a test: pytest
does not collect it; ``tests/reliability/test_lost_edits.py`` does the same, smaller.
"""

# ruff: noqa: T201

import multiprocessing
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.performance.register import throwaway

AGREEMENTS = 10


@dataclass
class Outcome:
    """What came of one person's edits: accepted lines by agreement, and how often what was answered."""

    lines: dict[int, list[str]] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)


def main() -> None:
    processes, edits = (int(text) for text in sys.argv[1:3]) if sys.argv[2:] else (4, 20)
    with throwaway():
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        keys = prepare()
        connections.close_all()
        started = time.perf_counter()
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            outcomes = pool.starmap(person, [(number, edits, keys) for number in range(processes)], 1)
        seconds = time.perf_counter() - started
        report(outcomes, seconds)
        sys.exit(bool(faults(outcomes)))


def prepare() -> list[int]:
    """Ten agreements, two of them public."""
    from tests import factories

    made = [factories.agreement() for _number in range(AGREEMENTS)]
    for public in made[:2]:
        factories.published(public)
    return [one.pk for one in made]


def person(number: int, edits: int, keys: list[int]) -> Outcome:
    """One person's session; a coordinator every fourth, else the editor of all agencies."""
    from django.db import connection
    from django.test import Client

    from tests import factories

    connection.ensure_connection()
    draw, outcome = random.Random(number), Outcome()
    client = Client(raise_request_exception=False)
    coordinates = number % 4 == 0
    client.force_login(factories.reviewer() if coordinates else factories.author())
    for edit in range(edits):
        key = draw.choice(keys)
        if draw.random() < (0.4 if coordinates else 0.03):  # else all would soon wait for a return
            answer = press(client, key, "return" if coordinates else "submit")
        else:
            line = f"{number}번 담당자 {edit}번째 줄"
            answer = write(client, key, line, child=draw.random() < 0.3)
            if answer == "saved":
                outcome.lines.setdefault(key, []).append(line)
        outcome.answers[answer] += 1
    connection.close()
    return outcome


def write(client: Any, key: int, line: str, *, child: bool) -> str:
    """Open the form, add a line to the purpose of the agreement or of its commitment, save, confirm."""
    from tests.admin.page import form

    address = f"/admin/agreements/agreement/{key}/change/"
    opened = client.get(address)
    if opened.status_code != 200:
        return f"error {opened.status_code} on opening"
    if b'name="_save"' not in opened.content:
        return "frozen"
    page = form(opened)
    name = "commitments-0-wording_ko" if child else "purpose_ko"
    if name not in page:
        return "frozen"
    page[name] = [f"{page[name][0]}\n{line}".strip()]
    saved = client.post(address, page)
    if saved.status_code == 200 and "change-reason" in saved.content.decode():  # public: say why
        saved = client.post(address, form(saved) | {"change-kind": "correction", "change-reason": "보완"})
    return judged(saved)


def judged(saved: Any) -> str:
    from django.contrib import messages
    from django.contrib.messages import get_messages

    if saved.status_code == 302:  # a public record shows itself again, saved or not
        refused = any(message.level == messages.ERROR for message in get_messages(saved.wsgi_request))
        return "frozen" if refused else "saved"
    if saved.status_code == 200 and 'id="conflict"' in saved.content.decode():
        return "told of the conflict"
    return f"error {saved.status_code}"


def press(client: Any, key: int, act: str) -> str:
    from tests.admin.page import form

    address = f"/admin/agreements/agreement/{key}/{act}/"
    question = client.get(address)
    if question.status_code != 200:
        return f"error {question.status_code} on opening"
    if b'name="version"' not in question.content:
        return "not possible now"
    done = client.post(address, form(question) | {"reason": "보완"})
    return (
        "pressed" if done.status_code == 302 else "not possible now" if done.status_code == 200 else "error"
    )


def faults(outcomes: list[Outcome]) -> list[str]:
    """Accepted lines that are not in the record or in no trace, and answers that are errors."""
    from agreements.models import Agreement, Trace

    found = [answer for outcome in outcomes for answer in outcome.answers if answer.startswith("error")]
    for key, agreement in Agreement.objects.in_bulk().items():
        commitment = agreement.commitments.get()
        kept = f"{agreement.purpose_ko}\n{commitment.wording_ko}".split("\n")
        traced = "".join(
            str(changes)
            for changes in Trace.objects.filter(
                subject_kind="agreement", subject_id=str(key), act__in=("edit", "change")
            ).values_list("changes", flat=True)
        )
        for outcome in outcomes:
            for line in outcome.lines.get(key, ()):
                if line not in kept:
                    found.append(f"{agreement.pk}: “{line}” is lost")
                if line not in traced:
                    found.append(f"{agreement.pk}: “{line}” is in no trace")
    return found


def report(outcomes: list[Outcome], seconds: float) -> None:
    from django.db import connection

    total: Counter[str] = sum((outcome.answers for outcome in outcomes), Counter())
    print(f"{connection.vendor}: {len(outcomes)} processes, {total.total()} requests in {seconds:.0f} s")
    for answer, count in total.most_common():
        print(f"{count:6}  {answer}")
    wrong = faults(outcomes)
    print(f"{len(wrong):6}  lost, untraced or failed", *wrong[:10], sep="\n        ")


if __name__ == "__main__":
    main()
