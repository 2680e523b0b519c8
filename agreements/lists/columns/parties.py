"""parties.csv: one row a party of an agreement, as it signed."""

import re
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from agreements.lists.columns import cells
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.linked_evidence import texts_of_sources
from agreements.lists.columns.linked_records import ByKey, Keys
from agreements.lists.columns.shared_columns import address_column, code_and_label, name_and_slug
from agreements.lists.parameters import Clock
from agreements.lists.register_files import PARTIES as LISTING
from agreements.models import Capacity
from agreements.models.party import PartyRole


def source_texts(keys: Keys, clock: Clock) -> ByKey:
    return texts_of_sources(keys)


SEMICOLONS = re.compile(r"\s*;\s*")


def items_of_text() -> Callable[[str, str], str]:
    """Return what writes names that are stored in one text, “;” between them, as items."""
    pick = cells.pick_language()
    return lambda korean, english: cells.joined(SEMICOLONS.split(str(pick(korean, english))))


PARTIES = Export(
    listing=LISTING,
    key=("agreement_reference", "agency_slug"),
    columns=(
        Column(
            "agreement_reference",
            _("Agreement number"),
            cells.value("agreement__reference"),
            _("The same as in agreements.csv."),
            Kind.CODE,
        ),
        Column("agreement_title", _("Agreement"), cells.text("agreement__title"), _("Its title.")),
        *name_and_slug(
            "agency",
            "agency",
            label=_("Agency"),
            slug=_("Agency (code)"),
            meaning=_("Under its name of the base date."),
        ),
        *code_and_label(
            "role",
            "role",
            PartyRole.choices,
            code=_("Role (code)"),
            label=_("Role"),
            meaning=_("Party, witness or mediator."),
        ),
        Column("order", _("Order"), cells.value("order"), _("Among those who signed."), Kind.NUMBER),
        Column(
            "name_at_signing",
            _("Name at signing"),
            cells.text("signed_as"),
            _("Only where it signed under another name than today's."),
        ),
        Column("signatory", _("Signatory"), cells.value("signatory"), _("Who signed, where known.")),
        Column(
            "signatory_title",
            _("Title of the signatory"),
            cells.text("signatory_title"),
            _("Office of whoever signed."),
        ),
        *code_and_label(
            "capacity",
            "capacity",
            Capacity.choices,
            code=_("Capacity of the signatory (code)"),
            label=_("Capacity of the signatory"),
            meaning=_("As head, deputy, acting, or on behalf of others; empty where not known."),
        ),
        Column("signed_for", _("Signed for"), cells.text("signed_for"), _("On whose behalf it was signed.")),
        Column(
            "members_number",
            _("Number of members"),
            cells.value("members_number"),
            _("Of an association: for how many members it signed."),
            Kind.NUMBER,
        ),
        Column(
            "members",
            _("Members"),
            Cell(("members_ko", "members_en"), items_of_text),
            _("Their names, as far as they are known."),
            Kind.LIST,
        ),
        Column(
            "joined",
            _("Joined later on"),
            cells.partial_date("joined"),
            _("Only of parties that joined after the signing."),
            Kind.PERIOD,
        ),
        Column(
            "purpose",
            _("What its head said it is for"),
            cells.text("purpose"),
            _("Close to the words of its head."),
        ),
        Column(
            "purpose_source",
            _("Source of these words"),
            cells.linked("purpose_source", source_texts),
            _("Publisher, label, date, address."),
        ),
        address_column(cells.address("agreement", "agreement__reference"), _("Page of the agreement.")),
    ),
)
