"""What the public reads of an ordinance: on its own page, and beside the duties that hang on it."""

from datetime import date

import pytest

from agreements.models import Agreement, OrdinanceNote
from tests import factories
from tests.exported import rows
from tests.factories import published
from tests.web.test_duties import section

ADDRESS = "/ordinances/paju-agreements/"


@pytest.fixture
def ordinance(paju):
    """파주시: reports beforehand what costs money, evaluates yearly, with an exemption."""
    made = factories.ordinance(
        paju.city,
        slug="paju-agreements",
        title_ko="파주시 업무협약 조례",
        title_en="Ordinance of Paju City on agreements",
        promulgation_number="2401",
        promulgated_on=date(2020, 1, 7),
        in_force_from=date(2020, 2, 1),
        transitional_ko="시행 전의 협약도 이 조례에 따른 것으로 봅니다.",
        exemptions_ko="지방계약법에 따른 계약(제3조제1호).",
        exemption_ko="제3조제2호: 상호 의무부담이 없는 협약은 제외",
        source_publisher="국가법령정보센터",
        source_title="자치법규 「파주시 업무협약 조례」",
    )
    OrdinanceNote.objects.create(
        ordinance=made, article="제6조제3항", text_ko="상임위의 동의로 일정을 달리 정할 수 있음"
    )
    factories.duty_rule(
        paju.city, "prior_report", "before_signing", article="제6조제2항", asks_ko="미리 상임위원회에 보고",
        condition="any_of", on_fiscal_burden=True, on_public_property=True, signed_from=date(2020, 2, 1),
    )  # fmt: skip
    factories.duty_rule(
        paju.city, "self_evaluation", "yearly", article="제7조", exempt_without_mutual_duties=True,
    )  # fmt: skip
    factories.duty_rule(
        paju.city, "progress_report", "yearly_session", session=2, article="제8조",
        in_force_from=date(2016, 1, 1), in_force_until=date(2022, 12, 31),
    )  # fmt: skip
    return made


def decide(agreement, **facts):
    Agreement.objects.filter(pk=agreement.pk).update(**facts)


def test_the_page_says_what_the_ordinance_is_and_where_it_was_read(ordinance, visit):
    text = visit(ADDRESS).main
    for said in (
        "파주시 업무협약 조례",
        "제2401호",
        "2020. 2. 1.",
        "시행 전의 협약도 이 조례에 따른 것으로 봅니다.",
        "지방계약법에 따른 계약(제3조제1호).",
        "국가법령정보센터, 자치법규 「파주시 업무협약 조례」",
    ):
        assert said in text
    assert "Ordinance of Paju City on agreements" in visit(f"/en{ADDRESS}").main


def test_each_duty_has_its_article_its_deadline_its_agreements_and_its_first_day(ordinance, visit):
    page = visit(ADDRESS)
    text = page.section("rules")
    assert "사전보고 제6조제2항" in text
    assert "미리 상임위원회에 보고" in text
    assert "기한: 체결 전" in text
    assert "다음 중 하나라도 있는 협약만: 재정 부담, 공유재산" in text
    assert "2020. 2. 1.부터 체결한 협약" in text
    assert "상호 의무부담이나 권리 포기가 없는 협약은 제외" in text
    assert "시행일: 2015. 1. 1." in text
    before = page.one("details", class_="past-rules").text
    assert "매년 제2차 정례회가 끝날 때까지" in before
    assert "2016. 1. 1. – 2022. 12. 31." in before
    assert "이전 규정" not in visit(f"{ADDRESS}?as_of=2022-12-31").main, "it held on that day"


def test_what_is_not_calculated_stands_with_its_article(ordinance, visit):
    assert "제6조제3항 상임위의 동의로 일정을 달리 정할 수 있음" in visit(ADDRESS).section("notes")


def test_the_page_is_found_from_duties_agreement_agency_and_sitemap(paju, ordinance, visit, client):
    decide(paju.agreement, mutual_duties="yes")
    for address in ("/duties/", "/agreements/2022-0001/", "/agencies/paju/"):
        assert ADDRESS in visit(address).links, address
    assert f"{ADDRESS}</loc>" in client.get("/sitemap-ordinances.xml").text


def test_the_ordinance_of_a_body_that_is_not_listed_is_not_found(paju, ordinance, visit):
    paju.city.listed = False
    paju.city.save()
    visit(ADDRESS, status=404)
    visit("/ordinances/none/", status=404)


def test_an_ordinance_of_notes_only_is_named_on_the_agreement_and_claims_nothing(paju, visit):
    factories.ordinance(paju.city, slug="paju-notes", title_ko="파주시 협약 규칙")
    text = section(visit)
    assert "협약기관의 조례를 근거로 계산하는 의무가 없습니다" in text
    assert "협약기관의 조례" in text
    assert "파주시 협약 규칙" in text
    assert "이 조례를 근거로 계산하는 의무는 없습니다" in visit("/ordinances/paju-notes/").main


# ---- what is decided, what is not owed, what nobody knows -------------------------------------------------


def test_a_line_calls_each_state_as_the_lists_below_it_do(paju, ordinance, visit):
    term_unknown = published(factories.agreement(parties=[paju.city, paju.police], signed="2022-03-01"))
    decide(term_unknown, mutual_duties="yes", fiscal_burden="no", public_property="no")
    page = visit("/duties/")
    line = page.one("ul", class_="undecided").text
    assert line.count("파주시 업무협약 조례") == 1
    for state, label in (("application_unknown", "적용 여부 확인 필요"), ("term_unknown", "유효기간 미확인")):
        assert f"{label} (확인되지 않음: " in line
        assert page.one("a", href=f"/duties/?state={state}").text == label


def test_a_line_names_the_newest_three_agreements_it_is_about(paju, ordinance, visit):
    newer = [
        published(factories.agreement(parties=[paju.city, paju.police], signed=f"2023-0{month}-05"))
        for month in (1, 2)
    ]
    named = [newer[1], newer[0], paju.agreement]
    references = " , ".join(agreement.reference for agreement in named)
    page = visit("/duties/?as_of=2026-03-01")
    assert page.one("ul", class_="undecided").text.endswith(f"– {references}")
    assert f"/agreements/{newer[1].reference}/?as_of=2026-03-01" in page.links

    newest = published(factories.agreement(parties=[paju.city, paju.police], signed="2023-03-05"))
    line = visit("/duties/").one("ul", class_="undecided").text
    assert line.endswith(f"– {newest.reference} , {newer[1].reference} , {newer[0].reference} 외 1건")
    assert paju.agreement.reference not in section(visit), "its own page is about no other"


def test_what_nobody_knows_is_one_line_and_in_no_count(paju, ordinance, visit):
    page = visit("/duties/")
    assert page.one("p", class_="list-count").text == "검색 결과 0건"
    line = page.one("ul", class_="undecided").text
    assert "사전보고, 자체평가 – 적용 여부 확인 필요" in line
    assert "확인되지 않음: 재정 부담 여부, 상호 의무부담이나 권리 포기 여부, 공유재산 취득·처분 여부" in line
    assert "/duties/?state=application_unknown" in page.links
    assert rows("duties", "header=name") == []
    assert len(rows("duties", "header=name&state=application_unknown")) == 5
    assert "사전보고, 자체평가 – 적용 여부 확인 필요" in section(visit)
    assert section(visit).count("자체평가") == 1


def test_what_is_known_decides_and_names_the_clause(paju, ordinance, visit):
    decide(paju.agreement, fiscal_burden="no", public_property="no", mutual_duties="no")
    text = section(visit)
    condition = "(다음 중 하나라도 있는 협약만: 재정 부담, 공유재산)"
    assert f"사전보고: 해당 없음 (조례가 정한 대상 협약이 아님) {condition}" in text
    exemption = "(제3조제2호: 상호 의무부담이 없는 협약은 제외)"
    assert f"자체평가 2023: 해당 없음 (상호 의무부담·권리 포기 없음) {exemption}" in text
    row = rows("duties", "header=name&kind=prior_report")[0]
    assert (row["state"], row["application"], row["clause"]) == ("not_owed", "no", "condition")
    assert (row["ordinance"], row["basis"]) == ("paju-agreements", "파주시 업무협약 조례")


def test_what_was_not_carried_out_and_is_not_owed_names_the_clause_too(paju, ordinance, visit):
    published(
        factories.duty_record(
            paju.agreement, paju.city, "self_evaluation", "2023", outcome="not_done", done_on=None
        )
    )
    exempt = "해당 없음 (상호 의무부담·권리 포기 없음) (제3조제2호: 상호 의무부담이 없는 협약은 제외)"
    assert exempt not in section(visit)
    decide(paju.agreement, mutual_duties="no")
    assert f"자체평가 2023: 미실시(기관 설명) · {exempt}" in section(visit)


def test_owed_met_missed_and_not_owed_stand_in_this_order_under_their_ordinance_and_agreement(
    paju, ordinance, visit
):
    decide(paju.agreement, fiscal_burden="no", public_property="no", mutual_duties="yes")
    published(
        factories.duty_record(paju.agreement, paju.city, "self_evaluation", "2024", done_on=date(2024, 12, 1))
    )
    page = visit("/duties/")
    assert [heading.text for heading in page.all("h2") if "조례" in heading.text] == ["파주시 업무협약 조례"]
    assert [element.text for element in page.all("b", class_="duty-name")] == [
        "자체평가 2024", "자체평가 2023", "자체평가 2025", "자체평가 2026", "사전보고",
    ]  # fmt: skip
    states = [row["state"] for row in rows("duties", "header=name")]
    assert states == ["done", "no_record", "no_record", "due_later", "not_owed"]
    assert not page.all("details", class_="undecided-duties"), "nothing is left to be confirmed"
