"""The first agreement, as the staff guide tells it: two people from the log-in page to what a citizen reads.

`make guide-pictures` has these tests take the guide's pictures.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agreements.models import Agreement, StatusReport
from tests import factories
from tests.admin.one_time_codes import shown
from tests.browser.test_getting_in import PASSWORD, key_shown
from tests.factories import NOON, published
from tests.imported import csv_file
from tests.stored import assert_everything_follows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVE, NEXT = ".submit-row [name=_continue]", "form[novalidate] .submit-row [type=submit].default"
MOST_CLICKS = 35  # and choices, of both people; in November it took some 70
NEW_BODIES = {"파주경찰서": "police_station", "가온누리복지재단": "other"}
NAMES = {"editor of Paju": "파주시 주관 담당자", "coordinator": "총괄 담당자"}
PURPOSE = "어두운 골목길의 범죄를 예방하고 야간에 안전하게 귀가하도록 돕는다."
TELEPHONE = "010-0000-0000"


@pytest.fixture(autouse=True)
def noon(monkeypatch: Any) -> None:
    """The server's clock stands still: the pictures show the same days whenever they are taken."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def parties(settings: Any) -> list[Any]:
    settings.SECOND_FACTOR_REQUIRED = True
    for account in (factories.author(), factories.reviewer()):
        account.first_name = NAMES[account.username]
        account.set_password(PASSWORD)
        account.save()
    return [factories.agency("paju", name_ko="파주시")]


@pytest.fixture
def both_parties(parties: list[Any]) -> list[Any]:
    return [*parties, factories.agency("paju-police", name_ko="파주경찰서", kind="police_station")]


@pytest.fixture
def editor(person: Any, parties: list[Any]) -> Any:
    someone = person()
    someone.open("/admin/")
    someone.fits_the_screen()
    someone.picture("01-login", of="#container", width=390, tall=420)
    someone.log_in("editor of Paju", PASSWORD)
    assert "오늘 할 일" in someone.reads("h1")
    return someone


@pytest.fixture
def coordinator(person: Any, parties: list[Any]) -> Any:
    someone = person()
    someone.open("/admin/")
    someone.log_in("coordinator", PASSWORD)
    someone.picture("02-second-factor", tall=640, hidden=".second-factor img, .secret code")
    someone.fits_the_screen()
    someone.page.fill("#id_code", shown(key_shown(someone)))
    someone.press(".code-form input[type=submit]")
    someone.fits_the_screen()
    someone.press(".second-factor a.button")
    assert "오늘 할 일" in someone.reads("h1")
    return someone


def test_a_first_agreement_with_new_bodies_takes_few_clicks_from_the_desk_to_the_public(
    editor, coordinator, person
):
    editor.clicks = coordinator.clicks = 0
    enters(editor)
    for name in NEW_BODIES:
        asks_for_agency(editor, name)
    editor.press(SAVE)
    assert "초안" in editor.reads(".situation")
    coordinator.open("/admin/")
    adds_agencies(coordinator)
    names_new_bodies(editor)
    with editor.detour(), coordinator.detour():
        clash(editor, coordinator)
        leaves_out_a_telephone_number(editor)
        submits(editor)
        is_returned(coordinator, "체결 장소를 협약서에서 옮겨 적어 주세요.", desk="03-desk")
        coordinator.page.click("[data-forget]")  # what was typed into the version that was refused
        finds_it_returned(editor)
        editor.page.fill("#id_place", "파주시청")
    submits(editor)
    is_published(coordinator, picture="10-publish", lists=True)
    assert editor.clicks + coordinator.clicks <= MOST_CLICKS, (editor.clicks, coordinator.clicks)

    agreement = Agreement.objects.get()
    assert agreement.reference == "2026-0001"
    citizen = person()
    citizen.open(agreement.get_absolute_url())
    for told in ("안심귀갓길 조성 업무협약", *NEW_BODIES, PURPOSE, "보안등과 비상벨 설치", "파주시청"):
        assert told in citizen.reads()
    assert TELEPHONE not in citizen.reads()
    citizen.finds_no_fault()
    assert_everything_follows()


def test_a_report_is_returned_once_and_then_published(editor, coordinator, person, both_parties):
    agreement = factories.agreement(
        parties=both_parties, title_ko="안심귀갓길 조성 업무협약", signed=NOON.date() - timedelta(days=90)
    )
    commitment = published(agreement).commitments.get()
    editor.open(f"/admin/agreements/commitment/{commitment.pk}/change/")
    editor.fits_the_screen()
    editor.press("a:has-text('이행상황 보고하기')")
    editor.page.select_option("#id_status", "on_track")
    editor.page.fill("#id_said_on", "2026. 2. 12.")
    editor.page.fill("#id_note_ko", "보안등 설치 장소 12곳을 정하고 공사를 발주하였다.")
    editor.pick("stated_by", "파주시")
    editor.page.select_option("#id_origin", "agency")
    editor.page.fill("#id_target", "2026년 하반기")
    enters_source(editor, "파주시", "안심귀갓길 조성 현황", "2026. 2. 12.")
    editor.fits_the_screen()
    editor.picture("11-report", tall=1110)
    editor.press(SAVE)
    submits(editor)
    is_returned(coordinator, "발주한 날을 확인해 주세요.")
    editor.open("/admin/")
    editor.press(".panel-returned a:has-text('이행상황 보고')")
    assert "발주한 날을 확인해 주세요." in editor.reads(".situation")
    editor.page.fill("#id_said_on", "2026. 2. 11.")
    editor.press(SAVE)
    submits(editor)
    is_published(coordinator)

    citizen = person()
    citizen.open(commitment.get_absolute_url())
    citizen.unfold_all(".report")
    for told in ("정상추진", "2026년 하반기", "보안등 설치 장소 12곳", "안심귀갓길 조성 현황"):
        assert told in citizen.reads()
    citizen.finds_no_fault()
    assert StatusReport.objects.get().said_on.short() == "2026. 2. 11."
    assert_everything_follows()


HEADER = ["연번", "협약명", "상대처", "체결일", "주요 협약내용"]
FIRST = ["1", "합동 순찰 업무협약", "파주시\n파주경찰서", "’25.12.13.(토)", "① 합동 순찰 ② 순찰 노선 공유"]
WRONG = ["2", "청소년 보호 업무협약", "파주씨, 파주경찰서", "작년 6월", "① 유해환경 점검"]
RIGHT = ["2", "청소년 보호 업무협약", "파주시, 파주경찰서", "2025. 6. 3.", "① 유해환경 점검"]


def test_a_table_is_imported_once_its_faults_are_mended(editor, both_parties):
    editor.open("/admin/agreements/agreement/")
    editor.press("a:has-text('표 가져오기')")
    editor.fits_the_screen()
    uploads(editor, [HEADER, FIRST, WRONG])
    fault = editor.reads("#complaints + .scrolls tbody")
    for told in ("3 체결일 작년 6월", "3 상대처 파주씨"):
        assert told in fault
    editor.finds_no_fault()
    editor.picture("12-import-faults", tall=408)
    assert not Agreement.objects.exists()

    uploads(editor, [HEADER, FIRST, RIGHT])
    assert "3행 · 신규 · 청소년 보호 업무협약" in editor.reads()
    editor.finds_no_fault()
    editor.picture("13-import-preview", tall=585)
    editor.press("input[type=submit][value='이대로 가져오기']")
    assert "2행을 초안으로 가져왔습니다." in editor.reads(".messagelist")
    editor.open("/admin/")
    drafts = editor.reads(".panel-drafts")
    for title in ("합동 순찰 업무협약", "청소년 보호 업무협약"):
        assert title in drafts
    editor.fits_the_screen()
    assert set(Agreement.objects.values_list("state", flat=True)) == {"draft"}


# ---- what they do -----------------------------------------------------------------------------------


def enters(editor: Any) -> None:
    editor.press(".model-agreement .addlink")
    page = editor.page
    page.fill("#id_title_ko", "안심귀갓길 조성 업무협약")
    page.fill("#id_purpose_ko", PURPOSE)
    page.fill("#id_signed", "2026. 2. 24.")
    enters_source(editor, "파주시", "안심귀갓길 조성 업무협약 체결", "2026. 2. 24.")
    assert "파주시" in editor.reads("#parties-0 .select2-selection"), "the one agency of the editor"
    page.fill("#id_parties-0-signatory_title_ko", "시장")
    page.fill("#id_commitments-0-title_ko", "보안등과 비상벨 설치")
    editor.pick("commitments-0-lead", "파주시")
    editor.fits_the_screen()


def asks_for_agency(editor: Any, name: str) -> None:
    """In the tab that the link beside a picker opens; what was typed stays."""
    link, note = "#parties-1 .request-agency", "파주시에 있음"
    tab = editor.fill_window(link, {"#id_name_ko": name, "#id_note": note}, "input[name=_save]")
    tab.wait_for_selector(".messagelist .success")
    tab.close()
    assert editor.page.input_value("#id_title_ko") == "안심귀갓길 조성 업무협약"


def adds_agencies(coordinator: Any) -> None:
    """One request leads to the next."""
    coordinator.press(".panel-agencies-asked li a")
    for kind in NEW_BODIES.values():
        coordinator.finds_no_fault()
        coordinator.press(".acts a.button")
        coordinator.select("#id_kind", kind)
        coordinator.press(".submit-row [name=_save]")
    assert "오늘 할 일" in coordinator.reads("h1")


def names_new_bodies(editor: Any) -> None:
    editor.press(".breadcrumbs a")
    for name in NEW_BODIES:
        assert f"{name} 목록에 있음" in editor.reads(".panel-agencies-own")
    editor.press(".panel-drafts li a")
    first, second = NEW_BODIES
    editor.pick("parties-1-agency", first)
    editor.unfold("#parties-group .add-row a")
    editor.pick("parties-2-agency", second)
    for name, place, title in ((first, 1, "서장"), (second, 2, "이사장")):
        editor.pick("commitments-0-support", name)
        editor.page.fill(f"#id_parties-{place}-signatory_title_ko", title)
    editor.fits_the_screen()
    editor.picture("04-agreement", tall=855)
    editor.picture("05-commitment", of="#commitments-group", tall=880)


def enters_source(editor: Any, publisher: str, label: str, published: str) -> None:
    """In the window that + opens."""
    typed = {"#id_publisher": publisher, "#id_label_ko": label, "#id_published": published}
    editor.fill_window("#add_id_sources", typed, "input[name=_save]")
    editor.page.wait_for_selector("#id_sources option:checked", state="attached")


def clash(editor: Any, coordinator: Any) -> None:
    """Both have the draft open; the editor saves first, and nothing of the coordinator's is stored."""
    editor.press(SAVE)
    editor.fits_the_screen()
    editor.picture("06-draft", tall=245)
    coordinator.page.goto(editor.page.url)
    editor.page.fill("#id_lead_department", "안전총괄과")
    editor.page.fill("#id_title_ko", "안심귀갓길 조성 업무협약")
    editor.press(SAVE)
    coordinator.page.fill("#id_lead_department", "도시안전과")
    coordinator.press(SAVE)
    refused = coordinator.reads()
    for told in ("안전총괄과", "도시안전과", "파주시 주관 담당자"):
        assert told in refused
    coordinator.finds_no_fault()
    coordinator.picture("07-conflict", tall=455)
    assert Agreement.objects.get().lead_department == "안전총괄과"


def leaves_out_a_telephone_number(editor: Any) -> None:
    editor.page.fill("#id_purpose_ko", f"{PURPOSE} 문의 {TELEPHONE}")
    editor.press(SAVE)
    editor.press("button.act-submit")
    editor.finds_no_fault()
    editor.press("#content a:has-text('개인정보 점검')")
    assert "010" in editor.reads()
    assert TELEPHONE not in editor.reads()
    editor.finds_no_fault()
    editor.picture("08-personal-data")
    editor.press("a.closelink")
    editor.page.fill("#id_purpose_ko", PURPOSE)
    editor.press(SAVE)


def submits(editor: Any) -> None:
    editor.press("button.act-submit")
    editor.fits_the_screen()
    editor.press(NEXT)
    assert "검토 대기" in editor.reads(".situation")


def takes_up(coordinator: Any, *, desk: str = "") -> None:
    coordinator.press(".breadcrumbs a, #site-name a")
    coordinator.fits_the_screen()
    if desk:
        coordinator.picture(desk, tall=465)
    coordinator.press(".panel-review li a")


def is_returned(coordinator: Any, note: str, *, desk: str = "") -> None:
    takes_up(coordinator, desk=desk)
    coordinator.press("a.act-return")
    coordinator.press(NEXT)
    assert "고칠 내용을 적으세요." in coordinator.reads(".errorlist")
    coordinator.page.fill("#id_reason", note)
    coordinator.finds_no_fault()
    coordinator.press(NEXT)
    assert "반려" in coordinator.reads(".situation")


def finds_it_returned(editor: Any) -> None:
    editor.press(".breadcrumbs a")
    editor.finds_no_fault()
    editor.press(".panel-returned li a")
    assert "체결 장소를 협약서에서" in editor.reads(".situation")
    editor.finds_no_fault()
    editor.picture("09-returned", tall=280)


def is_published(coordinator: Any, *, picture: str = "", lists: bool = False) -> None:
    takes_up(coordinator)
    coordinator.press("a.act-publish")
    coordinator.fits_the_screen()
    if lists:
        assert ", ".join(sorted(NEW_BODIES)) in coordinator.reads("form .notice")
        coordinator.unfold("#id_list_agencies")
    if picture:
        coordinator.picture(picture)
    coordinator.press(NEXT)
    assert coordinator.page.locator(".messagelist .success").count() == 1
    coordinator.finds_no_fault()


def uploads(editor: Any, table: list[list[str]]) -> None:
    """As Excel in Korean saves it."""
    content = csv_file(table, encoding="cp949")
    editor.page.set_input_files(
        "#id_import_file", {"name": "협약목록.csv", "mimeType": "", "buffer": content}
    )
    editor.press("input[type=submit][value='미리 보기']")
