"""Base of the import commands: account, progress, complaints and report."""

import sys
from pathlib import Path
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.imports import IMPORTS
from agreements.imports.complaints import complaints_csv
from agreements.imports.importing import Outcome, TableImport
from agreements.imports.plans import Verdict

MOST_ROWS = 50_000


class ImportCommand(BaseCommand):
    noun: ClassVar[str]
    step = ""  # what is done now

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX with the columns of docs/imports.md")
        parser.add_argument("--as", required=True, dest="username", metavar="USERNAME", help="who enters it")
        parser.add_argument("--faults", type=Path, metavar="FILE", help="a CSV to write every complaint into")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")

    def handle(
        self, *, file: Path, username: str, dry_run: bool, faults: Path | None, **options: Any
    ) -> None:
        actor = get_user_model().objects.filter(username=username).first()
        if actor is None:
            raise CommandError(f"--as {username}: there is no such account, so nothing was read.")
        try:
            opened = file.open("rb")
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        with opened:
            importer, now = IMPORTS[self.noun], timezone.now()
            work = TableImport(
                importer,
                opened,
                file.name,
                actor,
                now,
                MOST_ROWS,
                progress=self.progress,
                different_from_similar=options.get("different_from_similar", False),
            )
            outcome = work.check()
            self.refuse(outcome, faults=faults)
            if not dry_run:
                self.step = _("%(count)s rows written …")
                outcome = work.write(fingerprints=outcome.fingerprints)
                self.refuse(outcome, faults=faults)
        self.report(outcome, dry_run=dry_run)

    def progress(self, rows: int) -> None:
        step = self.step or _("%(count)s rows checked …")
        self.stderr.write(step % {"count": f"{rows:,}"}, ending="\r" if sys.stderr.isatty() else "\n")

    def refuse(self, outcome: Outcome, *, faults: Path | None) -> None:
        """List the complaints, if there are any; all of them into the file ``faults``.

        Raises:
            CommandError: there are complaints, so nothing more was written.
        """
        if not outcome.refused:
            return
        self.stderr.write(_("row | column | value | what would be right"))
        for complaint in outcome.listed_complaints:
            self.stderr.write(str(complaint))
        if outcome.unlisted_complaints:
            self.stderr.write(_("… and %(count)s more.") % {"count": outcome.unlisted_complaints})
        if faults:
            faults.write_bytes(complaints_csv(outcome.complaints))
            self.stderr.write(_("The list of all is in %(file)s.") % {"file": faults})
        count = len(outcome.listed_complaints) + outcome.unlisted_complaints
        if outcome.stored_rows:
            message = _(
                "Rows written before one was refused: %(rows)s. Complaints: %(count)s. "
                "Put the file right and import it again: what is stored counts as unchanged."
            )
            raise CommandError(message % {"rows": outcome.stored_rows, "count": count})
        raise CommandError(_("Nothing was written. Complaints: %(count)s.") % {"count": count})

    def report(self, outcome: Outcome, *, dry_run: bool) -> None:
        for remark in outcome.remarks:
            self.stderr.write(remark)
        for row, warning in outcome.warnings:
            self.stderr.write(f"{row}: {warning}")
        may_be = _("%(row)s: may be the same as %(agreement)s")
        for row, name in outcome.similar:
            self.stderr.write(may_be % {"row": row, "agreement": name})
        counts = {
            "new": outcome.counts[Verdict.NEW],
            "changed": outcome.counts[Verdict.CHANGED],
            "unchanged": outcome.counts[Verdict.UNCHANGED],
        }
        done = _("Would be written") if dry_run else _("Written")
        summary = _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged.") % counts
        self.stdout.write(f"{done}: {summary}")
