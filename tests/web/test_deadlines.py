"""What is open and has a deadline."""

from datetime import date

from agreements.models import Milestone
from tests import factories
from tests.factories import published
from tests.registers import shared_register


def test_only_what_is_open_and_has_a_date_stands_there(paju, visit):
    page = visit("/deadlines/")
    rows = [line.text for line in page.rows("table-deadlines")]
    assert len(rows) == 1
    assert rows[0].startswith(
        f"2023년 {paju.commission} 위기아동 보호센터 개소(의정부) 추진과제 · 위기아동 원스톱"
    )
    assert "기한 지남 · 확인 전" in rows[0]


def test_only_where_a_source_of_later_says_not_yet_is_it_past_its_date(paju, visit):
    """Nobody looked: unchecked.  An inquiry found nothing: unconfirmed.  A source denies it: late."""
    assert badges(visit) == ["badge-unchecked"]
    published(factories.inquiry(paju.second_center, covers_from="2021-09"))
    assert badges(visit) == ["badge-unconfirmed"]
    assert len(visit("/deadlines/?standing=unconfirmed").rows("table-deadlines")) == 1
    published(
        factories.report(
            paju.second_center, "under_way", "2024-05-01", says_not_done=True, stated_by=paju.commission
        )
    )
    assert badges(visit) == ["badge-late"]
    assert "기한 경과" in visit("/deadlines/?standing=late").one("table", class_="table-deadlines").text


def badges(visit) -> list[str]:
    """Return the class of what is said of each deadline that has passed."""
    found = visit("/deadlines/").all("span")
    classes = [element.attributes.get("class", "").split() for element in found]
    passed = {"badge-late", "badge-unconfirmed", "badge-unchecked"}
    return [name for names in classes for name in names if name in passed]


def test_a_promise_that_stands_on_two_pages_is_one_row(paju, visit):
    page = visit("/deadlines/?as_of=2023-03-01")
    assert paju.promise.get_absolute_url() + "?as_of=2023-03-01" in page.links
    assert paju.center.title not in page.one("table", class_="table-deadlines").text


def test_on_an_earlier_day_commitments_and_milestones_stand_together_by_date(paju, visit):
    page = visit("/deadlines/?as_of=2023-03-01")
    kinds = [("이행과제 ·" in line.text, "추진과제 ·" in line.text) for line in page.rows("table-deadlines")]
    assert sorted(kinds) == [(False, True), (True, False)]
    assert "기한 경과" not in page.one("table", class_="table-deadlines").text
    assert "/milestones/crisis-child-one-stop-2/?as_of=2023-03-01" in page.links


def test_there_is_no_file_beside_it(paju, visit):
    assert not [link for link in visit("/deadlines/").links if ".csv" in link]


# ---- the picture by month


@shared_register
def busy():
    """Deadlines in twenty months around the base date, 2 March 2026: two in each."""
    program = factories.program(slug="busy", milestones=0)
    for number in range(1, 41):
        made = Milestone.objects.create(
            program=program, number=number, stage=1, title_ko=f"추진과제 {number}"
        )
        made.agencies.add(program.owner)
    published(program)
    for place, step in enumerate(program.milestones.order_by("number")):
        month = 12 * 2025 + 2 + place // 2
        target = date(month // 12, month % 12 + 1, 28).isoformat()
        published(factories.report(step, "planned", "2024-01-10", target=target))
    return program


def test_each_month_says_how_many_are_late_due_soon_and_on_time_in_words_and_in_its_picture(paju, visit):
    page = visit("/deadlines/?as_of=2023-03-01")
    told = [line.text for line in page.rows("drawn-months")]
    assert told == [
        "2023. 12. 2 2 2023. 12.: 기한 내 2; 합계 2",
    ]
    picture = page.all("svg", role="img")[-1]
    named = page.one("title", id=picture.attributes["aria-labelledby"])
    assert named.text == "2023. 12.: 기한 내 2; 합계 2"


def test_the_picture_follows_the_base_date_and_the_sequence(paju, visit):
    assert visit("/deadlines/").rows("drawn-months")[0].text.startswith("2023. 12. 1 1")
    assert visit("/deadlines/?as_of=2022-12-20").rows("drawn-months")[0].text.startswith("2023. 12. 1 1")
    # Before anything but the program was published, nothing had a deadline.
    page = visit("/deadlines/?seq=1")
    assert page.rows("drawn-months") == []
    assert "월별 기한" not in page.main


def test_the_picture_counts_what_the_filters_leave(paju, visit):
    page = visit("/deadlines/?as_of=2023-03-01&subject=commitment")
    assert page.rows("drawn-months")[0].text.startswith("2023. 12. 1 1")
    assert "기한 1건입니다" in page.one("figcaption").text
    assert not visit("/deadlines/?standing=due_soon").all("section", aria_labelledby="by-month")


def test_a_period_longer_than_a_month_stands_at_its_last_month_and_the_caption_says_so(paju, visit):
    caption = visit("/deadlines/?as_of=2023-03-01").one("figcaption").text
    assert "2건입니다" in caption
    assert "이 가운데 2건은 분기·반기·연도로 발표되어 그 마지막 달에 넣었습니다" in caption


def test_of_many_months_those_around_the_base_date_are_drawn_and_a_table_has_them_all(busy, visit):
    page = visit("/deadlines/")
    drawn = [line.text for line in page.rows("drawn-months")]
    assert len(drawn) == 12
    assert "분기·반기" not in page.one("figcaption").text
    assert drawn[0] == "2025. 10. 까지 16 0 0 16"  # unchecked, due soon, on time
    assert drawn[5].startswith("2026. 3. 0 2 0 2 2026. 3.: 기한 임박 2")
    assert drawn[-1] == "2026. 9. 부터 0 0 4 4"
    whole = [line.text for line in page.rows("drawn-plain")]
    assert len(whole) == 20
    assert whole[0] == "2025. 3. 2 0 0 2"
    assert "모든 달을 표로 보기" in [one.text for one in page.all("summary")]


def test_the_months_are_told_in_english_too(paju, visit):
    page = visit("/en/deadlines/?as_of=2023-03-01")
    assert page.rows("drawn-months")[0].text.endswith("Dec 2023: Announced date ahead 2; Total 2")
    assert "2 of them name a quarter, half or year" in page.one("figcaption").text
