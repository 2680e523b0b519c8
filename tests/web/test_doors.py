"""Five doors lead everywhere; a page that is a tab shows its line of tabs, a detail marks its door."""

import pytest

from agreements.views.doors import DOORS, Door, Tab, tab_links
from tests.web.addresses import addresses

KOREAN = ["약속", "협약", "기관·지역", "연표", "자료"]
ENGLISH = ["Promises", "Agreements", "Agencies and regions", "Timeline", "Open data"]
NO_DOOR = {"home", "search", "milestones", "deadlines"}  # the last two lead to another page


def menu(page):
    nav = page.one("nav", class_="site-nav")
    return [link for link in page.all("a") if link.lies_in_one_of([nav])]


def tabs(page):
    lines = page.all("nav", class_="tabs")
    return [link for link in page.all("a") if link.lies_in_one_of(lines)]


def here(links):
    return [link.text for link in links if "aria-current" in link.attributes]


def test_the_menu_is_the_same_five_words_on_every_page_in_both_languages(paju, visit):
    for address in ("/", "/commitments/", "/commitments/2022-0001-01/", "/search/?q=파주", "/about/"):
        assert [link.text for link in menu(visit(address))] == KOREAN
        assert [link.text for link in menu(visit("/en" + address))] == ENGLISH


DOOR_OF = {
    "약속": ["/commitments/", "/commitments/2022-0001-01/", "/milestones/crisis-child-one-stop-2/"],
    "협약": ["/agreements/", "/agreements/2022-0001/", "/programs/crisis-child-one-stop/", "/duties/"],
    "기관·지역": ["/agencies/", "/agencies/paju/"],
    "연표": ["/timeline/", "/reports/", "/inquiries/", "/inquiries/1/", "/updates/"],
    "자료": ["/data/", "/ledger/", "/about/", "/privacy/"],
}


@pytest.mark.parametrize("door", DOOR_OF)
def test_a_page_marks_the_door_that_leads_to_it_and_no_other(paju, visit, door):
    for address in DOOR_OF[door]:
        assert here(menu(visit(address))) == [door], address


def test_every_page_of_people_stands_behind_one_door():
    pages = {pattern for pattern in page_names() if pattern not in NO_DOOR}
    for page in pages:
        assert sum(door.leads_to(page) for door in DOORS) == 1, page


def page_names():
    """The public addresses that answer with a page of the site: no files, no feeds, no settings."""
    from tests.test_architecture import NO_PAGE
    from tests.web.addresses import names

    return [
        name for name in names() if name not in NO_PAGE or name in ("milestones", "deadlines")
        if name != "agreement_card"
    ]  # fmt: skip


def test_a_tab_is_marked_and_a_detail_has_no_tabs(paju, visit):
    assert here(tabs(visit("/programs/"))) == ["시책"]
    assert here(tabs(visit("/reports/"))) == ["보고"]
    for name in ("agreement", "commitment", "milestone", "program", "agency", "inquiry"):
        for address in addresses(name):
            assert tabs(visit(address)) == [], address


def test_the_tab_of_a_view_is_marked_and_keeps_the_filters_of_the_list():
    asked = {"agency": "paju", "sort": "title", "as_of": "2023-08-01", "view": "past", "page": "2"}
    links = {str(link.url): link.is_here for link in tab_links("commitments", asked)}
    kept = "agency=paju&sort=title&as_of=2023-08-01"
    assert links[f"/commitments/?{kept}"] is False
    assert links[f"/commitments/?{kept}&view=past"] is True
    assert sum(links.values()) == 1
    assert not any("page=" in url for url in links)


def test_tabs_of_other_pages_keep_the_day_and_the_sequence_only(paju, visit):
    page = visit("/agreements/?q=파주&as_of=2023-08-01&seq=5")
    hrefs = {link.text: link.attributes["href"] for link in tabs(page)}
    assert hrefs["시책"] == "/programs/?as_of=2023-08-01&seq=5"
    assert {link.attributes["href"].partition("?")[2] for link in menu(page)} == {"as_of=2023-08-01&seq=5"}


def test_a_view_that_is_no_tab_of_its_own_stands_under_all():
    here = [link.url for link in tab_links("commitments", {"view": "dated"}) if link.is_here]
    assert here == ["/commitments/"]
    assert not any(link.is_here for link in tab_links("commitments", {"view": "unheard"}))


def test_the_tabs_of_the_page_say_how_much_they_show():
    counts = {"": 7, "past": 3}
    shown = {link.url: link.count for link in tab_links("commitments", {}, counts)}
    assert (shown["/commitments/"], shown["/commitments/?view=past"]) == (7, 3)
    assert shown["/commitments/?view=moved"] is None


def test_a_page_that_nobody_has_built_is_not_linked(monkeypatch):
    unbuilt = Door("문", (Tab("agencies", "기관"), Tab("no_such_page", "없음")))
    monkeypatch.setattr("agreements.views.doors.DOORS", (unbuilt,))
    assert [link.label for link in tab_links("agencies", {})] == ["기관"]


def test_an_error_marks_no_day(paju, visit):
    page = visit("/agreements/?as_of=2999-01-01", status=400)
    assert {link.attributes["href"].partition("?")[2] for link in menu(page) + tabs(page)} <= {
        "",
        "view=list",
    }
