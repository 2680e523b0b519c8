"""The list of promises: who, what became of it, each announced date, the last word; on any day."""

from agreements.models import Agency, State
from agreements.models.base import PUBLIC
from tests import factories
from tests.factories import published


def cards(page):
    return page.all("li", class_="promise")


def card(page, words):
    return next(element.text for element in cards(page) if words in element.text)


def titles(page):
    return [element.text for element in page.all("p", class_="promise-title")]


def tabs(page):
    """Return {tab: its count} of the line of tabs."""
    links = [link for link in page.all("a") if "?" in link.attributes["href"] or link.lies_in("nav")]
    counts = {}
    for link in links:
        for count in page.all("span", class_="tab-count"):
            if count.lies_in_one_of([link]):
                counts[link.text.removesuffix(f" {count.text}")] = int(count.text)
    return counts


def test_a_promise_shows_its_agencies_its_answer_and_each_announced_date(paju, visit):
    text = card(visit("/commitments/"), "위기아동 보호센터 설립 추진")
    assert "2022-0001-01 · 자치경찰 치안협력 강화를 위한 업무협약" in text
    assert "파주시 (주관) 파주경찰서" in text
    assert "2023년 하반기 경기도북부자치경찰위원회" in text
    assert "자료 확인 · 경기도북부자치경찰위원회 2023. 12. 27." in text


def test_what_is_done_of_a_quantity_stands_on_its_card(paju, visit):
    other = factories.agreement(commitments=1)
    promise = other.commitments.get()
    promise.quantity, promise.quantity_unit_ko = 120, "대"
    promise.save()
    published(other)
    published(factories.report(promise, "partial", "2023-06-01", quantity_done=30))
    assert "30 / 120대" in card(visit("/commitments/"), promise.title)


def test_where_nothing_was_found_it_says_so_and_accuses_nobody(paju, visit):
    text = card(visit("/commitments/"), "상호협력")
    assert "확인된 추진 근거 없음" in text
    assert "기한 경과" not in text
    assert "주관" not in text, "the agreement names no lead"


def test_an_earlier_day_shows_what_held_then_and_says_so(paju, visit):
    page = visit("/commitments/?as_of=2023-08-01")
    assert "2023년 8월 1일" in page.one("div", class_="as-of").text
    text = card(page, "위기아동 보호센터 설립 추진")
    assert "2023. 2. 13." in text
    assert "2023. 12" not in text
    assert "/commitments/2022-0001-01/?as_of=2023-08-01" in page.links, "the day stays with the reader"


def test_an_unlisted_agency_is_named_neither_in_the_row_nor_in_the_filter(paju, visit):
    Agency.objects.filter(pk=paju.police.pk).update(listed=False)
    assert "파주경찰서" not in visit("/commitments/").html


def test_one_agreement_alone_can_be_listed(paju, visit):
    page = visit(f"/commitments/?agreement={paju.agreement.reference}")
    assert page.one("input", name="agreement").attributes["value"] == "2022-0001"
    assert page.one("a", class_="chip").text.startswith("협약번호: 2022-0001")
    assert "/commitments.csv?agreement=2022-0001" in page.links
    assert "/deadlines.ics?agreement=2022-0001" in page.links


def test_commitments_and_milestones_stand_in_one_list_and_the_same_promise_once(paju, visit):
    page = visit("/commitments/")
    promises = State.objects.visible_to(PUBLIC).at(factories.TODAY).once_a_promise(factories.TODAY)
    assert len(cards(page)) == promises.count()
    assert paju.promise.title in titles(page)
    assert paju.second_center.title in titles(page)
    assert paju.center.title not in titles(page), "its commitment stands there"
    assert titles(visit("/commitments/?kind=commitment")) == [
        title for title in titles(page) if title not in titles(visit("/commitments/?kind=milestone"))
    ]


def test_each_tab_holds_what_its_name_says_and_its_count_is_what_it_shows(paju, visit):
    counts = tabs(visit("/commitments/"))
    views = {
        "전체": "", "이행 확인": "fulfilled", "기한 지남": "past", "다가오는 기한": "coming",
        "기한이 바뀜": "moved", "확인된 것 없음": "unknown",
    }  # fmt: skip
    assert counts.keys() == views.keys()
    for tab, view in views.items():
        page = visit(f"/commitments/?view={view}")
        assert len(cards(page)) == counts[tab], tab
        assert tabs(page) == counts, "the other tabs keep their counts"
        assert next(link.text for link in page.all("a", aria_current="page") if tab in link.text)
    assert titles(visit("/commitments/?view=fulfilled")) == [paju.promise.title]
    assert titles(visit("/commitments/?view=past")) == [paju.second_center.title]


def test_a_tab_keeps_the_other_filters_and_counts_what_they_leave(paju, visit):
    page = visit("/commitments/?agency=paju-police&as_of=2023-08-01")
    assert "/commitments/?agency=paju-police&as_of=2023-08-01&view=fulfilled" in page.links
    assert tabs(page)["전체"] == len(cards(page)) < tabs(visit("/commitments/?as_of=2023-08-01"))["전체"]


def test_only_where_a_source_of_later_says_not_yet_is_it_past_its_date(paju, visit):
    """Nobody looked: unchecked.  An inquiry found nothing: unconfirmed.  A source denies it: late."""
    assert standings_of_what_is_past(visit) == ["unchecked"]
    published(factories.inquiry(paju.second_center, covers_from="2021-09"))
    assert standings_of_what_is_past(visit) == ["unconfirmed"]
    published(
        factories.report(
            paju.second_center, "under_way", "2024-05-01", says_not_done=True, stated_by=paju.commission
        )
    )
    assert standings_of_what_is_past(visit) == ["late"]


def standings_of_what_is_past(visit) -> list[str]:
    standings = ("late", "unconfirmed", "unchecked")
    found = [standing for standing in standings if cards(visit(f"/commitments/?standing={standing}"))]
    assert len(cards(visit("/commitments/?view=past"))) == len(found)
    return found


def test_every_date_of_either_side_of_the_promises_is_one_link_away_from_those_that_changed(paju, visit):
    assert "/targets/" in visit("/commitments/?view=moved").links
    assert "/targets/?as_of=2023-08-01" in visit("/commitments/?view=moved&as_of=2023-08-01").links
    assert "/targets/" not in visit("/commitments/?view=past").links


def test_in_english_korean_titles_are_marked_as_korean(paju, visit):
    page = visit("/en/commitments/?kind=milestone")
    assert page.one("h1").text == "Promises"
    assert "One-stop protection system for children in crisis" in page.main
    assert "위기아동 보호센터 개소(의정부)" in {mark.text for mark in page.all("span", lang="ko")}
