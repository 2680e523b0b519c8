"""A citizen reads the story of the center, asks for another day, and checks the record."""

import pytest
from django.db import transaction

from tests import scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CENTER = "/milestones/crisis-child-one-stop-1/"


@pytest.fixture
def citizen(person):
    with transaction.atomic():  # else its rows would have to come in the order of their keys
        scenario.paju()
    return person()


def test_the_story_is_told_at_a_glance_and_any_day_can_be_asked_for(citizen):
    citizen.open(CENTER)
    assert "문을 열었습니다 · 2023년 12월 27일" in citizen.reads(".promise-card h2")
    told = citizen.reads("p.lead")
    assert "(2022년)보다 361일 뒤, 파주시가 말한 기한(2023년 6월)보다 180일 뒤" in told
    assert told.endswith("(2023년 하반기) 안.")
    told = citizen.reads("table.table-promise")
    for said in ("2022년", "2023년", "2023. 6.", "2023년 하반기", "파주시", "2023. 12. 27."):
        assert said in told
    citizen.finds_no_fault(widths=(1280, 390, 320))

    citizen.page.click(".clock-form summary")
    citizen.page.fill("#clock-as-of", "2023-07-15")
    citizen.fits_the_screen()
    citizen.press(".clock-form button")
    assert citizen.page.url.endswith(f"{CENTER}?as_of=2023-07-15")
    assert "2023년 7월 15일" in citizen.reads(".as-of")
    assert "정상추진" in citizen.reads(".promise-card h2")
    citizen.fits_the_screen()
    citizen.press(".as-of a")
    assert "완료" in citizen.reads(".promise-card h2")


def test_the_page_of_a_promise_is_short_and_its_reports_open_and_are_led_to(citizen):
    """Three screens of a desk and five of a telephone, with what is folded closed."""
    for width, height, screens in ((1280, 800, 3), (390, 844, 5)):
        citizen.page.set_viewport_size({"width": width, "height": height})
        citizen.open("/commitments/2022-0001-01/")
        assert citizen.page.evaluate("document.documentElement.scrollHeight") <= screens * height
    citizen.page.click("table.table-promise a[href='#report-4']")
    assert citizen.page.locator("#report-4 summary").is_visible()
    citizen.page.click("#report-4 summary")
    assert "2023-12-27 completed" in citizen.reads("#report-4 .report-note")
    citizen.finds_no_fault()


def test_pictures_keep_their_letters_at_every_width_and_size(citizen):
    """Letters are never scaled with a picture: on the smallest phone they are as large as on a desk."""
    for width in (1280, 320):
        citizen.page.set_viewport_size({"width": width, "height": 900})
        for address, figure in PICTURES.items():
            citizen.open(address)
            sizes = citizen.page.locator(f"{figure} :is(th, td, li, text, figcaption)").evaluate_all(
                "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
            )
            assert min(sizes) >= 14, address
            inside = citizen.page.locator(figure).first.evaluate(WITHIN)
            assert inside == [], f"{address} at {width}"


PICTURES = {
    "/programs/crisis-child-one-stop/": "section[aria-labelledby=milestones] figure",
    "/deadlines/?as_of=2023-03-01": "section[aria-labelledby=by-month] figure",
    "/en/programs/crisis-child-one-stop/": "section[aria-labelledby=milestones] figure",
}
WITHIN = """figure => [...figure.querySelectorAll('th, td, li, svg > *')]
    .filter(one => one.getBoundingClientRect().right > innerWidth)
    .map(one => one.outerHTML.slice(0, 80))"""


def test_pages_of_another_day_have_no_fault(citizen):
    """Those of today: test_public_pages.py."""
    citizen.open("/targets/?as_of=2023-07-15&seq=9")
    citizen.finds_no_fault()
    citizen.open("/programs/other-program/?seq=3")  # which was published later
    citizen.complaints.clear()
    assert "공개 순번 15" in citizen.reads()
    citizen.finds_no_fault()
