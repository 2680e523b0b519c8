"""Short lists of promises that were kept last, come next, or are past their date, as small cards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.lists import Selection
from agreements.lists.parameters import Clock
from agreements.rules.lifecycle import FULFILLED
from agreements.views.status_bar import AHEAD, PAST, StatusBar, promises_url
from agreements.views.subject_states import SubjectRow, rows_of_states, states_at, with_subjects


@dataclass(frozen=True)
class SectionKind:
    """One short list: why a promise stands in it, which do, and in which order.

    ``view`` is the name of the same rows in the list of promises.
    """

    view: str
    title: str | Promise
    condition: Q
    order: tuple[Any, ...]


# With a query of its own, so that no list is read to its end.
SECTION_KINDS = (
    SectionKind(
        "fulfilled",
        _("Confirmed most recently"),
        Q(status__in=sorted(FULFILLED)),
        (F("completed_to").desc(nulls_last=True), "pk"),
    ),
    SectionKind("coming", _("Next announced date"), Q(standing__in=AHEAD), ("target_last", "pk")),
    SectionKind("past", _("Date passed most recently"), Q(standing__in=PAST), ("-target_last", "pk")),
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
        kind.view: list(
            states.filter(kind.condition).order_by(*kind.order).values_list("pk", flat=True)[:most]
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
        "fulfilled": bar.completion.fulfilled,
        "coming": bar.ahead_count,
        "past": bar.past_count,
    }
    return [
        PromiseSection(
            kind.view,
            kind.title,
            [rows[key] for key in keys_by_view[kind.view] if key in rows],
            counts[kind.view],
            promises_url(promises, view=kind.view),
        )
        for kind in SECTION_KINDS
        if keys_by_view[kind.view]
    ]
