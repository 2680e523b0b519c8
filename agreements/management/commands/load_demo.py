"""Load the demo register: northern Gyeonggi's agreements as press and notices report them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements.actions.refusals import ActRefused
from agreements.demo.loading import NotEmptyError, load, register_is_empty


class Command(BaseCommand):
    help = "Load the demo register into an empty database, through the same acts as staff use."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where something is recorded")

    def handle(self, *, if_empty: bool, **options: Any) -> None:
        if if_empty and not register_is_empty():
            return
        try:
            loaded = load(now=timezone.now())
        except NotEmptyError:
            if if_empty:
                return
            raise CommandError(
                "The register is not empty, so the demo was not loaded and nothing was changed. "
                "Give it an empty database (DATABASE_URL), or add --if-empty."
            ) from None
        except ActRefused as refusal:  # a clock that is wrong: something in the demo would lie in the future
            raise CommandError(f"The demo was not loaded and nothing was changed. {refusal}") from None
        self.stdout.write("Demo register: " + ", ".join(f"{count} {noun}" for noun, count in loaded.items()))
