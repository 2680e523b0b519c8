from agreements.demo.loading import load
from tests.factories import NOON
from tests.registers import shared_register


@shared_register
def demo_register() -> None:
    load(now=NOON)
