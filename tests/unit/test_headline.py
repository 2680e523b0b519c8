"""The few words of an answer say what a promise came to, and accuse of nothing that no source says."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from agreements.rules.headline import Tone, headline
from agreements.rules.lifecycle import STATUSES
from agreements.rules.outcome import Outcome
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import PASSED, Standing

OPENING = date(2023, 12, 27)


def answer(status, standing=Standing.CLOSED, *, outcome=None, language="ko", **given):
    situation = SimpleNamespace(status=status, standing=standing, outcome=outcome)
    with translation.override(language):
        return headline(situation, str(dict(STATUSES)[status]), **given)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome(OPENING, OPENING, "on"), "문을 열었습니다 · 2023년 12월 27일"),
        (Outcome(date(2023, 10, 1), date(2023, 10, 31), "on"), "문을 열었습니다 · 2023년 10월"),
        (Outcome(None, OPENING, "by"), "문을 열었습니다 · 늦어도 2023년 12월 27일까지"),
        (Outcome(date(2023, 10, 3), OPENING, "on"), "문을 열었습니다 · 늦어도 2023년 12월 27일까지"),
    ],
)
def test_what_was_fulfilled_says_so_in_its_own_words_as_exactly_as_is_known(outcome, words):
    found = answer("completed", outcome=outcome, outcome_phrase="문을 열었습니다")
    assert (found.words, found.tone, found.says_status) == (words, Tone.DONE, False)


def test_without_words_of_its_own_the_status_is_the_answer():
    found = answer("completed", outcome=Outcome(OPENING, OPENING, "on"))
    assert (found.words, found.says_status) == ("완료 · 2023년 12월 27일", True)
    english = answer("completed", outcome=Outcome(OPENING, OPENING, "on"), language="en")
    assert english.words == "Completed · 27 December 2023"


def test_records_that_disagree_are_no_success_and_no_reproach():
    found = answer("completed", outcome=Outcome(OPENING, None, "on", disputed=True))
    assert (found.words, found.tone, found.says_status) == ("이행 자료 엇갈림", Tone.UNKNOWN, False)


@pytest.mark.parametrize("standing", PASSED)
def test_only_what_a_source_says_is_not_done_is_red(standing):
    found = answer("planned", standing)
    assert found.words == standing.label
    assert (found.tone == Tone.LATE) == (standing == Standing.LATE)


def test_what_is_open_gives_its_status_and_where_it_stands_against_its_date():
    assert answer("on_track", Standing.UNDATED).words == "정상추진 · 기한 미정"
    assert answer("on_hold", Standing.ON_TIME).tone == Tone.STOPPED


@pytest.mark.parametrize("status", ["unsearched", "unreported"])
def test_what_nobody_reported_is_neutral(status):
    found = answer(status, Standing.UNDATED)
    assert (found.words, found.tone) == (str(dict(STATUSES)[status]), Tone.UNKNOWN)


def test_what_repeats_names_the_period_that_was_reported_last():
    found = answer("period_done", Standing.UNDATED, period=PartialDate.parse("2024-H1"))
    assert found.words.endswith(" · 2024년 상반기")
    assert found.tone == Tone.OPEN, "done for a period is not done"


def test_before_it_began_it_has_no_answer():
    with translation.override("ko"):
        assert headline(None, "").tone == Tone.UNKNOWN
