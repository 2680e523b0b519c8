from typing import Any

from django.core.management.base import BaseCommand

from agreements.actions.reindex import reindex


class Command(BaseCommand):
    help = "Make the search index what the public records say. What is right already stays."

    def handle(self, **options: Any) -> None:
        for kind, (records, changed) in reindex().items():
            self.stdout.write(f"{kind}: {records} records, {changed} put right")
