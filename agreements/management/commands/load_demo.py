"""Load the demo register: agreements from all over the country as press and notices report them."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from agreements.actions.refusals import ActRefused
from agreements.demo.loading import PARTS, NotEmptyError, load, register_is_empty

STEPS = {
    "agreements": gettext_noop("Agreements %(done)s/%(total)s"),
    "reports": gettext_noop("Reports %(done)s/%(total)s"),
}
DECLINED = {"n", "no", "아니오", "아니요", "ㅜ"}  # the last is n on a Korean keyboard
EVERY = 10  # how often a line is written where none can be written over


class Command(BaseCommand):
    help = "Load the demo register into an empty database, through the same acts as staff use."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where something is recorded")
        parser.add_argument(
            "--offer", action="store_true", help="the same, and on a terminal ask whether it is wanted"
        )
        parser.add_argument("--part", choices=PARTS, help="load this part only")

    def handle(self, *, if_empty: bool, offer: bool, part: str | None, **options: Any) -> None:
        if_empty = if_empty or offer
        if if_empty and not register_is_empty():
            return
        if offer and not self.is_wanted():
            self.stdout.write(_("The register stays empty. `make start` begins one of your own."))
            return
        parts = (part,) if part else PARTS
        try:
            loaded = load(now=timezone.now(), parts=parts, progress=self.tell)
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

    def is_wanted(self) -> bool:
        """Ask on a terminal; whoever cannot be asked wants it."""
        if not sys.stdin.isatty():
            return True
        question = _("The register is empty. Enter the demo, 57 real agreements, in about a minute? [Y/n] ")
        return input(question).strip().casefold() not in DECLINED

    def tell(self, noun: str, done: int, total: int) -> None:
        """Say how far it is: in one line on a terminal, else now and then in a line of its own."""
        line = _(STEPS[noun]) % {"done": done, "total": total}
        if self.stdout.isatty():
            self.stdout.write(f"\r{line}", ending="\n" if done == total else "")
            self.stdout.flush()
        elif done % EVERY == 0 or done == total:
            self.stdout.write(line)
