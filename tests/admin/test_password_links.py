"""Invitations and forgotten passwords: one link, for one person, for some days and one use."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone

from agreements.models import Trace
from tests import factories
from tests.admin.page import form, text

pytestmark = pytest.mark.django_db

NEW = "a new and long enough passphrase"
INVITE = "/admin/auth/user/invite/"
FORGOTTEN = "/admin/password_reset/"


@pytest.fixture
def editor():
    account = factories.author()
    account.email = "editor@paju.example"
    account.set_password("the old long passphrase")
    account.save()
    return account


def link_in(written: str) -> str:
    return re.search(r"http://testserver(/admin/password_reset/[\w-]+/[\w-]+/)", written).group(1)


def sets_password(link: str, password: str = NEW):
    """Whoever holds a link opens it and types a password twice."""
    holder = Client()
    page = holder.get(link, follow=True)
    if not page.redirect_chain:
        return page
    address = page.redirect_chain[-1][0]
    typed = {"new_password1": password, "new_password2": password}
    return holder.post(address, typed, follow=True)


def test_one_form_makes_an_account_with_role_and_agency_and_mails_its_link(boss):
    paju = factories.agency("paju")
    typed = form(boss.get(INVITE)) | {
        "first_name": "파주시 주관 담당자",
        "username": "paju.new",
        "email": "new@paju.example",
        "role": "editor",
        "agencies": [paju.pk],
    }
    said = text(boss.post(INVITE, typed, follow=True))
    assert "링크를 보냈습니다: new@paju.example" in said
    account = get_user_model().objects.get(username="paju.new")
    assert account.is_staff
    assert not account.has_usable_password()
    assert [group.name for group in account.groups.all()] == ["editor"]
    membership = account.memberships.get()
    assert (membership.agency, membership.from_on) == (paju, timezone.localdate())
    assert sorted(Trace.objects.values_list("subject_kind", flat=True)) == ["membership", "user"]
    (message,) = mail.outbox
    assert message.to == ["new@paju.example"]
    assert "paju.new" in message.body
    assert "새 비밀번호로 로그인하세요" in text(sets_password(link_in(message.body)))
    account.refresh_from_db()
    assert account.check_password(NEW)


def test_an_editor_without_an_agency_and_a_name_that_exists_are_refused_together(boss):
    factories.staff("editor", username="paju.old")
    typed = {"first_name": "x", "username": "paju.old", "email": "x@paju.example", "role": "editor"}
    said = text(boss.post(INVITE, typed))
    assert "소속 기관을 하나 이상" in said
    assert "이미" in said
    assert get_user_model().objects.filter(email="x@paju.example").count() == 0
    assert mail.outbox == []


def test_without_a_mail_server_the_link_is_shown_once_to_the_superuser(boss, editor, settings):
    settings.MAILERS = {}
    shown = boss.post(f"/admin/auth/user/{editor.pk}/send-link/")
    assert "no-store" in shown["Cache-Control"]
    link = link_in(shown.content.decode())
    assert "이 서버는 메일을 보내지 않습니다" in text(Client().get(FORGOTTEN))
    sets_password(link)
    editor.refresh_from_db()
    assert editor.check_password(NEW)


def test_a_link_that_a_superuser_had_made_leaves_a_trace_with_the_superuser(boss, editor):
    boss.post(f"/admin/auth/user/{editor.pk}/send-link/")
    trace = Trace.objects.get()
    assert (trace.act, trace.actor.username, trace.subject_id) == ("link", "superuser", str(editor.pk))
    assert link_in(mail.outbox[0].body) not in f"{trace.changes} {trace.reason}"


def test_whoever_forgot_the_password_sets_a_new_one_once(editor):
    Client().post(FORGOTTEN, {"email": "EDITOR@paju.example"})
    link = link_in(mail.outbox[0].body)
    assert "12" in text(sets_password(link, "short"))
    sets_password(link)
    editor.refresh_from_db()
    assert editor.check_password(NEW)
    assert Trace.objects.get().act == "password"
    assert NEW not in str(Trace.objects.get().changes)
    assert "쓸 수 없는 링크입니다" in text(sets_password(link))


def test_the_answer_does_not_say_whether_there_is_such_an_account(editor):
    known = Client().post(FORGOTTEN, {"email": editor.email}, follow=True)
    unknown = Client().post(FORGOTTEN, {"email": "nobody@paju.example"}, follow=True)
    assert text(known) == text(unknown)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("field", ["is_active", "is_staff"])
def test_an_account_that_cannot_log_in_gets_no_link_and_can_use_none(editor, field):
    Client().post(FORGOTTEN, {"email": editor.email})
    get_user_model().objects.filter(pk=editor.pk).update(**{field: False})
    assert "쓸 수 없는 링크입니다" in text(sets_password(link_in(mail.outbox[0].body)))
    Client().post(FORGOTTEN, {"email": editor.email})
    assert len(mail.outbox) == 1


def test_a_link_ends_after_three_days(editor, monkeypatch):
    Client().post(FORGOTTEN, {"email": editor.email})
    link = link_in(mail.outbox[0].body)
    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    later = timezone.localtime().replace(tzinfo=None) + timedelta(days=3, minutes=1)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert "쓸 수 없는 링크입니다" in text(sets_password(link))


def test_nobody_fills_a_mailbox(editor):
    spellings = [editor.email, editor.email.upper()] * 6
    answers = [Client().post(FORGOTTEN, {"email": spelling}).status_code for spelling in spellings]
    assert len(mail.outbox) < 11
    assert answers[-1] == 429
    assert Client().post(FORGOTTEN, {"email": "other@paju.example"}).status_code == 302
