"""The accessibility statement: which standard, how tested, what falls short, since when, whom to tell."""

from agreements.views.accessibility import REVIEWED_ON


def test_it_names_the_standards_and_claims_no_certificate(visit):
    said = visit("/accessibility/").section("accessibility-standard")
    assert "KWCAG) 2.2의 33개 항목" in said
    assert "WCAG) 2.2의 A·AA" in said
    assert "인증을 받은 것은 아닙니다" in said


def test_it_says_when_it_was_reviewed_and_what_falls_short(visit):
    page = visit("/accessibility/")
    day = f"{REVIEWED_ON.year}년 {REVIEWED_ON.month}월 {REVIEWED_ON.day}일"
    assert day in page.section("accessibility-tested")
    limits = page.section("accessibility-limits")
    for told in ("PDF, HWPX", "기관이 쓴 글은 한국어", "화면 낭독기를 쓰는 이용자의 점검은 아직"):
        assert told in limits


def test_a_barrier_can_be_reported_by_telephone(visit):
    page = visit("/en/accessibility/")
    assert "Tell us about a barrier" in page.section("accessibility-contact")
    assert "자치경찰협력과" in page.section("accessibility-contact")
    assert "tel:031-000-0000" in page.links
