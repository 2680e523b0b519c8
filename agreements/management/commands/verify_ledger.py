import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from agreements.models import LedgerEntry
from agreements.rules import ledger
from agreements.verification.chain import broken_links
from agreements.verification.differences import register_differences
from agreements.verification.facts import wrong_records
from agreements.verification.snapshot import snapshot


class Command(BaseCommand):
    help = "Verify every link of the ledger, that the public facts equal it, and that the states follow."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--processes", type=int, choices=(1, 2), default=2, help="2 take half the time on two cores"
        )

    def handle(self, *, processes: int, **options: Any) -> None:
        with snapshot():
            head = LedgerEntry.objects.order_by("-seq").first()
        for finding in filter(None, first_findings(processes)):
            raise CommandError(f"BROKEN: {finding}.")
        entries = head.seq if head else 0
        self.stdout.write(
            f"The ledger holds: {entries} entries, the records equal them, the states follow.\n"
            f"Head: {ledger.ledger_head(head)}"
        )


# The links first: what they say, the others rest on.
PARTS: tuple[Callable[[], Iterator[str]], ...] = (broken_links, wrong_records, register_differences)


def first_findings(processes: int) -> Iterator[str | None]:
    """Run the parts, on two processes unless only one is wanted.

    Where the links do not hold, nobody asks what the others make of it.
    """
    if processes == 1 or connection.in_atomic_block:  # what is seen in it, no other process sees
        yield from map(first_finding, PARTS)
        return
    connection.close()  # a connection must not be shared
    # Nothing here makes cycles of objects: looking for them would take a tenth of the time.
    with ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=gc.disable) as workers:
        running = [workers.submit(first_finding, part) for part in reversed(PARTS)]  # the longest first
        yield from (part.result() for part in reversed(running))


def first_finding(part: Callable[[], Iterator[str]]) -> str | None:
    with snapshot():
        return next(part(), None)
