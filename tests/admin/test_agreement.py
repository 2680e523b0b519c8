"""An agreement from the empty form to the public, and everything the form refuses."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.actions import drafts
from agreements.models import Agreement, Commitment, CommitmentAgency, Membership, Trace
from tests import factories
from tests.admin.page import change, errors, filled_agreement, form, text

pytestmark = pytest.mark.django_db
ADD = "/admin/agreements/agreement/add/"


# ---- what stays as it is


def test_a_forged_post_of_a_published_agreement_changes_nothing(editor):
    agreement = factories.published(factories.agreement())
    assert "공개된 자료라서 수정할 수 없습니다" in text(editor.get(change(agreement)))
    response = editor.post(
        change(agreement), {"title_ko": "바뀐 제목", "version": agreement.version}, follow=True
    )
    assert "공개된 자료라서 수정할 수 없습니다" in text(response)
    assert Agreement.objects.get().title_ko == agreement.title_ko


def test_a_submitted_draft_is_frozen_for_its_author(editor):
    draft = factories.agreement()
    page = form(editor.get(change(draft)))
    drafts.submit_draft(draft, actor=factories.author(), now=factories.NOON)
    response = editor.post(change(draft), page | {"title_ko": "바뀐 제목"}, follow=True)
    assert "검토를 기다리는 중이라 수정할 수 없습니다" in text(response)
    assert Agreement.objects.get().title_ko == draft.title_ko


@pytest.fixture
def withdrawn(db):
    agreement = factories.published(factories.agreement(commitments=2))
    Agreement.objects.update(
        state="withdrawn",
        withdrawn_at=factories.NOON,
        withdrawn_by=factories.reviewer(),
        withdrawal_reason="!",
    )
    agreement.refresh_from_db()
    return agreement


def test_what_has_a_reference_is_neither_removed_nor_renumbered(editor, withdrawn):
    page = form(editor.get(change(withdrawn)))
    refused = editor.post(change(withdrawn), page | {"commitments-0-DELETE": "on"})
    assert "지울 수 없습니다" in errors(refused)["commitments"][0]
    editor.post(change(withdrawn), page | {"commitments-0-number": "9", "commitments-0-title_ko": "새 제목"})
    first = Commitment.objects.order_by("pk")[0]
    assert (first.number, first.title_ko, Commitment.objects.count()) == (1, "새 제목", 2)


def test_what_was_public_is_not_deleted(coordinator, withdrawn):
    response = coordinator.post(change(withdrawn, "delete"), {"post": "yes"})
    assert response.status_code == 403
    assert Agreement.objects.exists()


def test_a_draft_is_deleted_with_one_trace(editor):
    draft = factories.agreement()
    assert draft.title_ko in text(editor.get(change(draft, "delete")))
    editor.post(change(draft, "delete"), {"post": "yes"})
    assert not Agreement.objects.exists()
    assert Trace.objects.get().act == "delete"


# ---- what the form refuses, by its field, with nothing saved

NO_DATE = "날짜가 아닙니다. 2022. 12. 13. 또는 2022-12-13처럼 쓰세요(’22.12.13.도 읽습니다)."
NO_YEAR = (
    "어느 숫자가 연도인지 알 수 없습니다. 2022. 12. 13. 또는 2022-12-13처럼 적으세요(’22.12.13.도 읽습니다)."
)
NO_DAY = "일(日)이 없습니다. 2022. 12. 13.처럼 쓰거나, 알 수 없으면 비워 두세요."
TWO_DATES = "체결일을 적거나, 체결 확인 안 됨이면 체결 발표일을 적으세요. 둘 다 적을 수는 없습니다."


@pytest.mark.parametrize(
    ("given", "field", "complaint"),
    [
        ({"expires_on": "2022-12-12"}, "expires_on", "만료일이 체결일보다 빠릅니다."),
        ({"effective_on": "2022-12-01"}, "effective_on", "발효일이 체결일보다 빠릅니다."),
        (
            {"ended_on": "2023-12-31"},
            "end_reason",
            "종료된 업무협약에는 종료일과 종료 사유가 모두 있어야 합니다.",
        ),
        ({"title_ko": "제목\0"}, "title_ko", "null 문자는 사용할 수 없습니다."),
        ({"expires_on": "0000-01-01"}, "expires_on", NO_DATE),
        ({"expires_on": "내년"}, "expires_on", NO_DATE),
        ({"expires_on": "26.12.13"}, "expires_on", NO_YEAR),
        (
            {"expires_on": "2026. 12."},
            "expires_on",
            NO_DAY,
        ),
        ({"signed": "2022-02-30"}, "signed", None),
        ({"signed": "0000-01-01"}, "signed", None),
        ({"announced": "2022-12"}, "announced", TWO_DATES),
        ({"signed": "", "announced": "2199"}, "announced", "체결 발표일이 아직 오지 않았습니다."),
        (
            {
                "amendments-TOTAL_FORMS": "1",
                "amendments-0-number": "1",
                "amendments-0-signed": "2022-11",
                "amendments-0-reason_ko": "기간을 늘림",
            },
            "amendments-0-signed",
            "변경이 협약보다 앞섭니다. 둘 가운데 틀린 날짜를 고치세요.",
        ),
        (
            {"parties-1-joined": "2022-11"},
            "parties-1-joined",
            "동참일이 협약 체결일보다 앞섭니다. 둘 가운데 틀린 날짜를 고치세요.",
        ),
        ({"parties-1-joined": "2199"}, "parties-1-joined", "동참일이 아직 오지 않았습니다."),
        (
            {"parties-1-members_number": "1", "parties-1-members_ko": "가대학교; 나대학교"},
            "parties-1-members_number",
            "적은 회원 이름이 회원 수보다 많습니다.",
        ),
        ({"parties-1-members_number": "0"}, "parties-1-members_number", None),
        (
            {"parties-1-capacity": "acting"},
            "parties-1-capacity",
            "서명 자격을 적으려면 서명자나 서명자 직위도 적으세요.",
        ),
        (
            {"parties-1-signed_for_ko": "경찰청장"},
            "parties-1-signed_for_ko",
            "대리 서명 대상은 서명 자격이 ‘대리 서명(위임)’일 때만 적습니다.",
        ),
        (
            {"parties-1-purpose_ko": "안전한 도시"},
            "parties-1-purpose_source",
            "취지를 적으려면 국문 내용과 그 발언이 실린 근거자료가 모두 필요합니다.",
        ),
        ({"commitments-0-number": "0"}, "commitments-0-number", None),
        ({"commitments-0-number": "99999"}, "commitments-0-number", None),
        ({"commitments-0-title_ko": ""}, "commitments-0-title_ko", "필수 항목입니다."),
    ],
)
def test_wrong_input_is_refused_at_its_field(editor, agencies, given, field, complaint):
    refused = editor.post(ADD, filled_agreement(editor, *agencies, **given))
    found = errors(refused)
    assert list(found) == [field], found
    assert complaint in (None, found[field][0])
    assert not Agreement.objects.exists()
    assert not Trace.objects.exists()


def second_commitment(number):
    return {
        "commitments-TOTAL_FORMS": "2",
        "commitments-1-number": number,
        "commitments-1-title_ko": "둘째 과제",
    }


def test_two_commitments_of_one_number_are_refused_at_the_second(editor, agencies):
    refused = editor.post(ADD, filled_agreement(editor, *agencies, **second_commitment("1")))
    assert errors(refused) == {"commitments-1-number": ["위에서 이미 쓴 값입니다: “1”"]}
    assert not Agreement.objects.exists()
    editor.post(ADD, filled_agreement(editor, *agencies, **second_commitment("2")))
    assert Commitment.objects.count() == 2


def test_an_agency_is_a_party_once(editor, agencies):
    refused = editor.post(
        ADD, filled_agreement(editor, agencies[0], agencies[0], **{"commitments-0-support": []})
    )
    assert list(errors(refused)) == ["parties-1-agency"]
    assert not Agreement.objects.exists()


def test_an_agency_in_two_roles_is_refused_at_the_second(editor, agencies):
    both = {"commitments-0-support": [one.pk for one in agencies]}
    refused = editor.post(ADD, filled_agreement(editor, *agencies, **both))
    assert list(errors(refused)) == ["commitments-0-support"]
    assert not CommitmentAgency.objects.exists()


def test_a_role_that_changes_keeps_its_duty(editor, agencies):
    draft = factories.agreement(parties=list(agencies))
    CommitmentAgency.objects.filter(agency=agencies[1]).update(duty_ko="수사")
    page = form(editor.get(change(draft)))
    editor.post(
        change(draft), page | {"commitments-0-lead": [], "commitments-0-joint": [one.pk for one in agencies],
                               "commitments-0-support": []}
    )  # fmt: skip
    assert list(CommitmentAgency.objects.values_list("role", "duty_ko")) == [("joint", ""), ("joint", "수사")]


# ---- text, traces, lists


def test_korean_in_pieces_is_stored_composed(editor, agencies):
    editor.post(ADD, filled_agreement(editor, *agencies, title_ko="업무협약"))
    assert Agreement.objects.get().title_ko == "업무협약"


def test_the_history_says_who_changed_what_from_what_to_what(editor, agencies):
    draft = factories.agreement(parties=list(agencies), place="파주시청")
    page = form(editor.get(change(draft)))
    editor.post(change(draft), page | {"place": "의정부시청", "kind": "MOA", "parties-0-signatory": "시장"})
    told = text(editor.get(change(draft, "history")))
    assert "수정 · editor of Paju" in told
    assert "체결 장소 파주시청 의정부시청" in told
    assert "종류 업무협약(MOU) 합의각서(MOA)" in told
    assert "협약기관 “기관 paju” · 서명자 – 시장" in told
    assert "문서번호" not in told
    assert Trace.objects.count() == 1


def test_the_duty_of_an_agency_counts_as_an_edit_of_the_agreement(editor, coordinator):
    draft = factories.agreement()
    duties = change(draft.commitments.get())
    stale = form(coordinator.get(duties))
    editor.post(duties, form(editor.get(duties)) | {"roles-0-duty_ko": "현장 조사"})
    trace = Trace.objects.get()
    assert (trace.subject_kind, trace.subject_id) == ("agreement", str(draft.pk))
    assert list(trace.changes.values()) == [["", "현장 조사"]]
    assert "다른 사람이 내용을 바꾸었습니다" in errors(coordinator.post(duties, stale))[""][0]


def test_the_duties_of_something_public_cannot_be_changed(editor):
    agreement = factories.published(factories.agreement())
    duties = change(agreement.commitments.get())
    assert "공개된 자료라서 수정할 수 없습니다" in text(editor.get(duties))
    editor.post(duties, {"roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0", "version": agreement.version})
    assert not Trace.objects.filter(act="edit").exists()


def test_only_what_is_public_links_to_the_site(editor):
    draft = factories.agreement()
    public = factories.published(factories.agreement())
    assert "사이트에서 보기" not in text(editor.get(change(draft)))
    assert "사이트에서 보기" in text(editor.get(change(public)))


def test_a_preview_shows_a_draft_to_staff(editor):
    draft = factories.agreement(title_ko="아직 아무도 모르는 협약")
    shown = text(editor.get(change(draft, "preview")))
    assert draft.title_ko in shown
    assert draft.commitments.get().title_ko in shown


def test_the_list_asks_as_often_for_many_as_for_one(editor):
    factories.agreement()
    editor.get("/admin/agreements/agreement/")
    one = queries(editor)
    for _ in range(4):
        factories.agreement(signed=date(2022, 12, 13))
    assert queries(editor) == one


def queries(client):
    with CaptureQueriesContext(connection) as caught:
        client.get("/admin/agreements/agreement/")
    return len(caught)


def test_the_register_card_of_a_draft_is_for_staff_and_that_of_a_public_agreement_is_the_public_one(
    editor, agencies
):
    draft = factories.agreement(parties=list(agencies), title_ko="순찰 협약", lead_department="자치행정과")
    card = text(editor.get(change(draft, "card")))
    for told in ("순찰 협약", "2022. 12. 13.", "자치행정과", "이행과제 1", "직원만 보는 관리카드"):
        assert told in card
    factories.published(draft)
    assert editor.get(change(draft, "card"))["Location"] == f"/agreements/{draft.reference}/card/"


def test_an_agreement_is_found_by_the_name_a_party_signed_under(editor):
    agreement = factories.agreement()
    agreement.parties.filter(order=1).update(signed_as_ko="남양주경찰서")
    other = factories.agreement()
    found = text(editor.get("/admin/agreements/agreement/?q=남양주경찰서"))
    assert agreement.title_ko in found
    assert other.title_ko not in found


def test_a_new_agreement_begins_with_the_one_agency_of_its_editor_and_with_numbers_in_order(editor, agencies):
    assert "parties-0-agency" not in form(editor.get(ADD)), "works for two agencies"
    Membership.objects.filter(agency=agencies[1]).delete()
    sent = form(editor.get(ADD))
    assert sent["parties-0-agency"] == [str(agencies[0].pk)]
    proposed = ("parties-0-order", "parties-1-order", "commitments-0-number")
    assert [sent[name] for name in proposed] == [["1"], ["2"], ["1"]]

    saved = editor.post(ADD, sent | {"title_ko": "안심귀갓길 업무협약"}, follow=True)
    draft = Agreement.objects.get()
    assert "errors" not in saved.context
    assert (draft.parties.count(), draft.commitments.count()) == (1, 0), "what is proposed is not entered"
    again = form(editor.get(change(draft)))
    assert (again["parties-TOTAL_FORMS"], again["commitments-TOTAL_FORMS"]) == (["2"], ["1"])
    editor.post(change(draft), again | {"parties-1-agency": agencies[1].pk, "parties-1-order": ""})
    assert list(draft.parties.values_list("agency__slug", "order")) == [("paju", 1), ("paju-police", 2)]


@pytest.mark.parametrize(
    "typed", ["2027년 12월 13일", "2027. 12. 13.", "’27.12.13.(월)", "2027-12-13", "20271213"]
)
def test_a_day_is_read_as_people_write_it(editor, agencies, typed):
    editor.post(ADD, filled_agreement(editor, *agencies) | {"expires_on": typed})
    assert Agreement.objects.get().expires_on == date(2027, 12, 13)


def test_what_may_be_mistyped_is_saved_and_asked_about(editor, agencies):
    typed = {"expires_on": "2092. 12. 13.", "telephone": "319401234"}
    saved = text(editor.post(ADD, filled_agreement(editor, *agencies) | typed, follow=True))
    assert "2092. 12. 13. – 30년보다 더 뒤의 날짜입니다" in saved
    assert "“319401234”: 0이나 1로 시작하지 않습니다" in saved
    draft = Agreement.objects.get()
    again = form(editor.get(change(draft))) | {"place": "파주시청", "telephone": "031-940-1234"}
    assert "시작하지 않습니다" not in text(editor.post(change(draft), again, follow=True))
