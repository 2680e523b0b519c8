"""Staff record that somebody looked: for many promises at once, by two people, with a warning and no more."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from agreements.models import Agreement, Inquiry, Milestone
from tests import factories
from tests.admin.page import change, errors, form, text
from tests.factories import published

pytestmark = pytest.mark.django_db
ADD = "/admin/agreements/inquiry/add/"
PUBLIC = AnonymousUser()
GIVEN = {
    "department": "자치경찰정책과",
    "searched_on": "2026-02-02",
    "where_ko": "언론 기사와 기관 누리집",
    "words": "위기아동 보호센터 개소",
    "covers_from": "2023-02",
    "covers_to": "2026-02",
    "result": "nothing_found",
    "note_ko": "체결을 알리는 기사만 나옴",
}


@pytest.fixture
def agreement(db: Any) -> Agreement:
    parties = [factories.agency("paju", name_ko="파주시"), factories.agency()]
    return published(factories.agreement(parties=parties, commitments=3))


@pytest.fixture
def milestone(db: Any) -> Milestone:
    return published(factories.program(owner=factories.agency("paju", name_ko="파주시"))).milestones.get()


def sent(client: Any, address: str = ADD, **fields: Any) -> Any:
    """Fill in the form at an address, and send it."""
    return client.post(address, form(client.get(address)) | GIVEN | fields)


# ---- writing one -------------------------------------------------------------------------------------


def test_one_is_about_many_promises_at_once(editor, agreement, milestone):
    first, _second, third = agreement.commitments.order_by("number")
    sent(editor, commitments=[first.pk, third.pk], milestones=[milestone.pk])
    inquiry = Inquiry.objects.get()
    assert inquiry.promises == [first, third, milestone]
    assert (inquiry.covers_from.iso(), inquiry.covers_to.iso(), inquiry.state) == (
        "2023-02",
        "2026-02",
        "draft",
    )


def test_all_commitments_of_an_agreement_are_named_by_its_number(editor, agreement, milestone):
    other = published(factories.agreement(parties=[factories.agency("paju"), factories.agency()]))
    references = f"{agreement.reference}, {other.reference}"
    sent(editor, whole_agreements=references, milestones=[milestone.pk])
    expected = {*agreement.commitments.all(), *other.commitments.all(), milestone}
    assert set(Inquiry.objects.get().promises) == expected


@pytest.mark.parametrize("number", ["2022-9999", "x", "2022-0001, 2022-9999"])
def test_a_number_of_no_public_agreement_is_refused_at_its_field(editor, agreement, number):
    refused = sent(editor, whole_agreements=number)
    assert "공개된 업무협약이 없거나" in errors(refused)["whole_agreements"][0]
    assert not Inquiry.objects.exists()


def test_a_draft_agreement_is_no_choice(editor):
    hidden = factories.agreement(parties=[factories.agency("paju"), factories.agency()])
    refused = sent(editor, commitments=[hidden.commitments.get().pk])
    assert "commitments" in errors(refused)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"commitments": []}, "commitments", "하나 이상"),
        ({"department": "홍길동"}, "department", "사람 이름"),
        ({"searched_on": "2099-01-01"}, "searched_on", "아직 오지 않았습니다"),
        ({"searched_on": "2999-01-01"}, "searched_on", "1800"),
        ({"covers_from": "2027", "covers_to": "2028"}, "covers_from", "찾아본 날보다 뒤"),
        ({"covers_from": "어제"}, "covers_from", ""),
        ({"covers_to": "2022"}, "covers_to", "시작보다 앞섭니다"),
        ({"note_ko": ""}, "note_ko", ""),
        ({"asked_on": "2026-02-02"}, "asked_on", ""),
        ({"asked": "paju"}, "asked_on", ""),
        ({"asked": "paju", "asked_on": "2026-02-02", "answer_by": "2026-02-01"}, "answer_by", "물은 날보다"),
        (
            {"asked": "paju", "asked_on": "2026-02-02", "answered_on": "2026-02-01", "answer_ko": "추진 중"},
            "answered_on",
            "물은 날보다",
        ),
        ({"asked": "paju", "asked_on": "2026-02-02", "answered_on": "2026-02-03"}, "answer_ko", "답한 내용"),
    ],
)
def test_a_slip_is_refused_at_its_field_in_korean_and_nothing_is_written(
    editor, agreement, fields, field, words
):
    if "asked" in fields:
        fields = fields | {"asked": factories.agency("paju").pk}
    given = {"commitments": [agreement.commitments.first().pk]} | fields
    refused = sent(editor, **given)
    assert refused.status_code == 200
    assert words in " ".join(errors(refused)[field])
    assert not Inquiry.objects.exists()


def test_it_is_begun_from_the_page_of_an_agreement_with_all_that_it_promises(editor, agreement):
    page = editor.get(change(agreement))
    keys = ",".join(str(commitment.pk) for commitment in agreement.commitments.all())
    assert f"{ADD}?commitments={keys.replace(',', '%2C')}" in page.content.decode()
    begun = form(editor.get(f"{ADD}?commitments={keys}"))
    assert sorted(begun["commitments"]) == sorted(keys.split(","))


@pytest.mark.parametrize("name", ["commitment", "milestone"])
def test_it_is_begun_from_what_was_selected_in_a_list(editor, agreement, milestone, name):
    promises = list(agreement.commitments.all()[:2]) if name == "commitment" else [milestone]
    keys = [str(promise.pk) for promise in promises]
    listing = f"/admin/agreements/{name}/"
    assert "선택한 과제의 조사 기록 작성" in text(editor.get(listing))
    answer = editor.post(listing, {"action": "begin_inquiry", "_selected_action": keys})
    begun = form(editor.get(answer["Location"]))
    assert sorted(begun[f"{name}s"]) == sorted(keys)


def test_nothing_else_can_be_done_with_what_is_selected_in_a_list(editor, coordinator, agreement):
    for client in (editor, coordinator):
        assert "delete_selected" not in client.get("/admin/agreements/commitment/").content.decode()


def test_what_is_not_public_leads_to_no_inquiry(editor):
    hidden = factories.agreement(parties=[factories.agency("paju"), factories.agency()]).commitments.get()
    selected = {"action": "begin_inquiry", "_selected_action": [hidden.pk]}
    answer = editor.post("/admin/agreements/commitment/", selected, follow=True)
    assert "공개되어 있고 맡은 것이 없습니다" in text(answer)


# ---- publishing, and what follows ----------------------------------------------------------------------


def test_it_is_published_by_a_second_person_who_sees_what_becomes_public(editor, coordinator, agreement):
    sent(editor, commitments=[agreement.commitments.first().pk])
    inquiry = Inquiry.objects.get()
    editor.post(change(inquiry, "submit"), form(editor.get(change(inquiry, "submit"))))
    question = coordinator.get(change(inquiry, "publish"))
    for told in (
        "자치경찰정책과",
        "위기아동 보호센터 개소",
        "체결을 알리는 기사만 나옴",
        "기관에 묻지 않았습니다",
    ):
        assert told in text(question)
    coordinator.post(change(inquiry, "publish"), form(question))
    assert Inquiry.objects.visible_to(PUBLIC).get() == inquiry
    assert "/inquiries/1/" in coordinator.get(change(inquiry)).content.decode()


def days_ago(days: int) -> Any:
    return timezone.localdate() - timedelta(days=days)


WARNING = "그대로 공개하세요"


@pytest.mark.parametrize(
    ("asked", "warned"),
    [
        (None, True),
        ({"asked_on": 13}, True),
        ({"asked_on": 14}, False),
        ({"asked_on": 3, "answered_on": 1, "answer_ko": "추진 중"}, False),
    ],
)
def test_it_warns_and_does_not_refuse_where_the_agency_had_no_time_to_answer(
    editor, coordinator, agreement, asked, warned
):
    city = factories.agency("paju")
    fields: dict[str, Any] = {
        name: days_ago(value) if isinstance(value, int) else value for name, value in (asked or {}).items()
    }
    if asked:
        fields["asked"] = city
    now = timezone.now()
    found_nothing = factories.inquiry(agreement.commitments.first(), **fields)
    factories.submitted(found_nothing, now=now)
    page = text(coordinator.get(change(found_nothing, "publish")))
    assert (WARNING in page) == warned
    assert (WARNING in text(coordinator.get(change(found_nothing)))) == warned
    coordinator.post(
        change(found_nothing, "publish"), form(coordinator.get(change(found_nothing, "publish")))
    )
    found_nothing.refresh_from_db()
    assert found_nothing.is_public
    assert WARNING not in text(coordinator.get(change(found_nothing)))


def test_how_long_an_agency_is_given_is_a_setting(coordinator, agreement, settings):
    settings.INQUIRY_OFFER_DAYS = 3
    fields = {"asked": factories.agency("paju"), "asked_on": days_ago(3)}
    inquiry = factories.submitted(
        factories.inquiry(agreement.commitments.first(), **fields), now=timezone.now()
    )
    assert WARNING not in text(coordinator.get(change(inquiry, "publish")))


def test_one_that_found_something_warns_of_nothing(coordinator, agreement):
    found = factories.inquiry(agreement.commitments.first(), result="found")
    factories.submitted(found, now=timezone.now())
    assert WARNING not in text(coordinator.get(change(found, "publish")))


def test_a_published_one_is_corrected_withdrawn_and_blanked_and_never_changed(editor, coordinator, agreement):
    wrong = published(factories.inquiry(agreement.commitments.first()))
    for client in (editor, coordinator):
        shown = client.get(change(wrong))
        assert "수정하거나 지울 수 없습니다" in text(shown)
        for button in ("정정", "공개 철회", "개인정보 가림"):
            assert button in text(shown)
    correcting = f"{ADD}?corrects={wrong.pk}"
    page = form(editor.get(correcting))
    assert (page["words"], page["commitments"]) == (
        ["위기아동 보호센터 개소"], [str(agreement.commitments.first().pk)],
    )  # fmt: skip
    editor.post(correcting, page | {"words": "바른 말", "correction_reason_ko": "검색어를 잘못 옮김"})
    correction = Inquiry.objects.get(corrects=wrong)
    factories.submitted(correction, now=timezone.now())
    question = text(coordinator.get(change(correction, "publish")))
    assert "바른 말" in question
    assert "위기아동 보호센터 개소" in question, "before and after stand side by side"
    again = editor.get(correcting)
    assert again["Location"] == change(correction)


def test_a_withdrawal_says_what_counts_from_now_on(coordinator, agreement):
    inquiry = published(factories.inquiry(agreement.commitments.first()))
    withdrawal = factories.withdrawal(inquiry)
    factories.submitted(withdrawal, now=timezone.now())
    question = coordinator.get(change(withdrawal, "publish"))
    assert "상태는 바뀌지 않습니다" in text(question)
    coordinator.post(change(withdrawal, "publish"), form(question))
    assert not Inquiry.objects.visible_to(PUBLIC).exists()
    assert "이미 공개 철회한 조사 기록입니다" in text(
        coordinator.get(f"{ADD}?corrects={inquiry.pk}", follow=True)
    )


def test_the_list_finds_one_by_promise_agency_and_words(editor, agreement):
    inquiry = factories.inquiry(agreement.commitments.first())
    for asked in ("위기아동", agreement.commitments.first().reference, "자치경찰정책과"):
        page = editor.get("/admin/agreements/inquiry/", {"q": asked})
        assert change(inquiry) in page.content.decode(), asked
