"""statements.csv: what agencies said themselves about public records of theirs."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.lists.among import among
from agreements.lists.columns import cells
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.linked_records import ByKey, Keys
from agreements.lists.columns.shared_columns import PUBLICATION_COLUMNS, name_and_slug
from agreements.lists.parameters import Clock
from agreements.lists.register_files import STATEMENTS as LISTING
from agreements.models import Statement
from agreements.models.base import PUBLIC
from agreements.models.statement import ANSWERED, ANSWERED_TITLES

FIELDS: Any = {field: Statement._meta.get_field(field) for field in ANSWERED}


def answered_records(keys: Keys, clock: Clock) -> ByKey:
    """Return what each stands beside: its kind, its reference."""
    statements: Any = Statement.objects.visible_to(PUBLIC).filter(pk__in=among(keys))
    return {
        statement.pk: {
            "kind": statement.answered,
            "label": str(FIELDS[statement.answered].verbose_name),
            "reference": statement.subject.public_reference,
        }
        for statement in statements.select_related(*ANSWERED_TITLES)
    }


def write_text() -> Callable[[str, str, bool], str | None]:
    pick, instead = cells.pick_language(), cells.blanked_text()
    return lambda korean, english, blanked: instead if blanked else pick(korean, english)


SAID = Cell(("text_ko", "text_en", "blanked"), write_text)

STATEMENTS = Export(
    listing=LISTING,
    columns=(
        *name_and_slug(
            "agency", "agency", label=_("Agency"), slug=_("Agency (code)"), meaning=_("Whose word it is."),
        ),
        Column("stated_on", _("Said on"), cells.day("stated_on"), _("Day of its word."), Kind.DAY),
        Column(
            "about_kind",
            _("About what (code)"),
            cells.linked("pk", answered_records, "kind"),
            _("What kind of record it stands beside."),
            Kind.CODE,
        ),
        Column(
            "about_kind_label",
            _("About what"),
            cells.linked("pk", answered_records, "label"),
            _("The same in words."),
        ),
        Column(
            "about_reference",
            _("About which record"),
            cells.linked("pk", answered_records, "reference"),
            _("Its permanent reference."),
            Kind.CODE,
        ),
        Column("text", _("Statement"), SAID, _("Its own words.")),
        *PUBLICATION_COLUMNS,
    ),
)  # fmt: skip
