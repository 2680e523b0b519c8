"""Several acts in the same moment, each on a connection of its own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.core.management import CommandError
from django.db import connection

from agreements.actions.refusals import ActRefused


def at_once(acts: Iterable[Callable[[], Any]]) -> list[Any]:
    """Run each act in a thread with its own connection, all from the same moment; give what came of it."""
    acts = list(acts)
    together = Barrier(len(acts), timeout=30)

    def run(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            together.wait()
            return act()
        except (ActRefused, CommandError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
