"""The admin's own scripts under our content policy: new inlines, autocomplete, a popup, the calendar."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from agreements.models import Agreement, CommitmentAgency
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(page: Any, live_server: Any, client: Any, complaints: list[str]) -> Any:
    """Signed in as an editor; everything the console complains about is kept."""
    group = Group.objects.get_or_create(name="editor")[0]
    person = get_user_model().objects.create_user("editor", is_staff=True)
    person.groups.add(group)
    client.force_login(person)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.context.on("console", lambda said: complaints.extend([said.text] if said.type == "error" else []))
    page.context.on("weberror", lambda error: complaints.append(str(error.error)))
    page.goto(f"{live_server.url}/admin/agreements/agreement/add/")
    return page


def pick(page: Any, field: str, text: str) -> None:
    page.click(f"#id_{field} + .select2 .select2-selection")
    page.keyboard.type(text)
    page.click(f".select2-results__option:has-text('{text}')")


def test_an_agreement_is_entered_with_a_new_inline_a_picker_and_a_popup(page, complaints):
    paju = factories.agency("paju", name_ko="파주시")
    factories.agency("police", name_ko="파주경찰서")
    factories.works_for("editor", paju, since=timezone.localdate())
    page.fill("#id_title_ko", "치안협력 업무협약")
    page.fill("#id_signed", "2022. 12.")
    page.click(".field-effective_on .datetimeshortcuts a:first-of-type")  # today
    pick(page, "parties-0-agency", "파주시")
    pick(page, "parties-1-agency", "파주경찰서")
    page.fill("#id_commitments-0-number", "1")
    page.fill("#id_commitments-0-title_ko", "합동 순찰")
    page.click("#commitments-group .add-row a")
    page.fill("#id_commitments-1-number", "2")
    page.fill("#id_commitments-1-title_ko", "합동 조사")
    pick(page, "commitments-1-joint", "파주시")
    with page.context.expect_page() as opened:
        page.click("#add_id_sources")
    popup = opened.value
    popup.fill("#id_publisher", "신문사")
    popup.fill("#id_label_ko", "협약 보도")
    popup.fill("#id_published", "2026. 5. 2.")
    popup.click("input[name=_save]")
    page.wait_for_selector("#id_sources option:checked", state="attached")
    page.click("input[name=_continue]")
    page.wait_for_selector(".messagelist .success")

    entered = Agreement.objects.get()
    assert [str(one) for one in entered.sources.all()] == ["신문사, 협약 보도"]
    assert entered.commitments.count() == entered.parties.count() == 2
    assert CommitmentAgency.objects.get().commitment.number == 2
    assert not [said for said in complaints if "favicon" not in said and "404" not in said]


def test_nothing_is_wider_than_the_screen(page, live_server):
    for address in ("/admin/", "/admin/agreements/agreement/add/", "/admin/agreements/statusreport/add/"):
        page.goto(live_server.url + address)
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_search_field_of_a_list_has_room_for_words(page, live_server):
    page.goto(f"{live_server.url}/admin/agreements/agreement/")
    for width in (800, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.locator("#searchbar").bounding_box()["width"] >= 160, width
