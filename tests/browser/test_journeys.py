"""People on their way: citizens to the center, journalists and report writers to exactly their rows."""

from datetime import date

import pytest
from django.db import transaction

from agreements.models import Agency, Region
from tests import factories, scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANNOUNCED = ("2022년", "2023년", "2023. 6.", "2023년 하반기")
COMMISSION_SAID = (  # when, which date, and what became of it
    ("2021. 9. 3.", "2022년", "기한보다 361일 뒤"),
    ("2022. 12. 13.", "2023년", "기한 안"),
    ("2023. 2. 13.", "2023년 하반기", "기한 안"),
    ("2023. 12. 27.", "완료"),
)
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


@pytest.mark.parametrize("java_script_enabled", [True, False])
@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_whether_the_promise_was_kept_is_one_click_from_home_and_fills_one_screen(
    person, width, height, java_script_enabled
):
    citizen = person(viewport={"width": width, "height": height}, java_script_enabled=java_script_enabled)
    citizen.open("/")
    assert OPENED_IN_WORDS in citizen.reads(ANSWER)
    assert in_the_first_screen(citizen, f"{ANSWER} .promise-title", height)
    citizen.press(f"main a:has-text('{PROMISE}')")
    assert citizen.clicks == 1
    card = ".promise-card"
    assert OPENED_IN_WORDS in citizen.reads(f"{card} h2")
    spoken = citizen.page.locator(f"{card} tbody tr")
    rows = [" ".join(row.split()) for row in spoken.all_inner_texts()]
    announced = [row for row in rows if not row.startswith("파주시")]
    for row, words in zip(announced, COMMISSION_SAID, strict=True):
        assert all(word in row for word in words), row
    (of_the_city,) = set(rows) - set(announced)
    assert all(word in of_the_city for word in ("2022. 12. 13.", "2023. 6.", "기한보다 180일 뒤"))
    answer = citizen.reads(f"{card} > .lead")
    assert all(date in answer for date in ("2022년", "2023년 6월", "2023년 하반기"))
    assert in_the_first_screen(citizen, f"{card} > .lead", height)
    if width == 1280:
        assert in_the_first_screen(citizen, f"{card} tbody tr:nth-last-child(2)", height)
    assert knows_the_story(citizen)
    assert citizen.complaints == []


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_answer_for_a_city_is_two_clicks_from_home_and_in_the_first_screen(person, width, height):
    citizen = person(viewport={"width": width, "height": height}, java_script_enabled=False)
    citizen.open("/")
    citizen.press("section[aria-labelledby=regions] a:has-text('경기')")
    citizen.press("section[aria-labelledby=below] a:has-text('파주시')")
    assert citizen.clicks == 2
    assert OPENED_IN_WORDS in citizen.reads(ANSWER)
    assert in_the_first_screen(citizen, f"{ANSWER} .promise-answer", height)


def test_two_agencies_are_compared_and_taken_as_csv_in_four_clicks(person):
    journalist = person(java_script_enabled=False)
    journalist.open("/")
    journalist.press(".menu a:has-text('기관·지역')")
    journalist.press(".tabs a:has-text('비교')")
    journalist.page.select_option("#agency-1", label="경기도북부자치경찰위원회")
    journalist.page.select_option("#agency-2", label="파주시")
    journalist.press(".compare-form button")
    compared = journalist.reads("main table")
    rows = journalist.take("main a[download]")
    assert journalist.clicks == 4
    assert {row["기관"] for row in rows} == {"경기도북부자치경찰위원회", "파주시"}
    assert all(agency in compared for agency in ("경기도북부자치경찰위원회", "파주시"))
    assert all(row["기준일"] and row["공개 순번"] for row in rows)


def test_a_narrowed_list_is_taken_as_csv_in_four_clicks_with_its_base_date(person):
    writer = person(java_script_enabled=False)
    writer.open("/")
    writer.press(".menu a:has-text('약속')")
    writer.unfold(".filters-fold > summary")
    writer.page.select_option("[name=status]", "completed")
    writer.press(".filters-actions button")
    shown = writer.page.locator("main .promise-title a").all_inner_texts()
    rows = writer.take("main a[download]")
    assert writer.clicks == 4
    assert [row["제목"] for row in rows] == shown == [PROMISE]
    told = writer.page.locator(".page-foot").inner_text()
    assert all(row["기준일"] == date.fromisoformat(row["기준일"]).isoformat() for row in rows)
    assert f"as_of={rows[0]['기준일']}&seq={rows[0]['공개 순번']}" in told


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
