from django.core.management.base import CommandParser

from agreements.management.imports import ImportCommand


class Command(ImportCommand):
    help = (
        "Import a table of agreements as drafts: everything or nothing, through the same acts as staff use."
    )
    noun = "agreements"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--different-from-similar",
            action="store_true",
            help="rows that are like agreements recorded already are other ones; else nothing is written",
        )
