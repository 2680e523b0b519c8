"""Enter the ordinances that come with the product, for the bodies that are registered."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.duties import load_ordinances
from agreements.management.loading import LoadingCommand


class Command(LoadingCommand):
    help = (
        "Enter the shipped ordinances of the registered bodies that have none of their own. "
        "Safe to run again, for example after more agencies were entered."
    )

    def load(self, actor: Any) -> None:
        loaded = load_ordinances(actor=actor, now=timezone.now())
        for ordinance in loaded.entered:
            entered = _("Entered: %(agency)s, %(ordinance)s")
            self.stdout.write(entered % {"agency": ordinance.agency, "ordinance": ordinance})
        if loaded.missing:
            left_out = _("Left out, since no such agency is registered: %(slugs)s")
            self.stdout.write(left_out % {"slugs": ", ".join(loaded.missing)})
        self.stdout.write(_("Ordinances: %(entered)s entered.") % {"entered": len(loaded.entered)})
