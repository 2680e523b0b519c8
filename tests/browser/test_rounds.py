"""A quarter as an office lives it: two departments and a coordinator, one table of 65 promises, one late."""

from typing import Any

import pytest
from django.utils import timezone

from agreements.models import RoundPart, StatusReport
from agreements.models.base import PUBLIC
from tests import factories
from tests.factories import NOON, published
from tests.imported import xlsx_file
from tests.stored import assert_everything_follows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROMISES = 65
MOST_CLICKS = 15
STATUSES = ("정상추진", "일부추진", "추진 전")
LOOK, HAND_IN = "input[name=upload]", "#confirm input[type=submit]"


@pytest.fixture(autouse=True)
def noon(monkeypatch: Any) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def percentage(number: int) -> int:
    return 0 if number % len(STATUSES) == 2 else number


def office_table() -> bytes:
    """A list of pledges as offices publish it: a title above it, counters, a sum row."""
    rows: list[Any] = [["2026년 1분기 공약 이행현황"], ["연번", "공약명", "추진상태", "추진율(%)", "비고"]]
    rows += [
        [number, f"이행과제 {number}", STATUSES[number % 3], f"{percentage(number)}%", ""]
        for number in range(1, PROMISES + 1)
    ]
    return xlsx_file([*rows, ["계", PROMISES, "", "", ""]])


def choose(editor: Any, content: bytes) -> None:
    editor.page.set_input_files("#id_import_file", {"name": "현황.xlsx", "mimeType": "", "buffer": content})
    editor.clicks += 1


def test_a_whole_round_with_one_late_department(person: Any) -> None:
    city, police = (
        factories.agency("paju", name_ko="파주시"),
        factories.agency("police", name_ko="파주경찰서"),
    )
    published(factories.agreement(parties=[city, police], commitments=PROMISES))
    factories.round_of(city, police, due_on=NOON.date(), name="2026년 1분기 취합")

    editor = person("editor", "editor of Paju")
    editor.open("/admin/")
    editor.press(".panel-rounds a:has-text('파주시')")
    editor.finds_no_fault()
    choose(editor, office_table())
    editor.press(LOOK)
    assert "아직 아무것도 저장되지 않았습니다" in editor.reads()
    editor.press(HAND_IN)
    assert f"{PROMISES}건을 총괄 담당자에게 제출했습니다" in editor.page.locator(".messagelist").inner_text()
    clicks = editor.clicks

    coordinator = person("coordinator", "coordinator")
    coordinator.open("/admin/")
    assert "파주경찰서" in coordinator.reads(".panel-rounds"), "the late one"
    assert "파주시" not in coordinator.reads(".panel-rounds")
    coordinator.press(".panel-handed-in a")
    coordinator.fits_the_screen()
    coordinator.press(".round a.button")
    coordinator.fits_the_screen()
    assert "진행률: 64%" in coordinator.reads()
    coordinator.press("input[name=publish]")
    assert f"{PROMISES}건을 공개했습니다" in coordinator.page.locator(".messagelist").inner_text()
    assert clicks + coordinator.clicks <= MOST_CLICKS

    assert StatusReport.objects.visible_to(PUBLIC).count() == PROMISES
    mean = sum(map(percentage, range(1, PROMISES + 1))) / PROMISES
    coordinator.open("/")
    assert f"{mean:.1f}" in coordinator.reads()

    late = person("editor", "editor of police")
    factories.works_for("editor of police", police, since=NOON.date())
    late.open("/admin/")
    late.press(".panel-rounds a:has-text('파주경찰서')")
    late.press("input[name=finish]")
    assert not RoundPart.objects.filter(answered_at=None).exists()
    assert_everything_follows()
