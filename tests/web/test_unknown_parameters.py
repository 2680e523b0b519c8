"""What an address does not take is refused by name; what networks append to a link is dropped."""

import pytest
from django.test import Client

from agreements.views.appended_parameters import NAMES
from tests.web.addresses import addresses


@pytest.fixture
def every_address(paju):
    """Each public address in both languages, as somebody may ask for it."""
    korean = list(addresses())
    in_one_language = ("/robots.txt", "/sitemap")
    english = [f"/en{address}" for address in korean if not address.startswith(in_one_language)]
    return [*korean, *english]


def body(response):
    return (b"".join(response) if response.streaming else response.content).decode()


def test_every_public_address_refuses_an_unknown_parameter_by_its_name(every_address, subtests):
    client = Client()
    for address in every_address:
        with subtests.test(address):
            response = client.get(
                f"{address}?no_such=1", follow=True
            )  # a list that moved keeps what it was asked
            if response.status_code in (404, 410):
                continue  # no page of everyone: another parameter would change nothing
            assert response.status_code == 400
            assert "no_such" in body(response)
            words = "no such parameter" if address.startswith("/en/") else "없는 조건"
            assert words in body(response)


def test_every_public_address_drops_what_networks_append(every_address, subtests):
    client = Client()
    for address in every_address:
        with subtests.test(address):
            response = client.get(f"{address}?utm_source=news&fbclid=x")
            assert (response.status_code, response["Location"]) == (301, address)


def test_the_rest_of_the_address_stays_as_it_was_written():
    asked = "/commitments/?utm_source=a&agency=paju&q=%ED%8C%8C%EC%A3%BC+%2B&n_media=1&NaPm=ct%3D1&sort=title"
    response = Client().get(asked)
    assert response["Location"] == "/commitments/?agency=paju&q=%ED%8C%8C%EC%A3%BC+%2B&sort=title"
    assert Client().head("/reports.atom?_gl=1&agency=paju")["Location"] == "/reports.atom?agency=paju"


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_declared_name_is_dropped(name):
    assert Client().get(f"/about/?{name}=1")["Location"] == "/about/"


def test_the_redirect_never_leads_to_another_site():
    response = Client().get("/?utm_source=x", PATH_INFO="//elsewhere.example/")
    assert response["Location"] == "/%2Felsewhere.example/"


def test_what_is_posted_or_belongs_to_staff_is_let_be(client):
    assert client.post("/commitments/?utm_source=x").status_code == 405
    assert "utm_source" in client.get("/admin/login/?utm_source=x").wsgi_request.get_full_path()


def test_a_file_takes_the_whole_query_of_its_list(paju):
    for query in ("agency=paju&page=1&sort=title", "agency=paju&header=name&as_of=2023-08-01&seq=9"):
        assert Client().get(f"/commitments.csv?{query}").status_code == 200
    assert Client().get("/commitments/?header=name").status_code == 400


def test_the_page_without_what_is_refused_is_one_click_away(paju, visit):
    page = visit("/commitments/?agency=paju&sectoin=1&as_of=2023-08-01", status=400)
    assert page.one("code").text == "sectoin"
    assert "/commitments/?agency=paju&as_of=2023-08-01" in page.links
    assert visit("/commitments/?agency=paju&as_of=2023-08-01")


def test_a_name_that_would_turn_the_text_around_is_shown_without_its_signs(paju, visit):
    page = visit("/commitments/?a%E2%80%AEb=1", status=400)
    assert page.one("code").text == "ab"
