"""The demo register, the real input, loaded at a fixed moment after the searches that it records.

Most tests read the story of Paju; what the whole country adds is loaded for the few that ask for it.
"""

from datetime import UTC, date, datetime

from agreements.demo.loading import load

LOADED = datetime(2026, 12, 1, 3, tzinfo=UTC)  # noon in Seoul
TODAY = date(2026, 12, 1)


def demo_register() -> None:
    load(now=LOADED, parts=("paju",))


def nationwide_register() -> None:
    load(now=LOADED)
