"""Getting in, the way a coordinator goes: password, telephone, backup codes; and who is kept out."""

import pytest

from tests import factories
from tests.admin.one_time_codes import shown

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough passphrase"


def log_in(someone, password=PASSWORD):
    someone.log_in("coordinator", password)


def key_shown(someone):
    from base64 import b32decode

    return b32decode(someone.reads(".secret").replace(" ", "")).hex()


def test_a_coordinator_sets_up_the_second_factor_and_shows_it_at_the_next_log_in(person, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    coordinator = factories.reviewer()
    coordinator.set_password(PASSWORD)
    coordinator.save()
    someone = person()
    someone.open("/admin/agreements/agreement/")
    someone.finds_no_fault()
    log_in(someone)
    assert "2차 인증 등록" in someone.reads("h1")
    assert someone.page.locator(".second-factor img").evaluate("image => image.naturalWidth") > 100
    someone.finds_no_fault()
    key = key_shown(someone)
    someone.page.fill("#id_code", shown(key))
    someone.press(".code-form input[type=submit]")
    assert someone.page.locator(".codes li").count() == 10
    someone.finds_no_fault()
    someone.press(".second-factor a.button")
    assert someone.page.url.endswith("/admin/agreements/agreement/")
    someone.open("/admin/second-factor/")
    someone.finds_no_fault()
    someone.press("#logout-form button")
    someone.open("/admin/agreements/agreement/")
    log_in(someone)
    assert "로그인 2단계" in someone.reads("h1")
    someone.page.fill("#id_code", "000000")
    someone.press(".code-form input[type=submit]")
    assert "코드가 틀렸거나" in someone.reads()
    someone.finds_no_fault()


def test_whoever_guesses_reads_how_long_and_whom_to_ask(person):
    someone = person()
    someone.open("/admin/login/")
    for _guess in range(10):
        log_in(someone, "a guess")
    assert "5분 동안" in someone.reads()
    someone.complaints.clear()  # the browser logs the 429
    someone.finds_no_fault()
    someone.open("/admin/login/?ended=1")
    assert "접속이 종료되었습니다" in someone.reads()
    someone.finds_no_fault()
