"""What a first visit costs on a telephone: few requests, few bytes, nobody else asked."""

import gzip

import pytest
from django.db import transaction

from tests import factories, scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    "address", ["/", "/commitments/", "/programs/crisis-child-one-stop/", "/regions/41/"]
)
def test_a_first_visit_asks_for_little_and_asks_nobody_else(person, address):
    with transaction.atomic():  # else its rows would have to come in the order of their keys
        paju = scenario.paju()
        factories.with_region_and_theme(paju.city, paju.agreement)
    citizen = person()
    answers = []
    citizen.page.on("response", lambda answer: answers.extend([answer]))
    citizen.page.goto(citizen.site + address, wait_until="networkidle")
    asked = [answer for answer in answers if not answer.url.startswith("data:")]
    assert {answer.status for answer in asked} == {200}
    assert all(answer.url.startswith(citizen.site) for answer in asked)
    assert len(asked) <= 6, [answer.url for answer in asked]
    assert sum(len(gzip.compress(answer.body())) for answer in asked) <= 30_000
