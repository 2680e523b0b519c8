"""Citizens on their way to what was announced for the center, and to the day it opened."""

import pytest
from django.db import transaction

from agreements.models import Agency, Region
from tests import factories, scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANNOUNCED = ("2022년", "2023년", "2023. 6.", "2023년 하반기")
OPENED = "2023. 12. 27."
OPENED_IN_WORDS = "2023년 12월 27일"
CENTER = "위기아동 보호센터 개소(파주)"
PROMISE = "위기아동 보호센터 설립 추진"  # the same, as the agreement calls it


@pytest.fixture(autouse=True)
def _register():
    with transaction.atomic():  # else its rows would have to come in the order of their keys
        paju = scenario.paju()
        Region.objects.create(code="41480", name_ko="파주시", name_en="Paju-si", parent=factories.region())
        for agency, code in ((paju.commission, "41"), (paju.city, "41480"), (paju.police, "41480")):
            Agency.objects.filter(pk=agency.pk).update(region=code)


def knows_the_story(citizen):
    read = citizen.reads()
    return all(told in read for told in (*ANNOUNCED, OPENED, "파주시", "경기도북부자치경찰위원회"))


SCREENS = [(1280, 800), (390, 844)]
ANSWER = f".promise:has-text('{PROMISE}')"


def in_the_first_screen(citizen, selector, height):
    box = citizen.page.locator(selector).first.bounding_box()
    return box["y"] + box["height"] <= height


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_first_screen_of_home_answers_what_was_settled_last(person, width, height):
    citizen = person(viewport={"width": width, "height": height})
    citizen.open("/")
    assert OPENED_IN_WORDS in citizen.reads(ANSWER)
    assert in_the_first_screen(citizen, f"{ANSWER} .promise-title", height)
    citizen.press(f"main a:has-text('{PROMISE}')")
    assert knows_the_story(citizen), "one click is enough"
    assert citizen.complaints == []


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_answer_for_a_city_is_two_clicks_from_home_and_in_the_first_screen(person, width, height):
    citizen = person(viewport={"width": width, "height": height}, java_script_enabled=False)
    citizen.open("/")
    citizen.press("section[aria-labelledby=regions] a:has-text('경기')")
    citizen.press("section[aria-labelledby=below] a:has-text('파주시')")
    assert OPENED_IN_WORDS in citizen.reads(ANSWER)
    assert in_the_first_screen(citizen, f"{ANSWER} .promise-answer", height)


def test_a_city_that_is_typed_opens_its_page(person):
    citizen = person(java_script_enabled=False)
    citizen.open("/")
    citizen.page.fill("#region-q", "파주")
    citizen.press(".region-search button")
    assert citizen.reads("h1") == "경기도 파주시"
    assert OPENED_IN_WORDS in citizen.reads(ANSWER)


def test_from_a_search_in_the_words_people_use(person):
    citizen = person()
    citizen.open("/data/")
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
