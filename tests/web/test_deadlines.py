"""What is open and has an announced date: a view of the promises, with a picture of its months."""

from datetime import date

from django.http import QueryDict

from agreements import lists
from agreements.models import Milestone
from tests import factories
from tests.factories import published
from tests.registers import shared_register
from tests.web.test_commitments import titles


def test_its_address_leads_for_ever_to_the_open_promises_with_a_date(paju, client):
    answer = client.get("/deadlines/?subject=commitment&standing=late&q=%EA%B0%80+b&as_of=2023-03-01")
    assert answer.status_code == 301
    assert answer.headers["Location"] == (
        "/commitments/?view=dated&kind=commitment&standing=late&q=%EA%B0%80+b&as_of=2023-03-01"
    )
    assert client.get("/en/deadlines/").headers["Location"] == "/en/commitments/?view=dated"


def test_a_parameter_of_its_calendar_has_its_new_name(paju, client):
    answer = client.get("/deadlines.ics?subject=milestone&agency=paju")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/deadlines.ics?kind=milestone&agency=paju"


def test_only_what_is_open_and_has_a_date_stands_there(paju, visit):
    page = visit("/deadlines/")
    assert titles(page) == [paju.second_center.title]
    assert "2023년" in page.one("ul", class_="promises").text


def test_a_promise_that_stands_on_two_pages_is_one_row(paju, visit):
    page = visit("/deadlines/?as_of=2023-03-01")
    assert paju.promise.get_absolute_url() + "?as_of=2023-03-01" in page.links
    assert paju.center.title not in page.one("ul", class_="promises").text


def test_commitments_and_milestones_stand_together_the_longest_past_first(paju, visit):
    expected = {
        "/deadlines/?as_of=2023-03-01": {paju.promise.title, paju.second_center.title},
        "/deadlines/?as_of=2023-03-01&subject=milestone": {paju.second_center.title},
    }
    for address, found in expected.items():
        assert set(titles(visit(address))) == found
    last_days = [
        state.target_last
        for state in lists.COMMITMENTS.select(
            QueryDict("view=dated&as_of=2023-03-01"), today=factories.TODAY
        ).rows
    ]
    assert last_days == sorted(last_days)


def test_the_usual_order_of_a_view_needs_no_parameter(paju, client):
    answer = client.get("/commitments/?view=dated&sort=deadline")
    assert answer.headers["Location"] == "/commitments/?view=dated"
    assert client.get("/commitments/?view=dated&sort=-reference").status_code == 200


def test_a_value_without_a_meaning_is_refused_by_its_name(paju, visit):
    assert "standing" in visit("/deadlines/?standing=never", status=400).main
    assert "kind" in visit("/deadlines/?subject=program", status=400).main


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


def test_the_months_stand_below_the_rows_of_what_has_a_date_and_nowhere_else(paju, visit):
    for view in ("past", "coming", "dated"):
        page = visit(f"/commitments/?view={view}&as_of=2023-03-01")
        if titles(page):
            assert page.html.index("promise-title") < page.html.index("drawn-months")
    for view in ("", "fulfilled", "moved", "unknown"):
        assert "drawn-months" not in visit(f"/commitments/?view={view}&as_of=2023-03-01").html


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
