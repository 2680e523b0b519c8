"""programs.csv: the programs that carry commitments."""

from django.utils.translation import gettext_lazy as _

from agreements.lists import PROGRAMS as LISTING
from agreements.lists.columns import cells, linked_records
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.review_columns import REVIEW_COLUMNS


def counted(part: str) -> Cell:
    return cells.looked_up("pk", linked_records.milestones_of_programs, part)


PROGRAMS = Export(
    listing=LISTING,
    columns=(
        Column("slug", _("Address name"), cells.value("slug"), _("Permanent; never reused."), Kind.CODE),
        Column("title", _("Title"), cells.text("title"), _("Title of the program.")),
        Column(
            "owner",
            _("Owner"),
            cells.looked_up("owner", linked_records.agencies, "name"),
            _("The agency that decided on it."),
        ),
        Column(
            "owner_slug",
            _("Owner (code)"),
            cells.looked_up("owner", linked_records.agencies, "code"),
            _("The same as in agencies.csv."),
            Kind.CODE,
        ),
        Column(
            "decided",
            _("Decided on"),
            cells.partial_date("then__decided"),
            _("As precise as its source."),
            Kind.PERIOD,
        ),
        Column(
            "agreements",
            _("Agreements served"),
            cells.looked_up("pk", linked_records.agreements_of_programs),
            _("References of the agreements whose commitments it carries."),
            Kind.LIST,
        ),
        Column(
            "stages",
            _("Number of stages"),
            cells.looked_up("pk", linked_records.stages_of_programs),
            _("How many stages it has."),
            Kind.NUMBER,
        ),
        Column("milestones", _("Number of milestones"), counted("total"), _("How many it has."), Kind.NUMBER),
        Column("reached", _("Number reached"), counted("fulfilled"), _("Milestones reached."), Kind.NUMBER),
        Column(
            "late", _("Number late"), counted("late"), _("Open and past their current target."), Kind.NUMBER
        ),
        Column(
            "unreported",
            _("Number without confirmed progress"),
            counted("unreported"),
            _("Milestones without any report."),
            Kind.NUMBER,
        ),
        Column(
            "recognitions",
            _("Recognitions"),
            cells.looked_up("pk", linked_records.recognitions_of_programs),
            _("Prizes and money it was given: title, by whom, when."),
            Kind.LIST,
        ),
        Column("department", _("Department in charge"), cells.value("lead_department"), _("Whom to ask.")),
        Column("telephone", _("Telephone"), cells.value("telephone"), _("Of the department in charge.")),
        *REVIEW_COLUMNS,
        Column(
            "sources",
            _("Sources"),
            cells.looked_up("pk", linked_records.sources_of_programs),
            _("Public sources of the program: publisher, label, date, address."),
            Kind.LIST,
        ),
        Column(
            "documents",
            _("Documents"),
            cells.looked_up("pk", linked_records.documents_of_programs),
            _("Public documents of the program: title, SHA-256, address."),
            Kind.LIST,
        ),
        Column(
            "url", _("Address"), cells.address("program", "slug"), _("Its page on this site."), Kind.ADDRESS
        ),
    ),
)
