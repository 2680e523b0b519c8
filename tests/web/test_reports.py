"""The list of status reports: what was said, by whom, found where."""

import pytest

from agreements.models import Agency
from tests import factories
from tests.factories import published

pytestmark = pytest.mark.django_db


def test_reports_come_newest_first_with_speaker_origin_and_announced_date(paju, visit):
    page = visit("/reports/?agreement=2022-0001")
    texts = [line.text for line in page.all("tr")[1:]]
    assert [text[:12].strip() for text in texts] == [
        "2023. 12. 27", "2023. 2. 13.", "2022. 12. 13", "2022. 12. 13"
    ]  # fmt: skip
    assert "위기아동 보호센터 설립 추진" in texts[0]
    assert "완료 2023. 12. 27. 이행 경기도북부자치경찰위원회 공개자료 조사" in texts[0]
    assert texts[2].endswith("파주시 공개자료 조사 2023. 6.")
    assert "/commitments/2022-0001-01/#report-4" in page.links


def test_on_an_earlier_day_later_reports_are_absent_and_links_keep_the_day(paju, visit):
    page = visit("/reports/?as_of=2022-12-31&commitment=2022-0001-01")
    assert len(page.all("tr")) == 3
    assert "/commitments/2022-0001-01/?as_of=2022-12-31#report-2" in page.links


def test_a_speaker_that_is_no_longer_listed_is_not_named(paju, visit):
    Agency.objects.filter(pk=paju.city.pk).update(listed=False)
    page = visit("/reports/?commitment=2022-0001-01&sort=said_on")
    assert "파주시" not in page.html
    assert "목록에 없는 기관" in page.main or "공개되지 않은 기관" in page.main


def test_a_day_on_which_something_was_said_never_reads_as_the_day_on_which_it_happened(visit):
    """An article says that a team is at work: nobody knows since when."""
    promise = published(factories.agreement(signed="2023-04-24")).commitments.get()
    published(factories.report(promise, "continuing", "2023-09-04", happened="2023-09-04", happened_as="by"))
    by_then = "2023. 9. 4.까지 이행된 것으로 확인(그 전 언제인지는 자료에 없음)"
    for address in ("/reports/", promise.get_absolute_url(), "/timeline/?view=list&from=2023&to=2023", "/"):
        page = visit(address)
        assert by_then in page.main
        assert "2023. 9. 4. 이행" not in page.main.replace("이행과제", "과제").replace("이행일", "날")
    assert "2023. 9. 4. 발표" in visit("/timeline/?view=list&from=2023&to=2023").main


def test_a_report_says_that_the_material_says_not_yet(visit):
    promise = published(factories.agreement()).commitments.get()
    published(factories.report(promise, "on_track", "2023-09-04", says_not_done=True))
    assert "자료에 아직 이행되지 않았다고 적혀 있습니다" in visit(promise.get_absolute_url()).section(
        "reports"
    )


def test_what_is_told_later_stands_in_the_timeline_on_the_day_it_was_said(visit):
    promise = published(factories.agreement()).commitments.get()
    published(factories.report(promise, "completed", "2024-05-01", happened="2023-06", note_ko="늦은 소식"))
    assert "2024. 5. 1. 발표" in visit("/timeline/?view=list&from=2024&to=2024").main
    before = visit("/timeline/?as_of=2023-12-31").main
    assert "늦은 소식" not in before
    assert "2024 (" not in before
