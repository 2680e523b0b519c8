"""Entering the country's regions and public bodies, so that no office types a code.

A row that the directory entered has the version 0, for every edit by staff raises it.  Such a row follows a
newer file as long as nobody touched it and it is not listed; every other row belongs to staff and stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
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


def _is_untouched(record: Any) -> bool:
    """Say whether only the directory wrote a record."""
    return record.version == 0 and not getattr(record, "listed", False)


def _load_regions(directory: Directory, load: DirectoryLoad) -> None:
    rows = directory.regions
    registered = Region.objects.in_bulk(list(rows))
    missing: list[Region] = []
    followed: dict[str, Region] = {}
    for code, row in rows.items():
        region = registered.get(code)
        if region is None:
            missing.append(Region(code=code, **row.fields))
        elif _is_untouched(region):
            followed[code] = region
        else:
            load.kept_regions.append(code)

    Region.objects.bulk_create(missing)
    load.entered_regions = [region.code for region in missing]

    fields = {code: rows[code].fields for code in followed}
    changed = _follow_fields(Region, followed, fields)
    changed |= _follow_region_successions(directory, {*followed, *load.entered_regions})
    load.changed_regions = sorted(changed.difference(load.entered_regions))


def _follow_region_successions(directory: Directory, codes: set[str]) -> set[str]:
    successions: set[tuple[Any, ...]] = set()
    for code in codes:
        for successor in directory.regions[code].successors:
            successions.add((code, successor))
    return _follow_links(RegionSuccession, ("region_id", "successor_id"), codes, successions)


def _load_agencies(directory: Directory, load: DirectoryLoad) -> None:
    bodies = directory.bodies
    followed = _enter_missing_agencies(directory, load)
    keys = _keys_of_bodies(directory, load)
    fields: dict[str, Fields] = {}
    for slug in followed:
        body = bodies[slug]
        fields[slug] = {**body.fields, "parent_id": keys[body.parent] if body.parent else None}

    changed = _follow_fields(Agency, followed, fields)
    changed |= _follow_relations(directory, list(followed), keys)
    load.changed_agencies = sorted(changed.difference(load.entered_agencies))


def _enter_missing_agencies(directory: Directory, load: DirectoryLoad) -> dict[str, Agency]:
    """Enter the bodies that nobody registered.

    Return {address name: agency} of those that follow the files: what was entered, and what nobody touched.
    """
    registered = Agency.objects.in_bulk(list(directory.bodies), field_name="slug")
    namesakes = _read_namesakes(directory)
    missing: dict[str, Agency] = {}
    followed: dict[str, Agency] = {}
    for slug, body in directory.bodies.items():
        agency = registered.get(slug)
        namesake = namesakes.of_body(body.fields)
        if agency is None and namesake is not None:
            load.registered_otherwise[slug] = namesake
        elif agency is None:
            missing[slug] = Agency(slug=slug, **body.fields)
        elif _is_untouched(agency) and not namesakes.of_label(body.fields):
            followed[slug] = agency
        else:
            load.kept_agencies.append(slug)

    Agency.objects.bulk_create(missing.values())
    load.entered_agencies = list(missing)
    return followed | missing


def _keys_of_bodies(directory: Directory, load: DirectoryLoad) -> dict[str, int]:
    """Return {address name in the files: primary key of the agency that is this body}."""
    slugs = {*directory.bodies, *load.registered_otherwise.values()}
    keys = dict(Agency.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    for slug, namesake in load.registered_otherwise.items():
        keys[slug] = keys[namesake]
    return keys


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
    model: type[models.Model], records: Mapping[str, Any], fields: dict[str, Fields]
) -> set[str]:
    """Write the fields that differ; return the keys of the records that changed."""
    changed_keys: set[str] = set()
    # Field by field: all new bodies lack only the one above them, and most lists change nothing else.
    changed_records: dict[str, list[Any]] = defaultdict(list)
    for key, record in records.items():
        for name, value in fields[key].items():
            if getattr(record, name) != value:
                setattr(record, name, value)
                changed_records[name].append(record)
                changed_keys.add(key)
    for name, records_to_write in changed_records.items():
        model._default_manager.bulk_update(records_to_write, [name], batch_size=100)
    return changed_keys


def _follow_relations(directory: Directory, followed: list[str], keys: dict[str, int]) -> set[str]:
    """Bring successors, served regions and former names of the followed bodies up to date."""
    successions: set[tuple[Any, ...]] = set()
    served: set[tuple[Any, ...]] = set()
    former_names: set[tuple[Any, ...]] = set()
    for slug in followed:
        body, agency = directory.bodies[slug], keys[slug]
        successions.update((agency, keys[successor]) for successor in body.successors)
        served.update((agency, region) for region in body.serves)
        for until, name in directory.former_names.get(slug, {}).items():
            former_names.add((agency, until, name["name_ko"], name["name_en"]))

    slugs = {keys[slug]: slug for slug in followed}
    changed = _follow_links(AgencySuccession, ("agency_id", "successor_id"), slugs, successions)
    changed |= _follow_links(Agency.serves.through, ("agency_id", "region_id"), slugs, served)
    changed |= _follow_links(FormerName, ("agency_id", "until", "name_ko", "name_en"), slugs, former_names)
    return {slugs[agency] for agency in changed}


def _follow_links(
    model: type[models.Model], columns: tuple[str, ...], owners: Iterable[Any], expected: set[tuple[Any, ...]]
) -> set[Any]:
    """Make the rows of ``owners`` (in the first column) the expected ones; return whose rows changed."""
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
