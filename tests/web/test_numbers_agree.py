"""One promise is said in one way wherever it is said, and the numbers of each page add up.

A reader walks through every page and file of the demo register, in Korean and in English, today and on two
days past; on these, of the agencies only those that carry something.
"""

from typing import NamedTuple

import pytest
from django.utils import timezone

from agreements.models import Agency
from tests.demo import LOADED
from tests.web.addresses import addresses
from tests.web.walking import READERS, every_reader, walk

# One keeps a choice of the reader, two lead to the list of promises.
NO_PAGES = {"/display/", "/milestones/", "/deadlines/"}
PLACES = {
    "badges", "answer", "small card", "full card", "lane", "lead", "description",
    "target line", "card", "report", "event-outcome", "outcome",
    "nothing found",
    "commitments.csv", "milestones.csv", "targets.csv", "reports.csv", "reports.atom", "deadlines.ics",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """The day of the demo: these tests read no other register."""
    monkeypatch.setattr(timezone, "now", lambda: LOADED)


@every_reader
def test_each_promise_is_said_in_one_way(demo_register, reader):
    assert walk(*reader).contradictions() == {}


def test_the_walk_forgets_no_page(demo_register):
    unlisted = {f"/agencies/{agency.slug}/" for agency in Agency.objects.filter(listed=False)}
    pages = {address for address in addresses() if "." not in address} - unlisted
    walked = walk("ko", "")
    left = {page for page in pages - walked.pages.keys() if not walked.is_part_without_promises(page)}
    assert left == NO_PAGES


@pytest.mark.parametrize("reader", READERS[:2])
def test_a_promise_is_looked_for_in_every_place_that_speaks_of_one(demo_register, reader):
    """A place that this walk can no longer read would agree with everything."""
    read = {fact.place.rpartition("(")[2].rstrip(")") for fact in walk(*reader).facts}
    assert read >= PLACES


# ---- the right answers, worked out by hand from the words of the sources


COMMISSION = "경기도북부자치경찰위원회"
PLANNED = "crisis-child-one-stop"


class Answer(NamedTuple):
    """What every place says of a promise; ``dates``: who said when, until when, and what became of it."""

    status: str
    standing: str = ""  # of what is closed no place gives one
    first: tuple[str, str] = ("", "")
    counting: tuple[str, str] = ("", "")
    moved: str = "0"
    outcome: str = ""
    searched: str = ""
    dates: tuple[tuple[str, str, str, str], ...] = ()


SEARCHED = Answer("확인된 추진 근거 없음", "기한 미정", searched="2026-11-30")
EXTENDED = Answer("정상추진", "기한 미정", searched="2026-11-30")
ANSWERS = {
    "2022-0004-01": Answer(
        "완료",
        first=("2022년", COMMISSION),
        counting=("2023년 하반기", COMMISSION),  # the city's June ends earlier
        moved="1",  # from 2022 to 2023; the half year lies within 2023
        outcome="2023. 12. 27.",
        dates=(
            (COMMISSION, "2021. 9. 3.", "2022년", "기한보다 361일 뒤"),
            (COMMISSION, "2022. 12. 13.", "2023년", "기한 안"),
            ("파주시", "2022. 12. 13.", "2023. 6.", "기한보다 180일 뒤"),
            (COMMISSION, "2023. 2. 13.", "2023년 하반기", "기한 안"),
        ),
    ),
    f"{PLANNED}-4": Answer(
        "예정",
        "기한 지남 · 이행 확인 안 됨",
        first=("2023년 하반기", COMMISSION),
        counting=("2023년 하반기", COMMISSION),
        searched="2026-11-30",
        dates=((COMMISSION, "2023. 2. 13.", "2023년 하반기", ""),),
    ),
    "2023-0001-01": Answer(
        "이행 후 계속추진",
        first=("2023년 상반기", "파주시"),
        counting=("2023년 상반기", "파주시"),
        outcome="늦어도 2023. 9. 4.까지",  # the article does not say on which day the team began
        dates=(("파주시", "2023. 2.~4.", "2023년 상반기", "기한 안인지는 자료로 알 수 없음"),),
    ),
    f"{PLANNED}-1": Answer(
        "달성",
        first=("2021년 하반기", COMMISSION),
        counting=("2021년 하반기", COMMISSION),
        outcome="2021년 하반기",
        dates=((COMMISSION, "2021. 9. 3.", "2021년 하반기", "기한 안"),),
    ),
    f"{PLANNED}-2": Answer(
        "달성",
        first=("2022년", COMMISSION),
        counting=("2022년", COMMISSION),
        outcome="2022. 10.",
        dates=((COMMISSION, "2021. 9. 3.", "2022년", "기한 안"),),
    ),
    f"{PLANNED}-5": Answer(
        "예정",
        "기한 미정",
        dates=((COMMISSION, "2021. 9. 5.", "기한 없음", ""), (COMMISSION, "2023. 2. 13.", "기한 없음", "")),
    ),
    "2022-0001-01": SEARCHED,
    "2022-0001-02": SEARCHED,
    "2022-0002-01": SEARCHED,
    "2022-0002-02": SEARCHED,
    "2022-0003-01": SEARCHED,
    "2022-0003-02": EXTENDED,
    "2022-0003-03": SEARCHED,
    "2022-0004-02": EXTENDED,
    "2022-0004-03": Answer("조사 전", "기한 미정"),
}


@pytest.mark.parametrize("reference", ANSWERS)
def test_every_place_gives_the_answer_of_the_sources(demo_register, reference):
    answer, said_of = ANSWERS[reference], walk("ko", "").said_of
    expected = {
        "status": answer.status,
        "standing": answer.standing,
        "first date": answer.first[0],
        "date that counts": answer.counting[0],
        "times moved": answer.moved,
        "searched on": answer.searched,
        "announced": "; ".join(
            sorted(f"{who}: {until} ({said} 발표)" for who, said, until, _ in answer.dates)
        ),
    }
    if answer.outcome:
        expected |= {"outcome": answer.outcome}
    elif answer.counting[0]:  # while it is open, a date counts and somebody named it
        expected |= {"who named it": answer.counting[1]}
    assert said_of(reference, "announced") - {""} == {expected.pop("announced")} - {""}
    assert {name: said_of(reference, name) for name in expected} == {
        name: {value} for name, value in expected.items()
    }
    for who, said, until, result in answer.dates:
        assert said_of(f"{reference} | {who}: {until} ({said} 발표)", "result") == {result}, (who, until)


def test_no_promise_of_the_register_is_without_an_answer_by_hand(demo_register):
    found = {walk("ko", "").promise(row["reference"]) for row in promises_in_files()}
    assert found == ANSWERS.keys()


def promises_in_files():
    files = walk("ko", "").files
    return [*files["commitments"], *files["milestones"]]


@pytest.mark.parametrize("day", ["2023-07-15", "2024-01-01"])
def test_on_a_past_day_every_place_says_what_was_known_then(demo_register, day):
    said_of = walk("ko", day).said_of
    opened = day > "2023-12-27"
    assert said_of("2022-0004-01", "status") == {"완료" if opened else "정상추진"}
    assert said_of("2022-0004-01", "times moved") == {"1"}
    first = f"2022-0004-01 | {COMMISSION}: 2022년 (2021. 9. 3. 발표)"
    assert said_of(first, "result") == {"기한보다 361일 뒤" if opened else ""}
    assert said_of("2022-0003-01", "status") == {"조사 전"}, "nobody had looked yet"
    # A plan is no source that says that it was not done, and nobody had looked.
    assert said_of(f"{PLANNED}-4", "standing") == {"기한 지남 · 확인 전" if opened else "기한 내"}
