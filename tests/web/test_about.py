"""What this site is: every word it uses for a status is explained, and nobody is accused by a definition."""

import pytest

from agreements.rules.lifecycle import COMMITMENT_STATUSES, MILESTONE_STATUSES
from agreements.rules.phase import Phase
from agreements.rules.states import Standing
from agreements.views import about


def test_every_status_standing_and_phase_is_explained_beside_its_own_name(visit):
    page = visit("/about/")
    for section, statuses in (
        ("about-commitments", COMMITMENT_STATUSES),
        ("about-milestones", MILESTONE_STATUSES),
    ):
        for code, label in statuses:
            assert f"{label} {about.MEANINGS[code]}" in page.section(section)
    assert [str(one.label) for one in about.STANDINGS] == [str(one.label) for one in Standing]
    for one, meaning in about.STANDINGS.items():
        assert f"{one.label} {meaning}" in page.section("about-deadlines")
    assert set(about.PHASES) == set(Phase)
    for phase, meaning in about.PHASES.items():
        assert f"{phase.label} {meaning}" in page.section("about-phases")


def test_the_other_words_on_pages_of_promises_are_explained(visit):
    section = visit("/about/").section("about-words")
    assert "기한은 말한 기관의 것" in section
    assert "더 자세히 밝힘" in section
    assert "덜 자세히 밝힘" in section
    assert "그때, 늦어도 그때까지" in section
    assert "자료 엇갈림" in section
    assert "같은 약속" in section
    assert "조사 기록" in section


def test_the_numbers_are_those_the_site_counts_with(visit, settings):
    settings.DUE_SOON_DAYS, settings.SILENT_DAYS, settings.EXPIRY_NOTICE_DAYS = 41, 401, 91
    text = visit("/about/").main
    for told in ("41일 이내", "401일이 넘게", "만료 91일 전"):
        assert told in text


def test_where_nothing_was_found_nothing_is_concluded(visit):
    assert "추진하지 않았다는 뜻이 아닙니다" in visit("/about/").section("about-fair")
    assert "does not say that nothing was done" in visit("/en/about/").section("about-fair")


def test_it_says_how_a_ratio_is_computed_and_how_to_ask(visit):
    page = visit("/about/")
    assert "전체 약속 수로 나눈 값" in page.section("about-ratios")
    assert "정보공개를 청구" in page.section("about-ask")
    assert "https://www.open.go.kr/" in page.links
    assert "/ledger/" in page.links


@pytest.mark.parametrize("address", ["/about/", "/accessibility/", "/privacy/"])
def test_the_standing_pages_ask_no_database_and_hang_on_no_day(db, visit, django_assert_num_queries, address):
    with django_assert_num_queries(0):
        today, then = visit(address), visit(f"{address}?as_of=2023-01-01")
        assert [one.text for one in today.all("p")] == [one.text for one in then.all("p")]
        assert "/agreements/?as_of=2023-01-01" in then.links, "the day is kept for the next page"


@pytest.mark.parametrize("address", ["/", "/about/", "/agreements/2022-0001/", "/nothing/"])
def test_every_page_links_them_at_its_foot(paju, visit, address):
    page = visit(address, status=404 if "nothing" in address else 200)
    foot = [link.attributes["href"] for link in page.all("a") if link.lies_in("footer")]
    assert {"/about/", "/accessibility/", "/privacy/", "/data/", "/ledger/"} <= set(foot)
