"""inquiries.csv: every published inquiry, with what it looked for and whether an agency was asked."""

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.lists import INQUIRIES as LISTING
from agreements.lists.among import among
from agreements.lists.columns import cells
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.linked_records import ByKey, Keys, joined_by_key
from agreements.lists.columns.remedy_columns import columns_of_remedies
from agreements.lists.columns.shared_columns import (
    PUBLICATION_COLUMNS,
    address_column,
    code_and_label,
    name_and_slug,
)
from agreements.lists.columns.statements import statements_column, statements_on
from agreements.lists.parameters import Clock
from agreements.models import Commitment, Inquiry, Milestone
from agreements.models.base import PUBLIC
from agreements.rules.inquiry import InquiryResult

HIDDEN = _("Withdrawn inquiry: its content is not shown")


def promises_of_inquiries(keys: Keys, clock: Clock) -> ByKey:
    """Return the references and the titles of the public promises of each, commitments first."""
    pick = cells.pick_language()
    rows: list[tuple[Any, str, str | None]] = []  # key, reference, title
    for model in (Commitment, Milestone):
        promises = model.objects.visible_to(PUBLIC).filter(inquiries__in=among(keys)).order_by("reference")
        columns = ("inquiries", "reference", "title_ko", "title_en")
        for key, reference, korean, english in promises.values_list(*columns):
            rows.append((key, reference, pick(korean, english)))

    references = joined_by_key(map(itemgetter(0, 1), rows))
    titles = joined_by_key(map(itemgetter(0, 2), rows))
    return {key: {"references": references[key], "titles": titles[key]} for key in references}


def write_inquiry_address() -> Callable[[int], str]:
    listing = settings.SITE_URL + reverse("inquiries")
    return lambda number: f"{listing}{number}/"


def single_text(path: str) -> Cell:
    """A text that is written in one language only, unless the inquiry was withdrawn since or blanked."""

    def writer() -> Callable[[str, bool, int | None], str]:
        blanked = cells.blanked_text()

        def write(text: str, hidden: bool, redacted: int | None) -> str:
            if hidden:
                return ""
            return blanked if redacted else text

        return write

    return Cell((path, "hidden", "redacted_by"), writer)


INQUIRIES = Export(
    listing=LISTING,
    key=("number",),
    columns=(
        Column("number", _("Number"), cells.value("number"), _("Permanent; never reused."), Kind.NUMBER),
        Column(
            "searched_on",
            _("Day of the search"),
            cells.day("searched_on"),
            _("Nothing is said of later days."),
            Kind.DAY,
        ),
        Column(
            "department",
            _("Who looked"),
            single_text("department"),
            _("A department or office, never a person."),
        ),
        Column("where", _("Where"), cells.text_unless_hidden("where"), _("What was searched.")),
        Column("words", _("Words"), single_text("words"), _("What was typed, as it was typed.")),
        Column(
            "covers_from",
            _("Time covered, from"),
            cells.partial_date("covers_from"),
            _("For which time somebody looked: its beginning."),
            Kind.PERIOD,
        ),
        Column(
            "covers_to",
            _("Time covered, to"),
            cells.partial_date("covers_to"),
            _("For which time somebody looked: its end."),
            Kind.PERIOD,
        ),
        *code_and_label(
            "result",
            "result",
            InquiryResult.choices,
            code=_("Result (code)"),
            label=_("Result"),
            meaning=_("Whether anything was found. An inquiry does not judge the promise."),
        ),
        Column(
            "note",
            _("What came up"),
            cells.text_unless_hidden("note", instead=HIDDEN),
            _("In the words of this register."),
        ),
        Column(
            "promises",
            _("Promises (references)"),
            cells.linked("pk", promises_of_inquiries, "references"),
            _("The same as in commitments.csv and milestones.csv."),
            Kind.LIST,
        ),
        Column(
            "promise_titles",
            _("Promises"),
            cells.linked("pk", promises_of_inquiries, "titles"),
            _("What was looked for."),
            Kind.LIST,
        ),
        *name_and_slug(
            "asked",
            "asked",
            label=_("Agency asked"),
            slug=_("Agency asked (code)"),
            meaning=_("Empty where no agency was asked."),
        ),
        Column(
            "asked_on",
            _("Asked on"),
            cells.day("asked_on"),
            _("Day on which the agency was asked."),
            Kind.DAY,
        ),
        Column(
            "answer_by",
            _("To be answered by"),
            cells.day("answer_by"),
            _("Until when an answer was waited for."),
            Kind.DAY,
        ),
        Column(
            "answered_on",
            _("Answered on"),
            cells.day("answered_on"),
            _("Day of its answer; a later answer is a statement."),
            Kind.DAY,
        ),
        Column(
            "answer", _("Answer of the agency"), cells.text_unless_hidden("answer"), _("What it answered.")
        ),
        *PUBLICATION_COLUMNS,
        Column(
            "corrects",
            _("Corrects (number)"),
            cells.value("corrects__number"),
            _("The inquiry that it replaces, if it corrects one."),
            Kind.NUMBER,
        ),
        *columns_of_remedies(Inquiry, "inquiry"),
        statements_column(
            statements_on("inquiry", "pk"),
            _("What agencies said themselves about the inquiry: agency, day, text."),
        ),
        address_column(Cell(("number",), write_inquiry_address)),
    ),
)
