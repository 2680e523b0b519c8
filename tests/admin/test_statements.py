"""Statements of agencies are started on the page of each record that can be answered."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from agreements.actions.statements import title_of_answered
from agreements.models import Statement
from tests import factories
from tests.admin.page import change, errors, form, text
from tests.factories import published

pytestmark = pytest.mark.django_db


def published_agreement() -> Any:
    city = factories.agency("paju", name_ko="파주시")
    return published(factories.agreement(parties=[city, factories.agency()]))


def published_commitment() -> Any:
    return published_agreement().commitments.get()


def published_milestone() -> Any:
    return published(factories.program(owner=factories.agency("paju", name_ko="파주시"))).milestones.get()


def published_duty() -> Any:
    agreement = published_agreement()
    city = agreement.parties.get(agency__slug="paju").agency
    return published(factories.duty_record(agreement, city, "self_evaluation", "2023"))


RECORDS: dict[str, Callable[[], Any]] = {
    "agreement": published_agreement,
    "commitment": published_commitment,
    "milestone": published_milestone,
    "duty": published_duty,
    "report": lambda: published(factories.report(published_commitment(), "on_track", "2023")),
    "inquiry": lambda: published(factories.inquiry(published_commitment(), searched_on=date(2024, 1, 2))),
}


def offered(client: Any, record: Any) -> list[Any]:
    follow_ups = client.get(change(record)).context.get("follow_ups", [])
    return [follow_up for follow_up in follow_ups if "statement/add" in follow_up.url]


@pytest.mark.parametrize("field", RECORDS)
def test_two_people_put_an_agencys_word_beside_each_kind_of_record(editor, coordinator, field):
    record = RECORDS[field]()
    (offer,) = offered(editor, record)
    assert offer.label == "기관 설명 추가"
    assert offer.url.replace("&amp;", "&") in editor.get(change(record)).content.decode()
    page = editor.get(offer.url)
    assert title_of_answered(record) in text(page)
    stranger = factories.agency("stranger")
    given = {"stated_on": "2024-01-02", "text_ko": "예산이 늦었습니다."}
    refused = editor.post(offer.url, form(page) | given | {"agency": stranger.pk})
    assert list(errors(refused)) == ["agency"]

    city = type(stranger).objects.get(slug="paju")
    editor.post(offer.url, form(page) | given | {"agency": city.pk})
    draft = Statement.objects.get()
    assert draft.subject == record
    editor.post(change(draft, "submit"), form(editor.get(change(draft, "submit"))))
    question = coordinator.get(change(draft, "publish"))
    assert "파주시의 설명, 2024년 1월 2일 예산이 늦었습니다." in text(question)
    coordinator.post(change(draft, "publish"), form(question))
    assert Statement.objects.visible_to(AnonymousUser()).get() == draft
    shown = coordinator.get(change(draft))
    assert record.get_absolute_url().partition("#")[0] in shown.content.decode()

    twice = editor.post(offer.url, form(page) | given | {"agency": city.pk})
    assert list(errors(twice)) == ["agency"]


def test_nobody_answers_a_draft(editor):
    agreement = factories.agreement(parties=[factories.agency("paju"), factories.agency()])
    assert offered(editor, agreement) == offered(editor, agreement.commitments.get()) == []
    answer = editor.get(f"/admin/agreements/statement/add/?agreement={agreement.pk}", follow=True)
    assert answer.redirect_chain[-1][0] == change(agreement)
    assert list(answer.context["messages"])
