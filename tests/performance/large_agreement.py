"""How large and how slow the pages of an agreement of 300 promises and 40 parties are at the desk.

    python -m tests.performance.large_agreement
    python -m tests.postgres python -m tests.performance.large_agreement

Each page is opened, and saved with one text changed, three times; the fastest counts.  Asked (issue 15): a
page of at most 500 kB, 1.5 seconds, no field limit near.  Not a test: pytest does not collect it;
``tests/admin/test_large_agreement.py`` holds size, fields and queries.
"""

# ruff: noqa: T201

import sys
import time
from collections.abc import Callable
from typing import Any

from tests.performance.register import throwaway

PROMISES, PARTIES = 300, 40
TIMES = 3


def main() -> None:
    with throwaway():
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        agreement = prepare()
        print(f"{connection.vendor}: {PROMISES} promises, each joint work of {PARTIES} parties")
        print(f"{'page':28} {'kB':>5} {'fields':>7} {'open s':>7} {'save s':>7}")
        for name, address, field in pages_of(agreement):
            measure(name, address, field)


def prepare() -> Any:
    from tests import factories
    from tests.admin.test_large_agreement import with_promises

    agreement = with_promises(PROMISES, parties=PARTIES)
    factories.reviewer()
    return agreement


def pages_of(agreement: Any) -> list[tuple[str, str, str]]:
    """Return (page, address, the field that is changed) of each page that is measured."""
    from tests.admin.page import change

    party = agreement.parties.last()
    promise = agreement.commitments.get(number=PROMISES)
    return [
        ("agreement", change(agreement), "place"),
        ("agreement, one party opened", f"{change(agreement)}?parties={party.pk}", "parties-0-signatory"),
        ("one promise", change(promise), "title_ko"),
    ]


def measure(name: str, address: str, field: str) -> None:
    from tests.admin.conftest import signed_in
    from tests.admin.page import form

    client = signed_in("coordinator", "coordinator")
    page, opened = fastest(lambda _attempt: client.get(address))
    filled = form(page)
    fields = sum(len(values) for values in filled.values())

    def save(attempt: int) -> Any:
        answer = client.post(address, form(client.get(address)) | {field: f"고친 값 {attempt}"})
        if answer.status_code != 302:
            sys.exit(f"{address} was not saved: {answer.content.decode()[:2000]}")
        return answer

    _answer, opened_and_saved = fastest(save)
    size = len(page.content) / 1000
    print(f"{name:28} {size:5.0f} {fields:7} {opened:7.2f} {opened_and_saved - opened:7.2f}")


def fastest(attempt: Callable[[int], Any]) -> tuple[Any, float]:
    """Return the last answer, and the seconds of the fastest of some attempts."""
    seconds = []
    for number in range(TIMES):
        started = time.perf_counter()
        answer = attempt(number)
        seconds.append(time.perf_counter() - started)
    return answer, min(seconds)


if __name__ == "__main__":
    main()
