"""Nothing that can stand in an address makes a list or its file fail; what cannot be answered is named."""

from itertools import cycle, islice
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements import lists
from agreements.lists.columns import EXPORTS
from agreements.lists.facts import FACTS
from agreements.lists.lanes import LANES
from agreements.lists.parameters import BadParameter
from tests.factories import TODAY
from tests.web.page import Page

LISTINGS = {
    f"/{name}/": getattr(lists, name.upper())
    for name in (
        "agreements",
        "commitments",
        "programs",
        "milestones",
        "agencies",
        "reports",
        "inquiries",
        "targets",
        "duties",
    )
} | {"/timeline/": LANES, "/timeline/?view=list": FACTS}
MOVED = "/milestones/"  # leads to the list of promises; its file is still its own
PAGES = [address for address in LISTINGS if address != MOVED]
FILES = [address.replace("/?", ".csv?") for address in LISTINGS if "?" in address]
FILES += [f"/{name}.csv" for name in EXPORTS]
ADDRESSES = PAGES + FILES
NASTY = [
    "0", "-1", "1000000000000", "9" * 400, "1e9", "0x10", "１", "%00", "a%00b", "%ED%A0%80", "%ff", "[]",
    "null", "x" * 10_000, "%EA%B0%80" * 3_000, "0000-01-01", "0001-01-01", "9999-12-31", "2023-02-30", "None",
    "%25", "_", "%5C", "%27", "%22", "%27%20OR%201=1--", "%3Cscript%3E", "%F0%9F%98%80", "%E2%80%AE", "%26x",
    "%2B", "+", "%0D%0AX-Header:1", "..%2F..%2Fetc%2Fpasswd",
]  # fmt: skip


def listing_at(address: str) -> lists.Listing:
    name = address.removeprefix("/").removesuffix(".csv")
    return EXPORTS[name].listing if name in EXPORTS else LISTINGS[address.replace(".csv", "/")]


def parameters_of(address: str) -> list[str]:
    extra = ["header"] if ".csv" in address else []
    return [*listing_at(address).filters.base_filters, "sort", "page", "as_of", *extra]


def with_query(address: str, query: str) -> str:
    sign = "&" if "?" in address else "?"
    return f"{address}{sign}{query}"


def get(address: str) -> Any:
    """The answer, at the shorter address where an empty parameter was left out."""
    return Client(raise_request_exception=False).get(address, follow=True)


def body(response: Any) -> str:
    return (b"".join(response) if response.streaming else response.content).decode()


def assert_answered(address: str, parameter: str) -> None:
    response = get(address)
    assert response.status_code in {200, 400}, (address[:200], response.status_code)
    text = body(response)
    if response.status_code == 400:
        if response["Content-Type"].startswith("text/html"):
            said, named = Page(response).main, Page(response).one("code").text
        else:
            assert response["Content-Type"] == "text/plain; charset=utf-8"
            said, named = text, text.partition(":")[0]
        assert parameter in named.split(), (address[:200], named[:200])
        assert len(said) < 600, "the answer does not repeat ten thousand characters"


def test_every_parameter_of_every_list_takes_every_nasty_value(paju):
    for address, listing in LISTINGS.items():
        for parameter in parameters_of(address):
            for value in NASTY:
                refused = refused_of(listing, f"{parameter}={value}")
                assert refused in {None, parameter}, (address, value[:40])


def refused_of(listing: lists.Listing, query: str) -> str | None:
    """Read the first row; give the parameter that was refused."""
    try:
        list(listing.select(QueryDict(query), today=TODAY).rows[:1])
    except BadParameter as refused:
        return refused.name
    return None


@pytest.mark.parametrize(("place", "address"), list(enumerate(ADDRESSES)))
def test_each_page_and_file_answers_a_nasty_value_in_each_parameter(paju, place, address):
    """Each address begins with another value: together they are asked all."""
    values = islice(cycle(NASTY), 2 * place, None)
    for parameter, value in zip(parameters_of(address), values, strict=False):
        assert_answered(with_query(address, f"{parameter}={value}"), parameter)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_value_that_is_no_choice_is_a_400_that_names_it(paju, subtests, address):
    for parameter in parameters_of(address):
        if parameter == "q":
            continue
        with subtests.test(parameter):
            response = get(with_query(address, f"{parameter}=no-such-thing"))
            assert response.status_code == 400
            assert parameter in body(response)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_parameter_given_twice_differently_is_refused_and_the_same_twice_is_not(paju, address):
    refused = get(with_query(address, "as_of=2024-01-01&as_of=2024-01-02"))
    assert refused.status_code == 400
    assert "두 번" in body(refused)
    assert get(with_query(address, "as_of=2024-01-01&as_of=2024-01-01&as_of=")).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_reading_is_answered(paju, address):
    for method in ("post", "put", "delete"):
        assert getattr(Client(), method)(address).status_code == 405


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_text_in_any_parameter_makes_a_list_fail(paju, data):
    address = data.draw(st.sampled_from(ADDRESSES))
    names = st.sampled_from(parameters_of(address))
    values = st.text(max_size=30) | st.sampled_from(["0", "2022", "2023-08-01", "41", "paju", "late"])
    asked = data.draw(st.lists(st.tuples(names, values), max_size=4))
    response = get(with_query(address, urlencode(asked)))
    assert response.status_code in {200, 400}, asked
    body(response)


def test_a_failure_of_the_database_is_no_half_a_file(paju, monkeypatch):
    """The first rows are read before the answer begins."""

    def fail(*_args: object, **_options: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("django.db.models.query.QuerySet.iterator", fail)
    response = get("/commitments.csv")
    assert response.status_code == 500
    assert not response.streaming
