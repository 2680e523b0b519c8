"""Bad input gets a clear answer in the site's own dress, and never a 500."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from agreements.views import errors
from tests.test_architecture import patterns
from tests.web.page import Page

LISTS = sorted(
    reverse(pattern.name) for pattern in patterns() if "<" not in str(pattern.pattern) and pattern.name
)
NO_TEXT = ["%00", "a%00b", "%ff", "%ED%A0%80", "%C0%AF", "%F0%9F%98"]


@pytest.mark.parametrize("value", NO_TEXT)
def test_what_is_no_text_is_refused_everywhere_by_its_name(db, value):
    for address in LISTS:
        response = Client(raise_request_exception=False).get(f"{address}?x=1&q={value}")
        assert response.status_code == 400
        assert "처리할 수 없는 문자" in response.content.decode()
        if address.endswith(".json") or address.startswith("/api/"):
            assert response.json()["parameter"] == "q"
        elif "." in address:  # a file
            assert response["Content-Type"] == "text/plain; charset=utf-8"
            assert " q: " in response.content.decode()
        else:
            assert Page(response).one("code").text == "q"


@pytest.mark.parametrize(
    "address", ["/admin/?q=%00", "/admin/login/?next=%ff", "/%00/", "/static/%00", "/?%00=1"]
)
def test_the_admin_the_path_and_names_are_held_to_it_too(db, address):
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == 400
    assert "처리할 수 없는 문자" in response.content.decode()


def test_bytes_in_a_path_that_are_no_text_are_no_address(db, visit):
    assert "이 주소에는 화면이 없습니다" in visit("/agreements/%ff/", status=404).main


NO_DAY = ["x", "1999", "2023-13-01", "0000-01-01", "0001-01-01", "2999-01-01", "２０２３-01-01", "9" * 10_000]
WITH_A_DAY = [
    "/",
    "/agreements/2022-0001/",
    "/commitments/2022-0001-01/",
    "/milestones/crisis-child-one-stop-1/",
    "/programs/crisis-child-one-stop/",
    "/agencies/paju/",
]


@pytest.mark.parametrize("address", WITH_A_DAY)
def test_a_day_that_cannot_be_answered_is_refused_by_name(paju, visit, address):
    for value in NO_DAY:
        page = visit(f"{address}?as_of={value}", status=400)
        assert page.one("code").text == "as_of"
        assert value not in page.main
        assert address in page.links, "the way out is the same page without parameters"


def ways_out(page):
    """The links of the refusal itself, before the search and the five doors that all of them have."""
    elsewhere = page.all("section", class_="ways-on")
    links = [link for link in page.all("a") if link.lies_in("main") and not link.lies_in_one_of(elsewhere)]
    return [link.attributes["href"] for link in links]


def test_one_bad_value_does_not_lose_the_good_ones(paju, visit):
    page = visit(
        "/commitments/?status=completed&agency=nobody&page=2&as_of=2023-12-31&q=%26amp%3B", status=400
    )
    assert page.one("code").text == "agency"
    way_out = "/commitments/?status=completed&as_of=2023-12-31&q=%26amp%3B"
    assert ways_out(page) == [way_out, "/commitments/", "/"]
    assert "이 값만 빼고" in page.main
    again = visit("/commitments/?status=completed&as_of=2023-12-31")
    assert again.status == 200


def test_a_way_out_carries_nothing_that_is_no_text(paju, visit):
    page = visit("/commitments/?status=%00&agency=paju", status=400)
    assert ways_out(page)[0] == "/commitments/?agency=paju"
    page = visit("/commitments/?status=completed&q=%ff%fe", status=400)
    assert ways_out(page)[0] == "/commitments/?status=completed"


def test_where_nothing_good_is_left_the_way_out_is_the_bare_page(paju, visit):
    page = visit("/commitments/?agency=nobody", status=400)
    assert ways_out(page) == ["/commitments/", "/"]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    ("address", "status"), [("/nothing/", 404), ("/agreements/2022-9999/", 404), ("/?as_of=x", 400)]
)
def test_an_address_that_leads_nowhere_has_the_search_and_the_five_doors(
    db, visit, language, address, status
):
    page = visit(language + address, status=status)
    section = page.one("section", class_="ways-on")
    assert page.one("form", class_="site-search").lies_in_one_of([section])
    doors = [link.attributes["href"] for link in page.all("a") if link.lies_in_one_of([section])]
    paths = ("commitments", "agreements", "agencies", "timeline", "data")
    assert doors == [f"{language}/{path}/" for path in paths]


@pytest.mark.parametrize("address", ["/updates/", "/timeline/"])
def test_a_page_that_cannot_be_is_refused_by_name(visit, address):
    for value in ("0", "-1", "1000000000000", "1.5", "a", "%2B1", "2"):
        assert visit(f"{address}?page={value}", status=400).one("code").text == "page"


def test_repeated_parameters_and_stray_signs_do_no_harm(paju, visit):
    assert "업무협약" in visit("/?as_of=2023-01-01&as_of=2023-01-01&&=&").main


def test_an_english_address_is_refused_in_english(visit):
    page = visit("/en/?as_of=x", status=400)
    assert page.one("html").attributes["lang"] == "en"
    assert "This address cannot be answered" in page.main


def test_a_refusal_is_not_indexed_and_asks_no_database(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        for address, status in (("/?as_of=x", 400), ("/nothing/here/", 404)):
            page = Page(Client(raise_request_exception=False).get(address))
            assert page.status == status
            assert page.one("meta", name="robots").attributes["content"] == "noindex"


def test_the_500_page_wears_the_dress_without_the_database(monkeypatch):
    def no_database(*args, **options):
        raise AssertionError("the error page asked the database")

    monkeypatch.setattr(connection, "cursor", no_database)
    page = Page(errors.server_error(RequestFactory().get("/agreements/")))
    assert page.status == 500
    assert "서버에서 오류가 발생했습니다" in page.main
    assert "자치경찰협력과" in page.text


def test_a_view_that_breaks_answers_with_that_page(db, monkeypatch):
    def breaks(*args, **options):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("agreements.views.home.status_bar", breaks)
    page = Page(Client(raise_request_exception=False).get("/"))
    assert page.status == 500
    assert "서버에서 오류가 발생했습니다" in page.main
    assert "secret detail" not in page.html


def test_every_error_has_its_handler():
    for code in (400, 404, 500):
        assert get_resolver().resolve_error_handler(code).__module__ == "agreements.views.errors"


def test_a_forged_host_gets_the_400_page(db):
    page = Page(Client(raise_request_exception=False, headers={"host": "evil.example"}).get("/"))
    assert page.status == 400
    assert "요청을 처리할 수 없습니다" in page.main
