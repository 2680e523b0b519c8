"""What this site is, how it counts and how to ask; nobody is accused by a definition."""

import pytest


@pytest.mark.parametrize("address", ["/about/", "/en/about/"])
def test_its_words_are_explained_in_one_glossary(visit, address):
    assert address.replace("about", "glossary") in visit(address).links


def test_it_leads_through_the_five_doors_in_their_own_words(visit):
    section = visit("/about/").section("about-doors")
    for word in ("약속", "협약", "기관·지역", "연표", "자료", "공개기록 대장", "용어", "공개된 순서"):
        assert word in section


def test_where_nothing_was_found_nothing_is_concluded(visit):
    assert "추진하지 않았다는 뜻이 아닙니다" in visit("/about/").section("about-fair")
    assert "does not say that nothing was done" in visit("/en/about/").section("about-fair")


def test_it_says_how_a_ratio_is_computed_and_how_to_ask(visit):
    page = visit("/about/")
    assert "전체 약속 수로 나눈 값" in page.section("about-ratios")
    assert "정보공개를 청구" in page.section("about-ask")
    assert "https://www.open.go.kr/" in page.links
    assert "/ledger/" in page.links


@pytest.mark.parametrize("address", ["/about/", "/glossary/", "/accessibility/", "/privacy/"])
def test_the_standing_pages_ask_no_database_and_hang_on_no_day(db, visit, django_assert_num_queries, address):
    with django_assert_num_queries(0):
        today, then = visit(address), visit(f"{address}?as_of=2023-01-01")
        assert [one.text for one in today.all("p")] == [one.text for one in then.all("p")]
        assert "/agreements/?as_of=2023-01-01" in then.links, "the day is kept for the next page"


@pytest.mark.parametrize("address", ["/", "/about/", "/agreements/2022-0001/", "/nothing/"])
def test_every_page_links_them_at_its_foot(paju, visit, address):
    page = visit(address, status=404 if "nothing" in address else 200)
    foot = [link.attributes["href"] for link in page.all("a") if link.lies_in("footer")]
    assert {"/about/", "/glossary/", "/accessibility/", "/privacy/", "/data/", "/ledger/"} <= set(foot)
