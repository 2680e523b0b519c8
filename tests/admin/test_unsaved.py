"""The server's side of what is typed and not saved: who takes part, what is shown again, what is refused."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from agreements.admin import unsaved
from agreements.models import Agreement
from tests import factories
from tests.admin.conftest import signed_in
from tests.admin.page import text

pytestmark = pytest.mark.django_db
ADD = "/admin/agreements/agreement/add/"
OF_ACCOUNTS = (
    "/admin/login/",
    "/admin/password_change/",
    "/admin/second-factor/enrol/",
    "/admin/auth/user/add/",
    "/admin/auth/user/{pk}/change/",
    "/admin/auth/user/{pk}/password/",
)


@pytest.mark.parametrize("address", OF_ACCOUNTS)
def test_the_browser_keeps_no_form_of_an_account(address):
    factories.staff("editor", username="keeper")
    keeper = factories.superuser("keeper")
    client = Client()
    if "login" not in address:
        client.force_login(keeper)
    page = client.get(address.format(pk=keeper.pk)).content.decode()
    assert "submit-row" in page
    assert "data-unsaved" not in page


def test_whoever_may_not_edit_a_record_is_offered_nothing(editor):
    agreement = factories.submitted(factories.agreement())
    page = editor.get(f"/admin/agreements/agreement/{agreement.pk}/change/").content.decode()
    assert agreement.title_ko in page
    assert "data-unsaved" not in page


def test_after_a_session_has_ended_a_form_leads_back_to_itself_and_a_button_to_the_desk(editor):
    Session.objects.all().delete()
    assert editor.post(f"{ADD}?kind=mou", {unsaved.FORM: ADD})["Location"].endswith(
        f"next={ADD}%3Fkind%3Dmou"
    )
    assert editor.post("/admin/stay/")["Location"].endswith("next=/admin/")


def test_a_kept_reason_is_shown_again_and_nothing_is_returned():
    agreement = factories.submitted(factories.agreement())
    coordinator = signed_in("coordinator")
    address = f"/admin/agreements/agreement/{agreement.pk}/return/"
    sent = {"version": agreement.version, "reason": "체결 장소를 적어 주세요.", unsaved.RESTORED: "1"}
    assert "체결 장소를 적어 주세요." in text(coordinator.post(address, sent))
    agreement.refresh_from_db()
    assert agreement.state == "submitted"


def test_staff_read_what_a_form_may_hold_where_it_held_more(editor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    refused = editor.post(ADD, {f"field-{number}": "x" for number in range(11)})
    assert refused.status_code == 400
    assert "입력란 10개" in text(refused)
    assert f'href="{ADD}"' in refused.content.decode()
    settings.MAX_REQUEST_BYTES = 5
    refused = editor.post(ADD, {"title_ko": "협약"})
    assert refused.status_code == 413
    assert "입력한 내용은 없어지지 않았습니다." in text(refused)


def test_a_form_opened_before_another_log_in_says_so_and_leads_back():
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.author())
    refused = client.post(ADD, {unsaved.FORM: ADD, "title_ko": "협약"})
    assert refused.status_code == 403
    assert "다시 로그인하기 전에 열어 둔 화면입니다" in text(refused)
    assert f'href="{ADD}"' in refused.content.decode()
    assert not Agreement.objects.exists()
