"""Filters by what the register itself holds: public agencies, regions, programs and references."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import itemgetter, or_
from typing import Any, Protocol

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agencies_named_on
from agreements.lists.facets import NO_CHOICE, Counts, Facet, RelatedFacet, by_column
from agreements.lists.filter_fields import Label, Option, ReferenceField
from agreements.lists.filters import ChoiceFilter, counted_options
from agreements.lists.parameters import Clock
from agreements.lists.regions import Regions
from agreements.models import Agency, AgencyKind, Program, PromiseLink
from agreements.models.base import PUBLIC
from agreements.rules.korean import in_english

AGENCY = _("Agency")
PROVINCE = 2  # digits of its code
Choices = list[tuple[str, str]]


# ---- agencies and their regions ------------------------------------------------------------------


@dataclass(frozen=True)
class AgencyLink:
    """How the rows of a list and agencies lead to each other.

    ``to_agency`` leads from a row to its agencies, by which they are counted.  The conditions ask from the
    other end, which gives no row twice: ``from_agency`` leads from an agency to values of ``column``.
    """

    column: str
    from_agency: str
    to_agency: str

    def condition(self, agencies: QuerySet[Agency], seq: int | None) -> Q:
        return Q(**{f"{self.column}__in": agencies.values(self.from_agency)})

    def condition_of_each_row(self, agencies: QuerySet[Agency], seq: int | None) -> Q:
        return Q(Exists(agencies.filter(**{self.from_agency: OuterRef(self.column)})))

    def pairs(self, rows: QuerySet[Any], seq: int | None) -> QuerySet[Any]:
        rows_with_agency = rows.filter(**{f"{self.to_agency}__isnull": False})
        return rows_with_agency.values_list("pk", self.to_agency)


@dataclass(frozen=True)
class OtherSideLink:
    """How rows that are about one side of a promise lead to the agencies named in its other side only.

    ``column`` is the side of the rows, ``to_agency`` leads from a link to the agencies of the other one.
    """

    column: str
    to_agency: str

    def condition(self, agencies: QuerySet[Agency], seq: int | None) -> Q:
        links = public_links(seq).filter(**{f"{self.to_agency}__in": agencies})
        return Q(**{f"{self.column}__in": links.order_by().values(self.column)})

    def condition_of_each_row(self, agencies: QuerySet[Agency], seq: int | None) -> Q:
        links = public_links(seq).filter(**{f"{self.to_agency}__in": agencies})
        return Q(Exists(links.filter(**{self.column: OuterRef(self.column)})))

    def pairs(self, rows: QuerySet[Any], seq: int | None) -> QuerySet[Any]:
        links = public_links(seq).order_by()
        # Links are few: the first condition lets the database begin with them.
        linked = rows.filter(
            **{f"{self.column}__in": links.values(self.column), f"{self.column}__links__in": links}
        )
        return linked.values_list("pk", f"{self.column}__links__{self.to_agency}")


def public_links(seq: int | None) -> QuerySet[PromiseLink]:
    return PromiseLink.objects.visible_to(PUBLIC).linked_at(seq)


class Link(Protocol):
    """Leads from rows to agencies and back: as a condition on rows, and as pairs to be counted.

    ``condition`` gathers the rows of the agencies, ``condition_of_each_row`` looks up the agencies of each
    row: faster where the agencies are so many that nearly every row is one of theirs.
    """

    def condition(self, agencies: QuerySet[Agency], seq: int | None) -> Q: ...
    def condition_of_each_row(self, agencies: QuerySet[Agency], seq: int | None) -> Q: ...
    def pairs(self, rows: QuerySet[Any], seq: int | None) -> QuerySet[Any]: ...


type Links = tuple[Link, ...]

NAMED_IN_COMMITMENT = AgencyLink("commitment", "roles__commitment", "commitment__roles__agency")
CARRIES_COMMITMENT: Links = (
    NAMED_IN_COMMITMENT,
    OtherSideLink("commitment", "milestone__agencies"),
)
CARRIES_MILESTONE = AgencyLink("milestone", "milestones", "milestone__agencies")
STATED_REPORT = AgencyLink("stated_by", "pk", "stated_by")


def linked_with(agencies: QuerySet[Agency], links: Iterable[Link], seq: int | None) -> Q:
    """Return the condition that a row is linked with one of these public agencies by one of ``links``."""
    return reduce(or_, (link.condition(agencies, seq) for link in links))


class AgencyChoiceFilter(ChoiceFilter):
    """A public agency under its name of the day.

    All are answered; one that was founded later, or was entered twice, is offered only where it has results.
    """

    @cached_property
    def agencies(self) -> list[Agency]:
        return list(agencies_named_on(self.clock.on).order_by("name_ko", "pk"))

    def read_choices(self) -> Choices:
        return sorted(((agency.slug, agency.name) for agency in self.agencies), key=itemgetter(1))

    def arranged(self, labels: Mapping[str, Label], counts: Counts, chosen: str) -> list[Option]:
        on = self.clock.on
        unusual = {row.slug for row in self.agencies if row.same_as_id or row.is_still_to_come(on)} - {chosen}
        offered = {slug: label for slug, label in labels.items() if slug not in unusual or counts.get(slug)}
        return super().arranged(offered, counts, chosen)


class LinkedAgenciesFilter(ChoiceFilter):
    """A choice that stands for public agencies, of which one is linked with the row by one of ``links``.

    A list may count and narrow down by other links than all: those of the role that is chosen.
    """

    links: Links

    def agencies_of(self, value: str) -> QuerySet[Agency]:
        raise NotImplementedError

    def choices_by_agency(self) -> Mapping[int, Collection[str]]:
        """Return {primary key of a public agency: the choices that stand for it}."""
        raise NotImplementedError

    @property
    def facet(self) -> Facet:
        return RelatedFacet(self.parent.counted_links(self.links), self.choices_by_agency)

    def condition(self, value: str) -> Q:
        return self.condition_by(self.links, value)

    def condition_by(self, links: Links, value: str) -> Q:
        agencies, seq = self.agencies_of(value), self.clock.seq
        if not self.is_wide(value):
            return linked_with(agencies, links, seq)
        return reduce(or_, (link.condition_of_each_row(agencies, seq) for link in links))

    def is_wide(self, value: str) -> bool:
        """Say whether a choice stands for a large part of all agencies."""
        return False


class AgencyFilter(LinkedAgenciesFilter, AgencyChoiceFilter):
    """One public agency, linked with the row by one of ``links``."""

    def __init__(self, *links: Link, label: Label = AGENCY) -> None:
        super().__init__(label=label)
        self.links = links

    def agencies_of(self, value: str) -> QuerySet[Agency]:
        return Agency.objects.visible_to(PUBLIC).filter(slug=value)

    def choices_by_agency(self) -> Mapping[int, Collection[str]]:
        return slugs_of_agencies()


class AgencyKindFilter(LinkedAgenciesFilter):
    """A kind of public agency, of which one is linked with the row by one of ``links``."""

    def __init__(self, *links: Link) -> None:
        super().__init__(label=_("Kind of agency"), choices=AgencyKind.choices)
        self.links = links

    def agencies_of(self, value: str) -> QuerySet[Agency]:
        return Agency.objects.visible_to(PUBLIC).filter(kind=value)

    def is_wide(self, value: str) -> bool:
        return True

    def choices_by_agency(self) -> Mapping[int, Collection[str]]:
        rows = Agency.objects.visible_to(PUBLIC).values_list("pk", "kind")
        return {key: (kind,) for key, kind in rows}


class RegionFilter(LinkedAgenciesFilter):
    """A region under which a public agency linked with the row is found (``rules/regions.py``).

    All regions are answered, also those that ended or are still to come.  Offered are those valid on the
    day under which any agency is found; those that ended stand folded at the end, where they have results.
    """

    def __init__(self, *links: Link) -> None:
        super().__init__(label=_("Region"))
        self.links = links

    def read_choices(self) -> Iterable[tuple[str, Label]]:
        return [(code, self.regions.label(code)) for code in self.regions.names]

    @cached_property
    def regions(self) -> Regions:
        return Regions(on=self.clock.on)

    def agencies_of(self, value: str) -> QuerySet[Agency]:
        return self.regions.agencies_under(value)

    def is_wide(self, value: str) -> bool:
        return len(value) == PROVINCE

    def choices_by_agency(self) -> Mapping[int, Collection[str]]:
        return self.regions.codes_by_agency

    def arranged(self, labels: Mapping[str, Label], counts: Counts, chosen: str) -> list[Option]:
        offered: dict[str, Label] = {}
        ended: dict[str, Label] = {}
        for code, label in labels.items():
            if self._has_ended_with_results(code, counts):
                ended[code] = label
            elif code in (NO_CHOICE, chosen) or self._is_offered(code):
                offered[code] = label

        options = super().arranged(offered, counts, chosen)
        if ended:
            options.append((gettext("Regions that ended"), counted_options(ended, counts)))
        return options

    def _has_ended_with_results(self, code: str, counts: Counts) -> bool:
        return self._finds_its_own(code) and self.regions.has_ended(code) and counts.get(code, 0) > 0

    def _is_offered(self, code: str) -> bool:
        has_agencies = code in self.regions.with_agencies
        return has_agencies and self._finds_its_own(code) and self.regions.is_valid(code)

    def _finds_its_own(self, code: str) -> bool:
        """Say whether a choice is a region that finds something else than the one above it."""
        return code in self.regions and not self.regions.repeats_its_parent(code)


def slugs_of_agencies() -> dict[int, tuple[str, ...]]:
    return {key: (slug,) for key, slug in Agency.objects.visible_to(PUBLIC).values_list("pk", "slug")}


# ---- programs, references ------------------------------------------------------------------------


class ProgramFilter(ChoiceFilter):
    """One public program, to which one of ``paths`` leads from the row."""

    def __init__(self, *paths: str) -> None:
        super().__init__(label=_("Program"), choices=program_choices)
        self.paths = paths

    @property
    def facet(self) -> Facet:
        slugs = [f"{path}__slug" for path in self.paths]
        if len(slugs) == 1:
            return by_column(slugs[0])
        return by_column(Coalesce(*slugs))

    def condition(self, value: str) -> Q:
        programs = Program.objects.visible_to(PUBLIC).filter(slug=value)
        return reduce(or_, (Q(**{f"{path}__in": programs}) for path in self.paths))


class ReferenceFilter(django_filters.Filter):
    """One public agreement, commitment or milestone, by the reference under ``field_name``."""

    field_class = ReferenceField

    def __init__(self, model: Any, *, label: Label, field_name: str) -> None:
        def exists(reference: str) -> bool:
            return model.objects.visible_to(PUBLIC).filter(reference=reference).exists()

        super().__init__(label=label, field_name=field_name, exists=exists)


# ---- what they offer -----------------------------------------------------------------------------


def in_request_language(korean: str, english: str) -> str:
    if in_english() and english:
        return english
    return korean


def program_choices(_clock: Clock) -> Choices:
    rows = Program.objects.visible_to(PUBLIC).order_by("title_ko", "pk")
    return [
        (slug, in_request_language(ko, en))
        for slug, ko, en in rows.values_list("slug", "title_ko", "title_en")
    ]
