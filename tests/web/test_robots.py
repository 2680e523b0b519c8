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
    ["/agencies/?page=2", "/timeline/?year=2022", "/commitments/?status=late", "/static/css/base.css",
     "/sitemap.xml?section=agreements&part=2",
     "/documents/" + "a" * 64 + "/"],
)  # fmt: skip
def test_what_leads_to_more_may_be_followed(address):
    assert may_read(address)


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
