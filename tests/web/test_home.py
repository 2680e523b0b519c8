"""The first page: where everything stands on a day."""

from datetime import date

from tests import factories
from tests.factories import published
from tests.scenario import NOTICE


def test_the_counts_lead_to_their_lists(paju, visit):
    tiles = visit("/").one("dl", class_="tiles")
    assert tiles.text == "업무협약 1 이행과제 2 추진과제 4 기한 경과 1"


def test_the_completion_rate_is_printed_with_what_it_is_made_of(paju, visit):
    formula = visit("/").all("p", class_="formula")[0].text
    assert formula == "완료율 50.0% = 완료·이행 후 계속추진 1건 ÷ 전체 이행과제 2건 (기준일 2026. 3. 2. )"


def test_the_mean_progress_counts_only_commitments_that_state_one(paju, visit):
    assert len(visit("/").all("p", class_="formula")) == 1
    published(factories.report(paju.unheard, "partial", "2024-01-01", progress=40))
    mean = visit("/").all("p", class_="formula")[1].text
    assert mean == "평균 진행률 40.0% (진행률을 밝힌 이행과제 1건의 평균, 기준일 2026. 3. 2. )"


def test_the_bar_is_as_wide_as_what_it_counts(paju, visit):
    page = visit("/")
    widths = {bar.attributes["class"]: bar.attributes["width"] for bar in page.all("rect")}
    assert widths == {"bar-completed": "1", "bar-unreported": "1"}
    assert "확인된 추진 근거 없음 1" in page.section("status")


def test_what_is_late_stands_with_a_sentence_and_what_comes_in_its_order(paju, visit):
    for month in ("2026-12", "2026-04"):
        subject = published(factories.agreement(title_ko=f"{month} 협약")).commitments.get()
        published(factories.report(subject, "on_track", "2026-01-01", target=month))
    page = visit("/")
    assert "위기아동 보호센터 개소(의정부)" in page.section("late")
    assert "확인된 추진 근거가 없습니다" in page.section("late")
    coming = page.section("coming")
    assert coming.index("2026. 4.") < coming.index("2026. 12.")


def test_the_stages_of_a_program_stand_as_steps_with_its_notice(paju, visit):
    steps = visit("/").section("program-crisis-child-one-stop")
    assert NOTICE in steps
    assert "2단계 1/2 달성" in steps
    assert "3단계 0/1 달성" in steps


def test_an_earlier_day_counts_what_held_then(paju, visit):
    page = visit("/?as_of=2022-12-12")
    assert page.one("dl", class_="tiles").text == "업무협약 0 이행과제 0 추진과제 3 기한 경과 0"
    assert "이날까지 공개된 업무협약이 없습니다." in page.section("status")
    assert "2021-09-03 planned 발표" in page.section("latest")
    assert "2023" not in page.section("latest")


def test_links_keep_the_day_that_is_looked_at(paju, visit):
    links = visit("/?as_of=2023-08-01").links
    assert "/milestones/crisis-child-one-stop-1/?as_of=2023-08-01" in links
    assert "/agreements/?as_of=2023-08-01" in links


def test_an_empty_register_says_so_in_every_part(visit):
    page = visit("/")
    for name, told in {
        "status": "이날까지 공개된 업무협약이 없습니다.",
        "late": "발표한 기한이 지난 과제가 없습니다.",
        "coming": "앞으로 다가오는 기한이 없습니다.",
        "latest": "이날까지 공개된 보고가 없습니다.",
    }.items():
        assert told in page.section(name)


def test_the_agreement_of_tomorrow_is_not_counted_today(visit):
    published(factories.agreement(signed_on=date(2026, 3, 3)))
    assert visit("/").one("dl", class_="tiles").text.startswith("업무협약 0 이행과제 0")
