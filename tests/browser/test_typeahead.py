"""Agency and region are typed where a script runs, and are a plain select where none does."""

import pytest
from django.db import transaction

from tests import scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = "#id_agency-typed"


@pytest.fixture
def register(person):
    with transaction.atomic():
        scenario.paju()
    return person


def unfold(citizen, address="/commitments/"):
    citizen.open(address)
    citizen.page.click(".filters-fold > summary")


def offered(citizen):
    return citizen.page.locator(".typed-list:visible [role=option]").all_inner_texts()


def test_an_agency_is_found_by_typing_and_chosen_by_keys(register):
    citizen = register()
    unfold(citizen)
    citizen.page.focus(TYPED)
    keyboard = citizen.page.keyboard
    for half_typed in ("파", "팢", "파주", "파줏", "파주시"):
        citizen.page.fill(TYPED, half_typed)
        assert offered(citizen)[0].startswith("파주"), half_typed
    citizen.page.fill(TYPED, "파주")
    assert len(offered(citizen)) == 2
    assert citizen.page.get_attribute(TYPED, "aria-expanded") == "true"
    keyboard.press("ArrowDown")
    keyboard.press("ArrowUp")
    first = offered(citizen)[0]
    keyboard.press("Enter")
    assert citizen.page.input_value(TYPED) == first
    assert citizen.page.url.endswith("/commitments/"), "Enter chose and sent nothing"
    with citizen.page.expect_navigation():
        keyboard.press("Enter")
    assert "agency=paju" in citizen.page.url
    assert citizen.complaints == []


def test_escape_leaves_what_was_chosen_and_an_empty_field_means_all(register):
    citizen = register()
    unfold(citizen, "/commitments/?agency=paju")
    chosen = citizen.page.input_value(TYPED)
    assert chosen.startswith("파주시")
    citizen.page.fill(TYPED, "없는 기관")
    assert offered(citizen) == []
    citizen.page.fill(TYPED, "경기")
    citizen.page.keyboard.press("Escape")
    assert citizen.page.input_value(TYPED) == chosen
    citizen.page.fill(TYPED, "")
    citizen.page.keyboard.press("Tab")
    assert citizen.page.input_value("#id_agency") == ""


def test_it_has_no_fault_while_it_is_open(register):
    citizen = register()
    unfold(citizen)
    citizen.page.click(TYPED)
    assert len(offered(citizen)) > 2
    citizen.finds_no_fault(widths=(1280, 320))


def test_without_a_script_the_select_is_there(register):
    citizen = register(java_script_enabled=False)
    unfold(citizen)
    assert citizen.page.locator(TYPED).count() == 0
    citizen.page.select_option("#id_agency", "paju")
    citizen.press(".filters-actions button")
    assert "agency=paju" in citizen.page.url
