from typing import Any

from django.core.management.base import BaseCommand

from agreements.models import LedgerEntry
from agreements.rules import ledger


class Command(BaseCommand):
    help = "Print the head of the ledger: its sequence and its digest, to note down and verify later."

    def handle(self, **options: Any) -> None:
        self.stdout.write(ledger.ledger_head(LedgerEntry.objects.order_by("-seq").first()))
