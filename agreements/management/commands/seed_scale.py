"""Fill an empty database with a made-up register of any size, to measure with."""

import argparse
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.demo.loading import NotEmptyError
from agreements.demo.scale.seeding import FEWEST, seed_register

EVERY_SECONDS = 2  # how often a line is written where none can be written over


def number_of_commitments(text: str) -> int:
    number = int(text)
    if number < FEWEST:
        raise argparse.ArgumentTypeError(f"at least {FEWEST}")
    return number


class Command(BaseCommand):
    help = "Fill an empty database with a made-up register to measure with. Needs DEMO=1 or DEBUG=1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--commitments", type=number_of_commitments, required=True, help=f"how many; at least {FEWEST}"
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed, another register (1)")

    def handle(self, *, commitments: int, seed: int, verbosity: int, **options: Any) -> None:
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError(
                "A made-up register does not belong on a real server. Set DEMO=1 on one to measure with."
            )
        self.verbosity, self.begun, self.told = verbosity, time.monotonic(), 0.0
        try:
            counts = seed_register(commitments=commitments, seed=seed, progress=self.tell)
        except NotEmptyError:
            raise CommandError(
                "The register is not empty, so nothing was added and nothing was changed. "
                "Give it an empty database (DATABASE_URL)."
            ) from None
        if verbosity:
            took = time.monotonic() - self.begun
            rows = ", ".join(f"{count} {noun}" for noun, count in counts.items())
            self.stdout.write(f"Made in {took:.1f} s: {rows}")

    def tell(self, noun: str, done: int, total: int) -> None:
        """Say how far it is and how fast: in one line on a terminal, else every few seconds."""
        now = time.monotonic()
        if not self.verbosity or (done < total and now - self.told < EVERY_SECONDS / 10):
            return
        on_terminal = self.stderr.isatty()
        if not on_terminal and done < total and now - self.told < EVERY_SECONDS:
            return
        self.told = now
        line = f"{noun} {done}/{total}, {done / max(now - self.begun, 0.001):.0f} a second"
        if on_terminal:
            self.stderr.write(f"\r{line}", ending="\n" if done == total else "")
        else:
            self.stderr.write(line)
