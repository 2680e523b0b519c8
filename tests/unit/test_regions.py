"""Under which regions a body is found, where regions are joined, divided, renamed or moved."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.rules.lifecycle import FOREVER, NEVER
from agreements.rules.regions import RegionFacts, RegionTree

LAST_OF_GWANGJU, FIRST_OF_JOINED = date(2026, 6, 30), date(2026, 7, 1)
TODAY, BEFORE = date(2026, 11, 30), date(2022, 5, 1)


def tree(*regions: RegionFacts) -> RegionTree:
    return RegionTree({region.code: region for region in regions})


def ended(code: str, parent: str | None, *successors: str, last: date = LAST_OF_GWANGJU) -> RegionFacts:
    return RegionFacts(code, parent, frozenset(successors), valid_to=last)


def begun(code: str, parent: str | None, first: date = FIRST_OF_JOINED) -> RegionFacts:
    return RegionFacts(code, parent, valid_from=first)


COUNTRY = tree(
    begun("12", None), begun("12110", "12"), begun("12210", "12"),
    ended("29", None, "12"), ended("29110", "29", "12210"),
    ended("46", None, "12"), ended("46110", "46", "12110"),
    # Two districts of 인천 became three, of which one follows both.
    RegionFacts("28"), ended("28110", "28", "28125", "28155"), ended("28140", "28", "28125"),
    begun("28125", "28"), begun("28155", "28"),
    # 군위 moved from 경북 to 대구.
    RegionFacts("27"), RegionFacts("47"), ended("47720", "47", "27720", last=date(2023, 6, 30)),
    begun("27720", "27", date(2023, 7, 1)),
    # A district of a city in a province that was renamed.
    ended("45", None, "52", last=date(2024, 1, 17)), ended("45110", "45", "52110", last=date(2024, 1, 17)),
    ended("45111", "45110", "52111", last=date(2024, 1, 17)),
    begun("52", None, date(2024, 1, 18)), begun("52110", "52", date(2024, 1, 18)),
    begun("52111", "52110", date(2024, 1, 18)),
    RegionFacts("36"), RegionFacts("36110", "36"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("lies_in", "found_under"),
    [
        ("46110", "46110 46 12110 12"),  # what 목포 signed before, under today's city and province
        ("12110", "12110 12 46110 46"),  # what it signs today, under an old link
        ("46", "46 12"),
        ("12", "12"),  # in which of the two it lay is not known
        ("12210", "12210 12 29110 29"),
        ("28110", "28110 28 28125 28155"),  # divided: under both
        ("28140", "28140 28 28125"),
        ("28125", "28125 28"),  # follows two districts; never under 영종구, though both follow 중구
        ("28155", "28155 28 28110"),
        ("52111", "52111 52110 52 45111 45110 45"),
        ("36110", "36110 36"),
        ("99999", "99999"),  # of which nothing is known
    ],
)
@pytest.mark.parametrize("on", [TODAY, BEFORE])
def test_a_body_is_found_under_its_region_its_line_and_those_above(lies_in, found_under, on):
    assert COUNTRY.codes_around(lies_in, on=on) == set(found_under.split())


@pytest.mark.parametrize("lies_in", ["47720", "27720"])
def test_what_moved_to_another_province_is_found_in_the_one_of_the_day(lies_in):
    assert COUNTRY.codes_around(lies_in, on=date(2023, 6, 30)) == {"47720", "27720", "47"}
    assert COUNTRY.codes_around(lies_in, on=date(2023, 7, 1)) == {"47720", "27720", "27"}


def test_the_last_day_of_a_region_is_still_its_day():
    joined, gwangju = begun("12", None), ended("29", None, "12")
    assert [gwangju.is_valid(LAST_OF_GWANGJU), gwangju.is_valid(FIRST_OF_JOINED)] == [True, False]
    assert [joined.is_valid(LAST_OF_GWANGJU), joined.is_valid(FIRST_OF_JOINED)] == [False, True]
    assert [gwangju.has_ended(LAST_OF_GWANGJU), gwangju.has_ended(FIRST_OF_JOINED)] == [False, True]
    assert not joined.has_ended(BEFORE), "it is still to come"


def test_what_ended_without_a_successor_still_lies_in_its_province():
    assert tree(RegionFacts("28"), ended("28110", "28")).codes_around("28110", on=TODAY) == {"28", "28110"}


# ---- whatever the regions ---------------------------------------------------------------------------------

CODES = ["11", "12", "11100", "11200", "11300", "12100", "12200", "11110", "11120"]
DAYS = [BEFORE, LAST_OF_GWANGJU, TODAY]


@st.composite
def trees(draw: st.DrawFn) -> RegionTree:
    """Regions with any parents and successors, circles among them."""
    codes = st.sampled_from(CODES)
    return tree(
        *(
            RegionFacts(
                code,
                draw(st.none() | codes),
                draw(st.frozensets(codes, max_size=2)),
                draw(st.sampled_from([NEVER, *DAYS])),
                draw(st.sampled_from([*DAYS, FOREVER])),
            )
            for code in CODES
        )
    )


@given(trees(), st.sampled_from(CODES), st.sampled_from([BEFORE, TODAY]))
def test_a_body_is_found_under_its_own_region_and_only_along_steps_that_lead_there(regions, code, on):
    found = regions.codes_around(code, on=on)
    assert code in found
    level, reached = {code}, set()
    while level - reached:
        reached |= level
        level = set().union(*(steps_from(regions, code) for code in level))
    assert found <= reached


def steps_from(regions: RegionTree, code: str) -> set[str]:
    """Up, to what followed it, to what it follows."""
    facts = regions.regions[code]
    before = {other for other, facts in regions.regions.items() if code in facts.successors}
    return {*filter(None, [facts.parent]), *facts.successors, *before}


@given(trees(), st.sampled_from(CODES), st.sampled_from([BEFORE, TODAY]))
def test_where_nothing_followed_a_body_is_found_under_what_lies_above(regions, code, on):
    plain = tree(*(RegionFacts(facts.code, facts.parent) for facts in regions.regions.values()))
    above, upper = set(), code
    while upper and upper not in above:
        above.add(upper)
        upper = plain.regions[upper].parent
    assert plain.codes_around(code, on=on) == above


@given(trees(), st.sampled_from(CODES))
def test_what_is_found_under_a_region_is_found_under_what_followed_it(regions, code):
    undated = tree(*(RegionFacts(f.code, f.parent, f.successors) for f in regions.regions.values()))
    found = undated.codes_around(code, on=TODAY)
    assert undated.regions[code].successors <= found
