"""How long the digests of a day take for an office of 200 on a large register, and how many queries.

    python -m tests.performance.reminders 10000
    python -m tests.postgres python -m tests.performance.reminders 10000

Mails into memory.  Not a test: pytest does not collect it, and a slow machine fails nothing.
"""

# ruff: noqa: T201

import sys
import time
from datetime import date, timedelta
from typing import Any

from tests.performance.register import bulk, make, throwaway

PEOPLE = 200
START = date(2026, 3, 2)
DAYS = 30


def main() -> None:
    size = int(sys.argv[1]) if sys.argv[1:] else 10_000
    with throwaway():
        make(size)
        make_people()
        measure()


def make_people() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from agreements.models import Agency, Membership

    user: Any = get_user_model()
    editors, coordinators = (Group.objects.get(name=name) for name in ("editor", "coordinator"))
    people = bulk(
        user(username=f"person {number}", email=f"p{number}@office.example", is_staff=True)
        for number in range(PEOPLE)
    )
    for number, person in enumerate(people):
        person.groups.add(editors if number % 10 else coordinators)
    agencies = list(Agency.objects.all())
    bulk(
        Membership(user=person, agency=agencies[(number * 7 + place) % len(agencies)], from_on=START)
        for number, person in enumerate(people)
        for place in range(3)
    )


def measure() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    from agreements.desk.digests import digests

    setup_test_environment()
    took, items, queries = [], [], set()
    for offset in range(DAYS):
        with CaptureQueriesContext(connection) as asked:
            started = time.perf_counter()
            found = digests(START + timedelta(days=offset))
            took.append(time.perf_counter() - started)
        queries.add(len(asked))
        items.append(sum(digest.count for digest in found))
    print(
        f"digests of {PEOPLE} people on {DAYS} days: {sorted(took)[len(took) // 2] * 1000:.0f} ms (median), ",
        end="",
    )
    print(f"{max(took) * 1000:.0f} ms (longest); {max(items)} lines (most); queries: {sorted(queries)}")
    started = time.perf_counter()
    call_command("remind", on=START.isoformat())
    print(f"remind, with mail into memory: {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
