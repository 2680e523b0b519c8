"""The second factor: set up, asked for at every address, good once, and kept out of every trace."""

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.admin.accounts.door import OPEN_WITHOUT_SECOND_FACTOR, OWN_PASSWORD
from agreements.models import Trace
from tests import factories
from tests.admin.addresses import NAMES, ONLY_POSTED, OPEN_TO_EVERYONE, SPECIAL, address, read
from tests.admin.one_time_codes import (
    ENROL,
    KEY,
    LIST,
    OVERVIEW,
    codes_on,
    enrolled,
    is_led_to,
    secret_on,
    shown,
    superuser,
)
from tests.admin.page import form, text
from tests.web.test_document import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def person(db):
    return factories.reviewer()


@pytest.fixture
def client(person):
    client = Client()
    client.force_login(person)
    return client


# ---- who is let in


def model_of(name: str) -> str:
    return "none" if name in SPECIAL else read(name)[0]


CLOSED = sorted(set(NAMES) - OPEN_WITHOUT_SECOND_FACTOR - OWN_PASSWORD - OPEN_TO_EVERYONE)
BY_MODEL = {model: [name for name in CLOSED if model_of(name) == model] for model in map(model_of, CLOSED)}


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("model", BY_MODEL)
def test_without_it_a_coordinator_reaches_no_address_of_the_admin(client, person, model):
    urls = {name: address(name) for name in BY_MODEL[model]}
    for set_up in (False, True):
        if set_up:
            enrolled(person)
        before = Trace.objects.count()
        for name, url in urls.items():
            if name not in ONLY_POSTED:
                assert is_led_to(client.get(url), OVERVIEW), url
            assert is_led_to(client.post(url, {"post": "yes"}), OVERVIEW), url
        assert Trace.objects.count() == before, model


@pytest.mark.usefixtures("required")
def test_without_it_an_address_that_does_not_exist_is_not_told_from_the_others(client):
    assert is_led_to(client.get("/admin/no/such/page/"), OVERVIEW)


@pytest.mark.usefixtures("required")
def test_log_out_and_the_own_password_stay_open_without_it(client):
    assert client.get("/admin/password_change/").status_code == 200
    assert client.get(ENROL).status_code == 200
    client.post("/admin/logout/")
    assert client.get(LIST)["Location"].startswith("/admin/login/")


def test_who_only_knows_the_password_does_not_change_it_for_the_one_with_the_telephone(client, person):
    enrolled(person)
    before = person.password
    given = {"new_password1": "qv7-mountain-lake", "new_password2": "qv7-mountain-lake"}
    for response in (
        client.get("/admin/password_change/"),
        client.post("/admin/password_change/", {"old_password": "x"} | given),
        client.get("/admin/password_change/done/"),
    ):
        assert is_led_to(response, OVERVIEW)
    person.refresh_from_db()
    assert person.password == before


@pytest.mark.usefixtures("required")
def test_without_it_the_file_of_a_draft_is_nobodys(client, person, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    draft = filed(factories.agreement(), public=False)
    enrolled(person)
    assert client.get(f"/documents/{draft.sha256}/").status_code == 404
    assert is_led_to(client.get(f"/admin/documents/{draft.pk}/"), OVERVIEW)
    client.post(OVERVIEW, {"code": shown()})
    assert b"".join(client.get(f"/admin/documents/{draft.pk}/").streaming_content)


@pytest.mark.usefixtures("required")
def test_a_superuser_needs_it_and_an_editor_does_not():
    for person, needs in ((factories.author(), False), (superuser(), True)):
        client = Client()
        client.force_login(person)
        assert is_led_to(client.get("/admin/"), OVERVIEW) == needs


def test_where_it_is_not_required_whoever_has_one_uses_it_all_the_same():
    person = factories.author()
    client = Client()
    client.force_login(person)
    assert client.get(LIST).status_code == 200
    enrolled(person)
    assert is_led_to(client.get(LIST), OVERVIEW)
    client.post(OVERVIEW, {"code": shown()})
    assert client.get(LIST).status_code == 200


@pytest.mark.usefixtures("required")
def test_from_the_password_to_the_page_that_was_wanted(person):
    person.set_password("a long enough passphrase")
    person.save()
    enrolled(person)
    client = Client()
    log_in = {"username": person.username, "password": "a long enough passphrase", "next": f"{LIST}?q=1"}
    step = client.post("/admin/login/", log_in, follow=True)
    assert "로그인 2단계" in text(step)
    key = client.session.session_key
    arrived = client.post(step.request["PATH_INFO"] + "?" + step.request["QUERY_STRING"], {"code": shown()})
    assert arrived["Location"] == f"{LIST}?q=1"
    assert client.session.session_key != key
    assert client.get(LIST).status_code == 200


def test_nobody_is_led_to_another_site(client, person):
    enrolled(person)
    answer = client.post(f"{OVERVIEW}?next=https://elsewhere.example/", {"code": shown()})
    assert answer["Location"] == "/admin/"


# ---- setting up


def test_it_is_set_up_with_the_code_of_the_secret_shown(client, person):
    page = client.get(ENROL)
    assert 'src="data:image/svg+xml' in page.content.decode()
    assert not TOTPDevice.objects.exists(), "looking at the page changes nothing"
    done = client.post(ENROL, form(page) | {"code": shown(secret_on(page))})
    codes = codes_on(done)
    assert len(set(codes)) == 10
    assert "no-store" in done["Cache-Control"]
    assert TOTPDevice.objects.get().user == person
    assert client.get(LIST).status_code == 200, "the telephone was just shown"
    trace = Trace.objects.get()
    assert (trace.act, trace.actor, trace.subject_kind, trace.changes) == ("enrol", person, "user", {})
    shown_again = client.get(OVERVIEW).content.decode()
    assert not any(code in shown_again for code in codes)


@pytest.mark.parametrize("code", ["000000", "", "abcdef", "१२३४५६", "1" * 40, "1" * 41])
def test_a_wrong_code_sets_nothing_up_and_keeps_the_secret(client, code):
    page = client.get(ENROL)
    refused = client.post(ENROL, form(page) | {"code": code})
    assert refused.context["form"].errors["code"]
    assert secret_on(refused) == secret_on(page)
    assert not TOTPDevice.objects.exists()
    assert not Trace.objects.exists()


def test_a_secret_that_this_page_did_not_show_this_person_sets_nothing_up(client):
    from django.core import signing

    stranger = signing.dumps([0, KEY], salt="second factor")
    for key in ("", "forged", KEY, stranger):
        refused = client.post(ENROL, {"key": key, "code": shown()})
        assert "비밀 키를 새로 만들었습니다" in text(refused)
    assert not TOTPDevice.objects.exists()


def test_a_second_telephone_is_not_set_up_beside_the_first(client, person):
    page = client.get(ENROL)
    enrolled(person)
    assert is_led_to(client.post(ENROL, form(page) | {"code": shown(secret_on(page))}), OVERVIEW)
    assert TOTPDevice.objects.get().key == KEY


# ---- codes


def test_the_code_that_set_it_up_logs_nobody_in(client, person):
    page = client.get(ENROL)
    code = shown(secret_on(page))
    client.post(ENROL, form(page) | {"code": code})
    second = Client()
    second.force_login(person)
    assert "이미 사용한 코드" in text(second.post(OVERVIEW, {"code": code}))


def test_a_code_is_good_once(client, person):
    enrolled(person)
    code = shown()
    assert client.post(OVERVIEW, {"code": code}).status_code == 302
    second = Client()
    second.force_login(person)
    assert "이미 사용한 코드" in text(second.post(OVERVIEW, {"code": code}))
    assert is_led_to(second.get(LIST), OVERVIEW)


def test_a_code_typed_with_a_korean_input_method_or_in_groups_is_understood(client, person):
    enrolled(person)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in shown())
    client.post(OVERVIEW, {"code": f" {wide[:3]}　{wide[3:]} "})
    assert client.get(LIST).status_code == 200, "let in"


def test_a_backup_code_opens_once(client, person):
    code, *others = enrolled(person)
    assert client.post(OVERVIEW, {"code": code.upper()}).status_code == 302
    assert client.get(LIST).status_code == 200
    assert set(StaticToken.objects.values_list("token", flat=True)) == set(others)
    second = Client()
    second.force_login(person)
    assert "코드가 틀렸거나" in text(second.post(OVERVIEW, {"code": code}))


def test_after_a_wrong_code_the_next_one_has_to_wait(client, person):
    enrolled(person)
    client.post(OVERVIEW, {"code": "000000"})
    assert "이후에 다시 입력" in text(client.post(OVERVIEW, {"code": shown()}))
    assert is_led_to(client.get(LIST), OVERVIEW)
    TOTPDevice.objects.update(throttling_failure_timestamp=None)
    assert client.post(OVERVIEW, {"code": shown()}).status_code == 302


def test_wrong_codes_count_like_wrong_passwords(client, person):
    enrolled(person)
    for _guess in range(10):
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        answer = client.post(OVERVIEW, {"code": "000000"})
    assert answer.status_code == 429
    TOTPDevice.objects.update(throttling_failure_timestamp=None)
    assert client.post(OVERVIEW, {"code": shown()}).status_code == 429
    assert is_led_to(client.get(LIST), OVERVIEW)
