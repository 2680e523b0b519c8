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
    "/milestones/crisis-child-one-stop-2/",
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
    permanent = f"이 날짜로 고정된 주소 http://testserver{address}?as_of=2026-03-02&seq=15"
    assert permanent in page.one("section", class_="page-foot").text
    for told in ("담당부서", "전화", "기준일 2026. 3. 2."):
        assert told in page.one("footer").text
    is_detail = address.count("/") > 2
    assert [trail.text[:2] for trail in page.all("nav", class_="breadcrumb")] == ["홈 "] * is_detail


@pytest.mark.parametrize("address", PAGES)
def test_everything_works_under_the_strict_policy(paju, visit, address):
    page = visit(address)
    scripts = [
        script for script in page.all("script") if script.attributes.get("type") != "application/ld+json"
    ]
    assert [script.attributes["src"] for script in scripts] == ["/static/js/site.js"]
    assert page.all("style") == []
    assert not [element for element in page.elements if "style" in element.attributes]
    assert not [name for element in page.elements for name in element.attributes if name.startswith("on")]


@pytest.mark.parametrize("address", PAGES)
def test_marks_carry_a_word(paju, visit, address):
    for badge in visit(address).all("span", class_="badge"):
        assert badge.text


def test_the_language_switch_keeps_the_page_and_its_query(paju, visit):
    page = visit("/milestones/crisis-child-one-stop-1/?as_of=2023-03-01")
    other = page.one("a", hreflang="en").attributes["href"]
    assert other == "/en/milestones/crisis-child-one-stop-1/?as_of=2023-03-01"
    english = visit(other)
    assert english.one("a", hreflang="ko").attributes["href"] == (
        "/milestones/crisis-child-one-stop-1/?as_of=2023-03-01"
    )
    assert "How things stood on 1 March 2023" in english.main


def test_the_official_banner_stands_only_on_an_official_site(paju, visit, settings):
    assert "공식 전자정부 누리집" not in visit("/").text
    settings.OFFICIAL_SITE = True
    assert "공식 전자정부 누리집" in visit("/").text


def test_a_name_of_its_own_replaces_the_built_in_one(visit, settings):
    settings.SITE_NAME = "경기북부 협약 이행현황"
    assert visit("/").one("title").text.endswith("| 경기북부 협약 이행현황")


def test_a_hostile_parameter_is_written_as_text(visit):
    page = visit("/nothing/?as_of=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", status=404)
    assert {script.text for script in page.all("script")} == {""}


def test_every_icon_a_template_names_is_drawn():
    drawn = set(
        re.findall(r'<symbol id="([a-z_]+)"', (settings.BASE_DIR / "static/img/icons.svg").read_text())
    )
    named = set()
    for template in Path(settings.BASE_DIR / "templates").rglob("*.html"):
        named |= set(re.findall(r'icon\.html" with name="([a-z_]+)"', template.read_text()))
    assert named <= drawn


def test_the_breadcrumb_keeps_the_base_date(paju, visit):
    page = visit(f"/en{paju.center.get_absolute_url()}?as_of=2023-03-01")
    steps = [link for link in page.all("a") if link.lies_in_one_of(page.all("nav", class_="breadcrumb"))]
    assert [link.attributes["href"] for link in steps] == [
        "/en/",
        "/en/programs/?as_of=2023-03-01",
        "/en/programs/crisis-child-one-stop/?as_of=2023-03-01",
    ]


def test_every_status_and_standing_has_its_icon_and_look():
    from agreements.rules.lifecycle import STATUSES
    from agreements.rules.states import Standing

    drawn = (settings.BASE_DIR / "static/img/icons.svg").read_text()
    for code in {code for code, _label in STATUSES} | set(Standing.values) - {Standing.CLOSED}:
        assert f'<symbol id="{code}"' in drawn, code
    assert isinstance(Page, type)


@pytest.mark.parametrize("address", [*PAGES, "/agreements/", "/agreements/2022-0001/card/"])
def test_every_part_of_a_table_says_what_it_is_for_where_it_becomes_cards(paju, visit, address):
    page = visit(address)
    for tag, role in {
        "table": "table",
        "thead": "rowgroup",
        "tbody": "rowgroup",
        "tr": "row",
        "td": "cell",
    }.items():
        assert {element.attributes.get("role") for element in page.all(tag)} <= {role}
    for head in page.all("th"):
        assert head.attributes["role"] == {"col": "columnheader"}.get(head.attributes["scope"], "rowheader")
    assert page.all("table") or address in ("/", "/timeline/", "/updates/", "/agencies/paju/", PAGES[3])


def test_no_caption_holds_a_link_which_a_table_with_a_role_may_not_have():
    for template in Path(settings.BASE_DIR / "templates").rglob("*.html"):
        for caption in re.findall(r"<caption.*?</caption>", template.read_text("utf-8"), re.DOTALL):
            assert "<a " not in caption, template.name
            assert "include" not in caption, template.name


def test_the_foot_names_the_licence_the_contact_and_the_base_date(paju, visit, settings):
    settings.KOGL_TYPE = 1
    foot = visit("/").one("footer")
    assert "공공누리 제1유형(출처표시)" in foot.text
    assert "기준일 2026. 3. 2." in foot.text
    assert "자치경찰협력과" in foot.text
    settings.KOGL_TYPE = 4
    assert "상업적 이용금지·변경금지" in visit("/").one("footer").text
    assert "2023. 8. 1." in visit("/?as_of=2023-08-01").one("footer").text


def test_the_pictures_that_browsers_and_messengers_ask_for_are_there_and_small():
    pictures = settings.BASE_DIR / "static/img"
    sizes = {"og.png": (1200, 630), "mark-180.png": (180, 180), "mark-32.png": (32, 32)}
    for name, size in sizes.items():
        head = (pictures / name).read_bytes()[:24]
        assert head.startswith(b"\x89PNG")
        assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == size
    assert (pictures / "og.png").stat().st_size <= 60_000
