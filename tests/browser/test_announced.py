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
    assert "361일 늦었고, 마지막으로 발표한 기한 안입니다." in citizen.reads("p.lead")
    drawn = citizen.page.locator(".target-drawing svg")
    text = " ".join(drawn.locator("text").all_text_contents())
    for told in ("2022년", "2023년", "2023. 6.", "2023년 하반기", "파주시", "2023. 12. 27."):
        assert told in text
    fulfilled = drawn.locator(".drawing-completed")
    paint = fulfilled.evaluate("one => getComputedStyle(one).fillOpacity")
    assert float(paint) < 0.3, "the announcements beside a long time of fulfilment can be read"
    citizen.finds_no_fault(widths=(1280, 390, 320))

    citizen.page.click(".clock-form summary")
    citizen.page.fill("#clock-as-of", "2023-07-15")
    citizen.finds_no_fault()
    citizen.press(".clock-form button")
    assert citizen.page.url.endswith(f"{CENTER}?as_of=2023-07-15")
    assert "2023년 7월 15일" in citizen.reads(".as-of")
    assert "예정" in citizen.reads("header.page-head")
    citizen.finds_no_fault()
    citizen.press(".as-of a")
    assert "달성" in citizen.reads("header.page-head")


PAGES = """
    /agencies/paju/  /programs/crisis-child-one-stop/  /targets/  /targets/?as_of=2023-07-15&seq=9
    /ledger/  /data/  /updates/  /en/ledger/  /en/milestones/crisis-child-one-stop-1/
    /programs/other-program/?seq=3
"""


@pytest.mark.parametrize("address", PAGES.split())
def test_pages_of_dates_and_of_the_ledger_have_no_fault(citizen, address):
    citizen.open(address)
    if "other-program" in address:  # which was published later
        citizen.complaints.clear()
        assert "공개순번 14" in citizen.reads()
    citizen.finds_no_fault()
