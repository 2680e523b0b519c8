"""What an editor typed and did not save: after the end of a session, an error, a crash; and when it goes."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from agreements.models import Agreement
from tests import factories, uploads
from tests.browser.test_getting_in import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADD = "/admin/agreements/agreement/add/"
SAVE = ".submit-row [name=_continue]"
OFFER = "dialog[data-offer]"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('unsaved:')).length"
FILES_ARE_GONE = """async () => {
  const count = () => new Promise((done) => {
    const opening = indexedDB.open("unsaved", 1);
    opening.onsuccess = () => {
      const request = opening.result.transaction("files").objectStore("files").count();
      request.onsuccess = () => { opening.result.close(); done(request.result); };
    };
  });
  while (await count()) await new Promise(requestAnimationFrame);
  return true;
}"""

PURPOSE = "어두운 골목길의 범죄를 예방한다.\n야간에 안전하게 귀가하도록 돕는다."
PLACE = "파주시청 2층 회의실"


@pytest.fixture
def editor(person: Any) -> Any:
    for account in (factories.author(), factories.reviewer()):
        account.set_password(PASSWORD)
        account.save()
    factories.agency("paju", name_ko="파주시")
    someone = person()
    someone.open(ADD)
    someone.log_in("editor of Paju", PASSWORD)
    return someone


def types(editor: Any) -> None:
    """A part of the form that is long to type: two texts, a party that is searched for, a promise more."""
    page = editor.page
    page.fill("#id_title_ko", "안심귀갓길 조성 업무협약")
    page.fill("#id_place", PLACE)
    # The search for the whole name may still run when its answer to the first letters is taken.
    with page.expect_response(lambda answer: f"term={quote('파주시')}" in answer.url):
        editor.pick("parties-0-agency", "파주시")
    page.click("#commitments-group .add-row a")
    page.fill("#id_commitments-1-title_ko", "보안등 설치")
    page.fill("#id_purpose_ko", PURPOSE)


def stands_as_typed(editor: Any) -> None:
    page = editor.page
    assert page.input_value("#id_title_ko") == "안심귀갓길 조성 업무협약"
    assert page.input_value("#id_place") == PLACE
    assert "파주시" in editor.reads("#id_parties-0-agency + .select2")
    assert page.input_value("#id_commitments-1-title_ko") == "보안등 설치"
    assert page.input_value("#id_purpose_ko") == PURPOSE


def test_a_session_that_ends_in_the_middle_of_a_long_form_loses_nothing(editor):
    types(editor)
    Session.objects.all().delete()
    editor.press(SAVE)
    assert "접속이 종료되었습니다" in editor.reads()
    editor.log_in("editor of Paju", PASSWORD)
    assert editor.page.url.endswith(ADD)
    assert "저장하지 않은 내용이 있습니다" in editor.reads(OFFER)
    editor.finds_no_fault()
    editor.press(f"{OFFER} [data-restore]")
    assert "저장하지 않았습니다" in editor.reads()
    assert not Agreement.objects.exists()
    stands_as_typed(editor)
    editor.page.fill("#id_commitments-0-number", "1")
    editor.page.fill("#id_commitments-0-title_ko", "순찰")
    editor.page.fill("#id_commitments-1-number", "2")
    editor.press(SAVE)
    assert Agreement.objects.get().place == PLACE
    assert editor.page.evaluate(KEPT) == 0
    assert not editor.page.locator(OFFER).is_visible()


def test_what_was_typed_before_a_crash_is_offered_to_the_same_account_only(editor, person):
    editor.page.clock.install()
    editor.open(ADD)
    types(editor)
    editor.page.clock.run_for("00:01")
    assert editor.page.evaluate(KEPT) == 1
    crashed = editor.page
    editor.page = crashed.context.new_page()
    crashed.close()
    editor.open(ADD)
    assert editor.page.locator(OFFER).is_visible()
    editor.page.context.clear_cookies()
    editor.open(ADD)
    editor.log_in("coordinator", PASSWORD)
    assert editor.page.locator("#id_place").is_visible()
    assert not editor.page.locator(OFFER).is_visible()
    assert editor.page.evaluate(KEPT) == 1


def test_what_was_typed_is_forgotten_after_a_day_and_at_log_out(editor):
    editor.page.clock.install()
    editor.open(ADD)
    editor.page.fill("#id_place", PLACE)
    editor.page.clock.run_for("00:10")
    assert editor.page.evaluate(KEPT) == 1
    leaves(editor, "/admin/")
    editor.page.clock.fast_forward("24:00:01")
    editor.open(ADD)
    assert not editor.page.locator(OFFER).is_visible()
    assert editor.page.evaluate(KEPT) == 0
    editor.page.fill("#id_place", PLACE)
    leaves(editor, "/admin/")
    assert editor.page.evaluate(KEPT) == 1
    editor.press("#logout-form button")
    assert editor.page.evaluate(KEPT) == 0


def leaves(editor: Any, address: str) -> None:
    """Go elsewhere: the browser asks first, and the person goes nevertheless."""
    asked = []
    editor.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    editor.open(address)
    assert asked == ["beforeunload"]


def test_typing_keeps_the_session_with_one_request_in_five_minutes(editor):
    editor.page.clock.install()
    editor.open(ADD)
    requests: list[str] = []
    editor.page.on("request", lambda sent: sent.url.endswith("/admin/stay/") and requests.append(sent.url))
    editor.page.fill("#id_place", PLACE)
    assert requests == []
    editor.page.clock.fast_forward("05:01")
    with editor.page.expect_response(lambda answer: answer.url.endswith("/admin/stay/")) as kept:
        editor.page.fill("#id_place", "파주시청")
    assert kept.value.ok
    editor.page.fill("#id_place", PLACE)
    assert len(requests) == 1
    Session.objects.all().delete()
    editor.page.clock.fast_forward("05:01")
    editor.page.fill("#id_place", "파주시청")
    expect(editor.page.locator("[data-notes]")).to_contain_text("다시 로그인하고 이어서 작성")


def test_a_chosen_file_survives_the_error_of_another_field(editor):
    types(editor)
    page = editor.page
    page.click("#documents-group .add-row a")
    page.set_input_files(
        "#id_documents-0-file",
        {"name": "협약서.pdf", "mimeType": "application/pdf", "buffer": uploads.pdf("협약")},
    )
    page.fill("#id_documents-0-title_ko", "협약서")
    editor.press(SAVE)
    assert "필수 항목입니다." in editor.reads("#documents-group")
    expect(page.locator("#id_documents-0-file")).to_have_value(re.compile("협약서.pdf"))
    page.select_option("#id_documents-0-kind", index=1)
    for place, title in enumerate(("순찰", "보안등 설치")):
        page.fill(f"#id_commitments-{place}-number", str(place + 1))
        page.fill(f"#id_commitments-{place}-title_ko", title)
    editor.press(SAVE)
    assert Agreement.objects.get().documents.get().name == "협약서.pdf"
    assert page.evaluate(FILES_ARE_GONE)


def test_review_is_asked_for_with_what_was_just_typed(editor):
    agreement = factories.agreement(parties=[factories.agency("paju")], place="")
    editor.open(f"/admin/agreements/agreement/{agreement.pk}/change/")
    editor.page.fill("#id_place", PLACE)
    editor.press(".situation button.act-submit")
    assert editor.page.url.endswith("/submit/")
    agreement.refresh_from_db()
    assert (agreement.place, agreement.state) == (PLACE, "draft")


def test_a_form_over_the_limit_is_told_so_before_it_is_sent(editor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
    editor.open(ADD)
    editor.page.fill("#id_place", PLACE)
    editor.unfold(SAVE)
    assert "20개를 넘어" in editor.reads("[data-notes]")
    assert editor.page.input_value("#id_place") == PLACE
    editor.finds_no_fault()
