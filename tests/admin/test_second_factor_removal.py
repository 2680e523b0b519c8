"""The second factor is renewed and removed by who holds it, and taken away by a superuser alone."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.models import Trace
from tests import factories
from tests.admin.one_time_codes import (
    CODES,
    LIST,
    OVERVIEW,
    REMOVE,
    codes_on,
    enrolled,
    is_led_to,
    shown,
    superuser,
)
from tests.admin.page import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return factories.reviewer()


@pytest.fixture
def verified(person):
    enrolled(person)
    client = Client()
    client.force_login(person)
    client.post(OVERVIEW, {"code": shown()})
    TOTPDevice.objects.update(last_t=-1)
    return client


@pytest.fixture
def traces(request):
    """The traces left since the test began."""
    if "verified" in request.fixturenames:
        request.getfixturevalue("verified")
    before = Trace.objects.count()
    return lambda: list(Trace.objects.order_by("pk"))[before:]


def test_new_backup_codes_replace_the_old_ones(verified, person, traces):
    old = set(StaticToken.objects.values_list("token", flat=True))
    new = set(codes_on(verified.post(CODES, {"code": shown()})))
    assert len(new) == 10
    assert set(StaticToken.objects.values_list("token", flat=True)) == new
    assert not new & old
    assert [(trace.act, trace.changes) for trace in traces()] == [("enrol", {})]


@pytest.mark.parametrize("page", [CODES, REMOVE])
def test_without_a_right_code_nothing_is_renewed_or_removed(verified, page, traces):
    before = set(StaticToken.objects.values_list("token", flat=True))
    refused = verified.post(page, {"code": "000000"})
    assert refused.context["form"].errors["code"]
    assert set(StaticToken.objects.values_list("token", flat=True)) == before
    assert TOTPDevice.objects.exists()
    assert not traces()


def test_ones_own_is_removed_with_a_code(verified, person, settings, traces):
    assert verified.post(REMOVE, {"code": shown()}).status_code == 302
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()
    assert [(trace.act, trace.actor) for trace in traces()] == [("unenrol", person)]
    settings.SECOND_FACTOR_REQUIRED = True
    assert is_led_to(verified.get(LIST), OVERVIEW)


def test_a_superuser_takes_it_away_from_somebody_who_lost_it(verified, person, traces):
    boss = Client()
    boss.force_login(superuser())
    url = reverse("admin:auth_user_second_factor", args=[person.pk])
    assert person.username in text(boss.get(url))
    assert TOTPDevice.objects.exists(), "asked first"
    boss.post(url)
    assert not TOTPDevice.objects.exists()
    (trace,) = traces()
    assert (trace.act, trace.actor.username, trace.subject_id) == ("unenrol", "superuser", str(person.pk))
    assert "등록된 2차 인증이 없습니다" in text(boss.post(url, follow=True))
    assert len(traces()) == 1


def test_a_coordinator_takes_it_away_from_nobody_else(verified):
    other = factories.author()
    enrolled(other)
    assert verified.post(reverse("admin:auth_user_second_factor", args=[other.pk])).status_code == 403
    assert TOTPDevice.objects.filter(user=other).exists()


def test_a_session_that_showed_a_telephone_which_is_gone_shows_the_new_one(verified, person):
    TOTPDevice.objects.all().delete()
    enrolled(person)
    assert is_led_to(verified.get(LIST), OVERVIEW)


def test_the_proof_ends_with_the_session(verified, person):
    verified.post("/admin/logout/")
    verified.force_login(person)
    assert is_led_to(verified.get(LIST), OVERVIEW)


def test_the_last_superuser_is_helped_on_the_server(capsys):
    boss = superuser()
    enrolled(boss)
    before = Trace.objects.count()
    call_command("reset_second_factor", "superuser")
    assert not TOTPDevice.objects.exists()
    (trace,) = Trace.objects.order_by("pk")[before:]
    assert (trace.act, trace.actor, trace.reason) == ("unenrol", boss, "manage.py reset_second_factor")


@pytest.mark.parametrize("arguments", [["coordinator"], ["nobody"], ["coordinator", "--by", "nobody"]])
def test_on_the_server_too_a_superuser_answers_for_it(person, arguments):
    enrolled(person)
    with pytest.raises(CommandError, match=r"최고 관리자|no account nobody"):
        call_command("reset_second_factor", *arguments)
    assert TOTPDevice.objects.exists()
