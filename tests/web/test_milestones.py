"""The list of milestones: program by program, stage by stage."""


def test_milestones_stand_by_stage_with_their_program_and_dates(paju, visit):
    page = visit("/milestones/?program=crisis-child-one-stop")
    first, second, third = (line.text for line in page.all("tr")[1:])
    assert first.startswith("위기아동 보호센터 개소(파주) 위기아동 원스톱 보호체계 구축 2")
    assert "달성" in first
    assert "2023년 하반기 최초 2022년" in first
    assert "2회 변경" in first
    assert "기한 경과" in second
    assert "최근 1년 보고 없음" in second
    assert third.startswith("전역 확대 위기아동 원스톱 보호체계 구축 3")
    assert "기한 미정" in third


def test_one_stage_of_one_program_can_be_listed(paju, visit):
    page = visit("/milestones/?program=crisis-child-one-stop&stage=3")
    assert [line.text.split(" 위기")[0] for line in page.all("tr")[1:]] == ["전역 확대"]
    assert "/milestones.csv?program=crisis-child-one-stop&stage=3" in page.links


def test_in_english_korean_titles_are_marked_as_korean(paju, visit):
    page = visit("/en/milestones/")
    assert page.one("h1").text == "Milestones"
    assert "One-stop protection system for children in crisis" in page.main
    assert "위기아동 보호센터 개소(파주)" in {mark.text for mark in page.all("span", lang="ko")}
