"""The search page: what is public on its day, the best first, by kind, with the hit marked."""

import re
from datetime import date
from urllib.parse import quote

import pytest

from agreements.actions.agreements import withdraw_agreement
from agreements.actions.search_index import update_index_for
from tests import factories
from tests.factories import NOON, agency, published, reviewer


def asked(text: str, more: str = "") -> str:
    return f"/search/?q={quote(text)}{more}"


def marked(page):
    return [mark.text for mark in page.all("mark")]


def as_read(element):
    """Its text as it stands: marks cut it into pieces."""
    return "".join(element.words).strip()


def headings(page):
    return [heading.text for heading in page.all("h2")]


def test_results_stand_in_groups_with_counts_and_lead_to_the_list_that_has_them_all(paju, visit):
    page = visit(asked("위기아동"))
    assert "추진과제 2" in headings(page)
    assert "이행과제 1" in headings(page)
    assert page.one("p", role="status").text == "검색 결과 14건"
    kinds = {"milestone": 2, "commitment": 1}
    found = [(f"/commitments/?q={quote('위기아동')}&kind={kind}", count) for kind, count in kinds.items()]
    found += [
        (f"/{name}/?q={quote('위기아동')}", count) for name, count in {"programs": 1, "reports": 10}.items()
    ]
    for address, count in found:
        assert address in page.links
        assert visit(address).one("p", role="status").text == f"검색 결과 {count}건"


def test_the_best_stand_first_where_the_groups_would_not_begin_with_them(paju, visit):
    page = visit(asked("보호센터"))
    assert headings(page)[0] == "가장 가까운 결과"
    assert "위기아동 보호센터" in page.section("best")
    exact = visit(asked("파주경찰서"))
    assert as_read(exact.all("h3")[0]) == "파주경찰서"
    assert "가장 가까운 결과" not in headings(visit(asked("상호협력"))), "one group begins with them anyway"


def test_the_hit_is_marked_whatever_spaces_and_particles_were_typed(paju, visit):
    page = visit(asked("위기아동보호센터를"))
    assert set(marked(page)) == {"위기아동 보호센터"}
    assert as_read(page.all("h3")[0]).startswith("위기아동 보호센터")


def test_markup_in_a_text_or_a_query_stays_text(visit, db):
    published(factories.agreement(title_ko="<b>협약</b> & 약속"))
    page = visit(asked("<b>협약"))
    assert "<b>" not in page.html
    assert "&lt;b&gt;" in page.html
    assert as_read(page.all("h3")[0]) == "<b>협약</b> & 약속"
    assert marked(page)[0] == "b>협약"


def test_a_result_says_what_it_is_and_what_became_of_it(paju, visit):
    page = visit(asked("보호센터 설립"))
    result = page.all("li", class_="result")[0].text
    for said in ("위기아동 보호센터 설립 추진", "2022-0001-01", "완료", "파주시"):
        assert said in result
    assert "/commitments/2022-0001-01/" in page.links


def test_a_promise_is_found_once_by_the_title_of_either_side(paju, visit):
    page = visit(asked("보호센터 개소(파주)"))
    assert "이행과제 1" in headings(page)
    assert not any("추진과제" in heading for heading in headings(page))
    result = page.all("li", class_="result")[0]
    assert "위기아동 보호센터 설립 추진" in result.text
    assert as_read(page.all("p", class_="result-snippet")[0]) == "위기아동 보호센터 개소(파주)"


def test_an_agency_found_by_another_name_is_marked_where_it_stands(paju, visit):
    page = visit(asked("파주署"))
    assert as_read(page.all("h3")[0]) == "파주경찰서"
    assert "파주경찰서" in marked(page)
    assert "업무협약 1" in headings(page), "what it signed is found with it"


def test_an_agency_is_found_by_a_former_name_which_is_then_shown(db, visit):
    agency = factories.agency(name_ko="강원특별자치도")
    agency.former_names.create(name_ko="관동도", until=date(2023, 6, 10))
    update_index_for(agency)
    page = visit(asked("관동도"))
    assert as_read(page.all("h3")[0]) == "강원특별자치도"
    assert marked(page) == ["관동도"]


def test_wording_is_shown_around_the_hit(db, visit):
    agreement = factories.agreement()
    wording = "양 기관은 협력한다. " * 20 + "어린이보호구역의 무인단속장비를 늘린다. " + "서로 돕는다. " * 20
    agreement.commitments.update(wording_ko=wording)
    published(agreement)
    page = visit(asked("무인단속 장비"))
    snippet = as_read(page.one("p", class_="result-snippet"))
    assert "어린이보호구역의 무인단속장비를 늘린다." in snippet
    assert len(snippet) < 130
    assert marked(page) == ["무인단속장비"]


def test_what_is_nowhere_is_answered_with_what_is_written_alike_and_with_fewer_words(paju, visit):
    alike = visit(asked("위기아동보호쎈터"))
    assert alike.one("p", role="status").text == "검색 결과 0건"
    assert "위기아동 보호센터 설립 추진" in alike.section("near")
    fewer = visit(asked("위기아동 드론"))
    assert f"?q={quote('위기아동')}" in fewer.links
    assert f"?q={quote('드론')}" not in fewer.links, "that finds nothing either"


def test_nothing_typed_shows_how_to_search_and_no_results(paju, visit):
    for empty in ("/search/", "/search/?q=", asked("  ")):
        page = visit(empty)
        assert page.all("p", role="status") == []
        assert "두 글자부터 찾고" in page.main


def test_signs_alone_find_nothing(paju, visit):
    for signs in ("·", "()", "%", "_", "%%", "*", "\\", "'"):
        assert visit(asked(signs)).one("p", role="status").text == "검색 결과 0건", signs


def test_one_letter_is_looked_for_in_titles_and_names(db, visit):
    published(factories.agreement(title_ko="숲 지키기", purpose_ko="늪과 숲"))
    published(factories.agreement(title_ko="다른 협약", purpose_ko="늪을 돌본다"))
    page = visit(asked("숲"))
    assert "업무협약 1" in headings(page)
    assert "한 글자는 제목과 이름에서만 찾습니다." in page.main
    assert visit(asked("늪")).one("p", role="status").text == "검색 결과 0건"


def test_a_hundred_characters_are_answered_and_more_are_refused_by_name(paju, visit):
    assert visit(asked("협약" * 50)).one("p", role="status").text == "검색 결과 0건"
    many = " ".join(["협약"] * 33)
    assert visit(asked(many)).one("p", role="status").text != "검색 결과 0건"
    for path in ("/search/", "/agreements/"):
        refused = visit(f"{path}?q={quote('가' * 101)}", status=400)
        assert "100자" in refused.text


def test_the_day_that_is_looked_at_decides_what_is_found_and_stays_in_links(paju, visit):
    before = visit(asked("업무협약", "&as_of=2022-10-01"))
    assert "이행상황" not in " ".join(headings(before))
    assert "업무협약 1" not in headings(before)
    later = visit(asked("보호센터", "&as_of=2023-01-15"))
    inside = [
        link for link in later.links if link.startswith(("/milestones/c", "/commitments/2", "/reports/?q"))
    ]
    assert inside
    assert all("as_of=2023-01-15" in link for link in inside)
    assert later.one("form", class_="site-search")
    assert later.one("input", type="hidden", value="2023-01-15", name="as_of")
    reported = [link for link in later.links if "#report-" in link]
    assert all(re.search(r"\?as_of=2023-01-15#report-\d+$", link) for link in reported)
    assert reported


def test_an_older_sequence_finds_what_was_public_then(db, visit):
    first = published(factories.agreement(title_ko="등굣길 협약"))
    published(factories.agreement(title_ko="귀갓길 협약"))
    then = visit(asked("길 협약", f"&as_of=2026-03-02&seq={first.published_seq}"))
    assert "등굣길 협약" in then.main
    assert "귀갓길" not in then.main


def test_a_report_withdrawn_since_is_found_back_then_by_its_place_and_not_by_its_words(db, visit):
    commitment = published(factories.agreement()).commitments.get()
    city = agency("paju", name_ko="파주시")
    report = published(
        factories.report(commitment, "on_track", "2023-01-02", note_ko="가로등 점검", stated_by=city)
    )
    then = f"&as_of=2026-03-02&seq={report.published_seq}"
    published(factories.withdrawal(report))
    page = visit(asked("파주시", then))
    assert "이행상황 보고 1" in headings(page)
    assert "철회된 보고" in page.section("report")
    assert "가로등" not in page.main
    assert visit(asked("가로등", then)).one("p", role="status").text == "검색 결과 0건"
    assert "이행상황 보고 1" not in headings(visit(asked("파주시")))


def test_nothing_withdrawn_is_found_not_even_as_a_suggestion(db, visit):
    agreement = published(factories.agreement(title_ko="등굣길 안전지킴이 협약"))
    assert "등굣길" in visit(asked("등굣길")).main
    withdraw_agreement(agreement, reason="중복", actor=reviewer(), now=NOON)
    for text in ("등굣길", "등굣길 안전", "등굣길안전지킹이"):
        assert "지킴이" not in visit(asked(text)).main


def test_a_draft_or_unlisted_agency_is_not_found_or_suggested(db, visit):
    factories.agreement(title_ko="등굣길 안전지킴이 협약")
    agency("hidden", name_ko="숨은안전지킴이단", listed=False)
    for text in ("안전지킴이", "안전지킹이단"):
        page = visit(asked(text))
        assert "등굣길" not in page.main
        assert "숨은" not in page.main


def test_every_page_has_the_search_and_it_keeps_the_day(paju, visit):
    for address in ("/", "/agreements/2022-0001/", "/updates/"):
        form = visit(address).one("form", class_="site-search")
        assert form.attributes["action"] == "/search/"
        assert form.attributes["method"] == "get"
    dated = visit("/updates/?as_of=2023-01-15")
    assert len(dated.all("form", class_="site-search")) == 1
    assert dated.all("input", type="hidden", name="as_of", value="2023-01-15")
    english = visit("/en/updates/").one("form", class_="site-search")
    assert english.attributes["action"] == "/en/search/"


def test_a_list_and_the_search_have_one_search_box_each(paju, visit):
    for address in ("/agreements/", "/reports/?q=파주", "/search/?q=파주"):
        page = visit(address)
        boxes = [box for box in page.all("input", name="q") if box.attributes["type"] != "hidden"]
        assert [box.attributes["type"] for box in boxes] == ["search"], address


def test_a_korean_text_found_on_an_english_page_says_that_it_is_korean(paju, visit):
    page = visit(f"/en{asked('위기아동')}")
    assert page.one("html").attributes["lang"] == "en"
    spans = [span.text for span in page.all("span", lang="ko")]
    assert "위기아동 보호센터 설립 추진" in spans
    assert "14 results" in page.one("p", role="status").text


def test_results_are_for_people_not_for_search_engines(paju, visit):
    assert visit(asked("협약")).one("meta", name="robots").attributes["content"] == "noindex, follow"


@pytest.mark.parametrize("text", ["파주署", "파주서", "파주경찰서의"])
def test_lists_find_by_other_names_of_agencies_too(paju, visit, text):
    paju.expansion.agencies.add(paju.police)
    for name in ("agreements", "commitments", "agencies", "duties"):
        page = visit(f"/{name}/?q={quote(text)}")
        assert page.one("p", role="status").text != "검색 결과 0건" or name == "duties", name


def test_a_day_finds_what_is_dated_so_and_leads_to_all_of_it_in_the_timeline(paju, visit):
    page = visit("/search/?q=2022.+12.+13.")
    assert "/agreements/2022-0001/" in page.links
    address = "/timeline/?view=list&from=2022-12-13&to=2022-12-13"
    assert address in page.links
    assert "2022. 12. 13." in visit(address).main


def test_a_half_typed_syllable_is_marked_where_it_goes_on(paju, visit):
    page = visit("/search/?q=보ㅎ")
    assert "보호" in [mark.text for mark in page.all("mark")]


@pytest.mark.parametrize(
    ("text", "view"),
    [("지연", "past"), ("미이행", "past"), ("기한 경과", "past"), ("late", "past"), ("완료", "fulfilled")],
)
def test_a_word_for_a_tab_of_the_promises_offers_it_with_its_count(paju, visit, text, view):
    offers = visit(f"/search/?q={text}").one("ul", class_="search-offers")
    address = f"/commitments/?view={view}"
    page = visit(address)
    assert address in [link.attributes["href"] for link in visit(f"/search/?q={text}").all("a")]
    assert offers.text.split()[-1] == str(len(page.all("li", class_="promise")))
    assert "지연" not in offers.text
