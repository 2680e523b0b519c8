"""Entering the country's regions and public bodies, so that no office types a code.

A row that the directory entered has the version 0, for every edit by staff raises it.  Such a row follows a
newer file as long as nobody touched it and it is not listed; every other row belongs to staff and stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from agreements.actions import traces
from agreements.actions.checks import require_grant
from agreements.actions.directory_files import FOLDER, Directory, Fields, read_directory
from agreements.actions.successions import changing_successions
from agreements.models import Agency, AgencySuccession, FormerName, Region, RegionSuccession
from agreements.rules.publication import Act

REGION_FIELDS = ("name_ko", "name_en", "parent", "valid_from", "valid_to")
AGENCY_FIELDS = (
    *("name_ko", "name_en", "qualifier_ko", "qualifier_en"),
    *("kind", "other_names_ko", "region", "parent", "dissolved_on"),
)


@dataclass
class DirectoryLoad:
    """What a load did, by code or address name."""

    entered_regions: list[str] = field(default_factory=list)
    entered_agencies: list[str] = field(default_factory=list)
    changed_regions: list[str] = field(default_factory=list)
    changed_agencies: list[str] = field(default_factory=list)
    kept_regions: list[str] = field(default_factory=list)  # staff changed or entered them
    kept_agencies: list[str] = field(default_factory=list)
    registered_otherwise: dict[str, str] = field(default_factory=dict)  # {address name: that of the namesake}

    @property
    def changes(self) -> int:
        rows = (self.entered_regions, self.entered_agencies, self.changed_regions, self.changed_agencies)
        return sum(map(len, rows))


@transaction.atomic
def load_directory(*, actor: Any, now: datetime, folder: Path = FOLDER) -> DirectoryLoad:
    """Enter what is missing, unlisted, and bring up to date what only the directory wrote, with one trace.

    Raises:
        NotAllowed: ``actor`` is no coordinator.
        BadRow: a file holds something that cannot be entered; nothing is.
    """
    for catalogue in (Region(), Agency()):
        require_grant(actor, Act.CREATE, catalogue, now=now)
    directory = read_directory(folder)

    load = DirectoryLoad()
    with changing_successions():  # locks: of two loads at once the second finds everything entered
        _load_regions(directory, load)
        _load_agencies(directory, load)
    if load.changes:
        _leave_trace(load, actor=actor, now=now)
    return load


def _is_the_directorys(record: Any) -> bool:
    return record.version == 0 and not getattr(record, "listed", False)


def _load_regions(directory: Directory, load: DirectoryLoad) -> None:
    file_rows = directory.regions
    registered = Region.objects.in_bulk(list(file_rows))
    missing = [Region(code=code, **row.fields) for code, row in file_rows.items() if code not in registered]
    Region.objects.bulk_create(missing)
    load.entered_regions = [region.code for region in missing]
    load.kept_regions = [code for code, region in registered.items() if not _is_the_directorys(region)]

    followed = {code: region for code, region in registered.items() if _is_the_directorys(region)}
    fields = {code: file_rows[code].fields for code in followed}
    changed = _follow_fields(Region, followed, fields, REGION_FIELDS)

    writable = {*followed, *load.entered_regions}
    changed |= _follow_links(
        RegionSuccession,
        ("region_id", "successor_id"),
        writable,
        {(code, successor) for code in writable for successor in file_rows[code].successors},
    )
    load.changed_regions = sorted(changed.difference(load.entered_regions))


def _load_agencies(directory: Directory, load: DirectoryLoad) -> None:
    file_rows = directory.bodies
    registered = Agency.objects.in_bulk(list(file_rows), field_name="slug")
    namesakes = _read_namesakes(directory)
    missing = {slug: row.fields for slug, row in file_rows.items() if slug not in registered}
    load.registered_otherwise = {
        slug: namesake for slug, fields in missing.items() if (namesake := namesakes.of_body(fields))
    }
    entered = [
        Agency(slug=slug, **fields)
        for slug, fields in missing.items()
        if slug not in load.registered_otherwise
    ]
    Agency.objects.bulk_create(entered)
    load.entered_agencies = [agency.slug for agency in entered]

    slugs = {*file_rows, *load.registered_otherwise.values()}
    keys = dict(Agency.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    keys |= {slug: keys[namesake] for slug, namesake in load.registered_otherwise.items()}

    followed = {
        slug: agency
        for slug, agency in registered.items()
        if _is_the_directorys(agency) and not namesakes.of_label(file_rows[slug].fields)
    }
    load.kept_agencies = [slug for slug in registered if slug not in followed]
    followed |= {agency.slug: agency for agency in entered}
    fields = {
        slug: file_rows[slug].fields | {"parent_id": _key(keys, file_rows[slug].parent)} for slug in followed
    }
    changed = _follow_fields(Agency, followed, fields, AGENCY_FIELDS)
    changed |= _follow_relations(directory, {slug: keys[slug] for slug in followed}, keys)
    load.changed_agencies = sorted(changed.difference(load.entered_agencies))


def _key(keys: dict[str, int], slug: str | None) -> int | None:
    if slug is None:
        return None
    return keys[slug]


@dataclass
class Namesakes:
    """Agencies of staff that have the name of a body of the directory, by their address names."""

    by_region: dict[tuple[str, str | None], str] = field(default_factory=dict)
    by_label: dict[tuple[str, str], str] = field(default_factory=dict)

    def of_label(self, fields: Fields) -> str | None:
        """Return who has the label; nothing would tell the body apart from it."""
        return self.by_label.get((fields["name_ko"], fields["qualifier_ko"]))

    def of_body(self, fields: Fields) -> str | None:
        """Return who is the same body: of the same name in the same region, or who has its label."""
        return self.by_region.get((fields["name_ko"], fields["region_id"])) or self.of_label(fields)


def _read_namesakes(directory: Directory) -> Namesakes:
    names = {row.fields["name_ko"] for row in directory.bodies.values()}
    namesakes = Namesakes()
    registered = Agency.objects.filter(name_ko__in=names).exclude(slug__in=directory.bodies)
    for agency in registered.order_by("pk"):
        namesakes.by_region[agency.name_ko, agency.region_id] = agency.slug
        namesakes.by_label[agency.name_ko, agency.qualifier_ko] = agency.slug
    return namesakes


def _follow_fields(
    model: type[models.Model], records: dict[str, Any], fields: dict[str, Fields], names: Iterable[str]
) -> set[str]:
    """Write the fields that differ; return the keys of the records that changed."""
    changed = {}
    for key, record in records.items():
        differing = {name: value for name, value in fields[key].items() if getattr(record, name) != value}
        for name, value in differing.items():
            setattr(record, name, value)
        if differing:
            changed[key] = record
    model._default_manager.bulk_update(changed.values(), names, batch_size=100)
    return set(changed)


def _follow_relations(directory: Directory, followed: dict[str, int], keys: dict[str, int]) -> set[str]:
    """Bring successors, served regions and former names of the followed bodies up to date."""
    slugs = {pk: slug for slug, pk in followed.items()}
    bodies = {pk: directory.bodies[slug] for slug, pk in followed.items()}
    changed = _follow_links(
        AgencySuccession,
        ("agency_id", "successor_id"),
        slugs,
        {(pk, keys[successor]) for pk, body in bodies.items() for successor in body.successors},
    )
    changed |= _follow_links(
        Agency.serves.through,
        ("agency_id", "region_id"),
        slugs,
        {(pk, code) for pk, body in bodies.items() for code in body.serves},
    )
    changed |= _follow_links(
        FormerName,
        ("agency_id", "until", "name_ko", "name_en"),
        slugs,
        {
            (followed[slug], until, name["name_ko"], name["name_en"])
            for slug, names in directory.former_names.items()
            if slug in followed
            for until, name in names.items()
        },
    )
    return {slugs[pk] for pk in changed}


def _follow_links(
    model: type[models.Model], columns: tuple[str, ...], owners: Iterable[Any], expected: set[tuple[Any, ...]]
) -> set[Any]:
    """Make the rows of ``owners`` (in the first column) those that are wanted; return whose rows changed."""
    rows = model._default_manager.filter(**{f"{columns[0]}__in": list(owners)})
    keys_by_values = {tuple(values): pk for pk, *values in rows.values_list("pk", *columns)}
    surplus = [pk for values, pk in keys_by_values.items() if values not in expected]
    model._default_manager.filter(pk__in=surplus).delete()
    missing = sorted(expected.difference(keys_by_values))
    model._default_manager.bulk_create(model(**dict(zip(columns, values, strict=True))) for values in missing)
    return {values[0] for values in keys_by_values.keys() ^ expected}


def _leave_trace(load: DirectoryLoad, *, actor: Any, now: datetime) -> None:
    """Leave the one trace of the load; it names what was entered and what was brought up to date."""
    keys = {
        "regions": load.entered_regions,
        "agencies": load.entered_agencies,
        "changed_regions": load.changed_regions,
        "changed_agencies": load.changed_agencies,
    }
    changed = {name: [None, " ".join(listed)] for name, listed in keys.items() if listed}
    label = _("Directory of regions and public bodies")
    traces.leave_trace(Agency(), Act.CREATE, actor=actor, now=now, changed=changed, label=label)
