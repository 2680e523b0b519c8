"""Citizens on their way to what was announced for the center, and to the day it opened."""

import pytest
from django.db import transaction

from tests import scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANNOUNCED = ("2022년", "2023년", "2023. 6.", "2023년 하반기")
OPENED = "2023. 12. 27."
CENTER = "위기아동 보호센터 개소(파주)"


@pytest.fixture(autouse=True)
def _register():
    with transaction.atomic():  # else its rows would have to come in the order of their keys
        scenario.paju()


def knows_the_story(citizen):
    read = citizen.reads()
    return all(told in read for told in (*ANNOUNCED, OPENED, "파주시", "경기도북부자치경찰위원회"))


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_home_page_in_three_clicks(person, width):
    citizen = person(viewport={"width": width, "height": 800})
    citizen.open("/")
    citizen.press(f"main a:has-text('{CENTER}')")
    assert knows_the_story(citizen), "one click is enough"
    assert citizen.complaints == []


def test_from_a_search_in_the_words_people_use(person):
    citizen = person()
    citizen.open("/timeline/")
    citizen.page.fill("#site-search-q", "파주 위기아동보호센터")
    citizen.press(".site-search button")
    assert "보호센터" in citizen.reads("mark")
    citizen.press(f"main a:has-text('{CENTER}')")
    assert knows_the_story(citizen)
    assert citizen.complaints == []


def test_with_the_keyboard_alone(person):
    citizen = person()
    citizen.open("/")
    keyboard = citizen.page.keyboard
    keyboard.press("Tab")
    assert citizen.page.evaluate("document.activeElement.className") == "skip-link"
    tab_to(citizen, "#site-search-q")
    keyboard.type("보호센터 개소")
    with citizen.page.expect_navigation():
        keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.press("Enter")  # to the content, past header and menu
    tab_to(citizen, f"main a:has-text('{CENTER}')")
    with citizen.page.expect_navigation():
        keyboard.press("Enter")
    assert knows_the_story(citizen)


def tab_to(citizen, selector, *, within=80):
    """Press Tab until the focus is there; wherever it passes it can be seen."""
    for _step in range(within):
        citizen.page.keyboard.press("Tab")
        outline = citizen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", citizen.page.evaluate("document.activeElement.outerHTML")
        if citizen.page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} is not reached by {within} steps")


def test_without_javascript_on_a_telephone(person):
    citizen = person(java_script_enabled=False, viewport={"width": 390, "height": 800})
    citizen.open("/en/")
    citizen.press(".menu a:has-text('Promises')")
    citizen.page.locator(".filters-fold summary").click()
    citizen.page.select_option("[name=status]", "completed")
    citizen.press(".filters-actions button")
    citizen.press("main a:has-text('보호센터')")
    read = citizen.reads()
    assert all(told in read for told in (CENTER, "Paju", "27 Dec 2023"))
