"""What several lists offer and look up in the register: public agencies, regions, programs."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.lists.facets import AgencyFacet, Facet
from agreements.lists.filters import ChoiceFilter, KnownFilter
from agreements.models import Agency, Program, Region
from agreements.models.base import PUBLIC
from agreements.rules.korean import in_english

AGENCY = _("Agency")
Pairs = list[tuple[str, str]]


def in_language(korean: str, english: str) -> str:
    return (english if in_english() else "") or korean


def public_agencies() -> Pairs:
    """In the order of the names that are shown."""
    rows = Agency.objects.visible_to(PUBLIC).order_by("name_ko", "pk")
    pairs = [(slug, in_language(ko, en)) for slug, ko, en in rows.values_list("slug", "name_ko", "name_en")]
    return sorted(pairs, key=lambda pair: pair[1]) if in_english() else pairs


def regions() -> Pairs:
    """Provinces, each before its cities."""
    rows = Region.objects.visible_to(PUBLIC).select_related("parent").order_by("code")
    return [(row.code, f"{row.parent.name} {row.name}" if row.parent else row.name) for row in rows]


def public_programs() -> Pairs:
    rows = Program.objects.visible_to(PUBLIC).order_by("title_ko", "pk")
    return [(slug, in_language(ko, en)) for slug, ko, en in rows.values_list("slug", "title_ko", "title_en")]


def agency_filter(*, label: Any = AGENCY, facet: Facet, **options: Any) -> ChoiceFilter:
    return ChoiceFilter(label=label, choices=public_agencies, facet=facet, **options)


def region_filter(*, facet: Facet, **options: Any) -> ChoiceFilter:
    return ChoiceFilter(label=_("Region"), choices=regions, facet=facet, **options)


def program_filter(*, facet: Facet, **options: Any) -> ChoiceFilter:
    return ChoiceFilter(label=_("Program"), choices=public_programs, facet=facet, **options)


def reference_filter(model: Any, label: Any, field_name: str) -> KnownFilter:
    """Rows of one public agreement, commitment or milestone, by its reference."""

    def known(reference: str) -> bool:
        return model.objects.visible_to(PUBLIC).filter(reference=reference).exists()

    return KnownFilter(label=label, field_name=field_name, known=known)


def agency_is(slug: str) -> QuerySet[Agency]:
    return Agency.objects.visible_to(PUBLIC).filter(slug=slug)


def agency_in(region: str) -> QuerySet[Agency]:
    """Public agencies in a region; a province includes its cities."""
    return Agency.objects.visible_to(PUBLIC).filter(Q(region=region) | Q(region__parent=region))


# ---- how the agencies of rows are counted --------------------------------------------------------


def slugs() -> dict[int, tuple[str, ...]]:
    return {key: (slug,) for key, slug in Agency.objects.visible_to(PUBLIC).values_list("pk", "slug")}


def regions_of_agencies() -> dict[int, tuple[str, ...]]:
    """The region of each public agency, and the province above it."""
    rows = Agency.objects.visible_to(PUBLIC).values_list("pk", "region", "region__parent")
    return {key: tuple(code for code in codes if code) for key, *codes in rows}


def by_agency(*paths: str) -> AgencyFacet:
    return AgencyFacet(paths, slugs)


def by_region(*paths: str) -> AgencyFacet:
    return AgencyFacet(paths, regions_of_agencies)
