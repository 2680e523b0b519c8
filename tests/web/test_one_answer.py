"""One promise has one answer wherever it is asked: the demo register read as a citizen would.

Each accusation that an earlier version made of real agencies is a test that fails if it is made again.
"""

import csv
import io
from datetime import date

import pytest
from django.utils import timezone

from agreements.models import Agency, Membership, Milestone
from tests import factories
from tests.demo import LOADED
from tests.factories import published

COMMITMENT = "/commitments/2022-0004-01/"
MILESTONE = "/milestones/crisis-child-one-stop-3/"
JOINT_TEAM = "/commitments/2023-0001-01/"
NEVER_LOOKED_FOR = "/commitments/2022-0004-03/"
LOOKED_FOR = "/commitments/2022-0003-01/"
UIJEONGBU = "/milestones/crisis-child-one-stop-4/"


@pytest.fixture(autouse=True)
def _after_the_searches(_noon, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LOADED)


@pytest.fixture
def file(client):
    """Read a file of the public, its columns by their names."""

    def rows(name):
        response = client.get(f"/{name}.csv?header=name")
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    return rows


# ---- the center in Paju: one building, two pages, three files


@pytest.mark.parametrize("address", [COMMITMENT, MILESTONE])
def test_both_pages_of_the_center_say_what_became_of_each_date(demo_register, visit, address):
    page = visit(address)
    assert page.one("strong", class_="answer-words").text == "문을 열었습니다 · 2023년 12월 27일"
    answer = page.one("p", class_="lead").text
    assert "경기도북부자치경찰위원회가 처음 말한 기한(2022년)보다 361일 뒤" in answer
    assert "파주시가 말한 기한(2023년 6월)보다 180일 뒤" in answer
    assert "경기도북부자치경찰위원회가 마지막으로 말한 기한(2023년 하반기) 안" in answer


@pytest.mark.parametrize("part", ["lead", "badges", "promise-card-figures"])
def test_the_two_pages_of_the_center_contradict_each_other_nowhere(demo_register, visit, part):
    of_commitment, of_milestone = (
        [element.text for tag in ("p", "span", "dl") for element in visit(address).all(tag, class_=part)]
        for address in (COMMITMENT, MILESTONE)
    )
    assert of_commitment == of_milestone
    assert of_commitment


def test_the_files_of_commitments_and_milestones_give_the_same_answer(demo_register, file):
    (commitment,) = (row for row in file("commitments") if row["reference"] == "2022-0004-01")
    (milestone,) = (row for row in file("milestones") if row["reference"] == "crisis-child-one-stop-3")
    assert commitment["same_promise_as"] == milestone["reference"]
    assert milestone["same_promise_as"] == commitment["reference"]
    answer = {
        "status": "completed",
        "status_label": "완료",
        "standing": "closed",
        "original_target": "2022",
        "current_target": "2023-H2",
        "times_moved": "1",
        "completed_from": "2023-12-27",
        "completed_to": "2023-12-27",
        "disputed": "0",
        "searched_on": "",
    }
    for row in (commitment, milestone):
        assert {name: row[name] for name in answer} == answer


def test_the_file_of_dates_judges_each_by_its_own_speaker(demo_register, file):
    of_center = [row for row in file("targets") if "2022-0004-01" in row.values()]
    judged = {(row["stated_by_slug"], row["target"]): (row["result"], row["days_after"]) for row in of_center}
    commission = "gyeonggi-north-commission"
    assert judged == {
        (commission, "2022"): ("after", "361"),
        (commission, "2023"): ("within", ""),
        (commission, "2023-H2"): ("within", ""),
        ("paju", "2023-06"): ("after", "180"),
    }
    assert len(of_center) == len(judged)


def test_a_later_date_of_one_body_is_no_move_of_another_bodys_date(demo_register, file):
    of_city = [row for row in file("targets") if row["stated_by_slug"] == "paju"]
    assert {(row["change"], row["days_moved"]) for row in of_city} == {("first", "")}


# ---- what nobody knows accuses nobody


def test_the_joint_team_is_not_66_days_late(demo_register, visit, file):
    answer = visit(JOINT_TEAM).main
    assert "66일" not in answer
    assert "늦어도 2023년 9월 4일까지" in answer
    assert "기한 안인지는 자료로 알 수 없" in answer
    (row,) = (row for row in file("targets") if row["subject_reference"] == "2023-0001-01")
    assert (row["target"], row["result"], row["days_after"]) == ("2023-H1", "unknown", "")


def test_no_absence_is_claimed_where_nobody_looked(demo_register, visit):
    page = visit(NEVER_LOOKED_FOR)
    assert "조사 전" in page.one("span", class_="badges").text
    assert "확인된 추진 근거 없음" not in page.main
    assert "조사 기준" not in page.main


def test_an_absence_is_dated_by_the_search_that_found_nothing(demo_register, visit):
    page = visit(LOOKED_FOR)
    assert "확인된 추진 근거 없음" in page.one("span", class_="badges").text
    assert "2026. 11. 30." in page.one("p", class_="lead").text
    assert "기관에 묻지 않았습니다" in page.section("inquiries")


def test_a_center_that_was_looked_for_is_unconfirmed_and_not_late(demo_register, visit):
    badges = visit(UIJEONGBU).one("span", class_="badges").text
    assert "기한 지남 · 이행 확인 안 됨" in badges
    assert "기한 경과" not in badges


def test_a_city_is_not_red_for_a_date_that_only_the_commission_named(demo_register, visit):
    """Not even once a source says that the commission's date was not kept."""
    center = Milestone.objects.get(reference="crisis-child-one-stop-4")
    commission = Agency.objects.get(slug="gyeonggi-north-commission")
    Membership.objects.create(user=factories.author(), agency=commission, from_on=date(2020, 1, 1))
    published(factories.report(center, "planned", "2024-02-01", stated_by=commission))
    assert visit(UIJEONGBU).all("span", class_="answer-late")
    page = visit("/agencies/uijeongbu/")
    assert "위기아동 보호센터 개소(의정부)" in page.main
    assert page.all("span", class_="badge-late") == []
    assert page.all("span", class_="answer-late") == []


def test_home_calls_nothing_late_for_a_plan_that_is_all_there_is(demo_register, visit):
    city = factories.agency()
    agreement = published(factories.agreement(parties=[city, factories.agency()], signed="2020-11-02"))
    ordinance = agreement.commitments.get()
    published(factories.report(ordinance, "not_started", "2021-01-15", target="2021", stated_by=city))
    for address in ("/", ordinance.get_absolute_url()):
        page = visit(address)
        assert page.all("span", class_="badge-late") == [], address
        assert page.all("span", class_="answer-late") == [], address
    assert "기한 지남 · 확인 전" in visit(ordinance.get_absolute_url()).one("span", class_="badges").text
    home = visit("/").one("main").text
    assert "기한 지남 · 확인 전" in home
    assert "기한 경과" not in home


@pytest.mark.parametrize("day", [date(2023, 7, 1), date(2024, 1, 1), date(2026, 12, 1)])
def test_nothing_in_the_register_is_late_on_any_day(demo_register, file, client, day):
    """No source of the demo says of a day after a deadline that the promise is not kept."""
    for name in ("commitments", "milestones"):
        response = client.get(f"/{name}.csv?header=name&standing=late&as_of={day}")
        assert len(b"".join(response.streaming_content).decode().strip().splitlines()) == 1
