"""Themes of agreements and promises: which they have, and the filter by them.

A commitment has its own themes or, where it has none, those of its agreement.  A promise has those of both
its sides, so that the pages of both say the same.  Themes have no sequence: they are today's on every day.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Literal, Protocol

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.lists.facets import Facet, RelatedFacet
from agreements.lists.filters import ChoiceFilter
from agreements.lists.parameters import Clock
from agreements.lists.register_filters import public_links
from agreements.models import Agreement, Commitment, Milestone, Theme
from agreements.models.base import PUBLIC

type Side = Literal["commitment", "milestone"]
OTHER_SIDE: dict[Side, Side] = {"commitment": "milestone", "milestone": "commitment"}


class ThemeLink(Protocol):
    """How the rows of a list and themes lead to each other."""

    def condition(self, themes: QuerySet[Theme], seq: int | None) -> Q: ...
    def pairs(self, rows: QuerySet[Any], seq: int | None) -> Iterable[tuple[int, int | None]]: ...


class AgreementThemes:
    """The rows are agreements."""

    def condition(self, themes: QuerySet[Theme], seq: int | None) -> Q:
        return Q(pk__in=themes.order_by().values("agreements"))

    def pairs(self, rows: QuerySet[Any], seq: int | None) -> Iterable[tuple[int, int | None]]:
        return rows.values_list("pk", "themes")


@dataclass(frozen=True)
class PromiseThemes:
    """The rows are about the ``side`` of a promise, to which ``path`` leads ("": it is the row itself)."""

    side: Side
    path: str

    def condition(self, themes: QuerySet[Theme], seq: int | None) -> Q:
        commitments, milestones = Commitment.objects.visible_to(PUBLIC), Milestone.objects.visible_to(PUBLIC)
        inherited = Q(themes__isnull=True, agreement__themes__in=themes)
        keys_by_side: dict[Side, QuerySet[Any]] = {
            "commitment": commitments.filter(Q(themes__in=themes) | inherited).order_by().values("pk"),
            "milestone": milestones.filter(themes__in=themes).order_by().values("pk"),
        }
        other_side = OTHER_SIDE[self.side]
        linked = public_links(seq).order_by().filter(**{f"{other_side}__in": keys_by_side[other_side]})
        column = self.path or "pk"
        return Q(**{f"{column}__in": keys_by_side[self.side]}) | Q(
            **{f"{column}__in": linked.values(self.side)}
        )

    def pairs(self, rows: QuerySet[Any], seq: int | None) -> Iterator[tuple[int, int | None]]:
        links = lookup(self.path, "links")
        linked = rows.filter(**{f"{links}__in": public_links(seq).order_by()})
        other_side = OTHER_SIDE[self.side]
        yield from _pairs_of_side(rows, self.side, self.path)
        yield from _pairs_of_side(linked, other_side, lookup(links, other_side))


def lookup(*names: str) -> str:
    return "__".join(filter(None, names))


def _pairs_of_side(rows: QuerySet[Any], side: Side, path: str) -> Iterator[tuple[int, int | None]]:
    """Yield (row, theme) of the side of its promise to which ``path`` leads from a row."""
    themes_path = lookup(path, "themes")
    if side == "milestone":
        yield from rows.values_list("pk", themes_path)
    else:
        for row, theme, inherited in rows.values_list("pk", themes_path, lookup(path, "agreement__themes")):
            yield row, theme or inherited


THEMES_OF_AGREEMENT = AgreementThemes()
THEMES_OF_COMMITMENT = PromiseThemes("commitment", "")
THEMES_OF_MILESTONE = PromiseThemes("milestone", "")
ABOUT_COMMITMENT = PromiseThemes("commitment", "commitment")
ABOUT_MILESTONE = PromiseThemes("milestone", "milestone")


def themes_by_row(rows: QuerySet[Any], link: ThemeLink, *, seq: int | None) -> Mapping[int, Sequence[Theme]]:
    """Return {primary key of a row: its themes in their order}; a row without themes has no entry."""
    themes = {theme.pk: theme for theme in Theme.objects.visible_to(PUBLIC)}
    if not themes:
        return {}
    keys: dict[int, set[int]] = defaultdict(set)
    for row, theme in link.pairs(rows, seq):
        if theme is not None:
            keys[row].add(theme)

    return {row: [theme for key, theme in themes.items() if key in of_row] for row, of_row in keys.items()}


def themes_of(record: Agreement | Commitment | Milestone, *, seq: int | None) -> Sequence[Theme]:
    """Return the themes of a public record in their order."""
    links: dict[Any, ThemeLink] = {
        Agreement: THEMES_OF_AGREEMENT,
        Commitment: THEMES_OF_COMMITMENT,
        Milestone: THEMES_OF_MILESTONE,
    }
    model: Any = type(record)
    rows = model.objects.visible_to(PUBLIC).filter(pk=record.pk)
    return themes_by_row(rows, links[model], seq=seq).get(record.pk, ())


class ThemeFilter(ChoiceFilter):
    """One theme, or one that stands under it."""

    def __init__(self, *links: ThemeLink) -> None:
        super().__init__(label=_("Theme"), choices=theme_choices)
        self.links = links

    @property
    def facet(self) -> Facet:
        return RelatedFacet(self.links, slugs_of_themes)

    def condition(self, value: str) -> Q:
        themes = Theme.objects.visible_to(PUBLIC).filter(Q(slug=value) | Q(parent__slug=value))
        return reduce(or_, (link.condition(themes, self.clock.seq) for link in self.links))


def slugs_of_themes() -> dict[int, tuple[str, ...]]:
    """The theme itself, and the one above it."""
    rows = Theme.objects.visible_to(PUBLIC).values_list("pk", "slug", "parent__slug")
    return {key: tuple(filter(None, (slug, above))) for key, slug, above in rows}


def theme_choices(_clock: Clock) -> list[tuple[str, str]]:
    """Each theme, followed by those under it, which name it."""
    themes = list(Theme.objects.visible_to(PUBLIC))
    below: dict[int | None, list[Theme]] = defaultdict(list)
    for theme in themes:
        below[theme.parent_id].append(theme)

    choices = []
    for top in below[None]:
        choices.append((top.slug, top.name))
        choices.extend((theme.slug, f"{top.name} – {theme.name}") for theme in below[top.pk])
    return choices
