"""A day on which something was said never reads as the day on which it happened."""

import pytest
from django.utils import translation

from agreements.rules.lifecycle import REPORTED_STATUSES
from agreements.rules.outcome_words import BY_PHRASES, CLAIMS_OUTCOME, ON_PHRASES, outcome_phrase, said_phrase
from agreements.rules.partial_date import PartialDate

P = PartialDate.parse


@pytest.mark.parametrize(
    ("status", "happened", "happened_as", "korean", "english"),
    [
        ("completed", "2023-09-04", "on", "2023. 9. 4. 이행", "carried out: 4 Sep 2023"),
        (
            "continuing",
            "2023-09-04",
            "by",
            "2023. 9. 4.까지 이행된 것으로 확인(그 전 언제인지는 자료에 없음)",
            "carried out by 4 Sep 2023 (the material does not tell when before that)",
        ),
        ("reached", "2021-H2", "on", "2021년 하반기 이행", "carried out: H2 2021"),
        ("partial", "2022-05", "on", "2022. 5. 일부 이행", "partly carried out: May 2022"),
        ("dropped", "2023-03-01", "on", "2023. 3. 1. 폐기", "dropped: 1 Mar 2023"),
        (
            "cancelled",
            "2023",
            "by",
            "2023년까지 취소된 것으로 확인(그 전 언제인지는 자료에 없음)",
            "cancelled by 2023 (the material does not tell when before that)",
        ),
    ],
)
def test_an_outcome_says_whether_it_was_then_or_by_then(status, happened, happened_as, korean, english):
    assert outcome_phrase(status, P(happened), happened_as) == korean
    with translation.override("en"):
        assert outcome_phrase(status, P(happened), happened_as) == english


def test_what_says_nothing_happened_has_no_such_phrase():
    assert outcome_phrase("completed", None, "") == ""
    assert outcome_phrase("on_track", P("2023"), "on") == ""


def test_every_status_that_claims_an_outcome_has_its_phrases():
    assert set(ON_PHRASES) == set(BY_PHRASES) == CLAIMS_OUTCOME
    assert {status for status, _label in REPORTED_STATUSES} > CLAIMS_OUTCOME


def test_what_was_said_says_so():
    assert said_phrase(P("2023-09-04")) == "2023. 9. 4. 발표"
    with translation.override("en"):
        assert said_phrase(P("2023-09")) == "said Sep 2023"
