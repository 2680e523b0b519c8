"""What fields and the facts of a ledger payload are called and how they read, in both languages."""

from datetime import date

import pytest
from django.utils.translation import override

from agreements.actions.public_facts import public_facts
from agreements.models import Agreement, StatusReport
from agreements.models.labels import FactNames, fact_label, fact_text, field_label, field_text
from agreements.rules.ledger import fact_differences
from agreements.rules.partial_date import PartialDate
from tests import factories

PAJU = FactNames.of({"paju": "파주시"}, {}, {})


@pytest.mark.parametrize(
    ("path", "korean", "english"),
    [
        (("title_ko",), "제목", "Title (Korean)"),
        (("decided",), "정한 때", "Decided"),
        (("parties", "paju", "signatory"), "협약기관 파주시 · 서명자", "Party 파주시 · Signatory"),
        (
            ("commitments", "2022-0004-01", "agencies", "paju", "role"),
            "이행과제 2022-0004-01 · 기관 파주시 · 역할",
            "Commitment 2022-0004-01 · Agency 파주시 · Role",
        ),
        (("milestones", "x-1", "agencies"), "추진과제 x-1 · 기관", "Milestone x-1 · Agencies"),
    ],
)
def test_a_fact_is_called_as_its_model_calls_it(path, korean, english):
    with override("ko"):
        assert fact_label(path, names=PAJU) == korean
    with override("en"):
        assert fact_label(path, names=PAJU) == english


@pytest.mark.parametrize(
    ("path", "value", "korean"),
    [
        (("kind",), "MOU", "업무협약(MOU)"),
        (("signed",), "2022-12-13", "2022. 12. 13."),
        (("decided",), "2022-H1", "2022년 상반기"),
        (("renews",), True, "예"),
        (("title_en",), "", "없음"),
        (("parties", "paju"), None, "없음"),
        (("owner",), "paju", "파주시"),
        (("owner",), "hidden", "목록에 공개되지 않은 기관"),
        (("milestones", "x-1", "agencies"), ["paju"], "파주시"),
        (
            ("parties", "paju"),
            {"agency": "paju", "role": "witness", "signatory": "", "order": 2},
            "파주시 · 역할: 입회",
        ),
    ],
)
def test_a_value_is_written_for_a_reader_not_as_a_code(path, value, korean):
    with override("ko"):
        assert fact_text(path, value, names=PAJU) == korean


def test_a_party_that_came_is_written_with_the_source_of_what_its_head_said():
    source = {"publisher": "신문사", "label_ko": "보도", "published": "2023-01"}
    party = {"agency": "paju", "role": "party", "purpose_ko": "안전한 도시", "purpose_source": source}
    with override("ko"):
        assert fact_text(("parties", "paju"), party, names=PAJU) == (
            "파주시 · 역할: 당사자 · 기관장이 밝힌 취지: 안전한 도시"
            " · 취지의 근거자료: 발행처: 신문사 · 제목: 보도 · 발행일: 2023. 1."
        )


@pytest.mark.django_db
def test_every_fact_of_an_agreement_and_a_program_has_a_name_and_no_code_is_left():
    for record in (factories.agreement(), factories.program()):
        for difference in fact_differences({}, public_facts(record)):
            for language in ("ko", "en"):
                with override(language):
                    assert "_" not in fact_label(difference.path), difference.path
                    assert "{" not in fact_text(difference.path, difference.after), difference.path


@pytest.mark.parametrize(
    ("model", "name", "korean", "english"),
    [
        (Agreement, "purpose_en", "목적(영문)", "Purpose (English)"),
        (StatusReport, "happened", "일어난 때", "When it happened"),
        (StatusReport, "happened_first", "일어난 때 (첫날)", "When it happened (first day)"),
        (Agreement, "purpose", "목적", "Purpose (Korean)"),
    ],
)
def test_a_field_and_a_partial_date_are_called_as_their_model_calls_them(model, name, korean, english):
    with override("ko"):
        assert field_label(model, name) == korean
    with override("en"):
        assert field_label(model, name) == english


@pytest.mark.parametrize(
    ("model", "name", "value", "korean"),
    [
        (Agreement, "signed", date(2022, 12, 13), "2022. 12. 13."),
        (Agreement, "signed", "2022-12-13", "2022. 12. 13."),
        (StatusReport, "happened", PartialDate.parse("2022-H1"), "2022년 상반기"),
        (StatusReport, "happened", None, ""),
        (StatusReport, "happened_first", "2022-01-01", "2022. 1. 1."),
        (StatusReport, "published_at", "2022-01-01T09:00:00+09:00", "2022-01-01T09:00:00+09:00"),
        (StatusReport, "progress", 0, "0"),
        (StatusReport, "criteria_met", False, "아니요"),
        (StatusReport, "criteria_met", None, ""),
        (StatusReport, "status", "on_track", "정상추진"),
        (StatusReport, "status", "a code of old", "a code of old"),
        (Agreement, "place", "", ""),
    ],
)
def test_a_field_reads_the_same_from_a_record_a_payload_and_a_trace(model, name, value, korean):
    with override("ko"):
        assert field_text(model, name, value) == korean


def test_a_day_is_written_as_the_page_needs_it():
    with override("ko"):
        text = field_text(Agreement, "signed", date(2022, 12, 13), write_date=PartialDate.sentence)
    assert text == "2022년 12월 13일"
