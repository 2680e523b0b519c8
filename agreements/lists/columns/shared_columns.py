"""Columns that several files have, declared once, so that a name means the same in each of them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.lists.among import among
from agreements.lists.columns import cells, linked_records
from agreements.lists.columns.export import Cell, Column, Kind, Label, Load
from agreements.lists.parameters import Clock
from agreements.lists.themes import ThemeLink, themes_by_row
from agreements.models import Origin
from agreements.models.base import PUBLIC
from agreements.rules.publication import Review

AS_IN_AGENCIES = _("The same as in agencies.csv.")
ITS_SOURCES = _("Its public sources: publisher, label, date, address.")
ITS_DOCUMENTS = _("Public documents it rests on: title, SHA-256, address.")
ITS_PAGE = _("Its page on this site.")

# ---- pairs of columns ----------------------------------------------------------------------------


def code_and_label(
    name: str, path: str, choices: Iterable[tuple[Any, Any]], *, code: Label, label: Label, meaning: Label
) -> tuple[Column, Column]:
    """Return the column ``name`` with the code under ``path``, and ``<name>_label`` with it in words.

    ``code`` and ``label`` are the headings of the two.
    """
    codes = tuple(str(stored_code) for stored_code, _label in choices if stored_code)
    return (
        Column(name, code, cells.value(path), meaning, Kind.CODE, codes=codes),
        Column(f"{name}_label", label, cells.label(path, choices), _("The same in words.")),
    )


def name_and_slug(
    name: str,
    key: str,
    load: Load = linked_records.names_of_agencies,
    *,
    label: Label,
    slug: Label,
    meaning: Label,
    slug_meaning: Label = AS_IN_AGENCIES,
) -> tuple[Column, Column]:
    """Return the column ``name`` of a linked record, an agency unless said, and ``<name>_slug``.

    ``key`` leads to its primary key; ``label`` and ``slug`` are the headings of the two.
    """
    return (
        Column(name, label, cells.linked(key, load, "name"), meaning),
        Column(f"{name}_slug", slug, cells.linked(key, load, "code"), slug_meaning, Kind.CODE),
    )


def region_columns(part_of_agencies: Callable[[str], Cell]) -> tuple[Column, Column]:
    """Return the columns of the regions of a row's agencies, which ``part_of_agencies`` reads."""
    return (
        Column(
            "regions", _("Regions"), part_of_agencies("regions"), _("Regions of its agencies."), Kind.LIST
        ),
        Column(
            "region_codes",
            _("Regions (codes)"),
            part_of_agencies("region_codes"),
            _("Legal-dong codes: two digits for a province, five for a city or county."),
            Kind.LIST,
        ),
    )


def theme_columns(key: str, link: ThemeLink, model: Any, meaning: Label) -> tuple[Column, Column]:
    """Return the columns of the themes of the record of ``model`` to whose primary key ``key`` leads."""

    def themes(keys: linked_records.Keys, clock: Clock) -> linked_records.ByKey:
        rows = model.objects.visible_to(PUBLIC).filter(pk__in=among(keys))
        return {
            key: {
                "names": cells.joined([theme.name for theme in of_row]),
                "slugs": cells.joined([theme.slug for theme in of_row]),
            }
            for key, of_row in themes_by_row(rows, link, seq=clock.seq).items()
        }

    return (
        Column("themes", _("Themes"), cells.linked(key, themes, "names"), meaning, Kind.LIST),
        Column(
            "theme_slugs",
            _("Themes (codes)"),
            cells.linked(key, themes, "slugs"),
            _("The same as the filter “theme” takes."),
            Kind.LIST,
        ),
    )


def evidence_columns(
    sources: Cell,
    documents: Cell,
    *,
    sources_meaning: Label = ITS_SOURCES,
    documents_meaning: Label = ITS_DOCUMENTS,
) -> tuple[Column, Column]:
    return (
        Column("sources", _("Sources"), sources, sources_meaning, Kind.LIST),
        Column("documents", _("Documents"), documents, documents_meaning, Kind.LIST),
    )


# ---- single columns ------------------------------------------------------------------------------


def reference_column(path: str = "reference") -> Column:
    return Column("reference", _("Reference"), cells.value(path), _("Permanent; never reused."), Kind.CODE)


def address_column(cell: Cell, meaning: Label = ITS_PAGE) -> Column:
    return Column("url", _("Address"), cell, meaning, Kind.ADDRESS)


def same_promise_column(key: str, load: Load) -> Column:
    """Return the column of the other side of a link; ``key`` leads to the key of the row's own."""
    return Column(
        "same_promise_as",
        _("Same promise as"),
        cells.linked(key, load),
        _("Reference of the milestone or commitment that is the same promise: count the two as one."),
        Kind.CODE,
    )


SLUG_COLUMN = Column("slug", _("Address name"), cells.value("slug"), _("Permanent; never reused."), Kind.CODE)

# ---- the same for every published record ---------------------------------------------------------

CONTACT_COLUMNS = (
    Column("department", _("Department in charge"), cells.value("lead_department"), _("Whom to ask.")),
    Column("telephone", _("Telephone"), cells.value("telephone"), _("Of the department in charge.")),
)

REVIEW_COLUMNS = code_and_label(
    "review",
    "review",
    Review.choices,
    code=_("Review (code)"),
    label=_("Review"),
    meaning=_("Who looked at it before it became public."),
)

PUBLICATION_COLUMNS = (
    Column(
        "published_on",
        _("Published on"),
        cells.day_in_seoul("published_at"),
        _("Day on which it appeared here, in Seoul."),
        Kind.DAY,
    ),
    *REVIEW_COLUMNS,
)

ORIGIN_COLUMNS = code_and_label(
    "origin",
    "origin",
    Origin.choices,
    code=_("Origin (code)"),
    label=_("Origin"),
    meaning=_("Whether the agency submitted it or it was found in public material."),
)
