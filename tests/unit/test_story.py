"""The opening sentence of a page says what is known, exactly as far as it is known, and who said it."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from agreements.models import Term
from agreements.rules import story
from agreements.rules.judged_dates import JudgedDate
from agreements.rules.korean import with_particles
from agreements.rules.lifecycle import REPORTED_STATUSES
from agreements.rules.outcome import DateResult, Outcome, Verdict
from agreements.rules.partial_date import PartialDate
from agreements.rules.states import Standing
from agreements.rules.story import LastWord

P = PartialDate.parse
ON = date(2026, 11, 23)
BOARD, CITY = "경기도북부자치경찰위원회", "파주시"
OPENING = date(2023, 12, 27)
ON_ITS_DAY = Outcome(OPENING, OPENING, "on")


def judged(speaker, target, verdict, days=None, *, is_first=True, is_last=True):
    return JudgedDate(speaker, P(target), Verdict(verdict), days, is_first, is_last)


FIRST = judged(BOARD, "2022", "after", 361, is_last=False)
OF_THE_CITY = judged(CITY, "2023-06", "after", 180)
LAST = judged(BOARD, "2023-H2", "within", is_first=False)


def sentence(
    status: str,
    *,
    language: str = "ko",
    speaker: str = BOARD,
    said_on: str | None = "2023-02-13",
    label: str = "정상추진",
    phrase: str = "",
    dates: tuple[JudgedDate, ...] = (),
    beside_headline: bool = False,
    **facts,
) -> str:
    given = {
        "standing": Standing.CLOSED,
        "silent": False,
        "first_target": None,
        "target": None,
        "times_moved": 0,
        "not_yet_on": None,
        "searched_on": None,
        "outcome": None,
        "repeats": "",
    }
    situation = SimpleNamespace(status=status, **given | facts)
    last_word = LastWord(speaker, P(said_on), label) if said_on else None
    with translation.override(language):
        return story.promise_sentence(
            situation,
            last_word=last_word,
            outcome_phrase=phrase,
            target_speaker=BOARD,
            first_speaker=CITY,
            judged=dates,
            beside_headline=beside_headline,
        )


# ---- fulfilled ------------------------------------------------------------------------------------


def test_the_paju_center_is_told_fairly():
    dates = (FIRST, OF_THE_CITY, LAST)
    assert sentence("completed", phrase="문을 열었습니다", outcome=ON_ITS_DAY, dates=dates) == (
        "2023년 12월 27일 문을 열었습니다. 발표한 기한과 비교한 결과는 다음과 같습니다: "
        f"{BOARD}가 처음 말한 기한(2022년)보다 361일 뒤, 파주시가 말한 기한(2023년 6월)보다 180일 뒤, "
        f"{BOARD}가 마지막으로 말한 기한(2023년 하반기) 안."
    )


def test_the_same_story_in_english():
    told = sentence(
        "completed", language="en", phrase="It opened", outcome=ON_ITS_DAY, dates=(FIRST, OF_THE_CITY, LAST)
    )
    assert told == (
        f"It opened on 27 December 2023. Against the announced dates: 361 days after the first date of "
        f"{BOARD} (2022), 180 days after the date of {CITY} (June 2023), within the last date of {BOARD} "
        "(the second half of 2023)."
    )


def test_dates_that_were_all_kept_are_said_to_be_kept():
    kept = (judged(BOARD, "2023", "within", is_last=False), LAST)
    assert sentence("completed", outcome=ON_ITS_DAY, dates=kept) == (
        "2023년 12월 27일 이행을 마쳤습니다. 발표한 기한을 모두 지켰습니다."
    )
    only = (judged(CITY, "2023", "within"),)
    told = sentence("completed", outcome=ON_ITS_DAY, dates=only)
    assert told.endswith("파주시가 발표한 기한(2023년)을 지켰습니다.")
    english = sentence("completed", outcome=ON_ITS_DAY, dates=kept, language="en")
    assert english.endswith("Both announced dates were kept.")
    thrice = (*kept, judged(CITY, "2024", "within"))
    assert "All announced dates were kept." in sentence(
        "completed", outcome=ON_ITS_DAY, dates=thrice, language="en"
    )
    assert sentence("completed", outcome=ON_ITS_DAY).endswith("발표한 기한은 없었습니다.")


def test_one_date_between_that_was_missed_is_not_said_to_be_kept():
    between = judged(BOARD, "2023-06", "after", 180, is_first=False, is_last=False)
    told = sentence("completed", outcome=ON_ITS_DAY, dates=(FIRST, between, LAST))
    assert "모두" not in told
    assert "경기도북부자치경찰위원회가 그사이 말한 기한(2023년 6월)보다 180일 뒤" in told


def test_beside_a_headline_only_what_that_leaves_out_is_said():
    kept = (judged(CITY, "2023", "within"),)
    told = sentence(
        "completed", phrase="문을 열었습니다", outcome=ON_ITS_DAY, dates=kept, beside_headline=True
    )
    assert told == "파주시가 발표한 기한(2023년)을 지켰습니다."
    by_then = Outcome(None, OPENING, "by")
    told = sentence("completed", phrase="문을 열었습니다", outcome=by_then, beside_headline=True)
    assert "그 전 언제인지는 자료에 없음" in told
    going_on = sentence("continuing", outcome=ON_ITS_DAY, beside_headline=True)
    assert "2023년 12월 27일" not in going_on
    assert sentence("on_track", beside_headline=True) == sentence("on_track")


def test_a_sentence_begins_with_a_capital_letter_though_a_phrase_does_not():
    told = sentence("completed", language="en", phrase="the center opened", outcome=ON_ITS_DAY)
    assert told.startswith("The center opened on 27 December 2023.")


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (judged(CITY, "2022", "after", 1), "파주시가 말한 기한(2022년)보다 1일 뒤."),
        (judged(CITY, "2022", "after"), "파주시가 말한 기한(2022년) 뒤(며칠 뒤인지는 알 수 없음)."),
        (judged(CITY, "2022", "unknown"), "파주시가 말한 기한(2022년) 안인지는 자료로 알 수 없음."),
        (judged(CITY, "2022", "afterwards"), "파주시가 말한 기한(2022년)은 이행 뒤에 말한 기한."),
    ],
)
def test_each_date_is_judged_as_far_as_the_material_tells(entry, says):
    assert sentence("completed", outcome=ON_ITS_DAY, dates=(entry,)).endswith(f": {says}")


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        (Outcome(date(2023, 10, 1), date(2023, 10, 31), "on"), "2023년 10월에 이행을 마쳤습니다."),
        (Outcome(None, OPENING, "by"), "늦어도 2023년 12월 27일까지(그 전 언제인지는 자료에 없음)"),
        (Outcome(date(2023, 10, 3), date(2023, 10, 20), "on"), "2023년 10월 3일부터 2023년 10월 20일 사이에"),
    ],
)
def test_a_day_is_said_only_where_a_source_gives_one(outcome, says):
    assert sentence("completed", outcome=outcome).startswith(says)


def test_where_the_records_disagree_both_words_are_said_and_no_date_is_judged():
    disputed = Outcome(OPENING, None, "on", disputed=True)
    told = sentence("completed", speaker=CITY, outcome=disputed, dates=(OF_THE_CITY,))
    assert told == (
        "2023년 2월 13일 파주시는 이행했다고 밝혔으나, 그 뒤 시점에 아직 이행되지 않았다고 하는 다른 자료가 "
        "있습니다(자료 엇갈림)."
    )


# ---- nothing reported -----------------------------------------------------------------------------


def test_what_nobody_looked_for_says_so_and_names_no_day():
    told = sentence("unsearched", said_on=None)
    assert told == "등록된 이행상황 보고가 없고, 추진 여부를 알 수 있는 조사 기록도 아직 없습니다(조사 전)."


def test_what_an_inquiry_did_not_find_stands_with_the_day_of_the_inquiry():
    told = sentence("unreported", said_on=None, searched_on=date(2026, 2, 20))
    assert told == "등록된 이행상황 보고가 없고, 2026. 2. 20. 조사에서도 추진 근거를 찾지 못했습니다."


# ---- open -----------------------------------------------------------------------------------------


def open_sentence(standing: Standing, **facts) -> str:
    return sentence("on_track", standing=standing, first_target=P("2023"), target=P("2023"), **facts)


@pytest.mark.parametrize(
    ("standing", "facts", "says"),
    [
        (
            Standing.LATE,
            {"not_yet_on": date(2024, 5, 10)},
            "기한이 지났고, 2024. 5. 10. 현재 아직 이행되지 않았다는 자료가 있습니다.",
        ),
        (
            Standing.UNCONFIRMED,
            {"searched_on": date(2026, 2, 20)},
            "기한이 지났고, 2026. 2. 20. 조사에서 이행을 확인할 자료를 찾지 못했습니다.",
        ),
        (Standing.UNCHECKED, {}, "기한이 지났으나, 그 뒤 이행되었는지 찾아본 기록은 아직 없습니다."),
        (Standing.ON_TIME, {"silent": True}, "최근 1년 동안 등록된 보고가 없습니다."),
    ],
)
def test_a_date_that_passed_is_told_with_what_is_known_since(standing, facts, says):
    told = open_sentence(standing, **facts)
    assert told == (
        f"마지막으로 확인된 상태는 ‘정상추진’입니다({BOARD}, 2023년 2월 13일). "
        f"현재 기한은 2023년입니다({BOARD}). {says}"
    )
    assert "늦" not in told


def test_a_date_still_to_come_is_not_blamed_and_says_how_often_it_moved():
    told = sentence(
        "planned", standing=Standing.ON_TIME, first_target=P("2022"), target=P("2027"), times_moved=2
    )
    assert told == (
        f"2023년 2월 13일 {BOARD}가 추진 계획을 발표했습니다. 현재 기한은 2027년입니다({BOARD}). "
        "기한은 2회 바뀌었습니다(최초 기한 2022년, 파주시)."
    )


def test_without_a_date_that_counts_none_is_named():
    assert sentence("planned", standing=Standing.UNDATED).endswith("발표된 기한이 없습니다.")
    taken_back = sentence("planned", standing=Standing.UNDATED, first_target=P("2022"))
    assert "지금 남아 있는 것은 없습니다(최초 기한 2022년, 파주시)" in taken_back


def test_what_was_given_up_has_no_date_to_keep():
    told = sentence("dropped", label="폐기", first_target=P("2022"), target=P("2022"))
    assert told == f"마지막으로 확인된 상태는 ‘폐기’입니다({BOARD}, 2023년 2월 13일)."


@pytest.mark.parametrize("status", [status for status, _label in REPORTED_STATUSES])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_status_gives_a_finished_sentence(status, language):
    told = sentence(status, language=language, outcome=ON_ITS_DAY, dates=(FIRST, LAST))
    assert told.endswith(".")
    assert "%" not in told
    assert "{" not in told


# ---- agreements -----------------------------------------------------------------------------------


def test_an_agreement_counts_what_stands_where():
    tally = story.StatusTally(
        total=7, fulfilled=1, late=1, unconfirmed=1, unchecked=1, unreported=1, unsearched=2
    )
    with translation.override("ko"):
        told = story.agreement_sentence(dates=Term(signed=P("2022-12-13")), parties=3, tally=tally, on=ON)
    assert told == (
        "2022년 12월 13일 3개 기관이 체결했습니다. "
        "2026. 11. 23. 기준 이행과제 7건 중 완료·계속추진 1건, 기한 경과 1건, "
        "기한 지남 · 이행 확인 안 됨 1건, 기한 지남 · 확인 전 1건, "
        "확인된 추진 근거 없음 1건, 조사 전 2건입니다."
    )


def test_what_an_agreement_counts_adds_up_to_its_commitments():
    tally = story.StatusTally(
        total=4, fulfilled=1, late=0, unconfirmed=0, unchecked=0, unreported=0, unsearched=1, under_way=1
    )
    with translation.override("ko"):
        told = story.agreement_sentence(dates=Term(signed=P("2022")), parties=3, tally=tally, on=ON)
    assert told.endswith(
        "이행과제 4건 중 완료·계속추진 1건, 추진 중 1건, 조사 전 1건, 그 밖의 상태 1건입니다."
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


# ---- an agency, a region


def test_the_dates_of_an_agency_are_all_accounted_for_and_none_is_missed():
    """“0 kept, 1 after” of two dates said nothing of the second, of which the material does not tell."""
    tally = story.AgencyTally(
        agreements=2, promises=4, fulfilled=2, dates={DateResult.AFTER: 1, DateResult.UNKNOWN: 1}
    )
    sentence = story.agency_sentence(tally, on=date(2026, 12, 1))
    assert sentence.endswith(
        "스스로 말한 기한 2건의 결과는 기한 뒤에 이행 1건, 이행됨(기한 안인지는 자료로 알 수 없음) 1건입니다."
    )


@pytest.mark.parametrize("result", ["within", "after", "unknown", "afterwards", "open"])
def test_no_result_of_a_date_is_left_out(result):
    tally = story.AgencyTally(agreements=1, promises=1, dates={DateResult(result): 3})
    with translation.override("en"):
        assert "The 3 dates that it announced itself: 3 " in story.agency_sentence(
            tally, on=date(2026, 12, 1)
        )


def test_one_agreement_and_one_promise_are_not_several():
    with translation.override("en"):
        assert "1 agreement and 1 promise;" in story.part_sentence(
            agreements=1, promises=1, fulfilled=0, on=date(2026, 12, 1)
        )
