"""Results first: where the first row of a list begins, on a desk and on a telephone."""

import pytest
from django.db import transaction

from tests import scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LISTS = ("/commitments/", "/en/reports/", "/agencies/")
DESK, TELEPHONE = (1280, 800, 420), (390, 844, 450)  # width, height, latest y of the first row
FIRST_ROW = (
    "document.querySelector('main tbody tr, main .promises > li').getBoundingClientRect().top + scrollY"
)


def test_the_first_row_is_in_sight_and_each_page_has_one_search_box(person):
    with transaction.atomic():  # else its rows would have to come in the order of their keys
        scenario.paju()
    citizen = person()
    for address in LISTS:
        citizen.open(address)
        for width, height, most in (DESK, TELEPHONE):
            citizen.page.set_viewport_size({"width": width, "height": height})
            assert citizen.page.evaluate(FIRST_ROW) <= most, (address, width)
            assert citizen.page.locator("input[name=q]").count() == 1


def test_all_filters_unfold_below_the_line_and_the_button_stays_where_it_is(person):
    citizen = person(java_script_enabled=True)
    citizen.open("/commitments/")
    button = citizen.page.locator(".filters-fold > summary")
    before = button.bounding_box()
    button.click()
    after, fields = button.bounding_box(), citizen.page.locator(".filters-fields").bounding_box()
    assert after["y"] == before["y"]
    assert fields["y"] >= after["y"] + after["height"]
    assert citizen.page.locator("[name=sort]").is_visible()
    assert citizen.page.locator("[name=as_of]").is_visible()
