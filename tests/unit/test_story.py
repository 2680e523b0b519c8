"""The opening sentence of a page says what is known, exactly as far as it is known."""

from datetime import date

import pytest
from django.utils import translation

from agreements.models import Term
from agreements.rules import story
from agreements.rules.korean import with_particles
from agreements.rules.lifecycle import FOREVER
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import StateRow

P = PartialDate.parse
ON = date(2026, 11, 23)
PLANNED = StateRow(
    day_from=date(2021, 9, 3),
    day_to=FOREVER,
    heard_on=date(2023, 2, 13),
    status="planned",
    first_target=P("2022"),
    target=P("2023-H2"),
    times_moved=2,
    last_happened=P("2023-02-13"),
)
OPENED = PLANNED._replace(status="reached", completed=P("2023-12-27"), last_happened=P("2023-12-27"))


def tell(
    row: StateRow, *, language: str = "ko", outcome: str = "문을 열었습니다", silent: bool = False
) -> str:
    with translation.override(language):
        return story.subject_sentence(
            row,
            speaker="경기도북부자치경찰위원회",
            status_label="예정",
            outcome=outcome,
            silent=silent,
            on=ON,
        )


def test_the_paju_center_is_told_fairly():
    assert tell(OPENED) == (
        "2023년 12월 27일 문을 열었습니다. "
        "처음 발표한 기한보다 361일 늦었고, 마지막으로 발표한 기한 안입니다."
    )


def test_the_same_story_in_english():
    assert tell(OPENED, language="en", outcome="It opened") == (
        "It opened on 27 December 2023. "
        "This is 361 days after the first announced date, and within the last announced one."
    )


def test_a_promise_without_report_says_that_nothing_was_found():
    row = StateRow(day_from=date(2022, 12, 13), day_to=FOREVER, heard_on=date(2022, 12, 13))
    assert "확인된 추진 근거 없음, 2026. 11. 23. 기준" in tell(row)


def test_an_announcement_whose_date_has_passed_names_the_speaker_and_what_was_not_found():
    row = PLANNED._replace(first_target=P("2023"), target=P("2023"), times_moved=0)
    assert tell(row) == (
        "2023년 2월 13일 경기도북부자치경찰위원회가 2023년을 기한으로 발표했습니다. "
        "기한이 지났고, 이후 확인된 추진 근거가 없습니다(2026. 11. 23. 기준)."
    )


def test_an_announcement_without_a_date_is_not_called_late():
    row = PLANNED._replace(first_target=None, target=None, times_moved=0)
    assert tell(row, silent=True) == (
        "2023년 2월 13일 경기도북부자치경찰위원회가 기한을 정하지 않고 계획을 발표했습니다. "
        "이후 확인된 추진 근거가 없습니다(2026. 11. 23. 기준)."
    )


def test_a_date_still_to_come_is_not_blamed():
    row = PLANNED._replace(target=P("2027"))
    assert "지났" not in tell(row)
    assert "기한은 2회 바뀌었습니다(최초 기한 2022년)." in tell(row)


@pytest.mark.parametrize(
    ("completed", "says"),
    [
        ("2021-H2", "발표한 기한(2021년 하반기) 안입니다."),
        ("2022-01-01", "발표한 기한(2021년 하반기)보다 1일 늦었습니다."),
        ("2022-03", "발표한 기한(2021년 하반기)을 넘겼습니다."),
        ("2021", "발표한 기한(2021년 하반기) 안입니다."),
    ],
)
def test_days_are_said_only_where_the_day_is_known(completed, says):
    row = OPENED._replace(first_target=P("2021-H2"), target=P("2021-H2"), completed=P(completed))
    assert says in tell(row)


def test_an_imprecise_completion_that_overlaps_the_date_is_left_open():
    row = OPENED._replace(first_target=P("2023-06"), target=P("2023-06"), completed=P("2023"))
    assert "안인지는 자료로 알 수 없습니다" in tell(row)


def test_both_dates_kept_are_both_named():
    row = OPENED._replace(first_target=P("2023"), target=P("2023-H2"))
    assert "처음 발표한 기한(2023년)과 마지막으로 발표한 기한(2023년 하반기) 안입니다." in tell(row)


@pytest.mark.parametrize(
    "status", ["completed", "continuing", "reached", "dropped", "on_track", "on_hold", "planned"]
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_status_gives_a_finished_sentence(status, language):
    row = OPENED._replace(status=status)
    told = tell(row, language=language, outcome="")
    assert told.endswith(".")
    assert "%" not in told


def test_an_agreement_counts_what_stands_where():
    with translation.override("ko"):
        told = story.agreement_sentence(
            dates=Term(signed=PartialDate.parse("2022-12-13")),
            parties=3,
            tally=story.StatusTally(3, 1, 0, 2),
            on=ON,
        )
    assert told == (
        "2022년 12월 13일 3개 기관이 체결했습니다. "
        "2026. 11. 23. 기준 이행과제 3건 중 완료 1건, 확인된 추진 근거 없음 2건입니다."
    )


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("파주시", "파주시가"),
        ("경찰청", "경찰청이"),
        ("경찰서(파주)", "경찰서(파주)가"),
        ("112", "112가"),
        ("APO", "APO가"),
        ("3", "3이"),
    ],
)
def test_the_particle_fits_the_last_syllable(word, right):
    assert with_particles(word + "{이/가} 했다.") == right + " 했다."
