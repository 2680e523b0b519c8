"""The list of agencies: what each signed and carries, and who has nothing."""

from datetime import date

import pytest

from agreements.models import Agency, FormerName, Region
from tests import factories


def lines(page):
    return [line.text for line in page.rows("table-agencies")]


def names(page):
    return [head.text for head in page.all("th", role="rowheader")]


def test_an_agency_shows_kind_region_and_parent_and_what_became_of_its_promises(paju, visit):
    province = Region.objects.create(code="41", name_ko="경기도")
    Region.objects.create(code="41480", name_ko="파주시", parent=province)
    Agency.objects.filter(slug="paju-police").update(region="41480", parent=paju.commission)
    page = visit("/agencies/?kind=police_station")
    assert lines(page) == [
        "파주경찰서 경찰서 경기도 파주시 상위기관 경기도북부자치경찰위원회 1 2 확인된 추진 근거 없음 1 완료 1"
    ]
    assert {"/agreements/?agency=paju-police", "/commitments/?agency=paju-police"} <= set(page.links)


def test_a_promise_that_it_carries_in_two_ways_is_counted_once(paju, visit):
    """The city is named in the commitment and carries the milestone that is the same promise."""
    (line,) = lines(visit("/agencies/?q=파주시청")) or lines(visit("/agencies/?q=파주시"))
    assert line.endswith("1 3 조사 전 1 확인된 추진 근거 없음 1 완료 1")


def test_an_unlisted_agency_is_absent_as_row_and_as_parent(paju, visit):
    Agency.objects.filter(slug="paju-police").update(parent=paju.commission)
    Agency.objects.filter(pk=paju.commission.pk).update(listed=False)
    page = visit("/agencies/?view=all")
    assert "경기도북부자치경찰위원회" not in page.html
    assert "파주경찰서" in page.main


def test_agencies_that_have_nothing_are_folded_away_and_their_number_is_said(paju, visit):
    for number in range(2):
        factories.agency(f"idle-{number}", name_ko=f"다른 기관 {number}")
    page = visit("/agencies/")
    assert len(names(page)) == 3
    assert "협약도 약속도 없는 기관까지 모두 보기(5곳)" in page.main
    everything = visit("/agencies/?view=all")
    assert "/agencies/?view=all" in page.links
    assert len(names(everything)) == 5
    assert "협약이나 약속이 있는 기관만 보기" in everything.main
    assert "/agencies/" in everything.links


def test_on_a_day_before_the_signing_those_with_a_milestone_are_there_without_an_agreement(paju, visit):
    page = visit("/agencies/?as_of=2022-12-12")
    assert names(page) == ["경기도북부자치경찰위원회", "파주경찰서", "파주시"]
    assert [cell.text for cell in page.all("td", data_label="업무협약")] == ["0", "0", "0"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("", "경기도북부자치경찰위원회"),
        ("-promises", "경기도북부자치경찰위원회"),
        ("-fulfilled", "경기도북부자치경찰위원회"),
        ("-agreements", "파주시"),
    ],
)
def test_it_is_sorted_by_what_it_counts_and_then_by_name(paju, visit, sort, first):
    factories.published(factories.agreement(parties=[paju.city, factories.agency("x", name_ko="하하시")]))
    page = visit(f"/agencies/?sort={sort}&view=all")
    assert names(page)[0] == first
    if sort:
        assert page.one("th", aria_sort="descending").text in {"업무협약", "약속", "상태별 약속"}


def test_on_a_past_day_it_is_sorted_by_the_names_of_that_day(paju, visit):
    FormerName.objects.create(agency=paju.city, name_ko="가주군", until=date(2024, 2, 29))
    assert names(visit("/agencies/?as_of=2024-02-29"))[0] == "가주군"
    assert names(visit("/agencies/"))[-1] == "파주시"
