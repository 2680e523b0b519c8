"""`manage.py remind`: one mail a person and day, recorded one by one, whatever fails or dies."""

from email import policy
from email.parser import BytesParser
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command
from django.utils import timezone

from agreements.actions import reminders
from agreements.desk.digests import digests
from agreements.models import Reminder
from tests import factories

pytestmark = pytest.mark.django_db

BROKEN = "broken@office.example"


class FailingMailbox(locmem.EmailBackend):
    """A server that refuses one recipient."""

    def send_messages(self, messages):
        if any(BROKEN in message.to for message in messages):
            raise OSError(BROKEN)
        return super().send_messages(messages)


class NoServer(locmem.EmailBackend):
    def open(self):
        raise ConnectionRefusedError


@pytest.fixture(autouse=True)
def people():
    """Two coordinators with something to review, and an editor with nothing to do."""
    for username in ("coordinator", "second", "editor"):
        role = "editor" if username == "editor" else "coordinator"
        person = factories.staff(role, username=username)
        get_user_model().objects.filter(pk=person.pk).update(email=f"{username}@office.example")
    factories.submitted(factories.agreement(title_ko="<b>치안</b> 협약"))


def remind(*arguments):
    said = StringIO()
    try:
        call_command("remind", *arguments, stdout=said, stderr=said)
    except CommandError as error:
        return said.getvalue() + str(error)
    return said.getvalue()


def use(settings, backend):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.{backend}"}}


def recipients():
    return sorted(message.to[0] for message in mail.outbox)


def outcomes():
    return dict(Reminder.objects.values_list("person__username", "outcome"))


def test_each_person_with_something_to_do_gets_one_mail_and_a_record():
    said = remind()
    assert recipients() == ["coordinator@office.example", "second@office.example"]
    assert "2 sent, 0 failed, 0 sent or begun before, 1 without anything to say" in said
    record = Reminder.objects.get(person__username="coordinator")
    assert (record.on, record.items, record.kinds) == (timezone.localdate(), 1, {"review": 1})
    assert (record.outcome, record.sent_at is None) == ("sent", False)
    assert "협약" not in str(record.kinds), "how much, and never what"


def test_a_second_run_of_the_day_sends_nothing_and_one_of_another_day_does():
    remind()
    assert "0 sent, 0 failed, 2 sent or begun before" in remind()
    assert len(mail.outbox) == 2
    remind("--on", "2026-03-01")
    assert len(mail.outbox) == 4


def test_the_mail_is_korean_in_text_and_html_and_made_by_a_machine():
    remind()
    sent = BytesParser(policy=policy.default).parsebytes(mail.outbox[0].message().as_bytes())
    assert sent["Subject"] == "[업무협약] 챙길 일 1건: 검토 대기 1"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["From"] == "mou@example.go.kr"
    text, html = (sent.get_body([kind]).get_content() for kind in ("plain", "html"))
    link = f"http://testserver/admin/agreements/agreement/{factories.Agreement.objects.get().pk}/change/"
    for body in (text, html):
        assert "총괄 담당자에게 보내는 업무 알림입니다" in body
        assert "자치경찰협력과(031-000-0000)" in body
        assert link in body
    assert "[검토 대기] 1\n- 업무협약 · <b>치안</b> 협약\n" in text
    assert "&lt;b&gt;치안&lt;/b&gt; 협약" in html
    assert "style=" not in html
    assert "<time" not in text
    today = timezone.localdate()
    assert text.startswith(f"{today.year}. {today.month}. {today.day}. 챙길 일\n")


def test_a_long_section_is_cut_in_the_mail_and_counted_whole(monkeypatch):
    monkeypatch.setattr("agreements.management.commands.remind.LINES", 1)
    factories.submitted(factories.agreement())
    remind()
    body = str(mail.outbox[0].body)
    assert "[검토 대기] 2\n" in body
    assert body.count("업무협약 ·") == 1
    assert "- …" in body


def test_a_title_cannot_write_headers():
    factories.Agreement.objects.update(title_ko="협약\nBcc: stranger@elsewhere.example")
    remind()
    assert mail.outbox[0].recipients() == ["coordinator@office.example"]
    assert "Bcc" not in mail.outbox[0].message()


def test_an_address_cannot_write_headers_and_stops_nobody_else():
    get_user_model().objects.filter(username="coordinator").update(email="a@b.example\nBcc: c@d.example")
    assert "1 sent, 1 failed" in remind()
    assert recipients() == ["second@office.example"]


def test_a_dry_run_says_who_would_get_what_and_does_nothing():
    said = remind("--dry-run")
    assert "coordinator: 1\n  검토 대기: 1\n    업무협약 · <b>치안</b> 협약\n" in said
    assert "editor: 0\n" in said
    assert "2 of 3 people would get mail" in said
    assert not mail.outbox
    assert not Reminder.objects.exists()


def test_a_failing_mailbox_stops_nobody_and_is_tried_again_on_the_same_day(settings):
    get_user_model().objects.filter(username="coordinator").update(email=BROKEN)
    use(settings, "FailingMailbox")
    said = remind()
    assert "1 sent, 1 failed" in said
    assert BROKEN not in said, "a log is no place for addresses"
    assert outcomes() == {"coordinator": "failed", "second": "sent"}
    get_user_model().objects.filter(username="coordinator").update(email="mended@office.example")
    assert "1 sent, 0 failed, 1 sent or begun before" in remind()
    assert recipients() == ["mended@office.example", "second@office.example"]
    assert outcomes() == {"coordinator": "sent", "second": "sent"}


def test_what_a_run_that_died_left_is_named_and_sent_only_when_asked_for():
    on, now = timezone.localdate(), timezone.now()
    first = digests(on)[0]
    assert reminders.claim_digest(first.account, first.kinds, on=on, now=now)
    said = remind()
    assert "coordinator: begun and not finished" in said
    assert recipients() == ["second@office.example"]
    assert "1 sent, 0 failed, 1 sent or begun before" in remind("--unfinished")
    assert recipients() == ["coordinator@office.example", "second@office.example"]


@pytest.mark.parametrize("backend", ["NoServer", None])
def test_without_a_mail_server_nothing_is_begun(settings, backend):
    if backend:
        use(settings, backend)
    else:
        settings.MAILERS = {}
    said = remind()
    assert ("does not answer (ConnectionRefusedError)" if backend else "MAIL_URL is not set") in said
    assert not Reminder.objects.exists()
    assert "2 of 3 people would get mail" in remind("--dry-run")


@pytest.mark.parametrize("day", ["2999-01-01", "today", "2026-02-30", "20261301"])
def test_a_day_that_is_none_or_yet_to_come_is_refused(day):
    assert day in remind("--on", day)
    assert not mail.outbox


def test_what_comes_is_shown_ahead_in_a_dry_run_only():
    assert "Nothing was sent" in remind("--on", "2199-01-01", "--dry-run")
