"""The trace (작업 이력): one for each act that changes something, and readable as a list."""

import pytest

from agreements.models import Agreement, Trace
from tests import factories
from tests.admin.page import change, filled_agreement, form, text

pytestmark = pytest.mark.django_db
LIST = "/admin/agreements/trace/"


def test_every_request_that_changes_something_leaves_exactly_one_trace(editor, coordinator, agencies):
    steps = []

    def act(client, address, data, expected):
        before = Trace.objects.count()
        client.post(address, data)
        steps.append((expected, list(Trace.objects.order_by("pk").values_list("act", flat=True)[before:])))

    act(editor, "/admin/agreements/agreement/add/", filled_agreement(editor, *agencies), ["create"])
    draft = Agreement.objects.get()
    page = form(editor.get(change(draft)))
    act(editor, change(draft), page | {"place": "파주시청"}, ["edit"])
    act(editor, change(draft), page | {"place": "늦은 글"}, [])  # stale
    act(editor, change(draft, "submit"), form(editor.get(change(draft, "submit"))), ["submit"])
    act(coordinator, change(draft, "return"), form(coordinator.get(change(draft, "return"))), [])  # no note
    note = form(coordinator.get(change(draft, "return"))) | {"reason": "보완"}
    act(coordinator, change(draft, "return"), note, ["return"])
    act(editor, change(draft, "submit"), form(editor.get(change(draft, "submit"))), ["submit"])
    act(coordinator, change(draft, "publish"), form(coordinator.get(change(draft, "publish"))), ["publish"])
    act(coordinator, change(draft), form(coordinator.get(change(draft))) | {"place": "시청"}, [])  # asked why
    away = form(coordinator.get(change(draft, "withdraw"))) | {"reason": "당사자 요청"}
    act(coordinator, change(draft, "withdraw"), away, ["withdraw"])
    assert [found for _expected, found in steps] == [expected for expected, _found in steps]


def test_the_list_says_who_did_what_from_what_to_what_and_finds_it_by_person(editor, coordinator):
    draft = factories.agreement(place="시청")
    other = factories.agency("goyang")
    editor.post(change(draft), form(editor.get(change(draft))) | {"place": "파주시청"})
    coordinator.post(change(other), form(coordinator.get(change(other))) | {"name_ko": "고양시"})
    whole = text(coordinator.get(LIST))
    for said in (
        "editor of Paju",
        "수정",
        "업무협약",
        "체결 장소: 시청 → 파주시청",
        "기관 goyang → 고양시",
    ):
        assert said in whole
    found = text(coordinator.get(f"{LIST}?q=editor+of+Paju"))
    assert "파주시청" in found
    assert "고양시" not in found


def test_a_long_change_is_cut_in_the_list_and_whole_on_its_page(coordinator, agencies):
    coordinator.post("/admin/agreements/agreement/add/", filled_agreement(coordinator, *agencies))
    trace = Trace.objects.get()
    assert "합동조사팀을 둔다" not in text(coordinator.get(LIST))
    assert "외" in text(coordinator.get(LIST))
    assert "합동조사팀을 둔다" in text(coordinator.get(f"{LIST}{trace.pk}/change/"))
