"""agreements.csv: who agreed on what, when, until when, and what came of it."""

from django.utils.translation import gettext_lazy as _

from agreements.lists import AGREEMENTS as LISTING
from agreements.lists.columns import cells, linked_records
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.review_columns import REVIEW_COLUMNS
from agreements.models import AgreementKind, FiscalBurden
from agreements.rules.lifecycle import EndReason, Phase


def signed(part: str) -> Cell:
    return cells.looked_up("pk", linked_records.parties_of_agreements, part)


def counted(part: str) -> Cell:
    return cells.looked_up("pk", linked_records.commitments_of_agreements, part)


AGREEMENTS = Export(
    listing=LISTING,
    columns=(
        Column(
            "reference", _("Reference"), cells.value("reference"), _("Permanent; never reused."), Kind.CODE
        ),
        Column("kind", _("Kind (code)"), cells.value("kind"), _("LOI, MOU or MOA."), Kind.CODE),
        Column("kind_label", _("Kind"), cells.label("kind", AgreementKind.choices), _("The same in words.")),
        Column("title", _("Title"), cells.text("title"), _("Title of the agreement.")),
        Column("purpose", _("Purpose"), cells.text("purpose"), _("What it is for.")),
        Column(
            "document_number",
            _("Document number"),
            cells.value("document_number"),
            _("As its signatories file it."),
        ),
        Column("place", _("Place of signing"), cells.value("place"), _("Where it was signed.")),
        Column("parties", _("Parties"), signed("party"), _("Agencies that agreed, in order."), Kind.LIST),
        Column(
            "witnesses",
            _("Witnesses"),
            signed("witness"),
            _("Agencies that signed as witnesses."),
            Kind.LIST,
        ),
        Column(
            "mediators",
            _("Mediators"),
            signed("mediator"),
            _("Agencies that signed as mediators."),
            Kind.LIST,
        ),
        Column(
            "agency_slugs",
            _("Agencies (codes)"),
            signed("slugs"),
            _("All who signed, as in agencies.csv."),
            Kind.LIST,
        ),
        Column("regions", _("Regions"), signed("regions"), _("Regions of its agencies."), Kind.LIST),
        Column(
            "region_codes",
            _("Regions (codes)"),
            signed("region_codes"),
            _("Legal-dong codes: two digits for a province, five for a city or county."),
            Kind.LIST,
        ),
        Column("signed_on", _("Signed on"), cells.day("then__signed_on"), _("Day of signing."), Kind.DAY),
        Column(
            "effective_on",
            _("Effective on"),
            cells.day("then__effective_on"),
            _("Empty where none is recorded; the agreement then counts from the day of signing."),
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
            "renews",
            _("Renews automatically"),
            cells.flag("then__renews"),
            _("Whether it goes on by itself."),
            Kind.FLAG,
        ),
        Column(
            "phase",
            _("Phase (code)"),
            cells.value("phase"),
            _("Derived from its dates and the base date."),
            Kind.CODE,
        ),
        Column("phase_label", _("Phase"), cells.label("phase", Phase.choices), _("The same in words.")),
        Column(
            "ended_on",
            _("Ended on"),
            cells.day("then__ended_on"),
            _("If it was ended before its term."),
            Kind.DAY,
        ),
        Column(
            "end_reason",
            _("Reason of the end (code)"),
            cells.value("then__end_reason"),
            _("Why it was ended."),
            Kind.CODE,
        ),
        Column(
            "end_reason_label",
            _("Reason of the end"),
            cells.label("then__end_reason", EndReason.choices),
            _("The same in words."),
        ),
        Column(
            "supersedes",
            _("Replaces"),
            cells.looked_up("then__supersedes", linked_records.agreements, "code"),
            _("Reference of the earlier agreement that it replaces."),
            Kind.CODE,
        ),
        Column(
            "fiscal_burden",
            _("Fiscal burden (code)"),
            cells.value("fiscal_burden"),
            _("Whether it puts a burden on a public budget."),
            Kind.CODE,
        ),
        Column(
            "fiscal_burden_label",
            _("Fiscal burden"),
            cells.label("fiscal_burden", FiscalBurden.choices),
            _("The same in words."),
        ),
        Column(
            "budget",
            _("Budget by payer"),
            cells.looked_up("pk", linked_records.budget_of_agreements),
            _("Payer, amount and the unit its document uses."),
            Kind.LIST,
        ),
        Column(
            "department",
            _("Department in charge"),
            cells.value("lead_department"),
            _("Whom to ask."),
        ),
        Column("telephone", _("Telephone"), cells.value("telephone"), _("Of the department in charge.")),
        Column(
            "commitments",
            _("Number of commitments"),
            counted("total"),
            _("How many it holds; the denominator of every ratio."),
            Kind.NUMBER,
        ),
        Column(
            "fulfilled",
            _("Number fulfilled"),
            counted("fulfilled"),
            _("Commitments completed or continuing after completion."),
            Kind.NUMBER,
        ),
        Column(
            "late",
            _("Number late"),
            counted("late"),
            _("Open commitments past their current target."),
            Kind.NUMBER,
        ),
        Column(
            "unreported",
            _("Number without confirmed progress"),
            counted("unreported"),
            _("Commitments without any report."),
            Kind.NUMBER,
        ),
        *REVIEW_COLUMNS,
        Column(
            "sources",
            _("Sources"),
            cells.looked_up("pk", linked_records.sources_of_agreements),
            _("Public sources of the agreement: publisher, label, date, address."),
            Kind.LIST,
        ),
        Column(
            "documents",
            _("Documents"),
            cells.looked_up("pk", linked_records.documents_of_agreements),
            _("Public documents of the agreement: title, SHA-256, address."),
            Kind.LIST,
        ),
        Column(
            "url",
            _("Address"),
            cells.address("agreement", "reference"),
            _("Its page on this site."),
            Kind.ADDRESS,
        ),
    ),
)
