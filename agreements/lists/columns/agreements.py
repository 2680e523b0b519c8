"""agreements.csv: who agreed on what, when, until when, and what came of it."""

from django.utils.translation import gettext_lazy as _

from agreements.lists import AGREEMENTS as LISTING
from agreements.lists.columns import cells, linked_evidence, linked_records
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.party_details import PARTY_COLUMNS
from agreements.lists.columns.shared_columns import (
    CONTACT_COLUMNS,
    REVIEW_COLUMNS,
    address_column,
    code_and_label,
    evidence_columns,
    reference_column,
    region_columns,
    theme_columns,
)
from agreements.lists.columns.state_columns import standing_counts
from agreements.lists.columns.statements import statements_column, statements_on
from agreements.lists.themes import THEMES_OF_AGREEMENT
from agreements.models import Agreement, AgreementKind
from agreements.rules.phase import EndReason, Phase, RenewalUnit
from agreements.rules.yes_no_unknown import YesNoUnknown


def part_of_parties(part: str) -> Cell:
    return cells.linked("pk", linked_records.parties_of_agreements, part)


def count_of_commitments(part: str) -> Cell:
    return cells.linked("pk", linked_records.counts_of_commitments, part)


AGREEMENTS = Export(
    listing=LISTING,
    key=("reference",),
    columns=(
        reference_column(),
        *code_and_label(
            "kind",
            "kind",
            AgreementKind.choices,
            code=_("Kind (code)"),
            label=_("Kind"),
            meaning=_("LOI, MOU or MOA."),
        ),
        Column("title", _("Title"), cells.text("title"), _("Title of the agreement.")),
        Column("purpose", _("Purpose"), cells.text("purpose"), _("What it is for.")),
        Column(
            "note",
            _("What the material leaves open"),
            cells.text("note"),
            _("What the sources do not say, and where they contradict each other."),
        ),
        Column(
            "document_number",
            _("Document number"),
            cells.value("document_number"),
            _("As its signatories file it."),
        ),
        Column("place", _("Place of signing"), cells.value("place"), _("Where it was signed.")),
        Column(
            "parties",
            _("Parties"),
            part_of_parties("party"),
            _("Agencies that agreed, in order."),
            Kind.LIST,
        ),
        Column(
            "witnesses",
            _("Witnesses"),
            part_of_parties("witness"),
            _("Agencies that signed as witnesses."),
            Kind.LIST,
        ),
        Column(
            "mediators",
            _("Mediators"),
            part_of_parties("mediator"),
            _("Agencies that signed as mediators."),
            Kind.LIST,
        ),
        Column(
            "agency_slugs",
            _("Agencies (codes)"),
            part_of_parties("slugs"),
            _("All who signed, as in agencies.csv."),
            Kind.LIST,
        ),
        *region_columns(part_of_parties),
        *theme_columns("pk", THEMES_OF_AGREEMENT, Agreement, _("What it is about.")),
        *PARTY_COLUMNS,
        Column(
            "signed_on",
            _("Signed on"),
            cells.partial_date("then__signed"),
            _("As precise as its source; empty where it is not confirmed that it was signed."),
            Kind.PERIOD,
        ),
        Column(
            "announced_on",
            _("Signing only announced on"),
            cells.partial_date("then__announced"),
            _("When its signing was announced, only where it is not confirmed that it was signed."),
            Kind.PERIOD,
        ),
        Column(
            "effective_on",
            _("Effective on"),
            cells.day("then__effective_on"),
            _("Only where the material names it."),
            Kind.DAY,
        ),
        Column(
            "expires_on",
            _("Expires on"),
            cells.day("then__expires_on"),
            _("Empty where the term is not known."),
            Kind.DAY,
        ),
        Column(
            "open_ended",
            _("Holds until it is ended"),
            cells.flag("then__open_ended"),
            _("1 where the material says that it holds until the parties end it."),
            Kind.FLAG,
        ),
        Column(
            "renews",
            _("Renews automatically"),
            cells.flag("then__renews"),
            _("Whether it goes on by itself."),
            Kind.FLAG,
        ),
        Column(
            "renewal_number",
            _("Renews itself by"),
            cells.value("then__renewal_number"),
            _("By how many years or months; empty where the material does not say."),
            Kind.NUMBER,
        ),
        *code_and_label(
            "renewal_unit",
            "then__renewal_unit",
            RenewalUnit.choices,
            code=_("Unit of the renewal (code)"),
            label=_("Unit of the renewal"),
            meaning=_("Years or months."),
        ),
        *code_and_label(
            "phase",
            "phase",
            Phase.choices,
            code=_("Phase (code)"),
            label=_("Phase"),
            meaning=_("Derived from its dates and the base date."),
        ),
        Column(
            "ended_on",
            _("Ended on"),
            cells.day("then__ended_on"),
            _("If it was ended before its term."),
            Kind.DAY,
        ),
        *code_and_label(
            "end_reason",
            "then__end_reason",
            EndReason.choices,
            code=_("Reason of the end (code)"),
            label=_("Reason of the end"),
            meaning=_("Why it was ended."),
        ),
        Column(
            "supersedes",
            _("Replaces"),
            cells.linked("then__supersedes", linked_records.agreement_names, "code"),
            _("Reference of the earlier agreement that it replaces."),
            Kind.CODE,
        ),
        *code_and_label(
            "fiscal_burden",
            "fiscal_burden",
            YesNoUnknown.choices,
            code=_("Fiscal burden (code)"),
            label=_("Fiscal burden"),
            meaning=_("Whether it puts a burden on a public budget."),
        ),
        *code_and_label(
            "mutual_duties",
            "mutual_duties",
            YesNoUnknown.choices,
            code=_("Mutual duties or waiver of rights (code)"),
            label=_("Mutual duties or waiver of rights"),
            meaning=_("Whether the parties bind each other to anything or waive a right."),
        ),
        *code_and_label(
            "council_matter",
            "council_matter",
            YesNoUnknown.choices,
            code=_("Matter of the council (code)"),
            label=_("Matter of the council"),
            meaning=_(
                "Whether it contains what the council has to vote on (Local Autonomy Act, article 47)."
            ),
        ),
        *code_and_label(
            "public_property",
            "public_property",
            YesNoUnknown.choices,
            code=_("Public property (code)"),
            label=_("Public property"),
            meaning=_("Whether public property is acquired or disposed of by it."),
        ),
        *code_and_label(
            "residents_rights",
            "residents_rights",
            YesNoUnknown.choices,
            code=_("Residents' rights (code)"),
            label=_("Residents' rights"),
            meaning=_("Whether it restricts rights of residents or lays duties on them."),
        ),
        Column(
            "budget",
            _("Budget by payer"),
            cells.linked("pk", linked_records.budget_of_agreements),
            _("Payer, amount and the unit its document uses."),
            Kind.LIST,
        ),
        *CONTACT_COLUMNS,
        Column(
            "commitments",
            _("Number of commitments"),
            count_of_commitments("total"),
            _("How many it holds; the denominator of every ratio."),
            Kind.NUMBER,
        ),
        Column(
            "fulfilled",
            _("Number fulfilled"),
            count_of_commitments("fulfilled"),
            _("Commitments completed or continuing after completion."),
            Kind.NUMBER,
        ),
        Column(
            "period_done",
            _("Number done for a period"),
            count_of_commitments("period_done"),
            _("Commitments that repeat, of which the last report says that it was done for a period."),
            Kind.NUMBER,
        ),
        *standing_counts(count_of_commitments),
        *REVIEW_COLUMNS,
        *evidence_columns(
            cells.linked("pk", linked_evidence.sources_of_agreements),
            cells.linked("pk", linked_evidence.documents_of_agreements),
            sources_meaning=_("Public sources of the agreement: publisher, label, date, address."),
            documents_meaning=_("Public documents of the agreement: title, SHA-256, address."),
        ),
        statements_column(
            statements_on("agreement", "pk"),
            _("What agencies said themselves about the agreement: agency, day, text."),
        ),
        address_column(cells.address("agreement", "reference")),
    ),
)
