"""Themes in lists: named in words, taken over from the agreement, refused where nobody keeps them."""

import pytest

from agreements.models import Agreement, Commitment
from tests import exported, factories
from tests.imported import changes, checked, only_complaint, written

pytestmark = pytest.mark.django_db
SIGNED = ("2022. 12. 13.",)


@pytest.fixture
def city():
    return factories.agency("paju", name_ko="파주시")


@pytest.fixture
def agreement(city):
    return factories.agreement(title_ko="치안협력 업무협약", parties=[city, factories.agency()])


def test_an_agreement_takes_the_themes_that_its_row_names(city, agreement):
    child, fraud = factories.themed(agreement, "아동"), factories.themed(agreement, "보이스피싱")
    agreement.themes.clear()
    outcome = written(
        "agreements",
        [["협약명", "체결일", "상대처", "분야"], ["순찰 협약", *SIGNED, "파주시", "아동, 보이스피싱"]],
    )
    assert not outcome.complaints
    assert set(Agreement.objects.get(title_ko="순찰 협약").themes.all()) == {child, fraud}


def test_a_theme_that_nobody_keeps_is_refused_and_those_that_exist_are_named(city, agreement):
    factories.themed(agreement, "교통")
    complaint = only_complaint(
        checked(
            "agreements", [["협약명", "체결일", "상대처", "분야"], ["순찰 협약", *SIGNED, "파주시", "교톤"]]
        )
    )
    assert complaint.column == "분야"
    assert "교톤" in complaint.correction
    assert "교통" in complaint.correction


def test_a_commitment_that_names_its_agreements_themes_keeps_following_them(agreement):
    factories.themed(agreement, "교통")
    written("commitments", [["협약명", "과제", "분야"], ["치안협력 업무협약", "합동 순찰", "교통"]])
    assert not Commitment.objects.get(title_ko="합동 순찰").themes.exists()


def test_a_commitment_may_have_a_theme_of_its_own(agreement):
    factories.themed(agreement, "교통")
    child = factories.themed(factories.agreement(), "아동")
    written("commitments", [["협약명", "과제", "분야"], ["치안협력 업무협약", "합동 순찰", "아동"]])
    assert list(Commitment.objects.get(title_ko="합동 순찰").themes.all()) == [child]


def test_our_own_files_come_back_unchanged(agreement):
    factories.themed(agreement, "교통")
    factories.themed(agreement.commitments.first(), "아동")
    factories.published(agreement)
    for noun in ("agreements", "commitments"):
        outcome = written(noun, exported.written(noun))
        assert not outcome.complaints
        assert changes(outcome) == []
