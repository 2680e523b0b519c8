"""The regions and public bodies that come with the product: reading the files of ``agreements/data``.

Every row names its sources by their key in ``directory_sources.json`` (publisher, title, day; an empty day is
one that nobody knows).
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.actions.circles import is_followed_by_this, stands_below
from agreements.actions.given_files import read_json, reading
from agreements.actions.lineage import BELOW_THE_LEVELS, LAST_DAY_MISSING, LEVELS, misplaced
from agreements.actions.refusals import ActRefused
from agreements.models import Agency, FormerName, Region
from agreements.rules.succession import all_reached

FOLDER = Path(__file__).parent.parent / "data"
REGIONS, BODIES, FORMER_BODIES = "regions.csv", "public_bodies.csv", "public_bodies_former.csv"
FORMER_NAMES, SOURCES = "former_names.csv", "directory_sources.json"

NAMED = {"name_ko", "name_en", "source"}
BODY = {*NAMED, "slug", "kind", "region", "parent", "other_names_ko"}
COLUMNS = {
    REGIONS: {*NAMED, "code", "parent", "valid_from", "valid_to", "successors"},
    BODIES: {*BODY, "qualifier_ko", "qualifier_en", "serves", "founded_on"},
    FORMER_BODIES: {*BODY, "dissolved_on", "successors"},
    FORMER_NAMES: {*NAMED, "agency", "until"},
}

type Fields = dict[str, Any]  # by the name of the model's field


class BadRow(ActRefused):
    """A row of a shipped file that cannot be entered; the message names file, line and what is wrong."""


@dataclass(frozen=True)
class Row:
    """One row of a file; its line counts as a text editor does."""

    file: str
    line: int
    cells: dict[str, str]

    def refusal(self, complaint: str) -> BadRow:
        words = {"file": self.file, "line": self.line, "complaint": complaint}
        return BadRow(_("%(file)s, line %(line)s: %(complaint)s") % words)

    def texts(self, *columns: str) -> Fields:
        return {column: self.cells.get(column) or "" for column in columns}

    def keys(self, column: str) -> list[str]:
        """Return the codes or address names of a cell that holds several."""
        keys = self.texts(column)[column].split(";")
        return list(filter(None, keys))

    def key(self, column: str) -> str | None:
        """Return the one code or address name of a cell; None where it is empty."""
        key = self.cells[column]
        if not key:
            return None
        return key

    def day(self, column: str) -> date | None:
        text = self.cells.get(column)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.refusal(_("“%(text)s” is not a date.") % {"text": text}) from None

    def check_fields(self, record: Any, *set_later: str) -> None:
        """Hold the row to what its model asks of each field but those that are ``set_later``."""
        try:
            record.clean_fields(exclude=set_later)
        except ValidationError as error:
            name, messages = next(iter(error.message_dict.items()))
            label = capfirst(str(record._meta.get_field(name).verbose_name))
            raise self.refusal(f"{label}: {messages[0]}") from None

    def check_known(self, keys: Iterable[str | None], known: Iterable[str]) -> None:
        """Refuse a key that stands in no row; None names nothing."""
        unknown: set[Any] = set(keys).difference(known, [None])
        if unknown:
            raise self.refusal(_("“%(key)s” stands in no row.") % {"key": min(unknown)})

    def check_not_itself(self, key: str, successors: list[str], parent: str | None) -> None:
        if key in successors:
            raise self.refusal(_("“%(key)s” succeeds itself.") % {"key": key})
        if key == parent:
            raise self.refusal(_("“%(key)s” is its own parent.") % {"key": key})

    def check_end(self, last_day: date | None, successors: list[str]) -> None:
        if successors and last_day is None:
            raise self.refusal(str(LAST_DAY_MISSING))

    def check_no_circle(
        self, key: str, parents: dict[str, set[str]], successors: dict[str, list[str]]
    ) -> None:
        """Hold that neither what stands above the row nor what follows it leads back to it."""
        for parent in parents.get(key, ()):
            if key in all_reached([parent], parents):
                raise self.refusal(stands_below(parent))
        for successor in sorted(successors.get(key, ())):
            if key in all_reached([successor], successors):
                raise self.refusal(is_followed_by_this(successor))


@dataclass(frozen=True)
class RegionRow:
    code: str
    fields: Fields
    successors: list[str]


@dataclass(frozen=True)
class BodyRow:
    """``parent`` and ``successors`` are address names, ``serves`` region codes."""

    slug: str
    fields: Fields
    parent: str | None
    successors: list[str]
    serves: list[str]


@dataclass(frozen=True)
class Directory:
    """What the files hold; every key that a row names stands in one of them."""

    regions: dict[str, RegionRow]
    bodies: dict[str, BodyRow]
    former_names: dict[str, dict[date, Fields]]  # by the body's address name and the last day of the name


def read_directory(folder: Path = FOLDER) -> Directory:
    """Read and check the files.

    Raises:
        UnreadableFile: a file is missing, not UTF-8 or otherwise broken.
        BadRow: a missing column; an unknown kind, region, body or source; a key that stands twice; a region
            or body that succeeds itself or is its own parent; a successor of what has no end; a region at a
            wrong level; an end before the beginning; what the model refuses.
    """
    regions = _read_regions(folder)
    bodies = _read_bodies(folder, regions)
    return Directory(regions, bodies, _read_former_names(folder, bodies))


def _read_rows(folder: Path, name: str) -> Iterator[Row]:
    known_sources = read_json(folder / SOURCES)
    with reading(folder / name), (folder / name).open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        for column in sorted(COLUMNS[name].difference(table.fieldnames or ())):
            raise Row(name, 1, {}).refusal(_("The column “%(column)s” is missing.") % {"column": column})
        for line, cells in enumerate(table, start=2):
            row = Row(name, line, cells)
            if None in cells or None in cells.values():  # where DictReader puts what is too much, or missing
                raise row.refusal(_("The row has more or fewer cells than the header."))
            row.check_known(row.keys("source") or [""], known_sources)
            yield row


def _check_no_circles(
    rows: dict[str, Row], parents: dict[str, str | None], successors: dict[str, list[str]]
) -> None:
    above = _known_parents(parents)
    for key, row in rows.items():
        row.check_no_circle(key, above, successors)


def _known_parents(parents: dict[str, str | None]) -> dict[str, set[str]]:
    return {key: {parent} for key, parent in parents.items() if parent}


def _read_regions(folder: Path) -> dict[str, RegionRow]:
    rows: dict[str, Row] = {}
    regions: dict[str, RegionRow] = {}
    for row in _read_rows(folder, REGIONS):
        region = _read_region(row)
        if region.code in regions:
            raise row.refusal(_("The code “%(code)s” stands twice.") % {"code": region.code})
        rows[region.code], regions[region.code] = row, region

    for code, region in regions.items():
        parent = region.fields["parent_id"]
        rows[code].check_known([*region.successors, parent], regions)
        rows[code].check_not_itself(code, region.successors, parent)
        rows[code].check_end(region.fields["valid_to"], region.successors)
    parents = {code: region.fields["parent_id"] for code, region in regions.items()}
    _check_no_circles(rows, parents, {code: region.successors for code, region in regions.items()})
    _check_levels(rows, parents)
    return regions


def _check_levels(rows: dict[str, Row], parents: dict[str, str | None]) -> None:
    """Hold that a province stands below nothing, every other region below one, and none below a third."""
    above = _known_parents(parents)
    for code, row in rows.items():
        complaint = misplaced(code, parents[code])
        if complaint:
            raise row.refusal(complaint)
        if len(all_reached([code], above)) > LEVELS:
            raise row.refusal(str(BELOW_THE_LEVELS))


def _read_region(row: Row) -> RegionRow:
    code = row.cells["code"]
    first_day, last_day = row.day("valid_from"), row.day("valid_to")
    fields = row.texts("name_ko", "name_en")
    fields |= {
        "parent_id": row.key("parent"),
        "valid_from": first_day,
        "valid_to": last_day,
    }
    row.check_fields(Region(code=code, **fields), "parent")
    if first_day and last_day and last_day < first_day:
        raise row.refusal(_("The last day of the region is before its first."))
    return RegionRow(code, fields, row.keys("successors"))


def _read_bodies(folder: Path, regions: dict[str, RegionRow]) -> dict[str, BodyRow]:
    rows: dict[str, Row] = {}
    bodies: dict[str, BodyRow] = {}
    slugs_by_label: dict[tuple[str, str], str] = {}
    for row in chain(_read_rows(folder, BODIES), _read_rows(folder, FORMER_BODIES)):
        body = _read_body(row)
        slug = body.slug
        if slug in bodies:
            raise row.refusal(_("The address name “%(slug)s” stands twice.") % {"slug": slug})
        label = body.fields["name_ko"], body.fields["qualifier_ko"]
        namesake = slugs_by_label.setdefault(label, slug)
        if namesake != slug:
            raise row.refusal(_("“%(slug)s” has the same name.") % {"slug": namesake})
        rows[slug], bodies[slug] = row, body

    for slug, body in bodies.items():
        rows[slug].check_known([*body.serves, body.fields["region_id"]], regions)
        rows[slug].check_known([*body.successors, body.parent], bodies)
        rows[slug].check_not_itself(slug, body.successors, body.parent)
        rows[slug].check_end(body.fields["dissolved_on"], body.successors)
    _check_no_circles(
        rows,
        {slug: body.parent for slug, body in bodies.items()},
        {slug: body.successors for slug, body in bodies.items()},
    )
    return bodies


def _read_body(row: Row) -> BodyRow:
    slug = row.cells["slug"]
    fields = row.texts("name_ko", "name_en", "qualifier_ko", "qualifier_en", "kind", "other_names_ko")
    fields |= {
        "region_id": row.key("region"),
        "founded_on": row.day("founded_on"),
        "dissolved_on": row.day("dissolved_on"),
    }
    row.check_fields(Agency(slug=slug, **fields), "region", "parent")
    return BodyRow(
        slug,
        fields,
        parent=row.key("parent"),
        successors=row.keys("successors"),
        serves=row.keys("serves"),
    )


def _read_former_names(folder: Path, bodies: dict[str, BodyRow]) -> dict[str, dict[date, Fields]]:
    names: dict[str, dict[date, Fields]] = {}
    for row in _read_rows(folder, FORMER_NAMES):
        slug, until, fields = row.cells["agency"], row.day("until"), row.texts("name_ko", "name_en")
        row.check_known([slug], bodies)
        if until is None:
            raise row.refusal(_("The last day of the name is missing."))
        row.check_fields(FormerName(until=until, **fields), "agency")
        if until in names.get(slug, {}):
            raise row.refusal(_("Another former name of this agency ends on that day."))
        names.setdefault(slug, {})[until] = fields
    return names
