"""Enter the ordinances that come with the product, for the bodies that are registered."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements.actions.duties import load_ordinances
from agreements.actions.refusals import ActRefused


class Command(BaseCommand):
    help = (
        "Enter the shipped ordinances of the registered bodies that have none of their own. "
        "Safe to run again, for example after more agencies were entered."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="the coordinator in whose name they are entered")

    def handle(self, *, username: str, **options: Any) -> None:
        actor = get_user_model().objects.filter(username=username).first()
        if actor is None:
            raise CommandError(f"There is no account “{username}”. Nothing was entered.")
        try:
            loaded = load_ordinances(actor=actor, now=timezone.now())
        except ActRefused as refusal:
            raise CommandError(f"{refusal} Nothing was entered.") from refusal
        for ordinance in loaded.entered:
            self.stdout.write(f"Entered: {ordinance.agency}, {ordinance}")
        if loaded.missing:
            self.stdout.write(f"Left out, not registered as an agency: {', '.join(loaded.missing)}")
        self.stdout.write(f"{len(loaded.entered)} ordinances entered.")
