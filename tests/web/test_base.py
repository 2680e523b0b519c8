"""What every page wears: language, landmarks, contact, permanent address, and no script."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.web.page import Page

PAGES = [
    "/",
    "/agreements/2022-0001/",
    "/commitments/2022-0001-01/",
    "/milestones/crisis-child-one-stop-1/",
    "/programs/crisis-child-one-stop/",
    "/agencies/paju/",
    "/timeline/",
    "/updates/",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_where_it_is_whom_to_ask_and_how_old_it_is(paju, visit, address):
    page = visit(address)
    assert len(page.all("h1")) == len(page.all("main")) == 1
    assert page.all("title")[0].text.endswith("| 치안협력 업무협약 이행현황")
    assert len(page.one("meta", name="description").attributes["content"]) > 10
    assert page.one("link", rel="canonical").attributes["href"] == f"http://testserver{address}"
    assert page.links[0] == "#main"
    foot = page.one("section", class_="page-foot").text
    permanent = f"이 기준일 화면 주소 http://testserver{address}?as_of=2026-03-02&seq=14"
    for told in ("기준일 2026. 3. 2.", "담당부서", "전화", permanent):
        assert told in foot
    assert address == "/" or page.one("nav", class_="breadcrumb").text.startswith("홈 ")


@pytest.mark.parametrize("address", PAGES)
def test_everything_works_under_the_strict_policy(paju, visit, address):
    page = visit(address)
    assert page.all("script") == page.all("style") == []
    assert not [element for element in page.elements if "style" in element.attributes]
    assert not [name for element in page.elements for name in element.attributes if name.startswith("on")]


@pytest.mark.parametrize("address", PAGES)
def test_marks_carry_a_word_and_tables_their_heads(paju, visit, address):
    page = visit(address)
    for badge in page.all("span", class_="badge"):
        assert badge.text
    for head in page.all("th"):
        assert head.attributes.get("scope") in {"col", "row", "rowgroup"}
    assert len(page.all("caption")) == len(page.all("table"))


@pytest.mark.parametrize("address", PAGES)
def test_ids_stand_once_and_what_points_at_them_finds_them(paju, visit, address):
    page = visit(address)
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    named = [
        named for element in page.elements for named in element.attributes.get("aria-labelledby", "").split()
    ]
    inside = [link.removeprefix("#") for link in page.links if link.startswith("#")]
    assert {*named, *inside} <= set(ids)


def test_the_language_switch_keeps_the_page_and_its_query(paju, visit):
    page = visit("/milestones/crisis-child-one-stop-1/?as_of=2023-03-01")
    other = page.one("a", hreflang="en").attributes["href"]
    assert other == "/en/milestones/crisis-child-one-stop-1/?as_of=2023-03-01"
    english = visit(other)
    assert english.one("a", hreflang="ko").attributes["href"] == (
        "/milestones/crisis-child-one-stop-1/?as_of=2023-03-01"
    )
    assert "You see how things stood on 1 March 2023" in english.main


def test_the_official_banner_stands_only_on_an_official_site(paju, visit, settings):
    assert "공식 전자정부 누리집" not in visit("/").text
    settings.OFFICIAL_SITE = True
    assert "공식 전자정부 누리집" in visit("/").text


def test_a_name_of_its_own_replaces_the_built_in_one(visit, settings):
    settings.SITE_NAME = "경기북부 협약 이행현황"
    assert visit("/").one("title").text.endswith("| 경기북부 협약 이행현황")


def test_a_hostile_parameter_is_written_as_text(visit):
    page = visit("/nothing/?as_of=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", status=404)
    assert page.all("script") == []


def test_every_icon_a_template_names_is_drawn():
    drawn = set(
        re.findall(r'<symbol id="([a-z_]+)"', (settings.BASE_DIR / "static/img/icons.svg").read_text())
    )
    named = set()
    for template in Path(settings.BASE_DIR / "templates").rglob("*.html"):
        named |= set(re.findall(r'icon\.html" with name="([a-z_]+)"', template.read_text()))
    assert named <= drawn


def test_every_status_and_standing_has_its_icon_and_look():
    from agreements.rules.lifecycle import STATUSES, Standing

    drawn = (settings.BASE_DIR / "static/img/icons.svg").read_text()
    for code in {code for code, _label in STATUSES} | set(Standing.values) - {Standing.CLOSED}:
        assert f'<symbol id="{code}"' in drawn, code
    assert isinstance(Page, type)
