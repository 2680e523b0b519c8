from datetime import UTC, datetime

from agreements.demo.loading import load
from tests.registers import shared_register

DEMO_LOADED = datetime(2026, 12, 1, 3, tzinfo=UTC)  # the demo's searches are of 30 November


@shared_register
def demo_register() -> None:
    load(now=DEMO_LOADED)
