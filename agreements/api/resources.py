"""What the API offers: for each name an export; its columns are the fields, its filters the parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from agreements.lists.agencies import ALL
from agreements.lists.columns import WHOLE
from agreements.lists.columns.agencies import AGENCIES
from agreements.lists.columns.agreements import AGREEMENTS
from agreements.lists.columns.commitments import COMMITMENTS
from agreements.lists.columns.duties import DUTIES
from agreements.lists.columns.export import Column, Export, Label
from agreements.lists.columns.inquiries import INQUIRIES
from agreements.lists.columns.ledger import CHANGES
from agreements.lists.columns.milestones import MILESTONES
from agreements.lists.columns.programs import PROGRAMS
from agreements.lists.columns.reports import REPORTS
from agreements.lists.columns.targets import TARGETS
from agreements.lists.columns.timeline import TIMELINE
from agreements.lists.promise_views import DATED_VIEW


@dataclass(frozen=True)
class Resource:
    """``fixed`` are parameters of its list that are given already; ``with_records``: each row has an address,
    for which ``for_records`` are given.
    """

    name: str
    export: Export
    title: Label = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    with_records: bool = True
    for_records: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> Label:
        return self.title or self.export.listing.title

    @property
    def has_public_key(self) -> bool:
        """Say whether one column tells its rows apart that a row has as it is stored."""
        return len(self.export.key) == 1 and self.key_column.cell.writer is None

    @property
    def key_column(self) -> Column:
        return next(column for column in self.export.columns if column.name in self.export.key)

    @property
    def filters(self) -> list[str]:
        return [name for name in self.export.listing.filters.base_filters if name not in self.fixed]

    @property
    def parameters(self) -> tuple[str, ...]:
        """All that the address of its list takes."""
        return (*self.filters, "sort", "as_of", "seq", "fields", "limit", "after")


RESOURCES = {
    resource.name: resource
    for resource in (
        Resource("agencies", AGENCIES, for_records={"view": ALL}),
        Resource("regions", WHOLE["regions"]),
        Resource("agreements", AGREEMENTS),
        Resource("parties", WHOLE["parties"], with_records=False),
        Resource("promises", COMMITMENTS),
        Resource("programs", PROGRAMS),
        Resource("milestones", MILESTONES),
        Resource("reports", REPORTS, with_records=False),
        Resource("targets", TARGETS, with_records=False),
        Resource("inquiries", INQUIRIES),
        Resource("statements", WHOLE["statements"], with_records=False),
        Resource("sources", WHOLE["sources"], with_records=False),
        Resource("timeline", TIMELINE, with_records=False),
        Resource(
            "deadlines", COMMITMENTS, title=_("Announced dates of open promises"),
            fixed={"view": DATED_VIEW.name}, with_records=False,
        ),
        Resource("duties", DUTIES, with_records=False),
        Resource("changes", CHANGES),
        Resource("ledger", WHOLE["ledger"]),
    )
}  # fmt: skip
