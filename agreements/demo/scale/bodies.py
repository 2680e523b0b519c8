"""The bodies of the made-up register: a few of the whole country, and in each city the same ten."""

from datetime import date
from typing import NamedTuple

from agreements.actions.directory_files import read_directory
from agreements.models import Agency, CouncilSession, DutyRule, Ordinance, Region
from agreements.rules.ordinance import DueRule, DutyKind

CITIES = 29


class Body(NamedTuple):
    """``name`` of a body of a city follows the name of the city."""

    slug: str
    name: str
    kind: str


OF_THE_COUNTRY = (
    Body("national-police", "가상경찰청", "national_police"),
    Body("ministry", "가상안전부", "ministry"),
    Body("province", "가상도", "province"),
    Body("provincial-police", "가상도경찰청", "provincial_police"),
    Body("police-commission", "가상도자치경찰위원회", "police_commission"),
    Body("provincial-council", "가상도의회", "council"),
    Body("education-office", "가상도교육청", "education"),
    Body("safety-agency", "가상안전공단", "public_institution"),
    Body("bank", "가상은행", "company"),
    Body("neighbours", "가상이웃연합", "association"),
)
OF_A_CITY = (
    Body("city", "", "city_county"),
    Body("police", "경찰서", "police_station"),
    Body("council", "의회", "council"),
    Body("schools", "교육지원청", "education"),
    Body("fire", "소방서", "fire"),
    Body("children", "아동보호전문기관", "child_protection"),
    Body("hospital", "의료원", "hospital"),
    Body("university", "대학교", "university"),
    Body("facilities", "시설관리공단", "public_institution"),
    Body("residents", "주민자치회", "residents_body"),
)
PLACES = {body.slug: place for place, body in enumerate(OF_A_CITY)}
FIRST_YEAR, LAST_YEAR = 2016, 2026  # of council sessions


def number_of_city(city: int) -> str:
    """Write the number by which a city is called, in its name and in addresses: always two digits."""
    return f"{city + 1:02}"


def city_name(city: int) -> str:
    return f"가상시 {number_of_city(city)}"


def city_slug(city: int) -> str:
    return f"made-up-{number_of_city(city)}"


def key_of_body(city: int, slug: str) -> int:
    """Return the primary key of one of the ten bodies of a city."""
    return key_of_first_body(city) + PLACES[slug]


def key_of_first_body(city: int) -> int:
    return 1 + len(OF_THE_COUNTRY) + len(OF_A_CITY) * city


def make_bodies() -> None:
    """Enter the regions of the country that stand, the agencies, and the ordinance of each city."""
    regions = [Region(code=row.code, **row.fields) for row in read_directory().regions.values()]
    standing = [region for region in regions if region.valid_to is None]
    Region.objects.bulk_create(standing)
    Agency.objects.bulk_create(agencies([region.code for region in standing if len(region.code) > 2]))
    ordinances = [ordinance_of(city) for city in range(CITIES)]
    Ordinance.objects.bulk_create(ordinances)
    rules: list[DutyRule] = []
    sessions: list[CouncilSession] = []
    for ordinance in ordinances:
        rules += rules_of(ordinance)
        sessions += sessions_of(ordinance.agency_id)
    DutyRule.objects.bulk_create(rules)
    CouncilSession.objects.bulk_create(sessions)


def agencies(cities: list[str]) -> list[Agency]:
    """Make all agencies; ``cities`` are codes of regions, of which each made-up city has one."""
    bodies = [
        Agency(pk=key, slug=body.slug, name_ko=body.name, kind=body.kind, listed=True)
        for key, body in enumerate(OF_THE_COUNTRY, start=1)
    ]
    step = len(cities) // CITIES
    for city in range(CITIES):
        for body in OF_A_CITY:
            agency = Agency(
                pk=key_of_body(city, body.slug),
                slug=f"{city_slug(city)}-{body.slug}",
                name_ko=f"{city_name(city)} {body.name}".strip(),
                kind=body.kind,
                region_id=cities[city * step],
                listed=True,
            )
            bodies.append(agency)
    return bodies


def ordinance_of(city: int) -> Ordinance:
    return Ordinance(
        pk=city + 1,
        slug=f"{city_slug(city)}-ordinance",
        agency_id=key_of_body(city, "city"),
        title_ko=f"{city_name(city)} 업무협약 관리 조례",
        promulgated_on=date(2015, 1, 5),
        in_force_from=date(2015, 1, 5),
        checked_on=date(2026, 11, 2),
        source_publisher="지어낸 자료",
        source_title="성능을 재기 위하여 지어낸 조례",
    )


def rules_of(ordinance: Ordinance) -> list[DutyRule]:
    due_days = {
        DutyKind.SIGNING_REPORT: DueRule.FIRST_SESSION,
        DutyKind.SELF_EVALUATION: DueRule.YEARLY,
        DutyKind.DISCLOSURE: DueRule.MONTHLY,
    }
    return [
        DutyRule(ordinance=ordinance, kind=kind, due=due, in_force_from=ordinance.in_force_from)
        for kind, due in due_days.items()
    ]


def sessions_of(agency: int) -> list[CouncilSession]:
    """Two regular sessions in each year."""
    return [
        CouncilSession(
            agency_id=agency,
            name=f"{year}년 제{ordinal}차 정례회",
            year=year,
            ordinal=ordinal,
            begins_on=date(year, month, 10),
            ends_on=date(year, month, 24),
        )
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for ordinal, month in ((1, 6), (2, 11))
    ]
