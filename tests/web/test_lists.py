"""What every list page has in common: its head, its lists, its pages, its file, and few queries."""

import csv
import io
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import translation

from agreements import lists
from agreements.lists.columns import LISTED
from tests import factories, scenario
from tests.factories import agency, published
from tests.registers import shared_register

LISTS = {
    "agreements": "업무협약",
    "commitments": "약속",
    "programs": "시책",
    "agencies": "기관",
    "reports": "이행상황 보고",
    "duties": "조례상 의무",
}
DATA_LINES = {
    "agreements": 1, "commitments": 4, "programs": 2, "agencies": 3, "reports": 11, "duties": 0,
}  # fmt: skip


def lines(page):
    """The rows of its table, or its cards."""
    return [row.text for row in page.rows("table") or page.all("li", class_="promise")]


@pytest.mark.parametrize(("name", "title"), LISTS.items())
def test_a_list_says_what_it_is_how_many_and_for_which_day(paju, visit, name, title):
    page = visit(f"/{name}/")
    assert page.one("h1").text == title
    assert page.all("title")[0].text.startswith(f"{title} | ")
    assert page.one("nav", class_="tabs")
    assert page.all("nav", class_="breadcrumb") == [], "it stands on details only"
    assert page.one("p", class_="base-date").text.startswith("기준일 2026. 3. 2.")
    assert page.one("p", class_="list-count").text == f"검색 결과 {len(lines(page))}건"
    permanent = f"http://testserver/{name}/?as_of=2026-03-02&seq="
    assert any(link.startswith(permanent) for link in page.links)
    assert len(lines(page)) >= DATA_LINES[name]


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_to_do(visit, paju, name):
    page = visit(f"/{name}/?q=없는+말")
    assert "조건에 맞는 자료가 없습니다." in page.one("div", class_="empty").text
    assert f"/{name}/" in page.links
    if name == "agreements":
        before = visit(f"/{name}/?as_of=2021-10-01")
        assert "이 기준일에 해당하는 자료가 없습니다." in before.one("div", class_="empty").text


@pytest.mark.parametrize("name", LISTS)
def test_the_filters_keep_what_was_asked(paju, visit, name):
    page = visit(f"/{name}/?q=없는+말&as_of=2023-08-01&sort={last_sort(name)}")
    assert page.one("input", id="id_q").attributes["value"] == "없는 말"
    assert page.one("input", id="id_as_of").attributes["value"] == "2023-08-01"
    chosen = [option for option in page.all("option") if "selected" in option.attributes]
    assert last_sort(name) in {option.attributes["value"] for option in chosen}
    assert f"/{name}/?as_of=2023-08-01" in page.links, "reset keeps the day"


def last_sort(name: str) -> str:
    return list(getattr(lists, name.upper()).sorts)[-1]


def test_today_is_not_frozen_into_the_form(paju, visit):
    assert visit("/commitments/").one("input", id="id_as_of").attributes.get("value", "") == ""


@pytest.mark.parametrize("name", [name for name in LISTED if name not in ("milestones", "timeline")])
def test_the_file_beside_a_list_holds_the_same_rows_in_the_same_order(paju, visit, name):
    for query in ("", f"?sort={last_sort(name)}", "?as_of=2023-08-01", "?q=파주"):
        page = visit(f"/{name}/{query}")
        address = next(link for link in page.links if f"{name}.csv" in link)
        assert parse_qs(urlsplit(address).query) == parse_qs(query.removeprefix("?"))
        response = Client().get(address)
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        text = b"".join(response).decode("utf-8-sig")
        in_file = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [row["주소"] for row in in_file] == rows_of(page)


def rows_of(page):
    """Where the first link of each row leads, without the day."""
    in_table, cards = page.html.split("<tr")[2:], page.html.split('<li class="promise ')[1:]
    firsts = [row.split('href="', 1)[1].partition('"')[0] for row in in_table or cards]
    return [f"http://testserver{urlsplit(link)._replace(query='').geturl()}" for link in firsts]


def test_the_file_is_named_after_the_list_and_the_day(paju):
    named = Client().get("/commitments.csv?as_of=2023-08-01")["Content-Disposition"]
    assert named == (
        'attachment; filename="commitments_2023-08-01.csv"; '
        "filename*=UTF-8''%EC%95%BD%EC%86%8D_2023-08-01.csv"
    )
    assert Client().get("/en/commitments.csv?as_of=2023-08-01")["Content-Disposition"] == named


def test_english_addresses_give_machine_names(paju):
    korean, english = (b"".join(Client().get(f"{at}/reports.csv")).decode() for at in ("", "/en"))
    assert korean.startswith("\ufeff고유번호,")
    assert english.startswith("\ufeffreference,")
    assert "http://testserver/en/" in english


def test_a_head_request_reads_no_rows(paju):
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        response = client.head("/commitments.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert not [query for query in queries.captured_queries if "agreements_state" in query["sql"]]


def one_more_agreement(paju, commitments):
    """Every third commitment is late; all have parties of their own."""
    agreement = factories.agreement(commitments=commitments, signed=date(2023, 1, 5), program=paju.program)
    published(agreement)
    for commitment in agreement.commitments.filter(number__in=range(1, commitments + 1, 3)):
        said = factories.report(commitment, "on_track", "2023-02-01", target="2023", stated_by=agency())
        published(said)
    return agreement


@shared_register
def fifty_more():
    return one_more_agreement(scenario.paju(), 50)


def test_pages_hold_25_rows_and_keep_the_query(fifty_more, visit):
    seen = []
    for number, size in ((1, 25), (2, 8)):
        page = visit(f"/commitments/?agreement={fifty_more.reference}&status=unsearched&page={number}")
        assert len(lines(page)) == size
        seen += lines(page)
        for link in (link for link in page.links if link.startswith("?")):
            assert parse_qs(urlsplit(link).query).keys() - {"as_of", "seq"} == {"agreement", "status", "page"}
    assert len(set(seen)) == 33


def test_a_page_beyond_the_last_is_refused_by_name(paju, visit):
    assert visit("/commitments/?page=2", status=400).one("code").text == "page"


ADDRESSES = (
    "/agreements/", "/commitments/", "/commitments/?q=이행", "/commitments/?view=dated", "/reports/",
    "/agencies/",
)  # fmt: skip


def test_a_list_makes_as_many_queries_for_a_few_rows_as_for_many(paju):
    def counted(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        return len(queries)

    one_more_agreement(paju, 2)
    few = {address: counted(address) for address in ADDRESSES}
    one_more_agreement(paju, 50)
    many = {address: counted(address) for address in ADDRESSES}
    assert all(many[address] <= few[address] for address in ADDRESSES), (few, many)
    assert max(few.values()) <= 27, "twelve for the rows and what their cards say, the rest counts choices"


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("name", LISTS)
def test_rendering_a_list_makes_no_query(paju, name, language):
    with translation.override(language.strip("/") or "ko"):
        match = resolve(f"{language}/{name}/")
        request = RequestFactory().get(f"{language}/{name}/")
        request.resolver_match = match
        response = match.func(request, *match.args, **match.kwargs)
        with CaptureQueriesContext(connection) as queries:
            response.render()
    assert queries.captured_queries == []
    assert len(response.content) > 5000
