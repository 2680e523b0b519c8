"""The list of status reports: what was said, by whom, found where."""

from agreements.models import Agency


def test_reports_come_newest_first_with_speaker_origin_and_announced_date(paju, visit):
    page = visit("/reports/?agreement=2022-0001")
    texts = [line.text for line in page.all("tr")[1:]]
    assert [text[:12].strip() for text in texts] == [
        "2023. 12. 27", "2023. 2. 13.", "2022. 12. 13", "2022. 12. 13"
    ]  # fmt: skip
    assert "위기아동 보호센터 설립 추진" in texts[0]
    assert "완료 경기도북부자치경찰위원회 공개자료 조사" in texts[0]
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
