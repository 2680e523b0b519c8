from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.lists import COMMITMENTS
from agreements.lists.facets import rows_by_choice
from agreements.lists.parameters import Clock
from agreements.lists.themes import slugs_of_themes
from agreements.models import Theme
from agreements.views.breadcrumb import Crumb
from agreements.views.page_context import base_clock, query_string
from agreements.views.querysets import public_rows
from agreements.views.register_part import RegisterPart

AGENCIES_SHOWN = 12


@require_safe
def theme(request: HttpRequest, slug: str) -> TemplateResponse:
    """One theme with those below it: its promises and what became of them, agreements, agencies."""
    clock = base_clock(request)
    themes = list(public_rows(Theme))
    by_slug = {record.slug: record for record in themes}
    record = by_slug.get(slug)
    if record is None:
        raise Http404
    upper = next((candidate for candidate in themes if candidate.pk == record.parent_id), None)
    part = RegisterPart("theme", slug, clock)
    tiles = theme_tiles(themes, clock)
    context = {
        "clock": clock,
        "breadcrumb": breadcrumb_of(record, upper),
        "theme": record,
        "below": [tile for tile in tiles if tile.theme.parent_id == record.pk],
        "others": [tile for tile in tiles if tile.theme.parent_id is None and tile.theme != record],
        "sentence": part.sentence,
        "bar": part.bar,
        "sections": part.promise_sections(),
        "lanes": part.lanes(),
        "agreements": part.agreements,
        "agency_parts": part.agencies(most=AGENCIES_SHOWN),
        "downloads": part.downloads(),
    }
    return TemplateResponse(request, "agreements/theme.html", context)


@dataclass(frozen=True)
class ThemeTile:
    """A theme with the number of its promises, those below it among them."""

    theme: Theme
    count: int
    url: str


def theme_tiles(themes: Iterable[Theme], clock: Clock) -> list[ThemeTile]:
    theme_filter: Any = COMMITMENTS.filters.base_filters["theme"]
    rows = COMMITMENTS.rows(clock).order_by()
    pairs = chain.from_iterable(link.pairs(rows, clock.seq) for link in theme_filter.links)
    promises = rows_by_choice(pairs, slugs_of_themes())
    return [
        ThemeTile(theme, len(promises.get(theme.slug, ())), theme_url(theme.slug, clock)) for theme in themes
    ]


def theme_url(slug: str, clock: Clock) -> str:
    return reverse("theme", args=[slug]) + query_string(clock.query())


def breadcrumb_of(theme: Theme, upper: Theme | None) -> list[Crumb]:
    steps = [Crumb(COMMITMENTS.title, reverse(COMMITMENTS.name))]
    if upper is not None:
        steps.append(Crumb(upper.name, reverse("theme", args=[upper.slug])))
    return [*steps, Crumb(theme.name)]
