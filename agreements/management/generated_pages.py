"""Base of the commands that write a page of docs/ from declarations in the code."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class GeneratedPageCommand(BaseCommand):
    """Write ``page``, a path under the project's folder, or with ``--check`` refuse a stale one."""

    requires_system_checks = ()
    page: ClassVar[str]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file is stale")

    def handle(self, *, check: bool, **options: Any) -> None:
        path, text = settings.BASE_DIR / self.page, self.render()
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            command = self.__module__.rpartition(".")[2]
            raise CommandError(f"{self.page} is stale; `manage.py {command}` writes it.")

    def render(self) -> str:
        raise NotImplementedError
