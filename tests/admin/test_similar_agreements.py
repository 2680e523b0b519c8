"""The form, the page that publishes and the one that changes ask whether an agreement is recorded already."""

import pytest

from agreements.models import Agreement
from tests import factories
from tests.admin.conftest import signed_in
from tests.admin.page import change, filled_agreement, form, text

pytestmark = pytest.mark.django_db
ADD = "/admin/agreements/agreement/add/"
ANOTHER = {"different_from_similar": "on"}
QUESTION = "이미 입력된 협약인가요?"


@pytest.fixture
def first(agencies):
    return factories.published(factories.agreement(parties=list(agencies), title_ko="먼저 입력한 협약"))


def test_the_form_asks_and_names_the_other_one_with_a_link_to_it(editor, agencies, first):
    filled = filled_agreement(editor, *agencies)
    assert QUESTION not in text(editor.get(ADD))
    asked = editor.post(ADD, filled)
    assert f"{first.reference} 먼저 입력한 협약" in text(asked)
    assert first.get_absolute_url() in asked.content.decode()
    assert "different_from_similar" in asked.content.decode()
    assert Agreement.objects.count() == 1

    editor.post(ADD, filled | ANOTHER)
    assert Agreement.objects.count() == 2
    second = Agreement.objects.get(state="draft")
    editor.post(change(second), form(editor.get(change(second))) | {"place": "시청"})
    second.refresh_from_db()
    assert second.place == "시청"  # it is not asked again


def test_what_nobody_else_has_entered_is_saved_at_once(editor, agencies, first):
    editor.post(ADD, filled_agreement(editor, *agencies, signed="2024-01-02"))
    assert Agreement.objects.count() == 2


def test_another_departments_draft_is_not_named(editor, agencies):
    factories.agreement(parties=list(agencies), title_ko="남의 초안")
    own = factories.agency("own")
    factories.staff("editor", username="others")
    factories.works_for("others", own, since=factories.NOON.date())
    others = signed_in("editor", "others")
    filled = filled_agreement(others, own, agencies[0]) | {
        "parties-TOTAL_FORMS": "3",
        "parties-2-agency": agencies[1].pk,
        "parties-2-role": "party",
        "parties-2-order": "3",
    }
    asked = text(others.post(ADD, filled))
    assert "다른 부서가 입력한, 아직 공개되지 않은 협약이 있습니다" in asked
    assert "남의 초안" not in asked


def test_a_reviewer_sees_the_other_one_and_confirms_before_publishing(coordinator, agencies, first):
    second = factories.submitted(factories.agreement(parties=list(agencies)))
    page = coordinator.get(change(second, "publish"))
    assert f"{first.reference} 먼저 입력한 협약" in text(page)
    refused = coordinator.post(change(second, "publish"), form(page))
    assert "다른 협약이면 표시하세요" in text(refused)
    assert Agreement.objects.get(pk=second.pk).state == "submitted"
    coordinator.post(change(second, "publish"), form(page) | ANOTHER)
    assert Agreement.objects.get(pk=second.pk).state == "published"


def test_an_author_sees_the_other_one_before_submitting(editor, agencies, first):
    second = factories.agreement(parties=list(agencies))
    page = editor.get(change(second, "submit"))
    assert QUESTION in text(page)
    editor.post(change(second, "submit"), form(page))
    assert Agreement.objects.get(pk=second.pk).state == "submitted"


def test_a_change_that_makes_it_like_another_is_confirmed_with_its_grounds(coordinator, agencies, first):
    second = factories.published(factories.agreement(parties=list(agencies), signed="2023-01-02"))
    question = coordinator.post(
        change(second), form(coordinator.get(change(second))) | {"signed": "2022-12-13"}
    )
    assert f"{first.reference} 먼저 입력한 협약" in text(question)
    grounds = form(question) | {"change-kind": "correction", "change-reason": "날짜를 잘못 옮김"}
    refused = coordinator.post(change(second), grounds)
    assert "다른 협약이면 확인 표시를 하세요" in text(refused)
    assert Agreement.objects.get(pk=second.pk).signed.iso() == "2023-01-02"
    coordinator.post(change(second), grounds | {"change-different_from_similar": "on"})
    assert Agreement.objects.get(pk=second.pk).signed.iso() == "2022-12-13"


def test_a_change_of_something_else_asks_nothing(coordinator, agencies, first):
    second = factories.published(factories.agreement(parties=list(agencies)))
    question = coordinator.post(change(second), form(coordinator.get(change(second))) | {"place": "시청"})
    assert QUESTION not in text(question)
    assert "different_from_similar" not in question.content.decode()
