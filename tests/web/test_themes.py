"""Themes: which an agreement and a promise have, on pages, in lists and files, and who keeps the tree."""

import re

import pytest
from django.forms import modelform_factory

from agreements.actions.refusals import NotAllowed
from agreements.actions.themes import load_themes
from agreements.admin.records.theme import ThemeForm
from agreements.lists.themes import themes_of
from agreements.models import Theme, Trace
from tests import exported, factories
from tests.web.page import list_total


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


# ---- the page of a theme ---------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?as_of=2023-01-20"])
def test_the_page_of_a_theme_says_how_many_and_each_number_leads_to_as_many_rows(paju, themes, visit, query):
    page = visit(f"/themes/victims/{query}")
    assert page.one("h1").text == "여성·피해자"
    numbers = [
        link
        for link in page.all("a")
        if "theme=victims" in link.attributes["href"]
        and ".csv" not in link.attributes["href"]
        and re.search(r"\d", link.text)
    ]
    assert len(numbers) >= 4
    for link in numbers:
        (number,) = re.findall(r"\d+", link.text)
        assert list_total(visit(link.attributes["href"])) == int(number), link.attributes["href"]
    assert paju.agreement.title in page.section("agreements")
    assert "/agreements.csv?theme=victims" + query.replace("?", "&") in page.links


def test_a_theme_counts_what_stands_under_those_below_it_and_leads_to_them(paju, themes, visit):
    paju.unheard.themes.add(themes["fraud"])
    above, below = visit("/themes/safety/"), visit("/themes/fraud/")
    total = list_total(visit("/commitments/?theme=safety"))
    assert above.one("a", class_="status-total").text == f"약속 {total}건"
    assert f"보이스피싱·금융사기 {total}" in above.one("header", class_="page-head").text
    assert "/themes/fraud/" in above.links
    assert below.one("a", class_="status-total").text == f"약속 {total}건"
    assert "/themes/safety/" in below.links


def test_a_theme_on_which_nothing_is_recorded_says_so_and_no_more(paju, themes, visit):
    page = visit("/themes/traffic/")
    assert "이 분야의 업무협약이나 약속 기록이 없습니다" in page.main
    assert page.all("figure") == []


@pytest.mark.parametrize("language", ["", "/en"])
def test_an_unknown_theme_has_no_page(paju, themes, visit, language):
    visit(f"{language}/themes/nothing/", status=404)


def test_what_has_a_theme_leads_to_its_page_on_the_same_day(paju, themes, visit):
    for record, slug in ((paju.agreement, "victims"), (paju.promise, "child"), (paju.center, "child")):
        assert (
            f"/themes/{slug}/?as_of=2023-08-01"
            in visit(f"{record.get_absolute_url()}?as_of=2023-08-01").links
        )


# ---- who keeps them ----------------------------------------------------------------------------------------


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
