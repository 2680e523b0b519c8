"""Each filter, sort and day of every list picks the rows its name promises, and refuses nonsense by name."""

import unicodedata
from datetime import date

import pytest
from django.http import QueryDict

from agreements import lists
from agreements.actions.programs import withdraw_program
from agreements.lists.parameters import BadParameter
from agreements.models import Agency, AgencyKind, Region
from tests import factories
from tests.factories import NOON, TODAY, published, reviewer
from tests.registers import shared_register

pytestmark = pytest.mark.django_db

LISTINGS = {
    name: getattr(lists, name.upper())
    for name in ("agreements", "commitments", "programs", "milestones", "agencies", "reports")
}


def select(name, query="", *, today=TODAY):
    return LISTINGS[name].select(QueryDict(query), today=today)


def found(name, query="", **options):
    """The references (or address names) of the rows a query string finds, in order."""
    paths = {
        "agreements": "reference",
        "programs": "slug",
        "agencies": "slug",
    }
    rows = select(name, query, **options).rows
    if name not in paths:
        return [state.subject.reference for state in rows]
    return list(rows.values_list(paths[name], flat=True))


# ---- a small register whose every row differs ----------------------------------------------------


@shared_register
def register():
    province = Region.objects.create(code="41", name_ko="경기도")
    Region.objects.create(code="41480", name_ko="파주시", parent=province)
    Region.objects.create(code="11", name_ko="서울")
    paju = factories.agency(
        "paju", name_ko="파주시", name_en="Paju City", other_names_ko="파주시청", region_id="41480"
    )
    police = factories.agency(
        "paju-police", name_ko="파주경찰서", kind=AgencyKind.POLICE_STATION, region=province
    )
    seoul = factories.agency("seoul", name_ko="서울시", region_id="11")
    program = published(factories.program(slug="lights", title_ko="보안등 시책", owner=seoul, milestones=3))
    early = published(
        factories.agreement(
            title_ko="순찰 업무협약",
            parties=[seoul, factories.agency("gu")],
            signed=date(2021, 5, 1),
            expires_on=date(2023, 5, 1),
        )
    )
    late = published(
        factories.agreement(
            title_ko="보안등 100% 협약_초안",
            parties=[paju, police],
            commitments=3,
            program=program,
            kind="MOA",
        )
    )
    one, two, _three = late.commitments.order_by("number")
    step = program.milestones.get(number=2)
    for draft in (
        factories.report(one, "on_track", "2023-01-10", target="2023-06", stated_by=police),
        factories.report(one, "on_track", "2023-05-10", target="2023-H2", stated_by=police),
        factories.report(two, "completed", "2026-02-20", stated_by=paju, origin="research"),
        factories.report(step, "planned", "2026-02-01", target="2026-03-20", stated_by=seoul),
    ):
        published(draft)
    factories.agreement(title_ko="비공개 협약", parties=[paju])
    return {"early": early, "late": late, "program": program, "one": one, "two": two}


def test_a_list_without_parameters_shows_everything_public_newest_first(register):
    assert found("agreements") == ["2022-0001", "2021-0001"]
    assert found("commitments") == [
        "2022-0001-01", "2022-0001-02", "2022-0001-03", "2021-0001-01", "lights-1", "lights-2", "lights-3"
    ]  # fmt: skip
    assert found("milestones") == ["lights-1", "lights-2", "lights-3"]
    assert found("programs") == ["lights"]


FINDS = [
    ("agreements", "q=순찰", ["2021-0001"]),
    ("agreements", "q=파주시청", ["2022-0001"]),
    ("agreements", "q=PAJU+city", ["2022-0001"]),
    ("agreements", "q=100%25", ["2022-0001"]),
    ("agreements", "q=%25", ["2022-0001"]),  # a wildcard is a character like any other
    ("agreements", "q=_", ["2022-0001"]),
    ("agreements", "q=협약++보안등", ["2022-0001"]),  # all words, in whatever order
    ("agreements", "q=보안등++순찰", []),
    ("agreements", "q=비공개+협약", []),  # a draft's own title
    ("agreements", "agency=paju", ["2022-0001"]),
    ("agreements", "region=41480", ["2022-0001"]),
    ("agreements", "region=41", ["2022-0001"]),
    ("agreements", "region=11", ["2021-0001"]),
    ("agreements", "year=2021", ["2021-0001"]),
    ("agreements", "year=2020", []),
    ("agreements", "kind=MOA", ["2022-0001"]),
    ("agreements", "phase=expired", ["2021-0001"]),
    ("agreements", "phase=unknown_term", ["2022-0001"]),
    ("agreements", "phase=in_force&as_of=2022-01-01", ["2021-0001"]),
    ("agreements", "program=lights", ["2022-0001"]),
    ("agreements", "as_of=2022-12-12", ["2021-0001"]),
    ("agreements", "sort=signed", ["2021-0001", "2022-0001"]),
    ("agreements", "sort=title", ["2022-0001", "2021-0001"]),
    ("agreements", "sort=expires", ["2021-0001", "2022-0001"]),
    ("commitments", "q=이행과제+3", ["2022-0001-03"]),
    ("commitments", "q=추진과제+3", ["lights-3"]),
    ("commitments", "q=서울시", ["2021-0001-01", "lights-1", "lights-2", "lights-3"]),
    ("commitments", "agency=seoul", ["2021-0001-01", "lights-1", "lights-2", "lights-3"]),
    ("commitments", "agency=seoul&kind=commitment", ["2021-0001-01"]),
    ("commitments", "region=11&kind=milestone", ["lights-1", "lights-2", "lights-3"]),
    ("commitments", "agency_kind=police_station", ["2022-0001-01", "2022-0001-02", "2022-0001-03"]),
    ("commitments", "year=2021", ["2021-0001-01", "lights-1", "lights-2", "lights-3"]),
    ("commitments", "agreement=2021-0001", ["2021-0001-01"]),
    ("commitments", "program=lights&status=unsearched", ["2022-0001-03", "lights-1", "lights-3"]),
    ("commitments", "status=completed", ["2022-0001-02"]),
    ("commitments", "status=planned", ["lights-2"]),
    ("commitments", "stage=2", ["lights-2"]),
    ("commitments", "standing=late", []),  # nobody said “not yet” since its date
    ("commitments", "standing=unchecked", ["2022-0001-01"]),
    ("commitments", "standing=unchecked&as_of=2023-12-31", []),
    ("commitments", "standing=due_soon", ["lights-2"]),
    ("commitments", "standing=closed", ["2022-0001-02"]),
    ("commitments", "standing=silent&kind=commitment", ["2022-0001-01", "2022-0001-03", "2021-0001-01"]),
    ("commitments", "standing=undated&kind=commitment", ["2022-0001-03", "2021-0001-01"]),
    ("commitments", "moved=yes", ["2022-0001-01"]),
    ("commitments", "moved=no&kind=commitment", ["2022-0001-02", "2022-0001-03", "2021-0001-01"]),
    ("commitments", "view=fulfilled", ["2022-0001-02"]),
    ("commitments", "view=past", ["2022-0001-01"]),
    ("commitments", "view=coming", ["lights-2"]),
    ("commitments", "view=coming&as_of=2023-06-01", ["2022-0001-01"]),
    ("commitments", "view=moved", ["2022-0001-01"]),
    ("commitments", "view=unknown", ["2022-0001-03", "2021-0001-01", "lights-1", "lights-3"]),
    ("commitments", "view=dated", ["2022-0001-01", "lights-2"]),
    ("commitments", "view=dated&sort=-deadline", ["lights-2", "2022-0001-01"]),
    ("commitments", "view=dated&kind=milestone", ["lights-2"]),
    ("commitments", "view=dated&agency=seoul", ["lights-2"]),
    ("commitments", "view=dated&region=41", ["2022-0001-01"]),
    ("commitments", "view=dated&as_of=2023-01-09", []),
    (
        "commitments",
        "sort=deadline&program=lights&kind=commitment",
        ["2022-0001-01", "2022-0001-02", "2022-0001-03"],
    ),
    (
        "commitments",
        "sort=-heard&program=lights&kind=commitment",
        ["2022-0001-02", "2022-0001-01", "2022-0001-03"],
    ),
    (
        "commitments",
        "sort=heard&kind=commitment",
        ["2021-0001-01", "2022-0001-03", "2022-0001-01", "2022-0001-02"],
    ),
    ("commitments", "sort=stage&agency=seoul", ["lights-1", "lights-2", "lights-3", "2021-0001-01"]),
    (
        "commitments",
        "sort=title",
        [
            "2022-0001-01",
            "2021-0001-01",
            "2022-0001-02",
            "2022-0001-03",
            "lights-1",
            "lights-2",
            "lights-3",
        ],
    ),
    ("commitments", "as_of=2022-12-12", ["2021-0001-01", "lights-1", "lights-2", "lights-3"]),
    ("milestones", "stage=2", ["lights-2"]),
    ("milestones", "status=planned", ["lights-2"]),
    ("milestones", "standing=due_soon", ["lights-2"]),
    ("milestones", "program=lights&agency=seoul&region=11", ["lights-1", "lights-2", "lights-3"]),
    ("milestones", "agency=paju", []),
    ("milestones", "q=추진과제 3", ["lights-3"]),
    ("programs", "agency=seoul", ["lights"]),
    ("programs", "agency=paju", []),
    ("programs", "as_of=2021-08-31", []),
    ("programs", "as_of=2021-09-01", ["lights"]),
    ("agencies", "kind=police_station&view=all", ["paju-police"]),
    ("agencies", "region=41&view=all", ["paju-police", "paju"]),
    ("agencies", "region=41480&view=all", ["paju"]),
    ("agencies", "q=시청&view=all", ["seoul", "paju"]),  # of one it is registered, the other is called so
]


def test_a_query_string_finds_its_rows_in_order(register, subtests):
    for name, query, references in FINDS:
        with subtests.test(f"/{name}/?{query}"):
            assert found(name, query) == references


FINDS_REPORTS = [
    ("", [("2022-0001-02", 1), ("lights-2", 1), ("2022-0001-01", 2), ("2022-0001-01", 1)]),
    ("sort=said_on", [("2022-0001-01", 1), ("2022-0001-01", 2), ("lights-2", 1), ("2022-0001-02", 1)]),
    ("sort=-happened", [("2022-0001-02", 1), ("lights-2", 1), ("2022-0001-01", 2), ("2022-0001-01", 1)]),
    ("sort=-published", [("lights-2", 1), ("2022-0001-02", 1), ("2022-0001-01", 2), ("2022-0001-01", 1)]),
    ("stated_by=paju-police", [("2022-0001-01", 2), ("2022-0001-01", 1)]),
    ("region=41480", [("2022-0001-02", 1)]),
    ("origin=research", [("2022-0001-02", 1)]),
    ("year=2023&status=on_track", [("2022-0001-01", 2), ("2022-0001-01", 1)]),
    ("commitment=2022-0001-02", [("2022-0001-02", 1)]),
    ("milestone=lights-2", [("lights-2", 1)]),
    ("agreement=2022-0001&q=이행과제 2", [("2022-0001-02", 1)]),
    ("program=lights&year=2026", [("2022-0001-02", 1), ("lights-2", 1)]),
    ("as_of=2023-05-09", [("2022-0001-01", 1)]),
]


def test_reports_are_found_by_subject_speaker_origin_and_day(register, subtests):
    for query, numbers in FINDS_REPORTS:
        with subtests.test(query):
            rows = select("reports", query).rows
            assert [(report.subject.reference, report.number) for report in rows] == numbers


def test_decomposed_syllables_find_composed_ones(register):
    assert found("agreements", f"q={unicodedata.normalize('NFD', '보안등')}") == ["2022-0001"]


# ---- what is not public is neither a row nor a way to find one ---------------------------------------


def test_an_agency_that_is_no_longer_listed_finds_nothing_and_is_no_choice(register):
    Agency.objects.filter(slug="paju").update(listed=False)
    assert found("commitments", "q=파주시청") == []
    assert "paju" not in found("agencies", "view=all")
    with pytest.raises(BadParameter) as refused:
        select("commitments", "agency=paju")
    assert refused.value.name == "agency"
    assert "paju" not in dict(select("commitments").form().fields["agency"].choices)


def test_a_withdrawn_program_finds_nothing_and_is_no_choice(register):
    withdraw_program(register["program"], reason="재검토", actor=reviewer(), now=NOON)
    assert found("programs") == found("milestones") == []
    with pytest.raises(BadParameter) as refused:
        select("commitments", "program=lights")
    assert refused.value.name == "program"
    assert list(dict(select("commitments").form().fields["program"].choices)) == [""]


# ---- refusals ---------------------------------------------------------------------------------------


PAGES = ("0", "-1", "1000000000000", "x", "１")
DAYS = ("0000-01-01", "2026-13-01", "2026-03-03")
REFUSED = [
    *((name, "sort=nothing", "sort") for name in LISTINGS),
    *((name, f"page={page}", "page") for name in LISTINGS for page in PAGES),
    *((name, f"as_of={day}", "as_of") for name in LISTINGS for day in DAYS),
    *((name, f"q={'가' * 101}", "q") for name in LISTINGS),
    *((name, f"q={'x' * 10_000}", "q") for name in LISTINGS),
    *((name, "q=a%00b", "q") for name in LISTINGS),
    *((name, "q=a&q=b", "q") for name in LISTINGS),
    *((name, "region=99999", "region") for name in LISTINGS),
    *((name, "standing=never", "standing") for name in ("commitments", "milestones")),
    ("commitments", "view=deadlines", "view"),
    ("commitments", "kind=program", "kind"),
    ("commitments", "role=owner", "role"),
    ("commitments", "agency_kind=police", "agency_kind"),
    ("commitments", "stage=0", "stage"),
    ("agreements", "kind=mou", "kind"),
    ("agreements", "phase=x", "phase"),
    ("agreements", "year=0000", "year"),
    ("agreements", "year=22", "year"),
    ("agreements", "year=２０２２", "year"),
    ("commitments", "status=finished", "status"),
    ("commitments", "agreement=2022-9999", "agreement"),
    ("commitments", f"agreement={'2' * 10_000}", "agreement"),
    ("milestones", "stage=0", "stage"),
    ("milestones", "stage=1e3", "stage"),
    ("milestones", "stage=99999999999999999999", "stage"),
    ("reports", "commitment=x", "commitment"),
    ("reports", "origin=press", "origin"),
]


def test_a_value_that_cannot_be_answered_is_refused_by_its_name(subtests):
    for name, query, parameter in REFUSED:
        with subtests.test(f"/{name}/?{query[:40]}"):
            with pytest.raises(BadParameter) as refused:
                select(name, query)
            assert refused.value.name == parameter
            assert len(refused.value.message) < 200


def test_a_half_character_is_refused_where_no_web_server_stood_before_it():
    asked = QueryDict(mutable=True)
    asked["q"] = "\udcff"
    with pytest.raises(BadParameter):
        LISTINGS["agencies"].select(asked, today=TODAY)


@pytest.mark.parametrize("name", LISTINGS)
def test_an_unknown_parameter_is_refused_by_its_name_and_the_known_ones_are_told(name):
    with pytest.raises(BadParameter) as refused:
        select(name, "q=협약&agencey=paju&utm=1")
    assert refused.value.name == "agencey"
    assert ", sort, as_of, seq, page" in refused.value.message


@pytest.mark.parametrize("name", LISTINGS)
def test_the_same_value_twice_is_one(name):
    assert select(name, "q=&q=협약&q=협약&sort=").query() == {"q": "협약"}


def test_the_query_names_the_selection_without_what_is_usual(register):
    asked = f"agency=paju&sort=-reference&as_of={TODAY}&page=2&status="
    assert select("commitments", asked).query() == {"agency": "paju"}
    asked = "agency=+paju+&sort=deadline&as_of=2023-08-01"
    assert select("commitments", asked).query() == {
        "agency": "paju", "sort": "deadline", "as_of": "2023-08-01"
    }  # fmt: skip


def test_every_sort_is_a_total_order(register, subtests):
    for name, listing in LISTINGS.items():
        for sort in listing.sorts:
            with subtests.test(f"{name} by {sort}"):
                rows = select(name, f"sort={sort}").rows
                assert rows.query.order_by[-1] == "-pk"
                assert len({row.pk for row in rows}) == rows.count() > 1 or name == "programs"
