"""Enter the country's regions and public bodies that come with the product."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.directory import load_directory
from agreements.management.loading import LoadingCommand


class Command(LoadingCommand):
    help = (
        "Enter the regions and public bodies of the country that are missing, not listed publicly, and bring "
        "up to date those that nobody changed. Safe to run again; what staff entered or changed stays."
    )

    def load(self, actor: Any) -> None:
        load = load_directory(actor=actor, now=timezone.now())
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
