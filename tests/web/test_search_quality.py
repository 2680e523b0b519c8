"""Of sixty queries written from the requirement, at least 95 % find the wanted record in the first three."""

from datetime import date

import pytest

from agreements.lists.parameters import Clock
from agreements.models import Agency, Agreement, Commitment, Milestone, Program
from agreements.views.search import search_register
from tests.search_queries import DAYS, DEMO, HALF_TYPED, PAJU, Query

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
ADDRESSED = {
    "agreement": (Agreement, "reference"), "commitment": (Commitment, "reference"),
    "program": (Program, "slug"), "milestone": (Milestone, "reference"), "agency": (Agency, "slug"),
}  # fmt: skip
ENOUGH = 0.95


def first_three(query: Query) -> list[str]:
    """Kind and address of each; a report is never wanted and has none."""
    found = []
    for hit in search_register(query.text, Clock(TODAY, today=TODAY)).best[:3]:
        model, address = ADDRESSED.get(hit.kind, (None, ""))
        row = model.objects.get(pk=hit.key) if model else None
        found.append(f"{hit.kind}:{getattr(row, address, hit.key)}")
    return found


def missed(queries: tuple[Query, ...]) -> dict[str, list[str]]:
    found = {query: first_three(query) for query in queries}
    return {query.text: three for query, three in found.items() if not {*query.wanted} & {*three}}


def test_sixty_queries_as_people_type_them_find_what_they_mean(demo_register):
    in_demo = missed(DEMO)
    assert len(in_demo) <= len(DEMO) * (1 - ENOUGH), in_demo


def test_a_half_typed_last_syllable_finds_what_begins_with_it(demo_register):
    assert missed(HALF_TYPED) == {}


def test_a_day_or_month_finds_what_is_dated_so(demo_register):
    assert missed(DAYS) == {}


def test_queries_find_what_they_mean_in_the_paju_story(paju):
    in_story = missed(PAJU)
    assert len(in_story) <= len(PAJU) * (1 - ENOUGH), in_story


def test_the_list_is_long_enough_to_say_anything():
    assert len({query.text for query in (*DEMO, *PAJU)}) >= 58
    assert len(DEMO) + len(PAJU) == 60
