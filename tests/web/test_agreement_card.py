"""The register card: every field that an ordinance asks for, as the public knows it on the day."""

from datetime import date

import pytest

from agreements.models import Amendment, BudgetShare, Commitment
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import published
from tests.registers import shared_register

FIELDS = [
    "협약명", "체결일", "발효일", "유효기간", "협약기관과 서명자", "목적", "내용(이행과제)", "재정부담·예산",
    "담당부서·연락처", "의회 보고일", "공개 여부·사유", "자체평가 결과와 개선계획", "변경·종료 내역",
]  # fmt: skip


@shared_register
def agreement():
    city, police = (
        factories.agency("paju", name_ko="파주시"),
        factories.agency("police", name_ko="파주경찰서"),
    )
    factories.duty_rule(city, "self_evaluation", "yearly")
    factories.duty_rule(city, "signing_report", "first_session")
    factories.council_session(city, date(2023, 2, 7), date(2023, 2, 14))
    made = factories.agreement(
        parties=[city, police], purpose_ko="주민 안전", expires_on=date(2027, 12, 12), fiscal_burden="yes",
        effective_on=date(2023, 1, 1), lead_department="자치행정과", telephone="031-000-0000",
        non_disclosure_reason="경영상 비밀", document_number="협약-7",
    )  # fmt: skip
    made.parties.filter(agency=city).update(signatory="(직위)", signatory_title_ko="시장")
    Commitment.objects.filter(agreement=made).update(title_ko="합동 순찰")
    BudgetShare.objects.create(agreement=made, payer=city, amount=50_000)
    Amendment.objects.create(
        agreement=made, number=1, signed=PartialDate.day(date(2023, 5, 1)), reason_ko="과제 추가"
    )
    published(made)
    done = {"done_on": date(2023, 2, 10), "result_ko": "상임위원회에 보고"}
    published(factories.duty_record(made, city, "signing_report", **done))
    evaluated = {
        "result_ko": "1개 과제 추진 중",
        "improvement_ko": "순찰을 늘림",
        "done_on": date(2024, 12, 2),
    }
    published(factories.duty_record(made, city, "self_evaluation", "2024", **evaluated))
    return made


def lines(page):
    """The card as {field: what stands beside it}."""
    cells = [element for element in page.elements if element.tag in {"th", "td"}]
    return {
        head.text: cell.text for head, cell in zip(cells[::2], cells[1::2], strict=True) if head.tag == "th"
    }


def test_the_card_has_every_field_an_ordinance_asks_for(agreement, visit):
    card = lines(visit(f"/agreements/{agreement.reference}/card/"))
    assert [name for name in FIELDS if name not in card] == []
    told = {
        "협약명": "협약-7",
        "체결일": "2022. 12. 13.",
        "발효일": "2023. 1. 1.",
        "유효기간": "2027. 12. 12. 까지",
        "협약기관과 서명자": "파주시 (당사자): 시장 (직위)",
        "목적": "주민 안전",
        "내용(이행과제)": "합동 순찰 (파주시 주관, 파주경찰서 협조)",
        "재정부담·예산": "예 · 파주시 50,000 천 원",
        "담당부서·연락처": "자치행정과 · 031-000-0000",
        "의회 보고일": "체결 보고: 완료 2023. 2. 10. · 결과: 상임위원회에 보고",
        "공개 여부·사유": "경영상 비밀",
        "변경·종료 내역": "변경협약 1 2023. 5. 1. : 과제 추가",
    }
    assert {name: text for name, text in told.items() if text not in card[name]} == {}
    evaluations = card["자체평가 결과와 개선계획"]
    assert "자체평가 2024: 완료 2024. 12. 2. · 결과: 1개 과제 추진 중 · 개선계획: 순찰을 늘림" in evaluations
    assert "자체평가 2025: 등록된 실적 없음 (기한 2025. 12. 31.)" in evaluations


def test_the_card_of_an_earlier_day_says_what_was_known_then(agreement, visit):
    card = lines(visit(f"/agreements/{agreement.reference}/card/?as_of=2023-02-09"))
    assert card["의회 보고일"].endswith("체결 보고: 기한 임박 (기한 2023. 2. 14.)")
    assert card["자체평가 결과와 개선계획"] == "해당하는 조례 규정 없음"


def test_the_agreement_leads_to_its_card(agreement, visit):
    assert f"/agreements/{agreement.reference}/card/" in visit(agreement.get_absolute_url()).links


def test_a_draft_has_no_public_card(db, visit):
    factories.agreement(title_ko="초안의 제목")
    assert "초안의 제목" not in visit("/agreements/2022-0001/card/", status=404).html


@pytest.mark.parametrize(
    ("address", "field", "words"),
    [
        ("", "발효일", "기록 없음"),
        ("/en", "Effective on", "Not recorded"),
    ],
)
def test_a_day_of_effect_that_nobody_recorded_is_not_said_to_be_that_of_signing(
    db, visit, address, field, words
):
    made = published(factories.agreement(effective_on=None))
    assert lines(visit(f"{address}/agreements/{made.reference}/card/"))[field] == words
