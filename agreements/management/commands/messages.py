"""Keep the Korean catalogue; `make messages` and `make check` call this."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Bring the Korean catalogue in line with the sources, and compile it."
    requires_system_checks = ()  # it must also run while a colleague's model is half-written

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="name what is missing, dead or wrong; exit 1"
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        if find_spec("babel") is None:
            raise CommandError("Babel is missing. It is installed for development: `make messages` does it.")
        from agreements.management import catalogue  # noqa: PLC0415  # only now is Babel known to be there

        path = Path(settings.LOCALE_PATHS[0], "ko", "LC_MESSAGES", "django.po")
        compiled_path = path.with_suffix(".mo")
        korean = catalogue.read_catalogue(path)
        sources = catalogue.extract_messages(settings.BASE_DIR)
        if check:
            complaints = list(catalogue.catalogue_problems(korean, sources))
            if not compiled_path.exists() or compiled_path.read_bytes() != catalogue.mo_bytes(korean):
                complaints.append("stale: django.mo was not made from this django.po")
            for complaint in complaints:
                self.stderr.write(complaint)
            if complaints:
                raise CommandError(f"{len(complaints)} complaints about the catalogue; see `make messages`.")
            self.stdout.write(f"{len(korean)} messages, all translated.")
        else:
            catalogue.update_catalogue(korean, sources)
            path.write_bytes(catalogue.po_bytes(korean))
            compiled_path.write_bytes(catalogue.mo_bytes(korean))
            untranslated = sum(
                not catalogue.is_translated(entry) for entry in catalogue.catalogue_entries(korean)
            )
            self.stdout.write(f"{len(korean)} messages, {untranslated} without Korean.")
