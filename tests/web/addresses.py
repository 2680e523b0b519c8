"""Every public address, filled in from what is in the database, so that no page can be forgotten."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone

from agreements.lists.columns import EXPORTS
from agreements.lists.regions import Regions
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    Document,
    Inquiry,
    LedgerEntry,
    Milestone,
    Ordinance,
    Program,
    Region,
    Theme,
)
from agreements.views.sitemap import SITEMAPS
from tests.test_architecture import patterns


def regions_of_today() -> list[dict[str, str]]:
    """The regions with a page today: not those that ended, nor one that is the one above it once more."""
    regions = Regions(on=timezone.localdate())
    return [
        {"code": code}
        for code in regions.names
        if regions.is_valid(code) and not regions.repeats_its_parent(code)
    ]


def references_of(model: Any, field: str) -> list[dict[str, Any]]:
    """What the API calls each record, public or not."""
    found = model.objects.exclude(**{field: None}).values_list(field, flat=True)
    return [{"reference": reference} for reference in found]


# How an address with a variable part is filled in: one row of arguments per record, public or not.
FILLED: dict[str, Callable[[], Any]] = {
    "agreement": lambda: Agreement.objects.exclude(reference=None).values("reference"),
    "agreement_card": lambda: Agreement.objects.exclude(reference=None).values("reference"),
    "commitment": lambda: Commitment.objects.exclude(reference=None).values("reference"),
    "milestone": lambda: Milestone.objects.exclude(reference=None).values("reference"),
    "inquiry": lambda: Inquiry.objects.exclude(number=None).values("number"),
    "ordinance": lambda: Ordinance.objects.values("slug"),
    "program": lambda: Program.objects.values("slug"),
    "agency": lambda: Agency.objects.values("slug"),
    "region": regions_of_today,
    "theme": lambda: Theme.objects.values("slug"),
    "sitemap_section_xml": lambda: [{"section": section} for section in SITEMAPS],
    "data_file": lambda: [{"name": name} for name in EXPORTS],
    "register_of_day_zip": lambda: [{"day": "20261201"}],
    "register_of_day_json": lambda: [{"day": "20261201"}],
    **{
        f"api_{name}_record": partial(references_of, model, field)
        for name, model, field in (
            ("agencies", Agency, "slug"),
            ("regions", Region, "code"),
            ("agreements", Agreement, "reference"),
            ("promises", Commitment, "reference"),
            ("programs", Program, "slug"),
            ("milestones", Milestone, "reference"),
            ("inquiries", Inquiry, "number"),
            ("changes", LedgerEntry, "seq"),
            ("ledger", LedgerEntry, "seq"),
        )
    },
    "document": lambda: Document.objects.values("sha256"),
}


def addresses(*names: str) -> Iterator[str]:
    """Every address of every record, or of the named pages only."""
    for pattern in patterns():
        name = str(pattern.name)
        if names and name not in names:
            continue
        for arguments in FILLED[name]() if "<" in str(pattern.pattern) else [{}]:
            yield reverse(name, kwargs=arguments)


def names() -> list[str]:
    return sorted(str(pattern.name) for pattern in patterns())
