"""The list of announced dates: each beside who said it, and held against what happened."""

from datetime import date

import pytest

from tests import factories
from tests.factories import published

CENTER = "/targets/?milestone=crisis-child-one-stop-1&sort=announced"
SAID = "위기아동 보호센터 개소(파주) crisis-child-one-stop-1"


def test_each_date_stands_with_its_speaker_what_it_changed_and_what_became_of_it(paju, visit):
    """The city's date is no move of the commission's, and each is judged by itself."""
    since = "그 뒤 이 기관이 다시 말함"
    moved = "기한 변경 같은 기관이 앞서 말한 기한(2022년)보다 +365일"
    assert [line.text for line in visit(CENTER).rows("table-targets")] == [
        f"2021. 9. 3. {SAID} {paju.commission} 2022년 최초 기한 기한보다 361일 뒤 {since} 자료에 없음",
        f"2022. 12. 13. {SAID} {paju.commission} 2023년 {moved} 기한 안 {since} 자료에 없음",
        f"2022. 12. 13. {SAID} 파주시 2023. 6. 최초 기한 기한보다 180일 뒤 자료에 없음",
        f"2023. 2. 13. {SAID} {paju.commission} 2023년 하반기 더 자세히 밝힘 기한 안 자료에 없음",
    ]


def test_before_anything_happened_no_date_has_a_result(paju, visit):
    page = visit(f"{CENTER}&as_of=2023-12-26")
    assert len(page.rows("table-targets")) == 4
    assert "일 뒤" not in page.one("table", class_="table-targets").text
    assert "기한 안" not in page.one("table", class_="table-targets").text


PASSED = "기한 지남 · 이행 확인 안 됨"


@pytest.mark.parametrize(
    ("address", "section"),
    [
        ("/milestones/crisis-child-one-stop-2/", "targets"),
        ("/agencies/commission/", "dates-named"),
        ("/targets/?milestone=crisis-child-one-stop-2", ""),
    ],
)
def test_a_date_that_counts_and_passed_has_the_same_result_wherever_it_stands(paju, visit, address, section):
    published(factories.inquiry(paju.second_center, searched_on=date(2026, 2, 1)))
    later, then = visit(address), visit(f"{address}{'&' if '?' in address else '?'}as_of=2023-12-31")
    assert PASSED in (later.section(section) if section else later.main)
    assert PASSED not in (then.section(section) if section else then.main)


def test_what_is_still_said_is_a_filter_with_its_counts(paju, visit):
    page = visit("/targets/?present=yes")
    assert len(page.rows("table-targets")) == 5
    assert "그 기관이 현재 말하는 기한 (5)" in page.one("select", name="present").text
    assert "기한 변경 (0)" in page.one("select", name="change").text
