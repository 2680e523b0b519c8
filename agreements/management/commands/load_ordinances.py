"""Enter the ordinances that come with the product, for the bodies that are registered."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

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
            message = _("There is no account “%(username)s”. Nothing was entered.")
            raise CommandError(message % {"username": username})
        try:
            loaded = load_ordinances(actor=actor, now=timezone.now())
        except ActRefused as refusal:
            raise CommandError(_("%(refusal)s Nothing was entered.") % {"refusal": refusal}) from refusal
        for ordinance in loaded.entered:
            entered = _("Entered: %(agency)s, %(ordinance)s")
            self.stdout.write(entered % {"agency": ordinance.agency, "ordinance": ordinance})
        if loaded.missing:
            left_out = _("Left out, since no such agency is registered: %(slugs)s")
            self.stdout.write(left_out % {"slugs": ", ".join(loaded.missing)})
        self.stdout.write(_("Ordinances: %(entered)s entered.") % {"entered": len(loaded.entered)})
