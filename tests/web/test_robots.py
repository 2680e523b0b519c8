"""What crawlers are asked to leave: the admin, and what has no end."""

import re

import pytest
from django.test import Client

from tests.test_architecture import NO_PAGE
from tests.web.addresses import addresses, names


def rules():
    response = Client().get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return [line.split(": ", 1) for line in response.content.decode().splitlines() if ": " in line]


def may_read(address):
    """RFC 9309: the longest rule that fits decides; * stands for anything."""
    fitting = [
        (len(path), kind == "Allow")
        for kind, path in rules()
        if kind in {"Allow", "Disallow"} and re.match(re.escape(path).replace(r"\*", ".*"), address)
    ]
    return max(fitting)[1]


def test_every_page_and_whole_file_may_be_read(paju):
    for name in names():
        for address in addresses(name):
            assert may_read(address), address
            assert may_read(f"/en{address}"), address


@pytest.mark.parametrize(
    "address",
    ["/agencies/?page=2", "/timeline/?view=list", "/timeline.ics?view=list",
     "/commitments/?status=late", "/static/css/base.css",
     "/sitemap.xml", "/sitemap-agreements.xml?p=2",
     "/documents/" + "a" * 64 + "/"],
)  # fmt: skip
def test_what_leads_to_more_may_be_followed(address):
    assert may_read(address)


SUBSCRIPTIONS = ("/reports.atom", "/en/reports.atom", "/deadlines.ics", "/en/deadlines.ics")


@pytest.mark.parametrize("subscription", SUBSCRIPTIONS)
def test_a_subscription_may_be_read_with_every_filter_that_its_list_takes(subscription):
    assert may_read(subscription)
    assert may_read(f"{subscription}?agency=paju")
    assert may_read(f"{subscription}?agency=paju&q=%EC%84%BC%ED%84%B0&sort=-target")


@pytest.mark.parametrize("subscription", SUBSCRIPTIONS)
def test_a_subscription_of_a_past_day_is_left_as_its_page_is(subscription):
    for query in (
        "as_of=2023-01-01",
        "seq=3",
        "agency=paju&as_of=2023-01-01",
        "as_of=2023-01-01&agency=paju",
    ):
        assert not may_read(f"{subscription}?{query}")


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_a_narrowed_list_offers_to_subscribers_may_be_read(paju, visit, language):
    for address, subscription in (
        ("/reports/?stated_by=paju", "/reports.atom?stated_by=paju"),
        ("/reports/?stated_by=paju&status=completed", "/reports.atom?stated_by=paju&status=completed"),
        ("/commitments/?agency=paju", "/deadlines.ics?agency=paju"),
        ("/commitments/?kind=commitment&agency=paju", "/deadlines.ics?agency=paju&kind=commitment"),
    ):
        offered = [link for link in visit(language + address).links if ".atom" in link or ".ics" in link]
        assert offered == [language + subscription]
        assert may_read(offered[0])


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/login/?next=/admin/", "/?as_of=2023-01-01", "/en/agencies/paju/?as_of=2023-01-01",
     "/commitments/?seq=3", "/commitments/?status=late&agency=paju", "/search/?q=협약", "/en/search/?q=x",
     "/ledger/?reference=2022-0001", "/commitments.csv?agreement=2022-0001", "/en/reports.csv?agency=x"],
)  # fmt: skip
def test_what_has_no_end_is_left(address):
    assert not may_read(address)


def test_it_speaks_to_everybody_and_names_the_sitemap_where_it_answers(db):
    found = dict(rules())
    assert found["User-agent"] == "*"
    assert found["Sitemap"] == "http://testserver/sitemap.xml"
    assert Client().get("/sitemap.xml").status_code == 200


def test_there_are_pages_to_speak_of():
    assert set(names()) - NO_PAGE
