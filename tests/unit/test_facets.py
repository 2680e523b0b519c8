"""The number behind a choice is what choosing it gives, whatever else is chosen, at any clock."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from agreements import lists
from agreements.lists.facets import NO_CHOICE, FacetTable
from agreements.models import Agency, LedgerEntry, Region
from tests import country, factories, scenario
from tests.factories import TODAY, agency, published
from tests.registers import shared_register

pytestmark = pytest.mark.django_db

LISTINGS = {name.lower(): getattr(lists, name) for name in lists.__all__ if name.isupper()}
HALF_WAY = {"as_of": "2023-08-01"}


@shared_register
def register():
    """The Paju scenario, with duties, themes on three levels, and agencies in regions of three levels.

    The city lies in a region that ended; its police serves a district of another city.
    """
    paju = scenario.paju()
    country.regions()
    Agency.objects.filter(pk=paju.city.pk).update(region="45110")
    Agency.objects.filter(pk=paju.police.pk).update(region="52")
    paju.police.serves.set(["41111"])
    factories.duty_rule(paju.city, "signing_report", "first_session")
    factories.duty_rule(paju.city, "self_evaluation", "yearly")
    published(factories.duty_record(paju.agreement, paju.city, "self_evaluation", "2023"))
    seoul = agency(
        "gu", region=Region.objects.get_or_create(code="11", name_ko="서울특별시")[0], kind="district"
    )
    later = factories.agreement(
        title_ko="순찰 업무협약",
        parties=[seoul, paju.city],
        signed=date(2023, 3, 2),
        kind="LOI",
        commitments=2,
    )
    published(later)
    promise = later.commitments.order_by("number").first()
    published(factories.report(promise, "on_track", "2023-06-01", target="2023-H2", stated_by=seoul))
    published(factories.report(promise, "on_track", "2024-01-01", target="2024", stated_by=paju.city))
    published(
        factories.inquiry(promise, paju.center, searched_on=date(2023, 7, 1), asked=seoul, asked_on=TODAY)
    )
    # In what carries out the commitment, and in nothing of the agreement:
    factories.themed(paju.agreement, "victims")
    factories.themed(paju.promise, "child")
    factories.themed(paju.second_center, "fraud", above="safety")
    helper = agency("helper")
    factories.changed(paju.program, write=lambda _program: paju.center.agencies.add(helper))
    return paju


def select(name: str, query: dict[str, str]) -> Any:
    return LISTINGS[name].select(QueryDict(urlencode(query)), today=TODAY)


def offered(selection: Any, name: str) -> list[str]:
    """The values of every choice, those of groups included."""
    found: list[str] = []
    for value, label in selection.offered(name):
        found += [inner for inner, _label in label] if isinstance(label, list) else [value]
    return found


def wrong_counts(name: str, query: dict[str, str], *, most: int = 5) -> list[str]:
    """What ``most`` choices with results and one without promise against what one gets, where it differs."""
    selection = select(name, query)
    found = []
    for filter_name in selection.facets_of_filters:
        counts = selection.facets.counts(filter_name)
        values = offered(selection, filter_name)
        empty = [value for value in values if not counts.get(value, 0)]
        for value in [value for value in values if value not in empty][:most] + empty[:1]:
            given = select(name, query | {filter_name: value}).rows.count()
            if given != counts.get(value, 0):
                found.append(
                    f"/{name}/?{urlencode(query)} {filter_name}={value}: {counts.get(value)}, {given}"
                )
    return found


def smallest(name: str, filter_name: str, clock: dict[str, str]) -> dict[str, str]:
    """A choice that has results, but the fewest, as the other filter that is chosen."""
    counts = select(name, clock).facets.counts(filter_name)
    found = sorted((count, value) for value, count in counts.items() if count and value != NO_CHOICE)
    return {filter_name: found[0][1]} if found else {}


@pytest.mark.parametrize("clock", ["now", "then", "as known then"])
@pytest.mark.parametrize("name", LISTINGS)
def test_a_count_is_what_choosing_the_choice_gives(register, name, clock):
    newest = LedgerEntry.objects.order_by("-seq").values_list("seq", flat=True)[0]
    query = {"now": {}, "then": HALF_WAY, "as known then": HALF_WAY | {"seq": str(newest - 3)}}[clock]
    assert wrong_counts(name, query) == []
    others = list(select(name, query).facets_of_filters)
    for filter_name in others if clock == "now" else others[-1:]:
        assert wrong_counts(name, query | smallest(name, filter_name, query), most=1) == []


def test_an_agency_of_what_carries_out_a_commitment_finds_it_since_it_was_named(register):
    assert [row.commitment for row in select("commitments", {"agency": "helper"}).rows] == [register.promise]
    assert not select("commitments", {"agency": "helper", "kind": "milestone"}).rows.exists()
    unlinked = {"agency": "helper", "kind": "commitment", "seq": str(linked_since(register) - 1)}
    assert not select("commitments", unlinked).rows.exists()
    assert select("commitments", unlinked).facets.counts("agency").get("helper") is None


ROLES = ("lead", "support", "joint", "step")


def in_role(register, role: str, **query: str) -> list[Any]:
    rows = select("commitments", {"role": role, **query}).rows
    return [row.subject for row in rows]


def test_a_role_is_that_of_the_agency_that_is_asked_for(register):
    roles = register.promise.roles.values_list("agency__slug", "role")
    assert len(roles) > 1
    for slug, own_role in roles:
        found = {role: register.promise in in_role(register, role, agency=slug) for role in ROLES}
        assert found == {role: role == own_role for role in ROLES}
    assert in_role(register, "step", agency="helper") == [register.promise]
    assert in_role(register, "lead", agency="helper") == []


def test_the_roles_of_an_agency_add_up_to_its_promises_and_are_counted_so(register):
    for slug in Agency.objects.values_list("slug", flat=True):
        selection = select("commitments", {"agency": slug})
        counts = selection.facets.counts("role")
        found = {role: in_role(register, role, agency=slug) for role in ROLES}
        assert {role: counts[role] for role in ROLES} == {role: len(rows) for role, rows in found.items()}
        assert sum(map(len, found.values())) == selection.rows.count() == counts[NO_CHOICE], slug
        narrowed = select("commitments", {"agency": slug, "role": "lead"})
        for name in ("region", "agency_kind", "theme"):
            assert narrowed.facets.counts(name)[NO_CHOICE] == len(found["lead"])


def test_a_role_with_a_region_or_kind_is_that_of_one_of_its_agencies(register):
    leads = set(in_role(register, "lead", agency="gu"))
    assert leads
    assert set(in_role(register, "lead", region="11")) == leads
    assert leads <= set(in_role(register, "lead", agency_kind="district"))
    assert set(in_role(register, "lead")) >= leads
    assert not select("commitments", {"region": "11"}).filters.filters["role"].is_counted


def test_dates_of_either_side_are_found_by_the_agencies_of_both(register):
    sides = {(row.commitment, row.milestone) for row in select("targets", {"agency": "paju"}).rows}
    assert {(register.promise, None), (None, register.center)} <= sides


def linked_since(register):
    return register.promise.links.get().seq_from


@pytest.mark.parametrize("name", LISTINGS)
def test_a_count_keeps_the_search_text_and_a_reference(register, name):
    assert wrong_counts(name, {"q": "파주"}) == []
    if "agreement" in LISTINGS[name].filters.base_filters:
        assert wrong_counts(name, {"agreement": register.agreement.reference}) == []


@pytest.mark.parametrize("name", LISTINGS)
def test_every_list_has_results_to_count(register, name):
    selection = select(name, {})
    assert selection.facets.total == selection.rows.count() > 0
    counts = [selection.facets.counts(filter_name) for filter_name in selection.facets_of_filters]
    assert any(count for one in counts for value, count in one.items() if value != NO_CHOICE)


def test_what_is_left_without_a_filter_is_counted_for_every_kind_of_filter(register):
    query = {
        "q": "파주", "agency": "gu", "region": "11", "year": "2020", "status": "dropped",
        "agreement": register.agreement.reference,
    }  # fmt: skip
    for name, value in query.items():
        rest = {other: value for other, value in query.items() if other != name}
        assert select("commitments", query).facets.without(name) == select("commitments", rest).rows.count()
        pair = {name: value, "moved": "no"}
        left = select("commitments", {"moved": "no"}).rows.count()
        assert select("commitments", pair).facets.without(name) == left > 0
    assert select("commitments", query).count_of_all() == select("commitments", {}).rows.count()


def test_duties_left_without_a_filter_are_duties_not_agreements(register):
    everything = select("duties", {}).rows.count()
    for query in ({"q": "없는 말"}, {"year": "1999"}, {"agency": "gu"}):
        (name,) = query
        found = select("duties", query)
        assert (found.rows.count(), found.facets.without(name), found.count_of_all()) == (
            0, everything, everything,
        )  # fmt: skip


# ---- what is offered -----------------------------------------------------------------------------


def labels(selection: Any, name: str) -> list[Any]:
    return [str(label) for _value, label in selection.offered(name) if not isinstance(label, list)]


def test_a_choice_without_a_result_is_offered_with_a_nought_because_another_filter_may_change_with_it(
    register,
):
    assert "기한 임박 (0)" in labels(select("commitments", {}), "standing")


def test_years_are_offered_where_there_is_something_newest_first_and_where_one_is_chosen(register):
    assert labels(select("agreements", {}), "year") == ["전체 (2)", "2023 (1)", "2022 (1)"]
    chosen = select("agreements", {"year": "1999"})
    assert labels(chosen, "year") == ["전체 (2)", "2023 (1)", "2022 (1)", "1999 (0)"]
    assert 'value="1999" selected' in str(chosen.form()["year"])


def test_stages_are_offered_in_order_however_they_are_written_in_the_address(register):
    stages = offered(select("milestones", {}), "stage")
    assert stages == ["", "1", "2", "3"]
    assert '<option value="2" selected>' in str(select("milestones", {"stage": "02"}).form()["stage"])


def test_of_a_long_list_those_with_a_result_come_first_by_name(register):
    for number in range(20):
        agency(f"office-{number}", name_ko=f"가나 {number:02}")
    options = select("commitments", {"agency": "office-3"}).offered("agency")
    *shown, (group, without) = options
    assert group == "다른 조건에서는 결과 없음"
    assert len(without) >= 20
    assert all(label.endswith(" (0)") for _value, label in without)
    names = [label for _value, label in shown[1:]]
    assert names == sorted(names)
    assert not any(label.endswith(" (0)") for label in names)
    html = str(select("commitments", {"agency": "office-3"}).form()["agency"])
    assert '<option value="office-3" selected>가나 03 (0)</option>' in html
    assert html.count("<optgroup") == html.count("</optgroup>") == 1


def test_an_agency_that_is_not_public_any_more_is_neither_a_choice_nor_counted_in_its_region(register):
    Agency.objects.filter(slug="gu").update(listed=False)
    for name in LISTINGS:
        selection = select(name, {})
        if "region" in selection.facets_of_filters:
            assert selection.facets.counts("region").get("11", 0) == 0, name


def test_a_region_counts_what_lies_in_it_or_serves_it_and_what_lay_in_those_it_follows(register):
    counts = select("agencies", {"view": "all"}).facets.counts("region")
    assert {code: count for code, count in counts.items() if code} == {
        "11": 1, "41": 1, "41110": 1, "41111": 1, "45": 2, "52": 2, "45110": 1, "52110": 1,
    }  # fmt: skip


def test_the_form_that_is_drawn_shows_what_was_read_and_is_not_the_one_that_validated(register):
    query = {"q": "순찰", "year": "2023", "sort": "title", "as_of": "2023-08-01"}
    selection = select("agreements", query)
    form = selection.form()
    assert {name: form[name].value() for name in query} == query
    assert not form.is_bound
    assert not {"sort", "as_of"} & selection.filters.form.fields.keys()


# ---- the cost ------------------------------------------------------------------------------------

# Queries for the counts of all choices of a list in which nothing is chosen: one for what rows say of
# themselves, one for each way to agencies or themes (two where it leads over links, which are few and looked
# up first), one each for agencies' slugs, their kinds and the regions of each, and for the slugs of themes,
# and those that read the choices' names.
BUDGETS = {
    "agencies": 9, "agreements": 11, "commitments": 17, "duties": 11, "inquiries": 8,
    "milestones": 11, "programs": 7, "reports": 13, "targets": 22,
}  # fmt: skip


def cost(name: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        select(name, {}).form()
    clock = 2  # the newest sequence, and for a past day the first day of the register
    return len(queries) - clock + 1


def test_counting_costs_few_queries_and_as_many_for_many_rows(register):
    few = {name: cost(name) for name in LISTINGS}
    assert {name: few[name] for name in LISTINGS if few[name] > BUDGETS[name]} == {}
    for number in range(8):
        program = published(factories.program(slug=f"more-{number}", milestones=1))
        other = factories.agreement(parties=[agency(), agency()], program=program, signed=date(2021, 1, 5))
        promise = published(other).commitments.first()
        published(factories.report(promise, "on_track", "2023-06-01", target="2023-H2"))
    assert {name: cost(name) for name in LISTINGS} == few


def test_a_table_leaves_a_filters_own_choice_out():
    table = FacetTable(
        ("colour", "size"),
        [((("red",), ("s",)), 2), ((("red", "dark"), ("l",)), 3), ((("blue",), ("l",)), 5)],
    )
    assert table.counts("colour", {}) == {"": 10, "red": 5, "dark": 3, "blue": 5}
    assert table.counts("colour", {"colour": "red", "size": "l"}) == {"": 8, "red": 3, "dark": 3, "blue": 5}
    assert table.counts("size", {"colour": "dark"}) == {"": 3, "l": 3}
