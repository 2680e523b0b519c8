"""Enter the country's regions and public bodies that come with the product."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.directory import load_directory
from agreements.actions.refusals import ActRefused


class Command(BaseCommand):
    help = (
        "Enter the regions and public bodies of the country that are missing, not listed publicly, and bring "
        "up to date those that nobody changed. Safe to run again; what staff entered or changed stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="the coordinator in whose name they are entered")

    def handle(self, *, username: str, **options: Any) -> None:
        actor = get_user_model().objects.filter(username=username).first()
        if actor is None:
            message = _("There is no account “%(username)s”. Nothing was entered.")
            raise CommandError(message % {"username": username})
        try:
            load = load_directory(actor=actor, now=timezone.now())
        except ActRefused as refusal:
            raise CommandError(_("%(refusal)s Nothing was entered.") % {"refusal": refusal}) from refusal

        for slug, registered in load.registered_otherwise.items():
            left_out = _("Left out: %(slug)s is registered as %(registered)s already.")
            self.stdout.write(left_out % {"slug": slug, "registered": registered})
        regions = _("Regions: %(entered)s entered, %(changed)s brought up to date, %(kept)s left to staff.")
        agencies = _("Agencies: %(entered)s entered, %(changed)s brought up to date, %(kept)s left to staff.")
        self.write_counts(regions, load.entered_regions, load.changed_regions, load.kept_regions)
        self.write_counts(agencies, load.entered_agencies, load.changed_agencies, load.kept_agencies)

    def write_counts(self, sentence: str, entered: list[str], changed: list[str], kept: list[str]) -> None:
        counts = {"entered": len(entered), "changed": len(changed), "kept": len(kept)}
        self.stdout.write(sentence % counts)
