"""`start_register`: an empty register of one's own, by four questions, all of it or nothing."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import CommandError, call_command

from agreements.actions.refusals import WrongState
from agreements.actions.start import start_register
from agreements.models import Agency, Agreement, Ordinance, Region, Theme, Trace
from agreements.models.staff import person_of
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
PASSWORD = "기다란-비밀번호-2026"


@pytest.fixture
def answers(monkeypatch):
    """Answer the questions in order; the password is asked for twice."""

    def answer(*lines, passwords=(PASSWORD, PASSWORD)):
        typed, hidden = iter(lines), iter(passwords)

        def next_of(source):
            try:
                return next(source)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", lambda _question: next_of(typed))
        monkeypatch.setattr("getpass.getpass", lambda _question: next_of(hidden))

    return answer


def start():
    out, errors = StringIO(), StringIO()
    call_command("start_register", stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def test_it_enters_what_an_office_needs_and_nothing_else(answers):
    answers("coordinator", "coordinator@example.go.kr")
    start()
    assert Region.objects.filter(code="41480").exists()
    assert Agency.objects.filter(slug="paju").exists()
    assert not Agency.objects.filter(listed=True).exists()
    assert Ordinance.objects.exists()
    assert Theme.objects.exists()
    assert not Agreement.objects.exists()
    account = get_user_model().objects.get()
    assert account.check_password(PASSWORD)
    assert account.is_superuser, "or nobody could add the second account"
    assert person_of(account, on=TODAY).may("publish", "agreement")


def test_it_tells_in_korean_what_it_did_and_what_comes_next(answers):
    answers("coordinator", "coordinator@example.go.kr")
    out, _errors = start()
    assert "공공기관" in out
    assert "/admin/" in out


def test_a_mail_shows_that_mail_works(answers):
    answers("coordinator", "coordinator@example.go.kr")
    out, _errors = start()
    assert [message.to for message in mail.outbox] == [["coordinator@example.go.kr"]]
    assert "coordinator@example.go.kr" in out


def test_a_bad_answer_is_asked_for_again_and_says_what_is_wrong(answers):
    answers(
        "", "coordinator", "no address", "coordinator@example.go.kr", passwords=("1234", PASSWORD, PASSWORD)
    )
    _out, errors = start()
    assert "메일" in errors
    assert "비밀번호" in errors
    assert get_user_model().objects.get().email == "coordinator@example.go.kr"


def test_without_usable_answers_nothing_is_stored(answers):
    answers("coordinator")
    with pytest.raises(CommandError, match="저장하지 않았습니다"):
        start()
    assert not get_user_model().objects.exists()
    assert not Region.objects.exists()


def test_who_breaks_off_stores_nothing(answers, monkeypatch):
    answers("coordinator", "coordinator@example.go.kr", passwords=[PASSWORD])
    monkeypatch.setattr("agreements.actions.start.load_themes", broken_off)  # when all else is entered
    monkeypatch.setattr("getpass.getpass", lambda _question: PASSWORD)
    with pytest.raises(CommandError, match="저장하지 않았습니다"):
        start()
    assert not get_user_model().objects.exists()
    assert not Region.objects.exists()


def broken_off(**_anything):
    raise KeyboardInterrupt


def test_a_register_that_has_begun_is_left_alone(answers):
    Agency.objects.create(slug="paju", name_ko="파주시", kind="city_county")
    answers("coordinator", "coordinator@example.go.kr")
    with pytest.raises(CommandError, match="이미"):
        start()
    assert not get_user_model().objects.exists()


def test_the_first_account_leaves_a_trace_like_any_other(answers):
    answers("coordinator", "coordinator@example.go.kr")
    start()
    account = get_user_model().objects.get()
    assert Trace.objects.get(subject_kind="user").actor == account


def test_the_act_itself_refuses_what_has_begun_since_it_was_asked():
    Agency.objects.create(slug="paju", name_ko="파주시", kind="city_county")
    with pytest.raises(WrongState):
        start_register(
            username="coordinator", email="coordinator@example.go.kr", password=PASSWORD, now=factories.NOON
        )
    assert not get_user_model().objects.exists()
