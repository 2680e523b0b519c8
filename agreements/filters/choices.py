"""What several lists offer and look up in the register: public agencies, regions, programs."""

from collections import Counter
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.filters.base import PUBLIC, ChoiceFilter, KnownFilter
from agreements.filters.facets import Counts, LinkedFacet, RowFacet
from agreements.models import Agency, Program, Region
from agreements.parameters import Clock
from agreements.search import containing

AGENCY = _("Agency")
Pairs = list[tuple[str, str]]


def in_language(korean: str, english: str) -> str:
    return (english if (get_language() or "ko").startswith("en") else "") or korean


def public_agencies() -> Pairs:
    rows = Agency.objects.visible_to(PUBLIC).order_by("name_ko", "pk")
    return [(slug, in_language(ko, en)) for slug, ko, en in rows.values_list("slug", "name_ko", "name_en")]


def regions() -> Pairs:
    """Provinces, each before its cities."""
    rows = Region.objects.visible_to(PUBLIC).select_related("parent").order_by("code")
    return [(row.code, f"{row.parent.name} {row.name}" if row.parent else row.name) for row in rows]


def public_programs() -> Pairs:
    rows = Program.objects.visible_to(PUBLIC).order_by("title_ko", "pk")
    return [(slug, in_language(ko, en)) for slug, ko, en in rows.values_list("slug", "title_ko", "title_en")]


def agency_filter(*, label: Any = AGENCY, facet: LinkedFacet, **options: Any) -> ChoiceFilter:
    return ChoiceFilter(label=label, choices=public_agencies, facet=facet, **options)


def region_filter(*, facet: RowFacet | LinkedFacet, **options: Any) -> ChoiceFilter:
    return ChoiceFilter(label=_("Region"), choices=regions, facet=facet, **options)


def program_filter(*, facet: RowFacet | LinkedFacet, **options: Any) -> ChoiceFilter:
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


def agency_called(text: str) -> QuerySet[Agency]:
    named = containing(text, "name_ko", "name_en", "other_names_ko")
    return Agency.objects.visible_to(PUBLIC).filter(named)


# ---- how linked agencies are counted -------------------------------------------------------------


def linked(rows: QuerySet[Any], path: str, *columns: str) -> QuerySet[Any]:
    """Rows with the public agencies at ``path``, once for each, as values of ``columns``."""
    public = Agency.objects.visible_to(PUBLIC).values("pk")
    return rows.order_by().filter(**{f"{path}__in": public}).values_list(*columns)


def by_agency(*paths: str) -> LinkedFacet:
    """Count by the agencies at ``paths``; a row has agencies at one of them only."""

    def counted(rows: QuerySet[Any], clock: Clock) -> Counts:
        groups = [linked(rows, path, f"{path}__slug").annotate(Count("pk", distinct=True)) for path in paths]
        found: Counter[str] = Counter()
        for slug, count in groups[0].union(*groups[1:], all=True).order_by():
            found[slug] += count
        return found

    return LinkedFacet(counted)


def by_region(*paths: str) -> LinkedFacet:
    """Count by the regions of these agencies; a province counts a row of its cities once."""

    def counted(rows: QuerySet[Any], clock: Clock) -> Counts:
        own = [
            linked(rows, path, f"{path}__region").annotate(Count("pk", distinct=True), level=Value(1))
            for path in paths
        ]
        above = [
            linked(rows, path)
            .annotate(code=Coalesce(f"{path}__region__parent", f"{path}__region"))
            .values_list("code")
            .annotate(Count("pk", distinct=True), level=Value(2))
            for path in paths
        ]
        levels: dict[int, Counter[str]] = {1: Counter(), 2: Counter()}
        groups = [*own, *above]
        for code, count, level in groups[0].union(*groups[1:], all=True).order_by():
            levels[level][code] += count
        return {code: count for code, count in {**levels[1], **levels[2]}.items() if code}

    return LinkedFacet(counted)


def by_any_agency(*paths: str) -> LinkedFacet:
    """Count by agencies, where a row may have the same at several paths: few rows, counted here."""

    def counted(rows: QuerySet[Any], clock: Clock) -> Counts:
        pairs = [linked(rows, path, "pk", f"{path}__slug") for path in paths]
        return Counter(slug for _row, slug in pairs[0].union(*pairs[1:]).order_by())

    return LinkedFacet(counted)


def by_any_region(*paths: str) -> LinkedFacet:
    def counted(rows: QuerySet[Any], clock: Clock) -> Counts:
        found = [linked(rows, path, "pk", f"{path}__region", f"{path}__region__parent") for path in paths]
        pairs = {
            (row, code) for row, *codes in found[0].union(*found[1:]).order_by() for code in codes if code
        }
        return Counter(code for _row, code in pairs)

    return LinkedFacet(counted)
