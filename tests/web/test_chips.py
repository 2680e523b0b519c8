"""A reader sees what is chosen, takes any of it away again, and is told which filter leaves nothing."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from agreements import lists
from tests import factories, scenario
from tests.factories import published
from tests.registers import shared_register

LISTS = (
    "agreements", "commitments", "programs", "agencies", "reports", "inquiries", "targets", "duties",
)  # fmt: skip


def query_of(link):
    return dict(parse_qsl(urlsplit(link).query))


def chips(page):
    """What stands on each chip, and the query it leads to."""
    return {chip.text: query_of(chip.attributes["href"]) for chip in page.all("a", class_="chip")}


def count(page):
    return int(re.search(r"[\d,]+", page.one("p", class_="list-count").text)[0].replace(",", ""))


ASKED = {
    "q": ("파주", "검색어: 파주"),
    "agency": ("paju", "기관: 파주시"),
    "status": ("completed", "상태: 완료"),
    "year": ("2022", "체결·결정 연도: 2022"),
    "agreement": ("2022-0001", "협약번호: 2022-0001"),
}


def test_each_chosen_filter_is_a_chip_whose_link_is_the_list_without_it(paju, visit):
    query = {name: value for name, (value, _text) in ASKED.items()}
    kept = {"sort": "deadline", "as_of": "2024-03-01", "seq": "12"}
    address = "/commitments/?" + "&".join(f"{name}={value}" for name, value in {**query, **kept}.items())
    page = visit(address + "&page=1")
    assert list(chips(page)) == [f"{text} 조건 빼기 ×" for _value, text in ASKED.values()]
    for (name, (_value, text)), left in zip(ASKED.items(), chips(page).values(), strict=True):
        assert left == {other: value for other, value in query.items() if other != name} | kept, text
    clear = page.one("a", class_="chosen-clear")
    assert clear.text == "모두 지우기"
    assert query_of(clear.attributes["href"]) == {"as_of": "2024-03-01", "seq": "12"}


def test_the_cross_of_a_chip_is_not_read_aloud(paju, visit):
    page = visit("/commitments/?status=completed")
    assert page.one("span", class_="chip-cross").attributes["aria-hidden"] == "true"


def test_a_list_without_filters_has_no_chips_and_no_way_out(paju, visit):
    page = visit("/commitments/?sort=deadline&as_of=2024-03-01")
    assert chips(page) == {}
    assert not page.all("div", class_="chosen")
    assert not page.all("ul", class_="ways-out")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_says_its_count_in_the_title_where_the_load_of_a_page_reads_it_aloud(paju, visit, name):
    page = visit(f"/{name}/?q=파주")
    assert f"– 검색어: 파주 (검색 결과 {count(page)}건)" in page.one("title").text
    assert page.one("p", class_="list-count").attributes["role"] == "status"
    assert page.one("form", class_="filters").attributes["action"] == f"/{name}/#results"
    assert page.one("div", id="results").attributes["tabindex"] == "-1"


# ---- nothing found -------------------------------------------------------------------------------


def out_of(page):
    """The sentences that lead out, in order, with where they lead."""
    html = page.html.split('<ul class="ways-out">')[1].split("</ul>")[0]
    return [(re.sub(r"<[^>]+>", "", text).strip(), link.replace("&amp;", "&")) for link, text in re.findall(
        r'<a href="([^"]*)">(.*?)</a>', html, re.DOTALL)]  # fmt: skip


@shared_register
def one_more():
    """A second agreement of the city, three commitments of which nothing was heard."""
    paju = scenario.paju()
    agreement = factories.agreement(parties=[paju.city, paju.police], commitments=3)
    return published(agreement)


def test_an_empty_list_says_which_filter_to_drop_the_most_results_first(one_more, visit):
    page = visit(f"/commitments/?agreement={one_more.reference}&status=completed")
    assert count(page) == 0
    sentences = [sentence for sentence, _link in out_of(page)]
    assert sentences == [
        f"“협약번호: {one_more.reference}” 조건을 빼면 1건", "“상태: 완료” 조건을 빼면 3건"
    ][::-1]  # fmt: skip
    for sentence, link in out_of(page):
        assert count(visit(link)) == int(re.search(r"(\d+)건", sentence)[1])


def test_where_no_single_filter_helps_all_are_dropped(one_more, visit):
    page = visit("/commitments/?q=없는+말&status=dropped")
    ((sentence, link),) = out_of(page)
    assert sentence == "조건을 모두 빼면 8건"
    assert count(visit(link)) == 8


def test_the_base_date_may_be_what_leaves_nothing(one_more, visit):
    page = visit("/commitments/?status=completed&as_of=2023-08-01")
    assert [sentence for sentence, _link in out_of(page)][-1] == "기준일을 오늘로 하면 1건"
    assert count(visit(out_of(page)[-1][1])) == 1


@pytest.mark.parametrize("name", LISTS)
def test_every_list_leads_out_of_a_search_without_a_result(paju, visit, name):
    everything = count(visit(f"/{name}/"))
    page = visit(f"/{name}/?q=없는+말")
    if everything:
        assert out_of(page)[0][0] == f"“검색어: 없는 말” 조건을 빼면 {everything}건"
    else:
        assert "초기화" in page.one("div", class_="empty").text


# ---- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("language", ["", "/en"])
def test_empty_fields_and_the_usual_order_do_not_litter_the_address(paju, visit, name, language):
    sort = visit(f"/{name}/").one("select", name="sort")
    assert sort is not None
    empty = [*getattr(lists, name.upper()).filters.base_filters, "as_of", "sort"]
    response = Client().get(f"{language}/{name}/?q=파주&" + "&".join(f"{other}=" for other in empty))
    assert response.status_code == 302
    assert query_of(response["Location"]) == {"q": "파주"}
    assert urlsplit(response["Location"]).path == f"{language}/{name}/"


def test_a_day_that_is_named_stays_in_the_address_even_if_it_is_today(paju):
    response = Client().get("/commitments/?q=&as_of=2026-03-02&sort=-reference")
    assert query_of(response["Location"]) == {"as_of": "2026-03-02"}


def test_a_bad_value_beside_an_empty_one_is_still_refused_by_name(paju, visit):
    assert visit("/commitments/?q=&status=x", status=400).one("code").text == "status"


# ---- the table says its order ----------------------------------------------------------------------

ORDERS = {
    "/agreements/": {"체결일": "descending"},
    "/agreements/?sort=signed": {"체결일": "ascending"},
    "/agreements/?sort=agency": {"협약기관": "ascending"},
    "/agreements/?sort=expires": {},
    "/targets/?sort=-moved": {"변경 내용": "descending"},
    "/reports/?sort=stated_by": {"발표 기관": "ascending"},
}


def test_a_heading_says_that_the_table_is_sorted_by_it(paju, visit, subtests):
    for address, expected in ORDERS.items():
        with subtests.test(address):
            heads = visit(address).all("th", scope="col")
            found = {
                head.text: head.attributes["aria-sort"] for head in heads if "aria-sort" in head.attributes
            }
            assert found == expected


# ---- the choices of pages that are no list ----------------------------------------------------------


def test_the_kinds_of_the_updates_say_how_much_they_hold(paju, visit):
    for clock in ("", "as_of=2023-08-01", "as_of=2024-01-01&seq=9"):
        page = visit(f"/updates/?{clock}")
        choices = [
            link for link in page.all("a") if "kind=" in link.attributes.get("href", "") and "(" in link.text
        ]
        assert len(choices) >= 2
        for choice in choices:
            href = choice.attributes["href"].replace("&amp;", "&")
            held = visit("/updates/" + href[href.index("?") :]).one("span", class_="count").text
            assert choice.text.endswith(f"({held})"), (clock, choice.text)


def test_the_years_of_the_timeline_say_how_much_they_hold(paju, visit):
    for clock in ("", "&as_of=2023-08-01", "&as_of=2024-01-01&seq=9"):
        page = visit(f"/timeline/?view=list{clock}")
        years = [link for link in page.all("a") if "from=" in link.attributes["href"]]
        assert len(years) >= 2
        for link in years:
            events = visit(link.attributes["href"].replace("&amp;", "&")).all("li", class_="event")
            assert link.text.split()[1] == str(len(events)), (clock, link.text)
