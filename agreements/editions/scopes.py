"""Whose promises a report is about: an agency's, a region's, a program's, an agreement's, or all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.lists import Listing, Selection
from agreements.lists.agency_names import agencies_named_on
from agreements.lists.parameters import BadParameter, Clock
from agreements.lists.regions import Regions
from agreements.models import Agreement, Program
from agreements.models.base import PUBLIC

SCOPES = ("agency", "region", "program", "agreement")
MOST_ROWS = 5_000  # of a table: more is no report that somebody reads, and takes minutes to draw


@dataclass(frozen=True)
class Scope:
    """``name`` is the filter of lists that leaves what belongs to it; empty for the whole register."""

    name: str
    value: str
    label: str

    def selection(self, listing: Listing, clock: Clock, **filters: str) -> Selection | None:
        """Return what belongs to it of a list; None where the list does not know whose its rows are.

        Raises:
            BadParameter: it is more than a report can hold.
        """
        if self.name and self.name not in listing.filters.base_filters:
            return None
        own = {self.name: self.value} if self.name else {}
        selection = listing.narrowed(clock, **own, **filters)
        count = selection.rows.count()
        if count > MOST_ROWS:
            message = _(
                "This report would have %(count)s rows. Choose an agency or a program, or take the CSV."
            )
            raise BadParameter(self.name or "agency", message % {"count": f"{count:,}"})
        return selection


def scope_of(parameters: Mapping[str, str], clock: Clock) -> Scope:
    """Read the one scope that is given.

    Raises:
        BadParameter: two are given, or nothing public is called so at the clock.
    """
    chosen = [name for name in SCOPES if parameters.get(name)]
    if not chosen:
        return Scope("", "", _("All agencies"))
    if len(chosen) > 1:
        raise BadParameter(chosen[1], _("Choose one of: %(names)s.") % {"names": ", ".join(SCOPES)})
    (name,) = chosen
    label = LABELS[name](parameters[name], clock)
    if label is None:
        value = parameters[name][:40]
        raise BadParameter(name, _("“%(value)s” is not one of the choices.") % {"value": value})
    return Scope(name, parameters[name], label)


def agency_label(slug: str, clock: Clock) -> str | None:
    agency = agencies_named_on(clock.on).filter(slug=slug).first()
    return agency and agency.name


def region_label(code: str, clock: Clock) -> str | None:
    regions = Regions(on=clock.on)
    return regions.label(code) if code in regions else None


def program_label(slug: str, clock: Clock) -> str | None:
    programs: Any = Program.objects.visible_to(PUBLIC)
    program = programs.begun_by(clock.on, seq=clock.seq).filter(slug=slug).first()
    return program and program.title


def agreement_label(reference: str, clock: Clock) -> str | None:
    agreements: Any = Agreement.objects.visible_to(PUBLIC)
    agreement = agreements.known_at(clock.seq).filter(reference=reference).first()
    return agreement and agreement.title


LABELS = {
    "agency": agency_label,
    "region": region_label,
    "program": program_label,
    "agreement": agreement_label,
}
