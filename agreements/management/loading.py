"""What the commands share that enter, in the name of a coordinator, what comes with the product."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from agreements.actions.refusals import ActRefused


class LoadingCommand(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="the coordinator in whose name they are entered")

    def handle(self, *, username: str, **options: Any) -> None:
        actor = get_user_model().objects.filter(username=username).first()
        if actor is None:
            message = _("There is no account “%(username)s”. Nothing was entered.")
            raise CommandError(message % {"username": username})
        try:
            self.load(actor)
        except ActRefused as refusal:
            raise CommandError(_("%(refusal)s Nothing was entered.") % {"refusal": refusal}) from refusal

    def load(self, actor: Any) -> None:
        """Enter what the command is for, and say what was entered."""
        raise NotImplementedError
