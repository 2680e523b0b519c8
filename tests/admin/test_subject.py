"""The head of a form about a promise: how it stands, and who named which date for it."""

from tests.admin.page import change, text


def test_staff_see_who_named_which_date_what_it_changed_for_them_and_what_became_of_it(paju, coordinator):
    """The same on the commitment and on the milestone that carries it out: they are one promise."""
    for subject in (paju.promise, paju.center):
        seen = " ".join(text(coordinator.get(change(subject))).split())
        assert "2023년 하반기 (경기도북부자치경찰위원회)" in seen, "whose date counts"
        said = [
            "2021. 9. 3. 경기도북부자치경찰위원회: 2022년 (최초 기한) – 기한보다 361일 뒤",
            "2022. 12. 13. 경기도북부자치경찰위원회: 2023년 (기한 변경) – 기한 안",
            "2022. 12. 13. 파주시: 2023. 6. (최초 기한) – 기한보다 180일 뒤",
            "2023. 2. 13. 경기도북부자치경찰위원회: 2023년 하반기 (더 자세히 밝힘) – 기한 안",
        ]
        places = [seen.index(line) for line in said]
        assert places == sorted(places)


def test_of_what_is_open_they_see_its_standing_and_no_result(paju, coordinator):
    seen = " ".join(text(coordinator.get(change(paju.second_center))).split())
    assert "기한 지남 · 확인 전" in seen
    assert "2023. 2. 13. 경기도북부자치경찰위원회: 2023년 (최초 기한)" in seen
    assert "기한 안" not in seen
