"""Short lists of promises that were kept last, come next, or are past their date, as small cards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.lists import Selection
from agreements.lists.parameters import Clock
from agreements.lists.promise_views import COMING_VIEW, FULFILLED_VIEW, PAST_VIEW, PromiseView
from agreements.views.status_bar import StatusBar, promises_url
from agreements.views.subject_states import SubjectRow, rows_of_states, states_at, with_subjects


@dataclass(frozen=True)
class SectionKind:
    """One short list: the view of the list of promises that has them all, its title, its order."""

    view: PromiseView
    title: str | Promise
    order: tuple[Any, ...]


SECTION_KINDS = (
    SectionKind(
        FULFILLED_VIEW, _("Confirmed most recently"), (F("completed_to").desc(nulls_last=True), "pk")
    ),
    SectionKind(COMING_VIEW, _("Next announced date"), ("target_last", "pk")),
    SectionKind(PAST_VIEW, _("Date passed most recently"), ("-target_last", "pk")),
)


@dataclass(frozen=True)
class PromiseSection:
    name: str
    title: str | Promise
    rows: list[SubjectRow]
    count: int
    url: str  # of the list that has all of them


type KeysByView = Mapping[str, list[int]]  # of the states that a section shows, in its order


def keys_of_sections(promises: Selection, *, most: int) -> KeysByView:
    """Return which promises each section shows."""
    states = promises.filters.qs
    return {
        kind.view.name: list(
            states.filter(kind.view.condition).order_by(*kind.order).values_list("pk", flat=True)[:most]
        )
        for kind in SECTION_KINDS
    }


def rows_by_state(keys: Iterable[int], clock: Clock) -> Mapping[int, SubjectRow]:
    """Return {key of a state: its row}, in as many queries however many there are."""
    states = list(with_subjects(states_at(clock)).filter(pk__in=set(keys)))
    rows = rows_of_states([(state.subject, state) for state in states], clock=clock)
    return {row.state.pk: row for row in rows}


def promise_sections(
    promises: Selection, bar: StatusBar, keys_by_view: KeysByView, rows: Mapping[int, SubjectRow]
) -> list[PromiseSection]:
    """Return the sections that have a promise."""
    counts = {
        FULFILLED_VIEW: bar.completion.fulfilled,
        COMING_VIEW: bar.ahead_count,
        PAST_VIEW: bar.past_count,
    }
    return [
        PromiseSection(
            kind.view.name,
            kind.title,
            [rows[key] for key in keys_by_view[kind.view.name] if key in rows],
            counts[kind.view],
            promises_url(promises, view=kind.view.name),
        )
        for kind in SECTION_KINDS
        if keys_by_view[kind.view.name]
    ]
