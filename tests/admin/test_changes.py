"""Changing what is published: first what the public will see, then why, then all at once or nothing."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.models import Agreement, Commitment, CommitmentAgency, Document, LedgerEntry, Trace
from tests import factories, uploads
from tests.admin.page import change, errors, form, text

pytestmark = pytest.mark.django_db

WHY = {"change-kind": "correction", "change-reason": "협약서와 다르게 적음"}


@pytest.fixture
def public(db: Any) -> Agreement:
    return factories.published(factories.agreement(title_ko="치안협력 업무협약", commitments=2))


def asked(client: Any, record: Any, **given: Any) -> Any:
    """Save the form with something changed in it; the confirmation page, if there is one."""
    return client.post(change(record), form(client.get(change(record))) | given)


def stored(agreement: Agreement) -> Any:
    return Agreement.objects.visible_to(AnonymousUser()).get(pk=agreement.pk)


def test_the_public_sees_a_change_only_after_it_was_confirmed_with_its_reason(coordinator, public):
    entries = LedgerEntry.objects.count()
    question = asked(coordinator, public, title_ko="합동 순찰 업무협약", place="파주시청")
    assert "제목 지금 치안협력 업무협약 바꾼 뒤 합동 순찰 업무협약" in text(question)
    assert "체결 장소 지금 없음 바꾼 뒤 파주시청" in text(question)
    assert (stored(public).title_ko, stored(public).version) == ("치안협력 업무협약", public.version)
    assert LedgerEntry.objects.count() == entries
    assert not Trace.objects.filter(act="change").exists()

    done = coordinator.post(change(public), form(question) | WHY, follow=True)
    assert "바꾸었습니다" in text(done)
    assert (stored(public).title_ko, stored(public).place) == ("합동 순찰 업무협약", "파주시청")
    entry = LedgerEntry.objects.first()
    assert entry is not None
    assert (entry.kind, entry.reason, LedgerEntry.objects.count()) == (
        "change",
        WHY["change-reason"],
        entries + 1,
    )
    assert Trace.objects.get(act="change").changes["title_ko"] == ["치안협력 업무협약", "합동 순찰 업무협약"]


def test_going_back_from_the_confirmation_keeps_what_was_typed(coordinator, public):
    question = asked(coordinator, public, title_ko="합동 순찰 업무협약", place="파주시청")
    again = coordinator.post(change(public), form(question) | {"change-back": "돌아가 고치기"})
    assert "아직 저장하지 않았습니다" in errors(again)[""][0]
    typed = form(again)
    assert (typed["title_ko"], typed["place"]) == (["합동 순찰 업무협약"], ["파주시청"])
    assert stored(public).title_ko == "치안협력 업무협약"
    question = coordinator.post(change(public), typed | {"place": "경찰서"})
    assert "합동 순찰 업무협약" in text(question)
    assert "경찰서" in text(question)
    coordinator.post(change(public), form(question) | WHY)
    assert (stored(public).title_ko, stored(public).place) == ("합동 순찰 업무협약", "경찰서")


def test_a_program_is_changed_by_a_decision_since_it_has_no_amendments(coordinator, client):
    program = factories.published(factories.program(title_ko="시책"))
    question = asked(coordinator, program, title_ko="새 시책")
    assert "담당 기관의 결정에 따름" in text(question)
    assert "변경협약" not in text(question)
    coordinator.post(change(program), form(question) | WHY | {"change-kind": "amendment"})
    assert "결정에 따른 변경" in client.get(program.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("grounds", "complaint"),
    [
        ({"change-kind": "correction", "change-reason": "  "}, "사유를 적으세요"),
        ({"change-reason": "사유"}, "둘 중 하나를 고르세요"),
        ({"change-kind": "nonsense", "change-reason": "사유"}, "nonsense"),
        (
            {"change-kind": "amendment", "change-reason": "사유", "change-amendment": ""},
            "변경협약을 입력하고 그 번호를 적으세요",
        ),
        (
            {"change-kind": "amendment", "change-reason": "사유", "change-amendment": "7"},
            "변경협약을 입력하고 그 번호를 적으세요",
        ),
        ({"change-kind": "amendment", "change-reason": "사유", "change-amendment": "x"}, "정수"),
    ],
)
def test_without_its_grounds_it_is_asked_again_and_nothing_is_written(
    coordinator, public, grounds, complaint
):
    question = asked(coordinator, public, title_ko="새 제목")
    again = coordinator.post(change(public), form(question) | grounds)
    assert complaint in text(again)
    assert "지금 치안협력 업무협약 바꾼 뒤 새 제목" in text(again)
    assert stored(public).title_ko == "치안협력 업무협약"
    coordinator.post(change(public), form(again) | WHY)
    assert stored(public).title_ko == "새 제목"


def test_an_amendment_entered_with_the_change_can_be_named_as_its_ground(coordinator, public):
    amendment = {
        "amendments-TOTAL_FORMS": "1",
        "amendments-0-number": "1",
        "amendments-0-signed": "2024-03-04",
        "amendments-0-reason_ko": "기간 연장",
    }
    question = asked(coordinator, public, expires_on="2027-12-31", **amendment)
    assert "1. 2024. 3. 4. 기간 연장" in text(question)
    grounds = {"change-kind": "amendment", "change-amendment": "1", "change-reason": "변경협약 체결"}
    coordinator.post(change(public), form(question) | grounds)
    assert str(stored(public).expires_on) == "2027-12-31"
    entry = LedgerEntry.objects.first()
    assert entry is not None
    assert '"amendment":1' in str(entry.payload)


def test_what_the_public_does_not_see_is_saved_without_a_reason(coordinator, public):
    entries = LedgerEntry.objects.count()
    asked(coordinator, public, **upload())
    said = coordinator.post(
        change(public), form(coordinator.get(change(public))) | {"documents-0-title_ko": "계획"}, follow=True
    )
    assert "공개되는 내용은 바뀌지 않았습니다" in text(said)
    assert Document.objects.get().title_ko == "계획"
    assert LedgerEntry.objects.count() == entries
    assert Trace.objects.filter(act="change").first().reason == ""


def test_the_same_form_sent_back_changes_nothing_whatever_ends_its_lines(coordinator):
    purpose = "첫째 줄\n둘째 줄"
    public = factories.published(factories.agreement(purpose_ko=purpose))
    said = coordinator.post(
        change(public),
        form(coordinator.get(change(public))) | {"purpose_ko": "첫째 줄\r\n둘째 줄"},
        follow=True,
    )
    assert "공개되는 내용은 바뀌지 않았습니다" in text(said)
    assert stored(public).purpose_ko == purpose


def test_a_stale_change_is_refused_when_it_is_asked_and_when_it_is_confirmed(coordinator, public):
    mine = form(coordinator.get(change(public))) | {"title_ko": "내 제목"}
    question = form(coordinator.post(change(public), mine))
    theirs = asked(coordinator, public, place="의정부시청")
    coordinator.post(change(public), form(theirs) | WHY)
    for late in (mine, question | WHY):
        refused = coordinator.post(change(public), late)
        assert "다른 사람이 내용을 바꾸었습니다" in errors(refused)[""][0]
        assert "내 제목" in refused.content.decode()
        assert "의정부시청" in text(refused)
    assert (stored(public).title_ko, stored(public).place) == ("치안협력 업무협약", "의정부시청")


def test_what_was_published_keeps_its_number_and_is_not_removed(coordinator, public):
    refused = asked(coordinator, public, **{"commitments-0-DELETE": "on"})
    assert "지울 수 없습니다" in errors(refused)["commitments"][0]
    question = asked(
        coordinator, public, **{"commitments-0-number": "9", "commitments-0-title_ko": "새 과제명"}
    )
    assert "이행과제 2022-0001-01 · 제목" in text(question)
    coordinator.post(change(public), form(question) | WHY)
    first = Commitment.objects.order_by("pk")[0]
    assert (first.number, first.reference, first.title_ko) == (1, "2022-0001-01", "새 과제명")


def test_a_commitment_that_is_added_gets_its_reference_with_the_change(coordinator, public):
    added = {
        "commitments-TOTAL_FORMS": "3",
        "commitments-2-number": "3",
        "commitments-2-title_ko": "셋째 과제",
    }
    question = asked(coordinator, public, **added)
    assert "셋째 과제" in text(question)
    assert Commitment.objects.count() == 2
    coordinator.post(change(public), form(question) | WHY)
    assert Commitment.objects.get(number=3).reference == "2022-0001-03"
    assert Commitment.objects.get(number=3).states.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"signed": ""}, "signed"),
        ({"sources": []}, "sources"),
        ({"parties-0-DELETE": "on"}, ""),
        ({"title_ko": ""}, "title_ko"),
        ({"expires_on": "2001-01-01"}, "expires_on"),
    ],
)
def test_what_the_public_needs_is_asked_for_at_its_field(coordinator, public, given, field):
    refused = asked(coordinator, public, **given)
    assert list(errors(refused)) == [field]
    assert stored(public).version == public.version


def test_a_hidden_agency_cannot_come_in_by_a_change(coordinator, public):
    hidden = factories.agency("hidden", listed=False, name_ko="숨은 기관")
    refused = asked(coordinator, public, **{"parties-0-agency": hidden.pk})
    assert "숨은 기관" in errors(refused)[""][0]
    assert not stored(public).parties.filter(agency=hidden).exists()


def test_the_duty_of_an_agency_goes_the_same_way(coordinator, public):
    commitment = public.commitments.all()[0]
    question = asked(coordinator, commitment, **{"roles-0-duty_ko": "합동 순찰"})
    assert "바꾼 뒤 합동 순찰" in text(question)
    assert not CommitmentAgency.objects.exclude(duty_ko="").exists()
    coordinator.post(change(commitment), form(question) | WHY)
    assert CommitmentAgency.objects.exclude(duty_ko="").get().duty_ko == "합동 순찰"
    assert LedgerEntry.objects.filter(kind="change", agreement=public).count() == 1


def test_a_program_is_changed_the_same_way(coordinator):
    program = factories.published(factories.program())
    question = asked(
        coordinator, program, **{"milestones-0-title_ko": "센터 개소", "decided": "2021년 상반기"}
    )
    assert "바꾼 뒤 센터 개소" in text(question)
    assert "정한 때 지금 2021. 9. 바꾼 뒤 2021년 상반기" in text(question)
    coordinator.post(change(program), form(question) | WHY)
    assert program.milestones.get().title_ko == "센터 개소"
    assert LedgerEntry.objects.filter(kind="change", program=program).count() == 1


# ---- files


def upload(**more: Any) -> dict[str, Any]:
    return {
        "documents-TOTAL_FORMS": "1",
        "documents-0-kind": "agreement",
        "documents-0-title_ko": "협약서",
        "documents-0-file": SimpleUploadedFile("협약서.pdf", uploads.pdf("agreement")),
        **more,
    }


def test_a_file_is_added_by_itself_and_then_shown_with_a_reason(coordinator, public):
    said = asked(coordinator, public, **upload())
    assert said.status_code == 302
    assert not Document.objects.visible_to(AnonymousUser()).exists()
    question = asked(coordinator, public, **{"documents-0-public": "on"})
    assert "협약서" in text(question)
    assert not Document.objects.visible_to(AnonymousUser()).exists()
    coordinator.post(change(public), form(question) | WHY)
    assert Document.objects.visible_to(AnonymousUser()).get().title_ko == "협약서"


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ({"documents-0-public": "on"}, ("documents-0-public", "먼저 ‘공개’ 표시 없이 파일만 저장하세요")),
        ({"title_ko": "새 제목"}, ("", "파일만 먼저 저장하세요")),
    ],
)
def test_a_file_that_would_be_lost_on_the_way_is_refused(coordinator, public, media, more, complaint):
    field, said = complaint
    refused = asked(coordinator, public, **upload(**more))
    assert said in errors(refused)[field][0]
    assert not Document.objects.exists()
    assert not list(media.rglob("*.pdf"))


def test_a_stored_file_of_a_published_record_is_not_replaced(coordinator, public):
    asked(coordinator, public, **upload())
    sha256 = Document.objects.get().sha256
    other = {"documents-0-file": SimpleUploadedFile("다른.pdf", uploads.pdf("other"))}
    refused = asked(coordinator, public, **other)
    assert list(errors(refused)) == ["documents-0-file"]
    assert Document.objects.get().sha256 == sha256
