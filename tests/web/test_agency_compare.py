"""Two to six agencies side by side, and the file of what each carries."""

import csv
import io
from datetime import date

import pytest
from django.test import Client

from agreements.models import Agency, AgencySuccession, FormerName
from tests import factories, scenario
from tests.factories import published
from tests.registers import shared_register

ADDRESS = "/agencies/compare/"
TWO = "?a=commission&a=paju"
LISTS = {"/commitments/": ("li", "promise"), "/targets/": ("tr", ""), "/agreements/": ("tr", "")}


@shared_register
def together():
    return scenario.paju()


def table(page):
    """Return {label of a row: the texts of its cells}."""
    lines = {}
    for line in page.rows("compare"):
        cells = [cell.text for cell in page.all("td") if cell.inside is line]
        heads = [head.text for head in page.all("th") if head.inside is line]
        lines[heads[0]] = cells
    return lines


def file_rows(query):
    text = b"".join(Client().get(f"/en/agencies/compare.csv{query}")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# ---- what stands side by side


def test_each_agency_has_its_column_in_the_order_of_the_address(together, visit):
    for slugs in (("commission", "paju"), ("paju", "commission")):
        page = visit(ADDRESS + "?" + "&".join(f"a={slug}" for slug in slugs))
        heads = [head.text for head in page.all("th", role="columnheader")][1:]
        names = {"commission": "경기도북부자치경찰위원회", "paju": "파주시"}
        assert heads == [names[slug] for slug in slugs]


def test_it_counts_what_the_page_of_each_agency_counts(together, visit):
    lines = table(visit(ADDRESS + TWO))
    assert lines["참여한 업무협약"] == ["1", "1"]
    assert [cell.split()[0] for cell in lines["약속"]] == ["4", "3"]
    assert [cell.split()[0] for cell in lines["추진과제로 맡은 약속"]] == ["3", "1"]
    assert lines["기한 뒤에 이행"] == ["1", "1"]
    assert lines["기한 안에 이행"] == ["2", "0"]
    assert "협조하는 약속" not in lines, "neither has any"


def test_a_ratio_stands_only_where_at_least_half_is_known(together, visit):
    assert table(visit(ADDRESS + TWO))["완료율"] == [
        "25.0 % = 1 ÷ 4",
        "완료율 없음: 3건 가운데 1건만 보고됨",
    ]


def test_it_says_what_may_not_be_read_from_it(together, visit):
    note = visit(ADDRESS + TWO).one("p", class_="compare-note").text
    assert "순위가 아닙니다" in note
    assert "‘조사 전’은 이행하지 않았다는 뜻이 아니며" in note
    assert "기한을 말하거나 바꾼 것은 다른 기관일 수 있습니다" in note


def test_who_leaves_the_past_day_sees_the_same_agencies_today(together, visit):
    page = visit(f"{ADDRESS}{TWO}&as_of=2023-06-30")
    (today,) = [link.attributes["href"] for link in page.all("a") if link.text == "오늘 기준으로 보기"]
    assert today == TWO


@pytest.mark.parametrize("day", ["", "2023-06-30"])
def test_each_number_leads_to_as_many_rows(together, visit, day):
    page = visit(f"{ADDRESS}{TWO}&as_of={day}")
    followed = {}
    for link in page.all("a"):
        address = link.attributes["href"]
        if link.text.isdigit() and address.startswith(tuple(LISTS)):
            count = visit(address).one("p", class_="list-count").text
            followed[address] = f"검색 결과 {link.text}건", count
    assert {address: counts for address, counts in followed.items() if len(set(counts)) > 1} == {}
    assert len(followed) > 15


def test_a_past_day_and_its_names_are_kept_in_every_link(together, visit):
    FormerName.objects.create(agency=together.city, name_ko="파주군", until=date(2023, 6, 30))
    page = visit(f"{ADDRESS}{TWO}&as_of=2023-06-30")
    assert "파주군" in page.main
    assert "기한 안에 이행" not in table(page), "nobody had said that anything was fulfilled"
    numbers = [link.attributes["href"] for link in page.all("a") if link.text.isdigit()]
    assert numbers
    assert [address for address in numbers if "as_of=2023-06-30" not in address] == []
    assert f"/agencies/compare.csv{TWO}&as_of=2023-06-30" in page.links
    kept = [field.attributes["value"] for field in page.all("input", type="hidden", name="a")]
    assert kept == ["commission", "paju"], "another day of the same agencies"


def test_its_permanent_address_names_the_agencies(together, visit):
    (bookmark,) = visit(ADDRESS + TWO).all("a", rel="bookmark")
    assert TWO in bookmark.attributes["href"]
    assert "as_of=2026-03-02" in bookmark.attributes["href"]


def test_an_agency_that_ended_says_so_and_its_successor_does_not_count_what_was_its(together, visit):
    today = factories.agency("paju-today", name_ko="새파주시")
    AgencySuccession.objects.create(agency=together.city, successor=today)
    Agency.objects.filter(pk=together.city.pk).update(dissolved_on=date(2024, 1, 17))
    published(factories.agreement(parties=[today, together.police]))
    page = visit(f"{ADDRESS}?a=paju&a=paju-today")
    assert "2024. 1. 17. 폐지" in page.main
    assert table(page)["참여한 업무협약"] == ["1", "1"]
    assert "새파주시의 승계 전 기관은 파주시입니다" in page.main
    before = visit(f"{ADDRESS}?a=paju&a=paju-today&as_of=2024-01-17")
    assert "폐지" not in before.main
    assert "승계 전 기관" not in before.main


# ---- choosing


def test_without_agencies_it_offers_those_that_have_something_by_kind(together, visit):
    factories.agency("idle", name_ko="조용한 기관")
    page = visit(ADDRESS)
    selects = page.all("select", name="a")
    assert len(selects) == 6
    assert "파주시" in selects[0].text
    assert "조용한 기관" not in page.main
    assert not page.rows("compare")


def test_the_form_as_a_browser_sends_it_is_shortened_and_says_no_agency_twice(together, visit):
    answer = Client().get(f"{ADDRESS}?a=commission&a=&a=paju&a=commission&a=")
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS + TWO)


def test_the_page_of_an_agency_leads_to_the_form_with_itself_chosen(together, visit):
    page = visit("/agencies/paju/")
    assert f"{ADDRESS}?with=paju" in page.links
    form = visit(f"{ADDRESS}?with=paju")
    chosen = [option.attributes["value"] for option in form.all("option") if "selected" in option.attributes]
    assert chosen == ["paju"]


def test_rows_of_the_list_are_ticked_and_sent_to_it(together, visit):
    page = visit("/agencies/?as_of=2023-06-30")
    ticks = page.all("input", type="checkbox", name="a")
    assert {tick.attributes["value"] for tick in ticks} == {"commission", "paju", "paju-police"}
    form = page.one("form", id="compare")
    assert {tick.attributes["form"] for tick in ticks} == {"compare"}
    assert form.attributes["action"] == ADDRESS
    hidden = [field for field in page.all("input", type="hidden", name="as_of") if field.inside is form]
    assert [field.attributes["value"] for field in hidden] == ["2023-06-30"]


def test_two_of_a_kind_are_four_clicks_with_their_file_from_home(together, visit):
    Agency.objects.filter(slug="paju").update(kind="police_commission")
    Agency.objects.filter(slug="commission").update(kind="police_commission")
    clicks = 0
    page = visit("/")
    for wanted in ("/agencies/", ADDRESS, f"{ADDRESS}{TWO}", f"/agencies/compare.csv{TWO}"):
        assert wanted in page.links
        clicks += 1
        if not wanted.startswith("/agencies/compare.csv"):
            page = visit(wanted)
    assert clicks <= 4
    assert {row["agency_slug"] for row in file_rows(TWO)} == {"commission", "paju"}


# ---- what is refused


@pytest.mark.parametrize(
    ("query", "korean", "english"),
    [
        ("?a=paju", "둘에서 여섯까지 고르세요. 이 주소에는 기관이 1곳", "two to six different agencies"),
        ("?a=paju&a=paju", "이 주소에는 기관이 1곳", "This address names 1"),
        ("?" + "&".join(f"a=x{n}" for n in range(7)), "이 주소에는 기관이 7곳", "This address names 7"),
        ("?a=paju&a=nobody", "등록된 기관이 아닙니다: ‘nobody’", "“nobody” is no listed agency"),
        ("?a=paju&a=hidden", "등록된 기관이 아닙니다: ‘hidden’", "“hidden” is no listed agency"),
        ("?with=hidden", "등록된 기관이 아닙니다: ‘hidden’", "“hidden” is no listed agency"),
        ("?a=paju&b=commission", "b", "b"),
    ],
)
def test_a_wrong_choice_is_refused_with_what_would_be_right(together, visit, query, korean, english):
    factories.agency("hidden", listed=False)
    assert korean in visit(ADDRESS + query, status=400).main
    assert english in visit(f"/en{ADDRESS}{query}", status=400).main
    if "with" not in query:
        answer = Client().get(f"/en/agencies/compare.csv{query}")
        assert answer.status_code == 400
        assert english in answer.content.decode()


# ---- the file


def test_the_file_has_a_row_for_each_agency_promise_and_role(together):
    rows = file_rows(TWO)
    keys = [(row["agency_slug"], row["role"], row["reference"]) for row in rows]
    assert len(set(keys)) == len(keys) == 7
    assert [slug for slug, _role, _reference in keys] == ["commission"] * 4 + ["paju"] * 3
    assert {row["kind"] for row in rows} == {"commitment", "milestone"}


def test_it_says_how_the_own_first_and_last_date_of_the_agency_fared(together):
    by_agency = {row["agency_slug"]: row for row in file_rows(TWO) if row["reference"] == "2022-0001-01"}
    commission, city = by_agency["commission"], by_agency["paju"]
    own = ("own_first_date", "own_first_result", "own_first_days_after", "own_last_date", "own_last_result")
    assert [commission[name] for name in own] == ["2022", "after", "361", "2023-H2", "within"]
    assert [city[name] for name in own] == ["2023-06", "after", "180", "2023-06", "after"]
    assert (commission["role"], city["role"]) == ("step", "lead")
    assert {row["current_target_by_slug"] for row in by_agency.values()} == {"commission"}
    assert {row["completed_to"] for row in by_agency.values()} == {"2023-12-27"}


def test_without_agencies_it_has_those_of_all_and_on_a_past_day_what_was_known_then(together):
    everything = file_rows("")
    assert {row["agency_slug"] for row in everything} == {"commission", "paju", "paju-police"}
    assert len(everything) == 9
    before = file_rows("?as_of=2022-12-12")
    assert {row["role"] for row in before} == {"step"}
    assert {row["as_of"] for row in before} == {"2022-12-12"}


def test_an_unlisted_agency_stands_in_no_row(together):
    Agency.objects.filter(slug="paju-police").update(listed=False)
    assert {row["agency_slug"] for row in file_rows("")} == {"commission", "paju"}
