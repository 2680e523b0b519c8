"""Every page, in both languages, holds what assistive technology needs; each check is shown to fail."""

from collections import defaultdict
from types import SimpleNamespace

import pytest
from django.urls import resolve

from agreements.models import Agency, Agreement, Commitment, Milestone, OrdinanceNote, Program, Region
from tests import factories
from tests.test_architecture import NO_PAGE
from tests.web.addresses import addresses, names
from tests.web.page import Page
from tests.web.semantics import CHECKS, languages

PAGES = [name for name in names() if name not in NO_PAGE]

GOOD = """<html lang="en"><head><meta name="viewport" content="width=device-width"><title>A | B</title>
<meta name="description" content="What this page is about."></head><body><a href="#main">Skip</a>
<header><nav aria-label="Menu"><a href="/">Home</a></nav></header><main id="main"><h1>A</h1><h2>B</h2>
<table><caption>C</caption><tr><th scope="col">D</th></tr></table><form role="search" aria-label="E">
<label for="f">F</label><input id="f" name="f"><button>G</button></form><img alt="" src="x.png">
<svg aria-hidden="true"></svg><p lang="ko">협약</p></main><footer>I</footer></body></html>"""

# What is replaced in the good page, and which check then complains.
BREAKS = [
    ("<h1>A</h1>", "", "structure"),
    ("<h2>B</h2>", "<h3>B</h3>", "structure"),
    ("<h2>B", "<h2>", "structure"),
    ("<footer>I</footer>", "", "structure"),
    ('<a href="#main">Skip</a>', "", "skipping"),
    ('id="main"', 'id="other"', "skipping"),
    ('<nav aria-label="Menu">', "<nav>", "named_regions"),
    ('role="search" aria-label="E"', 'role="search"', "named_regions"),
    ('aria-label="E"', 'aria-label=" "', "named_regions"),
    ("<caption>C</caption>", "", "tables"),
    (' scope="col"', "", "tables"),
    ('<label for="f">F</label>', "", "labels"),
    ('<label for="f">F', '<label for="f">', "labels"),
    ("<button>G", "<button>", "labels"),
    (">Home<", ">here<", "links"),
    (">Home<", "><", "links"),
    ('<a href="/">', '<a href="/" target="_blank">', "links"),
    ('alt="" ', "", "pictures"),
    (' aria-hidden="true"', "", "pictures"),
    ("<button>", '<button id="f">', "references"),
    ("<button>", '<button aria-describedby="nothing">', "references"),
    ("<button>", '<button tabindex="3">', "keyboard"),
    ('name="f"', 'name="f" autofocus', "keyboard"),
    ("</head>", '<meta http-equiv="refresh" content="5"></head>', "keyboard"),
    (' lang="en"', "", "languages"),
    (' lang="ko"', "", "languages"),
    ('alt=""', 'alt="협약"', "languages"),
    ("A | B", "A", "head"),
    ("What this page is about.", "x" * 401, "head"),
    ("device-width", "device-width, maximum-scale=1", "head"),
]


def parsed(html):
    return Page(SimpleNamespace(status_code=200, content=html.encode()))


def complaints(page):
    return [f"{check.__name__}: {found}" for check in CHECKS for found in check(page)]


def test_a_good_page_has_no_complaints():
    assert complaints(parsed(GOOD)) == []


@pytest.mark.parametrize(("good", "bad", "check"), BREAKS)
def test_each_check_names_what_is_wrong(good, bad, check):
    assert good in GOOD
    found = complaints(parsed(GOOD.replace(good, bad, 1)))
    assert any(one.startswith(f"{check}: ") for one in found), found


def test_every_check_is_shown_to_fail():
    assert {check for _good, _bad, check in BREAKS} == {check.__name__ for check in CHECKS}


@pytest.fixture
def ordinance(paju):
    """An ordinance that asks something of the agreement, something perhaps, and has a note.

    Beside it a region and a theme.
    """
    factories.with_region_and_theme(paju.city, paju.agreement)
    factories.duty_rule(paju.city, "prior_report", "before_signing", article="제6조", asks_ko="미리 보고")
    factories.duty_rule(
        paju.city, "self_evaluation", "yearly", article="제7조", exempt_without_mutual_duties=True
    )
    note = {"article": "제8조", "text_ko": "매달 공개"}
    OrdinanceNote.objects.create(ordinance=paju.city.ordinances.get(), **note)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_holds_in_both_languages_and_on_an_earlier_day(ordinance, visit, name):
    earlier = "2026-03-01" if name == "inquiry" else "2023-03-01"  # before a search there is no page of it
    for address in addresses(name):
        for asked in (address, f"/en{address}", f"/en{address}?as_of={earlier}"):
            assert complaints(visit(asked)) == [], asked


@pytest.mark.parametrize("name", PAGES)
def test_what_exists_in_korean_only_is_marked_on_english_pages(ordinance, visit, name):
    for model in (Agency, Agreement, Commitment, Milestone, Program, Region):
        english = [field.name for field in model._meta.fields if field.name.endswith("_en")]
        model._base_manager.update(**dict.fromkeys(english, ""))
    for address in addresses(name):
        page = visit(f"/en{address}")
        assert list(languages(page)) == [], address
    assert name in {"glossary", "about", "accessibility", "privacy"} or page.all("span", lang="ko")


@pytest.mark.parametrize("address", ["/nothing/", "/?as_of=x", "/commitments/?status=x"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_refusal_holds_too(ordinance, visit, language, address):
    page = visit(f"{language}{address}", status=404 if "nothing" in address else 400)
    assert complaints(page) == []


def test_titles_and_descriptions_tell_all_pages_apart_in_both_languages(ordinance, visit):
    titles, descriptions = defaultdict(set), defaultdict(set)
    for name in PAGES:
        for address in addresses(name):
            for asked in (address, f"/en{address}"):
                page = visit(asked)
                found_as = page.one("link", rel="canonical").attributes["href"]
                titles[page.title].add(found_as)
                descriptions[page.one("meta", name="description").attributes["content"]].add(found_as)
    assert len(titles) > 2 * len(PAGES)
    for told in (titles, descriptions):
        assert {text: where for text, where in told.items() if len(where) > 1} == {}


def test_all_pages_are_looked_at():
    found = {resolve(address).url_name for address in ("/", "/about/", "/agreements/", "/updates/")}
    assert found <= set(PAGES)
