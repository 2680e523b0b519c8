"""The list of commitments: who, how it stands, the announced date, the last word; on any day."""

from agreements.models import Agency


def row(page, words):
    return next(line.text for line in page.all("tr") if words in line.text)


def test_a_commitment_shows_agencies_status_and_how_its_date_moved(paju, visit):
    text = row(visit("/commitments/"), "위기아동 보호센터 설립 추진")
    assert "2022-0001-01 · 자치경찰 치안협력 강화를 위한 업무협약" in text
    assert "파주시 (주관) 파주경찰서" in text
    assert "완료" in text
    assert "2023년 하반기 경기도북부자치경찰위원회 · 1회 변경" in text
    assert "2023. 12. 27. 경기도북부자치경찰위원회" in text


def test_where_nothing_was_found_it_says_so_and_accuses_nobody(paju, visit):
    text = row(visit("/commitments/"), "상호협력")
    assert "확인된 추진 근거 없음" in text
    assert text.endswith("보고 없음")
    assert "기한 경과" not in text
    assert "주관" not in text, "the agreement names no lead"


def test_an_earlier_day_shows_what_held_then_and_says_so(paju, visit):
    page = visit("/commitments/?as_of=2023-08-01")
    assert "2023년 8월 1일" in page.one("div", class_="as-of").text
    text = row(page, "위기아동 보호센터 설립 추진")
    assert "정상추진" in text
    assert "2023. 2. 13." in text
    assert "2023-12" not in text
    assert "/commitments/2022-0001-01/?as_of=2023-08-01" in page.links, "the day stays with the reader"


def test_an_unlisted_agency_is_named_neither_in_the_row_nor_in_the_filter(paju, visit):
    Agency.objects.filter(pk=paju.police.pk).update(listed=False)
    assert "파주경찰서" not in visit("/commitments/").html


def test_one_agreement_alone_can_be_listed(paju, visit):
    page = visit(f"/commitments/?agreement={paju.agreement.reference}")
    assert page.one("input", name="agreement").attributes["value"] == "2022-0001"
    assert page.one("a", class_="chip").text.startswith("협약번호: 2022-0001")
    assert "/commitments.csv?agreement=2022-0001" in page.links
