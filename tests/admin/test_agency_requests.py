"""An agency that is not in the list: asked for beside the picker, answered by a coordinator."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.actions.agency_requests import answer_with_agency
from agreements.actions.refusals import NotAllowed, WrongState
from agreements.desk.digests import digests
from agreements.models import Agency, AgencyRequest, Trace
from tests import factories
from tests.admin.conftest import signed_in
from tests.admin.page import form, text
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.django_db
ADD = reverse("admin:agreements_agencyrequest_add")
NAME = "가온누리복지재단"


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def page_of(asked):
    return reverse("admin:agreements_agencyrequest_change", args=[asked.pk])


def desk(client):
    return text(client.get(reverse("admin:index")))


def test_an_editor_asks_beside_the_picker_and_a_coordinator_adds_instead(editor, coordinator):
    address = reverse("admin:agreements_agreement_add")
    assert f'href="{ADD}" target="_blank"' in editor.get(address).content.decode()
    assert ADD not in coordinator.get(address).content.decode(), "the + beside the field adds one"
    assert coordinator.get(ADD).status_code == 403


def test_what_is_asked_for_is_on_the_desk_and_in_the_mail_of_coordinators(editor, coordinator):
    editor.post(ADD, {"name_ko": NAME, "note": "파주시 소재", "version": "0"})
    asked = AgencyRequest.objects.get()
    assert (asked.name_ko, asked.asked_by, asked.asked_at) == (NAME, factories.author(), NOON)
    assert f"{NAME} editor of Paju" in desk(coordinator)
    assert f"{NAME} 총괄 담당자의 답변을 기다리는 중" in desk(editor)
    account = factories.reviewer()
    account.email = "coordinator@office.example"
    account.save()
    (digest,) = digests(TODAY)
    assert {section.kind: [line.label for line in lines] for section, lines in digest.sections} == {
        "agencies-asked": [NAME]
    }


def test_the_new_agency_is_the_answer(editor, coordinator):
    asked = factories.agency_request()
    page = coordinator.get(page_of(asked))
    add = page.context["add_agency_url"]
    assert add in page.content.decode().replace("&amp;", "&")
    fields = form(coordinator.get(add))
    assert (fields["name_ko"], fields["slug"]) == ([NAME], ["gaonnuribokjijaedan"])
    saved = coordinator.post(add, fields | {"kind": "other"}, follow=True)
    assert urlsplit(saved.redirect_chain[-1][0]).path == reverse("admin:index")
    agency = Agency.objects.get(name_ko=NAME)
    asked.refresh_from_db()
    assert (asked.agency, asked.answered_by, asked.answered_at) == (agency, factories.reviewer(), NOON)
    assert f"{NAME} 목록에 있음: “{NAME}”" in desk(editor)
    traces = Trace.objects.filter(subject_kind="agencyrequest").order_by("pk")
    assert list(traces.values_list("act", flat=True)) == ["create", "edit"]


def test_a_known_agency_is_the_answer_and_what_is_no_agency_is_declined_with_a_reason(coordinator, editor):
    known = factories.agency("paju", name_ko="파주시")
    first, second = factories.agency_request("파주시청"), factories.agency_request("안전과")
    both = {"agency": known.pk, "declined_because": "부서 이름", "version": first.version}
    refused = text(coordinator.post(page_of(first), both))
    assert "추가하지 않는 이유를 쓰세요." in refused
    coordinator.post(page_of(first), both | {"declined_because": ""})
    coordinator.post(page_of(second), both | {"agency": ""})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.agency, second.declined_because) == (known, "부서 이름")
    assert "부서 이름" in desk(editor)
    again = coordinator.post(page_of(first), both | {"version": first.version}, follow=True)
    assert "이미 답한 요청입니다" in text(again)


def test_a_coordinator_narrows_the_list_down_to_what_has_no_answer_yet(coordinator):
    waiting, answered = factories.agency_request(), factories.agency_request("안전과")
    coordinator.post(page_of(answered), {"declined_because": "부서 이름", "version": answered.version})
    address = reverse("admin:agreements_agencyrequest_changelist")
    assert "답한 때 전체 없음 있음" in text(coordinator.get(address))
    shown = coordinator.get(f"{address}?answered_at__isempty=1").context["cl"].result_list
    assert list(shown) == [waiting]


def test_what_is_in_the_list_or_was_asked_already_is_not_asked_again(editor):
    factories.agency("paju", name_ko="파주시")
    assert "“파주시”" in text(editor.post(ADD, {"name_ko": "파주시", "version": "0"}))
    factories.agency_request()
    assert "이미 추가를 요청한 기관입니다." in text(editor.post(ADD, {"name_ko": NAME, "version": "0"}))
    assert AgencyRequest.objects.count() == 1


def test_nobody_else_sees_it_and_an_answer_leaves_the_desk_after_two_weeks(editor, monkeypatch):
    asked = factories.agency_request()
    other = signed_in("editor", "editor of Goyang")
    assert NAME not in desk(other)
    assert other.get(page_of(asked), follow=True).context.get("original") is None
    with pytest.raises(NotAllowed):
        answer_with_agency(asked, factories.agency(), actor=factories.author(), now=NOON)
    asked.refresh_from_db()
    answer_with_agency(asked, factories.agency(), actor=factories.reviewer(), now=NOON)
    asked.refresh_from_db()
    with pytest.raises(WrongState):
        answer_with_agency(asked, factories.agency(), actor=factories.reviewer(), now=NOON)
    assert NAME in desk(editor)
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=15))
    assert NAME not in desk(editor)


def test_the_form_of_an_agency_leads_to_the_list_of_regions(coordinator):
    page = coordinator.get(reverse("admin:agreements_agency_add")).content.decode()
    assert f'href="{reverse("admin:agreements_region_changelist")}" target="_blank"' in page
