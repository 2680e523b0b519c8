"""What the privacy page says is what the site does."""

import re

import pytest
from django.test import Client

from tests.test_architecture import NO_PAGE
from tests.web.addresses import addresses, names


@pytest.mark.parametrize("name", names())
def test_reading_sets_no_cookie(paju, name):
    address = next(addresses(name), "/documents/none/")
    for asked in (address, f"/en{address}"):
        assert not Client().get(asked).cookies, asked


@pytest.mark.parametrize("name", [name for name in names() if name not in NO_PAGE])
def test_nothing_is_loaded_from_elsewhere(every_kind_of_page, visit, name):
    loads = {"img": "src", "script": "src", "use": "href", "iframe": "src", "source": "src", "form": "action"}
    page = visit(next(addresses(name)))
    links = [link for link in page.all("link") if link.attributes["rel"] in {"icon", "stylesheet", "preload"}]
    taken = [link.attributes["href"] for link in links]
    taken += [
        element.attributes.get(loads[element.tag], "") for element in page.elements if element.tag in loads
    ]
    assert not [address for address in taken if re.match(r"(?:\w+:)?//", address)]


def test_it_says_what_is_kept_what_is_shown_and_how_to_have_it_blanked(visit):
    page = visit("/privacy/")
    assert "쿠키를 저장하지 않습니다" in page.section("privacy-visitors")
    assert "네트워크 주소(IP)" in page.section("privacy-visitors")
    assert "쿠키를 두 개" in page.section("privacy-staff")
    assert "이름과 직위만" in page.section("privacy-shown")
    assert "가렸다는 사실과 사유는 남습니다" in page.section("privacy-redaction")
    assert "tel:031-000-0000" in page.links


def test_staff_get_the_two_cookies_it_names_and_no_third(db, client):
    from django.contrib.auth import get_user_model

    client.get("/admin/login/")
    client.force_login(get_user_model().objects.create_user("coordinator", is_staff=True))
    client.get("/admin/")
    assert set(client.cookies) == {"csrftoken", "sessionid"}
    assert client.cookies["csrftoken"]["max-age"] == 60 * 60 * 24 * 7 * 52, "a year"
    assert not client.cookies["sessionid"]["max-age"], "ends with the session"
