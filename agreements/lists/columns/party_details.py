"""How the parties of an agreement signed, for agreements.csv: each detail as “agency: what it is”."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agency_names
from agreements.lists.among import among
from agreements.lists.columns import cells
from agreements.lists.columns.export import Column, Kind
from agreements.lists.columns.linked_evidence import texts_of_sources
from agreements.lists.columns.linked_records import ByKey, Keys, join_parts
from agreements.lists.parameters import Clock
from agreements.models import Party
from agreements.models.base import PUBLIC


def details_of_parties(keys: Keys, clock: Clock) -> ByKey:
    """Return {agreement: {name of a column: its value}} of what is known of how its parties signed."""
    parties = Party.objects.visible_to(PUBLIC).filter(agreement__in=among(keys)).order_by("order", "pk")
    sources = texts_of_sources({party.purpose_source_id for party in parties} - {None})
    details: dict[Any, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    names = agency_names(clock.on)
    for party in parties:
        agency = names.get(party.agency_id, "")
        for name, text in party_details(party, sources):
            if text:
                details[party.agreement_id][name].append(f"{agency}: {text}")

    return {key: join_parts(parts) for key, parts in details.items()}


def party_details(party: Party, sources: Mapping[Any, str]) -> Iterable[tuple[str, Any]]:
    """Yield the columns below with what they say of one party, in the active language."""
    yield "names_at_signing", party.signed_as
    yield "signatories", party.signatory
    yield "signatory_titles", party.signatory_title
    yield "capacities", party.get_capacity_display()
    yield "signed_for", party.signed_for
    yield "members_numbers", party.members_number
    yield "members", party.members
    yield "joined", party.joined.iso() if party.joined else ""
    yield "purposes", " ".join(party.purpose.split())
    yield "purpose_sources", sources.get(party.purpose_source_id, "")


def party_column(name: str, label: Any, meaning: Any) -> Column:
    return Column(name, label, cells.linked("pk", details_of_parties, name), meaning, Kind.LIST)


PARTY_COLUMNS = (
    party_column(
        "names_at_signing",
        _("Names at signing"),
        _("Of parties that signed under another name than today's: agency, name of then."),
    ),
    party_column("signatories", _("Signatories"), _("Who signed for each agency.")),
    party_column("signatory_titles", _("Titles of the signatories"), _("Of whoever signed for each agency.")),
    party_column(
        "capacities",
        _("Capacities of the signatories"),
        _("As head, deputy head or acting head, or on behalf of others."),
    ),
    party_column("signed_for", _("Signed on behalf of"), _("For whom somebody else signed.")),
    party_column(
        "members_numbers",
        _("Numbers of members signed for"),
        _("Of an association: for how many members it signed."),
    ),
    party_column(
        "members",
        _("Names of those members"),
        _("Those that are known by name; there may be more, see their number."),
    ),
    party_column("joined", _("Joined later on"), _("Of parties that joined after the signing.")),
    party_column(
        "purposes",
        _("What the heads said the agreement is for"),
        _("What the head of each agency said, in one line."),
    ),
    party_column(
        "purpose_sources",
        _("Sources of what the heads said"),
        _("Where it is quoted: publisher, label, date, address."),
    ),
)
