"""Write an export to a file: the same bytes as its address gives."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from agreements.lists.columns import EXPORTS
from agreements.lists.columns.formats import FORMATS, file_for
from agreements.lists.parameters import BadParameter

PARAMETERS = ("as_of", "seq", "header", "encoding", "format")


class Command(BaseCommand):
    help = "Write one export, with the filters of its page: the same bytes as its address gives."

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("name", choices=list(EXPORTS))
        add("--output", required=True, metavar="FILE", help="“-” writes to standard output")
        add("--as-of", default="", metavar="DAY", help="base date, YYYY-MM-DD; today if absent")
        add("--seq", default="", metavar="N", help="what was known at this publication sequence")
        add("--query", default="", metavar="QUERY", help="for example status=completed&year=2022")
        add("--format", default="csv", choices=list(FORMATS), dest="ending")
        add("--encoding", default="", metavar="NAME", help="of CSV: utf-8 or cp949")
        add("--lines", action="store_const", const="lines", dest="format", help="JSON: a record a line")
        add("--header", default="", metavar="NAMES", help="“name” or “label”")
        add("--language", default="ko", choices=["ko", "en"])

    def handle(
        self, *, name: str, output: str, ending: str, query: str, language: str, **options: Any
    ) -> None:
        parameters = QueryDict(query.removeprefix("?"), mutable=True)
        parameters.update({key: options[key] for key in PARAMETERS if options[key]})
        try:
            with override(language):
                _clock, chunks = file_for(EXPORTS[name], ending, parameters, today=timezone.localdate())
        except BadParameter as refused:
            raise CommandError(f"{refused.name}: {refused.message}") from refused
        if output == "-":
            sys.stdout.buffer.writelines(chunks)
        else:
            replace_file(chunks, Path(output))


def replace_file(chunks: Iterable[bytes], path: Path) -> None:
    """Write a file in one step: nobody reads half of it, and a failure leaves the old one."""
    half = path.with_name(path.name + ".half")
    try:
        with half.open("wb") as file:
            file.writelines(chunks)
        half.replace(path)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    finally:
        half.unlink(missing_ok=True)
