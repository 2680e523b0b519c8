from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.models import Commitment, Milestone
from agreements.verification.dates import wrong_dates
from agreements.verification.facts import ROOTS, wrongly_shown
from agreements.verification.register import broken_rules
from agreements.verification.snapshot import snapshot
from agreements.verification.states import wrong_states


class Command(BaseCommand):
    help = "Recompute every state from the published reports and name each difference. Changes nothing."

    def handle(self, **options: Any) -> None:
        with snapshot():
            commitments, milestones = Commitment.objects.count(), Milestone.objects.count()
            found = 0
            for difference in differences():
                found += 1
                self.stdout.write(difference)
        extent = f"{commitments} commitments and {milestones} milestones checked"
        if found:
            raise CommandError(f"{extent}: {found} {'difference' if found == 1 else 'differences'}.")
        self.stdout.write(f"{extent}: no difference.")


def differences() -> Iterator[str]:
    """Give every difference between what is stored and what follows from the reports and the ledger."""
    for root in ROOTS:
        yield from wrongly_shown(root)
    yield from wrong_dates()
    yield from wrong_states()
    yield from broken_rules()
