from typing import Any

from django.core.management.base import BaseCommand

from agreements.actions.reindex import rebuild_search_index


class Command(BaseCommand):
    help = "Make the search index what the public records say. What is right already stays."

    def handle(self, **options: Any) -> None:
        for kind, (records, changed) in rebuild_search_index().items():
            self.stdout.write(f"{kind}: {records} records, {changed} put right")
