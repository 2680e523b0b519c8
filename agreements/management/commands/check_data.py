from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.models import Commitment, Milestone
from agreements.verification.differences import register_differences
from agreements.verification.snapshot import snapshot


class Command(BaseCommand):
    help = "Recompute every state from the published reports and name each difference. Changes nothing."

    def handle(self, **options: Any) -> None:
        with snapshot():
            commitments, milestones = Commitment.objects.count(), Milestone.objects.count()
            count = 0
            for difference in register_differences():
                count += 1
                self.stdout.write(difference)
        extent = f"{commitments} commitments and {milestones} milestones checked"
        if count:
            raise CommandError(f"{extent}: {count} {'difference' if count == 1 else 'differences'}.")
        self.stdout.write(f"{extent}: no difference.")
