"""Themes: which an agreement and a promise have, on pages, in lists and files, and who keeps the tree."""

import pytest
from django.forms import modelform_factory

from agreements.actions.refusals import NotAllowed
from agreements.actions.themes import load_themes
from agreements.admin.records.theme import ThemeForm
from agreements.lists.themes import themes_of
from agreements.models import Theme, Trace
from tests import exported, factories


@pytest.fixture
def themes(paju):
    """The agreement is about victims, its center about children; the second center about fraud."""
    load_themes(actor=factories.staff("coordinator"), now=factories.NOON)
    by_slug = {theme.slug: theme for theme in Theme.objects.all()}
    paju.agreement.themes.add(by_slug["victims"])
    paju.promise.themes.add(by_slug["child"])
    paju.second_center.themes.add(by_slug["fraud"])
    return by_slug


def listed(page):
    return {link.rstrip("/").rpartition("/")[2] for link in page.links if link.count("/") == 3}


def themes_in_file(name):
    return {row["reference"]: (row["themes"], row["theme_slugs"]) for row in exported.rows(name)}


def test_a_commitment_without_a_theme_has_those_of_its_agreement(paju, themes, visit):
    own, inherited = paju.promise.reference, paju.unheard.reference
    assert own in listed(visit("/commitments/?theme=child"))
    assert inherited not in listed(visit("/commitments/?theme=child"))
    assert own not in listed(visit("/commitments/?theme=victims"))
    assert inherited in listed(visit("/commitments/?theme=victims"))
    in_file = themes_in_file("commitments")
    assert in_file[own] == ("아동·청소년", "child")
    assert in_file[inherited] == ("여성·피해자", "victims")


def test_both_pages_of_one_promise_name_the_same_themes(paju, themes, visit):
    for record in (paju.promise, paju.center):
        assert [theme.slug for theme in themes_of(record, seq=None)] == ["child"]
        assert "아동·청소년" in visit(record.get_absolute_url()).text
    assert themes_in_file("milestones")[paju.center.reference] == ("아동·청소년", "child")


def test_a_theme_finds_what_stands_under_those_below_it(paju, themes, visit):
    assert paju.second_center.reference in listed(visit("/milestones/?theme=safety"))
    assert paju.second_center.reference in listed(visit("/milestones/?theme=fraud"))
    assert "생활안전 – 보이스피싱·금융사기 (1)" in visit("/milestones/").text


def test_an_unknown_theme_is_refused_by_its_name(paju, themes, visit):
    assert "theme" in visit("/commitments/?theme=nothing", status=400).text


def test_a_change_of_themes_stands_in_the_history_in_words(paju, themes, visit):
    factories.changed(paju.agreement, write=lambda agreement: agreement.themes.set([themes["traffic"]]))
    text = visit(paju.agreement.get_absolute_url()).text
    assert "교통" in text
    assert "traffic" not in text


def test_the_shipped_themes_are_entered_once_by_a_coordinator(db):
    with pytest.raises(NotAllowed):
        load_themes(actor=factories.staff("editor"), now=factories.NOON)
    coordinator = factories.staff("coordinator")
    entered = load_themes(actor=coordinator, now=factories.NOON)
    assert Trace.objects.filter(subject_kind="theme").count() == len(entered) == Theme.objects.count()
    assert load_themes(actor=coordinator, now=factories.NOON) == []


def test_the_tree_stays_at_two_levels(paju, themes):
    def form(record, above):
        posted = {"slug": record.slug, "name_ko": record.name_ko, "order": 1, "parent": above.pk}
        return modelform_factory(Theme, form=ThemeForm, fields=[*posted])(
            {**posted, "version": record.version}, instance=record
        )

    under_a_leaf = form(themes["traffic"], themes["fraud"])
    assert "이미 다른 분야 아래" in str(under_a_leaf.errors["parent"])
    with_children = form(themes["safety"], themes["traffic"])
    assert "다른 분야가 있어" in str(with_children.errors["parent"])
