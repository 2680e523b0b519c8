"""The sitemap for search engines: which pages stand in it, and the time of the last publication about each.

It holds nothing but rows that everyone may see; the times come from the ledger, which is public.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from agreements.lists.columns import EXPORTS
from agreements.lists.parameters import require_known
from agreements.lists.regions import Regions
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    Inquiry,
    LedgerEntry,
    Milestone,
    Ordinance,
    Program,
    Region,
    Theme,
)
from agreements.views.querysets import newest_entry, public_rows
from agreements.views.region_counts import distinct

# Pages without a variable part: those that change with every publication, and those that do not.
CHANGING = (
    "home", "agreements", "commitments", "programs", "agencies", "reports", "inquiries",
    "regions", "timeline", "updates", "targets", "duties", "data", "editions", "official_report", "ledger",
)  # fmt: skip
STANDING = ("agency_compare", "data_api", "glossary", "about", "accessibility", "privacy")


def taking_only(*names: str) -> Callable[..., Any]:
    """Let a view of Django's refuse parameters that are none of ``names``, as our own do."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
            require_known(request.GET, names)
            return view(request, *args, **options)

        return answer

    return decorate


class PublicSitemap(Sitemap):
    """Addresses under SITE_URL in both languages, each naming the other; Korean for who reads neither."""

    i18n = True
    alternates = True
    x_default = True
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class PagesSitemap(PublicSitemap):
    """The pages that are no record's."""

    def items(self) -> list[str]:
        return [*CHANGING, *STANDING]

    def location(self, item: str) -> str:
        return reverse(item)

    def lastmod(self, item: str) -> datetime | None:
        return self.newest_publication if item in CHANGING else None

    @cached_property
    def newest_publication(self) -> datetime | None:
        newest = newest_entry()
        return newest.recorded_at if newest else None


class DataFilesSitemap(PagesSitemap):
    """The pages that explain the open files."""

    def items(self) -> list[str]:
        return list(EXPORTS)

    def location(self, item: str) -> str:
        return reverse("data_file", args=[item])

    def lastmod(self, item: str) -> datetime | None:
        return self.newest_publication


class RecordsSitemap(PublicSitemap):
    """The pages of a model's public rows, with one query for each way from a publication to them."""

    model: Any
    lookups: tuple[str, ...]  # from a ledger entry to the records whose pages tell of it
    parent = ""  # the key of what is published together with the record ...
    parent_lookups: tuple[str, ...] = ()  # ... and the lookups from a ledger entry to that

    def items(self) -> Any:
        return self.records

    @cached_property
    def records(self) -> Any:
        return public_rows(self.model).order_by("pk")

    def lastmod(self, item: Any) -> datetime | None:
        times = [self.times.get(item.pk)]
        if self.parent:
            times.append(self.parent_times.get(getattr(item, self.parent)))
        return max(filter(None, times), default=None)

    @cached_property
    def times(self) -> dict[int, datetime]:
        return newest_publications(self.lookups)

    @cached_property
    def parent_times(self) -> dict[int, datetime]:
        return newest_publications(self.parent_lookups)


class AgreementsSitemap(RecordsSitemap):
    model = Agreement
    lookups = (
        "agreement",
        "duty__agreement",
        "report__commitment__agreement",
        "report__milestone__carries_out__agreement",
        "inquiry__commitments__agreement",
        "inquiry__milestones__carries_out__agreement",
    )


class CardsSitemap(AgreementsSitemap):
    """The card beside each agreement's page."""

    def location(self, item: Agreement) -> str:
        return reverse("agreement_card", args=[item.reference])


class CommitmentsSitemap(RecordsSitemap):
    model = Commitment
    lookups = (
        "report__commitment",
        "report__milestone__carries_out",
        "inquiry__commitments",
        "inquiry__milestones__carries_out",
    )
    parent = "agreement_id"
    parent_lookups = ("agreement",)


class ProgramsSitemap(RecordsSitemap):
    model = Program
    lookups = (
        "program",
        "report__milestone__program",
        "report__commitment__carried_out_by__program",
        "inquiry__milestones__program",
        "inquiry__commitments__carried_out_by__program",
    )


class MilestonesSitemap(RecordsSitemap):
    """The milestones but those whose page names the same promise's commitment as the one to find."""

    model = Milestone
    lookups = ("report__milestone", "inquiry__milestones")
    parent = "program_id"
    parent_lookups = ("program",)

    @cached_property
    def records(self) -> Any:
        return public_rows(Milestone).counted_apart().order_by("pk")


class AgenciesSitemap(RecordsSitemap):
    model = Agency
    lookups = ("agreement__parties__agency",)

    def location(self, item: Agency) -> str:
        return reverse("agency", args=[item.slug])


class RegionsSitemap(RecordsSitemap):
    """The regions of today; the page of one that has the name of the region above it is that one's."""

    model = Region
    lookups = ()

    @cached_property
    def records(self) -> list[str]:
        regions = Regions(on=timezone.localdate())
        return distinct(filter(regions.is_valid, regions.names), regions)

    def lastmod(self, item: str) -> None:
        return None

    def location(self, item: str) -> str:
        return reverse("region", args=[item])


class ThemesSitemap(RecordsSitemap):
    """The ledger tells nothing of the tree of themes."""

    model = Theme
    lookups = ()

    def location(self, item: Theme) -> str:
        return reverse("theme", args=[item.slug])


class OrdinancesSitemap(RecordsSitemap):
    """What coordinators enter is public as it stands; the ledger tells nothing of it."""

    model = Ordinance
    lookups = ()


class InquiriesSitemap(RecordsSitemap):
    model = Inquiry
    lookups = ("inquiry",)


def newest_publications(lookups: tuple[str, ...]) -> dict[int, datetime]:
    """Return {record's key: time of the newest public ledger entry about it}."""
    # An entry about a withdrawn agreement says nothing about a page that is there.
    still_public = Q(agreement=None) | Q(agreement__in=public_rows(Agreement))
    entries = public_rows(LedgerEntry).filter(still_public).order_by()
    times: dict[int, datetime] = {}
    for lookup in lookups:
        rows = entries.filter(**{f"{lookup}__isnull": False}).values_list(lookup)
        for key, newest in rows.annotate(newest=Max("recorded_at")):
            times[key] = max(newest, times.get(key, newest))
    return times


SITEMAPS: dict[str, type[PublicSitemap]] = {
    "pages": PagesSitemap,
    "data": DataFilesSitemap,
    "agreements": AgreementsSitemap,
    "cards": CardsSitemap,
    "commitments": CommitmentsSitemap,
    "programs": ProgramsSitemap,
    "milestones": MilestonesSitemap,
    "agencies": AgenciesSitemap,
    "regions": RegionsSitemap,
    "themes": ThemesSitemap,
    "inquiries": InquiriesSitemap,
    "ordinances": OrdinancesSitemap,
}
