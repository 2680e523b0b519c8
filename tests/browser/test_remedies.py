"""Two people correct, answer, withdraw, blank and change what is published, as they do in their browsers."""

from typing import Any

import pytest

from agreements.models import Agreement, LedgerEntry, StatusReport
from tests import factories
from tests.factories import published
from tests.stored import assert_everything_follows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEXT = "form[novalidate] .submit-row [type=submit].default"  # on a page that asks whether to do it
SAVE = ".submit-row [name=_continue]"


@pytest.fixture
def report(db: Any) -> StatusReport:
    """On the first of two commitments: moved its target, wrongly."""
    parties = [factories.agency("paju", name_ko="파주시"), factories.agency("police", name_ko="파주경찰서")]
    agreement = published(factories.agreement(parties=parties, commitments=2, title_ko="치안협력 업무협약"))
    commitment = agreement.commitments.get(number=1)
    published(factories.report(commitment, "on_track", "2022-12-13", target="2023", stated_by=parties[0]))
    return published(
        factories.report(commitment, "on_track", "2023-02-13", target="2024", stated_by=parties[0])
    )


@pytest.fixture
def editor(person: Any) -> Any:
    return person("editor", "editor of Paju")


@pytest.fixture
def coordinator(person: Any) -> Any:
    return person("coordinator")


def begin(someone: Any, about: Any, label: str) -> None:
    """Open a published record and press what may follow it."""
    someone.open(f"/admin/agreements/{about._meta.model_name}/{about.pk}/change/")
    someone.press(f"a.act-instead:has-text('{label}')")
    someone.finds_no_fault()


def hand_over(editor: Any, coordinator: Any, **shown: str) -> None:
    """Save the draft, submit it; the coordinator looks at it and publishes."""
    editor.press(SAVE)
    editor.press("button.act-submit")
    editor.press(NEXT)
    draft = editor.page.url.split("/change/")[0].removeprefix(editor.site)
    coordinator.open(f"{draft}/publish/")
    for told in shown.values():
        assert told in coordinator.reads()
    coordinator.fits_the_screen()
    coordinator.press(NEXT)
    assert coordinator.page.locator(".messagelist .success").count() == 1
    assert coordinator.complaints == []


def test_a_correction_and_an_agencys_word_on_it(report, editor, coordinator, person):
    begin(editor, report, "정정")
    editor.page.fill("#id_target", "2023년 하반기")
    editor.page.fill("#id_correction_reason_ko", "연도를 잘못 옮김")
    hand_over(editor, coordinator, change="2023년 하반기", reason="연도를 잘못 옮김")

    correction = StatusReport.objects.get(corrects=report)
    begin(editor, correction, "기관 설명")
    editor.page.select_option("#id_agency", label="파주경찰서")
    editor.page.fill("#id_stated_on", "2023. 3. 2.")
    editor.page.fill("#id_text_ko", "예산이 늦게 확정되었습니다.")
    hand_over(editor, coordinator, word="예산이 늦게 확정되었습니다.")

    citizen = person()
    citizen.open(correction.subject.get_absolute_url())
    shown = citizen.reads()
    for told in ("정정 전", "정정 후", "연도를 잘못 옮김", "예산이 늦게 확정되었습니다.", "2023년 하반기"):
        assert told in shown
    citizen.finds_no_fault()
    citizen.open("/updates/?kind=correction")
    assert "연도를 잘못 옮김" in citizen.reads()
    citizen.finds_no_fault()
    assert_everything_follows()


def test_a_withdrawal_and_a_redaction(report, editor, coordinator, person):
    begin(editor, report, "공개 철회")
    editor.page.fill("#id_reason_ko", "다른 과제의 자료")
    hand_over(editor, coordinator, reason="다른 과제의 자료", left="2023년")

    other = StatusReport.objects.exclude(pk=report.pk).get()
    begin(editor, other, "개인정보 가림")
    editor.page.fill("#id_reason_ko", "개인 전화번호")
    hand_over(editor, coordinator, reason="개인 전화번호", gone=other.note_ko)

    citizen = person()
    citizen.open(report.subject.get_absolute_url())
    citizen.unfold_all(".report")
    shown = citizen.reads()
    for told in ("공개 철회", "다른 과제의 자료", "개인정보 가림", "개인 전화번호"):
        assert told in shown
    assert other.note_ko not in shown
    citizen.finds_no_fault()
    assert_everything_follows()


def test_a_published_agreement_is_changed_after_going_back_once(report, coordinator, person):
    agreement = Agreement.objects.get()
    coordinator.open(f"/admin/agreements/agreement/{agreement.pk}/change/")
    page = coordinator.page
    page.fill("#id_commitments-1-title_ko", "합동 순찰")
    coordinator.press(".submit-row [type=submit].default")
    assert "합동 순찰" in coordinator.reads()
    coordinator.finds_no_fault()
    coordinator.press("[name=change-back]")
    assert page.input_value("#id_commitments-1-title_ko") == "합동 순찰"
    coordinator.finds_no_fault(widths=(1280,))
    page.click("#amendments-group .add-row a")
    page.fill("#id_amendments-0-number", "1")
    page.fill("#id_amendments-0-signed", "2023. 3. 2.")
    page.fill("#id_amendments-0-reason_ko", "과제 이름 변경")
    coordinator.press(".submit-row [type=submit].default")
    page.check("[name=change-kind][value=amendment]")
    page.select_option("#id_change-amendment", "1")
    page.fill("#id_change-reason", "변경협약 체결")
    coordinator.press(NEXT)
    assert LedgerEntry.objects.filter(kind="change").count() == 1

    citizen = person()
    citizen.open(agreement.get_absolute_url())
    citizen.unfold_all(".change")
    shown = citizen.reads()
    for told in ("변경 이력", "이행과제 2", "합동 순찰", "변경협약 체결"):
        assert told in shown
    citizen.finds_no_fault()
    assert_everything_follows()
