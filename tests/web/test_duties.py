"""What the public reads of duties: on the agreement's page, in the list, in the file, today and earlier."""

from datetime import date, timedelta

import pytest

from agreements.actions.duties import withdraw_duty_record
from agreements.models import DutyRule
from tests import factories
from tests.exported import rows
from tests.factories import NOON, published, reviewer
from tests.stored import head


@pytest.fixture
def rule(paju):
    """파주시 owes an evaluation every year, the commission under 경기도 a report of the signing."""
    province = factories.agency("gyeonggi", name_ko="경기도", kind="province")
    paju.commission.kind, paju.commission.parent = "police_commission", province
    paju.commission.save()
    factories.duty_rule(
        province, "signing_report", "first_session", binds_subordinates=True, asks_ko="첫 회기 안에 보고",
        in_force_from=None,
    )  # fmt: skip
    return factories.duty_rule(paju.city, "self_evaluation", "yearly", article="제9조")


@pytest.fixture
def done(paju, rule):
    return published(
        factories.duty_record(
            paju.agreement, paju.city, "self_evaluation", "2023", improvement_ko="점검 횟수를 늘림"
        )
    )


def section(visit, query="", language=""):
    return visit(f"{language}/agreements/2022-0001/{query}").section("duties")


def test_the_agreement_says_what_each_bound_party_owes_and_what_is_registered(done, visit):
    text = section(visit)
    assert "자체평가 2023: 완료 2023. 12. 1." in text
    assert "개선계획: 점검 횟수를 늘림" in text
    assert "자체평가 2024: 등록된 실적 없음 (기한 2024. 12. 31.)" in text
    assert "자체평가 2026: 기한 전 (기한 2026. 12. 31.)" in text
    assert "제9조" in text
    assert "파주경찰서" not in text, "the police owe none"
    assert "위반" not in text
    assert "미실시" not in text


def test_what_is_not_confirmed_claims_nothing_and_says_so(rule, visit):
    text = section(visit)
    assert "체결 보고 – 조례 확인 필요 (확인되지 않음: 조례 시행일)" in text
    DutyRule.objects.filter(kind="signing_report").update(in_force_from=date(2020, 1, 1))
    assert "체결 보고: 회기 미등록: 기한을 알 수 없음" in section(visit)


def test_not_carried_out_is_only_what_the_agency_says(paju, rule, visit):
    published(
        factories.duty_record(
            paju.agreement, paju.city, "self_evaluation", "2023", outcome="not_done", done_on=None,
            result_ko="담당자가 없어 하지 못함",
        )
    )  # fmt: skip
    text = section(visit)
    assert "자체평가 2023: 미실시(기관 설명)" in text
    assert "담당자가 없어 하지 못함" in text
    assert text.count("미실시") == text.count("미실시(기관 설명)")


def test_an_agreement_without_bound_parties_says_that_no_rule_is_registered(paju, visit):
    assert "조례 규정이 등록되어 있지 않습니다" in section(visit)


def test_the_english_page_says_the_same(done, visit):
    text = section(visit, language="/en")
    assert "Self-evaluation 2023: done 1 Dec 2023" in text
    assert "Self-evaluation 2024: no record registered (due 31 Dec 2024)" in text


def test_an_earlier_day_knows_only_what_was_so_then(done, visit):
    text = section(visit, "?as_of=2023-11-30")
    assert "자체평가 2023: 기한 전 (기한 2023. 12. 31.)" in text
    assert "2024" not in text
    assert "자체평가" not in section(visit, "?as_of=2022-12-31")


def test_an_older_sequence_shows_what_was_registered_then(paju, rule, visit):
    before = head().seq
    record = published(factories.duty_record(paju.agreement, paju.city, "self_evaluation", "2023"))
    there = head().seq
    withdraw_duty_record(record, reason="다른 협약", actor=reviewer(), now=NOON + timedelta(days=1))
    missing, met = "자체평가 2023: 등록된 실적 없음", "자체평가 2023: 완료 2023. 12. 1."
    assert missing in section(visit, f"?as_of=2026-03-02&seq={before}")
    then = section(visit, f"?as_of=2026-03-02&seq={there}")
    assert met in then
    assert "철회된 실적: 내용은 보이지 않습니다" in then
    assert record.result_ko not in then
    assert missing in section(visit)
    (row,) = rows("duties", f"header=name&as_of=2026-03-02&seq={there}&year=2023")
    assert (row["state"], row["result"]) == ("done", "철회된 실적: 내용은 보이지 않습니다")


def test_the_updates_name_the_record_and_lead_to_it(done, visit):
    page = visit("/updates/")
    assert "자체평가 2023" in page.main
    assert "/agreements/2022-0001/#duty-1" in page.links
    withdraw_duty_record(done, reason="다른 협약의 실적", actor=reviewer(), now=NOON)
    after = visit("/updates/")
    assert "다른 협약의 실적" in after.main
    assert "/agreements/2022-0001/#duty-1" not in after.links


# ---- the list ---------------------------------------------------------------------------------------------

YEARS = ["자체평가 2023", "자체평가 2024", "자체평가 2025", "자체평가 2026"]
FINDS = [
    ("", YEARS),
    ("sort=due", YEARS),
    ("sort=-due", YEARS[::-1]),
    ("sort=agency", YEARS),
    ("agency=commission", []),
    ("agency=commission&state=unconfirmed", ["체결 보고"]),
    ("agency=paju-police", []),
    ("year=2022", []),
    ("year=2024", ["자체평가 2024"]),
    ("kind=self_evaluation&state=no_record", ["자체평가 2024", "자체평가 2025"]),
    ("state=unconfirmed", ["체결 보고"]),
    ("state=unconfirmed&sort=due", ["체결 보고"]),
    ("state=done", ["자체평가 2023"]),
    ("q=없는 말", []),
    ("agreement=2022-0001&kind=self_evaluation", YEARS),
    ("as_of=2023-12-31", ["자체평가 2023"]),
]


@pytest.mark.parametrize(("query", "names"), FINDS)
def test_duties_are_found_by_agency_year_kind_and_state(done, visit, query, names):
    page = visit(f"/duties/?{query}")
    in_table = [element.text for element in page.all("th", scope="row")]
    in_groups = [element.text for element in page.all("b", class_="duty-name")]
    assert (in_table or in_groups) == names
    in_file = [f"{row['kind']} {row['period']}".strip() for row in rows("duties", f"header=name&{query}")]
    labels = {"self_evaluation": "자체평가", "signing_report": "체결 보고"}
    assert [f"{labels[name.split()[0]]} {' '.join(name.split()[1:])}".strip() for name in in_file] == names


NOTHING_ASKED = [
    ("paju-police", "경찰기관에는 조례상 의무가 없습니다."),
    ("goyang", "이 기관에 적용되는 조례 규정이 등록되어 있지 않습니다."),
    ("gyeonggi", "조건에 맞는 협약 가운데 이 기관의 조례가 적용되는 것이 없습니다."),
]


@pytest.mark.parametrize(("agency", "sentence"), NOTHING_ASKED)
def test_of_an_agency_that_owes_nothing_the_list_says_why(rule, visit, agency, sentence):
    factories.agency("goyang", name_ko="고양시", kind="city_county")
    assert sentence in visit(f"/duties/?agency={agency}").main


def test_of_an_agency_that_owes_something_no_reason_is_given_for_owing_nothing(rule, visit):
    nothing = visit("/duties/?agency=paju&year=2020").main
    assert "이 기관" not in nothing
    assert "이 기준일에 조건에 맞는 자료가 없습니다" in nothing


def test_the_ratio_names_what_it_is_made_of_and_what_it_leaves_out(done, visit):
    first, left_out = (line.text for line in visit("/duties/").all("p", class_="formula"))
    assert first == "이행률 33.3% = 완료 1건 ÷ 완료했거나 기한이 지난 의무 3건. 기준일 2026. 3. 2."
    assert left_out == "이행률에서 제외: 기한 전 1", "what is undecided is in no count"
    assert "이행률 33.3%" in visit("/duties/?state=no_record").main, "a state is no part of the denominator"
    assert "이행률 100.0%" in visit("/duties/?year=2023").main
    assert "아직 판단할 수 있는 의무가 없습니다" in visit("/duties/?year=2026").main
    assert "적용되는지 확인된 의무가 아직 없습니다" in visit("/duties/?agency=commission").main


def test_the_file_says_whose_duty_on_what_basis_and_what_counts(done):
    row = rows("duties", "header=name&year=2023")[0]
    assert row["agreement"] == "2022-0001"
    assert (row["agency_slug"], row["kind"], row["period"]) == ("paju", "self_evaluation", "2023")
    assert (row["due"], row["state"], row["done_on"]) == ("2023-12-31", "done", "2023-12-01")
    assert (row["counts"], row["record"], row["article"]) == ("1", "2022-0001/duty-1", "제9조")
    assert row["sources"].startswith("신문사, 보도")
    assert row["url"] == "http://testserver/agreements/2022-0001/#duties"
    assert (row["application"], row["clause"], row["missing"]) == ("yes", "", "")
    assert row["ordinance"].startswith("ordinance-")
    assert rows("duties", "header=name&year=2022") == [], "nothing is claimed"
    unconfirmed = rows("duties", "header=name&state=unconfirmed")[0]
    assert (unconfirmed["counts"], unconfirmed["in_force_from"]) == ("0", "")
    assert (unconfirmed["application"], unconfirmed["missing"]) == ("unknown", "in_force")
    assert unconfirmed["missing_label"] == "조례 시행일"


def test_a_year_that_is_none_is_refused_by_name(rule, visit):
    assert visit("/duties/?year=abc", status=400).one("code").text == "year"


def test_a_successor_ends_the_duties_of_what_it_replaces(paju, rule, visit):
    later = factories.agreement(
        parties=[paju.city, paju.police], signed=date(2025, 1, 5), supersedes=paju.agreement, open_ended=True
    )
    published(later)
    text = section(visit)
    assert "자체평가 2024" in text
    assert "자체평가 2025" not in text
    assert "자체평가 2026" in visit("/agreements/2025-0001/").section("duties")
