"""The list of milestones: program by program, stage by stage."""


def test_milestones_stand_by_stage_with_their_program_and_dates(paju, visit):
    """Each date beside who said it; the one that carries out a commitment stands among the commitments."""
    page = visit("/milestones/?program=crisis-child-one-stop")
    first, second = (line.text for line in page.all("tr")[1:])
    assert first.startswith("위기아동 보호센터 개소(의정부) 위기아동 원스톱 보호체계 구축 2")
    assert "2023년 경기도북부자치경찰위원회" in first
    assert "기한 지남 · 확인 전" in first
    assert "최근 1년 보고 없음" in first
    assert second.startswith("전역 확대 위기아동 원스톱 보호체계 구축 3")
    assert "기한 미정" in second


def test_one_stage_of_one_program_can_be_listed(paju, visit):
    page = visit("/milestones/?program=crisis-child-one-stop&stage=3")
    assert [line.text.split(" 위기")[0] for line in page.all("tr")[1:]] == ["전역 확대"]
    assert "/milestones.csv?program=crisis-child-one-stop&stage=3" in page.links


def test_in_english_korean_titles_are_marked_as_korean(paju, visit):
    page = visit("/en/milestones/")
    assert page.one("h1").text == "Milestones"
    assert "One-stop protection system for children in crisis" in page.main
    assert "위기아동 보호센터 개소(의정부)" in {mark.text for mark in page.all("span", lang="ko")}
