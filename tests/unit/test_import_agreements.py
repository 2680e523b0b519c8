"""Lists of agreements: how a row finds its agreement, what it proposes, what it never touches."""

import unicodedata
from datetime import date

import pytest

from agreements.models import Agency, Agreement, Commitment, CommitmentAgency, Trace
from agreements.rules.application import AgreementFacts
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.imported import changes, checked, counts, only_complaint, written

pytestmark = pytest.mark.django_db

HEADER = ["협약명", "협약기관", "체결일", "만료일", "주요 협약내용"]
ROW = ["치안협력", "파주시, 파주경찰서", "2022. 12. 13.", "2024-12-31", "① 순찰 ② 조사"]
TABLE = [HEADER, ROW]


@pytest.fixture(autouse=True)
def agencies():
    return [
        factories.agency("paju", name_ko="파주시", name_en="Paju City", other_names_ko="파주; 파주시청"),
        factories.agency("police", name_ko="파주경찰서", name_en="", other_names_ko=""),
    ]


def test_a_row_becomes_a_draft_with_parties_and_proposed_commitments_and_one_trace():
    outcome = written("agreements", TABLE)
    assert counts(outcome) == {"new": 1}
    made = Agreement.objects.get()
    assert (made.state, made.reference, made.created_by) == ("draft", None, factories.author())
    assert (made.signed, made.expires_on) == (PartialDate.parse("2022-12-13"), date(2024, 12, 31))
    assert [str(one.agency) for one in made.parties.all()] == ["파주시", "파주경찰서"]
    assert [(one.number, one.title_ko) for one in made.commitments.all()] == [(1, "순찰"), (2, "조사")]
    (trace,) = Trace.objects.all()
    assert (trace.act, trace.subject_id, trace.actor) == ("create", str(made.pk), factories.author())
    assert trace.changes["title_ko"] == [None, "치안협력"]


BESIDE = ["완료 판단 기준", "과제별 주관기관", "과제별 협조기관"]


def roles_by_task():
    roles = CommitmentAgency.objects.order_by("commitment__number", "role")
    return [(role.commitment.title_ko, role.agency.name_ko, role.role) for role in roles]


@pytest.mark.parametrize(
    "rows",
    [
        [["① 합동 순찰 ② 공동 조사", "① 월 2회 ②", "파주시", "①  ② 파주경찰서"]],
        [["합동 순찰", "월 2회", "파주시", ""], ["공동 조사", "", "파주시", "파주경찰서"]],
    ],
)
def test_criteria_and_agencies_of_each_task_are_read_from_one_cell_or_one_row_a_task(rows):
    header = ["협약명", "협약기관", "체결일", "주요 협약내용", *BESIDE]
    table = [header, *([*["치안협력", "파주시, 파주경찰서", "2022. 12. 13."], *row] for row in rows)]
    outcome = written("agreements", table)
    assert [str(complaint) for complaint in outcome.complaints] == []
    criteria = dict(Commitment.objects.values_list("title_ko", "completion_criteria_ko"))
    assert criteria == {"합동 순찰": "월 2회", "공동 조사": ""}
    assert roles_by_task() == [
        ("합동 순찰", "파주시", "lead"), ("공동 조사", "파주시", "lead"),
        ("공동 조사", "파주경찰서", "support"),
    ]  # fmt: skip
    assert counts(written("agreements", table)) == {"unchanged": 1}


def test_criteria_that_are_not_as_many_as_the_tasks_are_refused():
    header = ["협약명", "협약기관", "주요 협약내용", "완료 판단 기준"]
    found = only_complaint(checked("agreements", [header, ["가", "파주시", "① 순찰 ② 조사", "월 2회"]]))
    assert found.correction.startswith("과제는 2개인데 여기에는 1개가 있습니다.")


def test_the_purpose_is_read_in_english_too():
    header = ["협약명", "협약기관", "협약 목적", "영문 목적"]
    written("agreements", [header, ["가", "파주시", "치안 협력", "Safety together"]])
    agreement = Agreement.objects.get()
    assert (agreement.purpose_ko, agreement.purpose_en) == ("치안 협력", "Safety together")


def test_a_repeated_import_changes_nothing():
    written("agreements", TABLE)
    outcome = written("agreements", TABLE)
    assert (counts(outcome), changes(outcome)) == ({"unchanged": 1}, [])
    assert (Agreement.objects.count(), Commitment.objects.count(), Trace.objects.count()) == (1, 2, 1)


def test_a_matching_draft_is_updated_and_the_difference_shown():
    written("agreements", TABLE)
    row = ["치안 협력", "파주경찰서\n파주", "2022-12-13", "2025. 12. 31.", "- 조사\n- 교육"]
    outcome = written("agreements", [HEADER, row])
    assert counts(outcome) == {"changed": 1}
    found = Agreement.objects.get()
    assert ("만료일", "2024. 12. 31.", "2025. 12. 31.") in changes(outcome)
    assert ("주요 협약내용", "1. 순찰\n2. 조사", "1. 순찰\n2. 조사\n3. 교육") in changes(outcome)
    assert (found.expires_on, found.version) == (date(2025, 12, 31), 2)
    assert [str(one) for one in found.parties.all()] == ["파주경찰서", "파주시"]
    assert Trace.objects.filter(act="edit").count() == 1


def test_an_empty_cell_leaves_what_is_stored():
    written("agreements", TABLE)
    outcome = written("agreements", [HEADER, [*ROW[:3], "-", ""]])
    assert counts(outcome) == {"unchanged": 1}
    assert Agreement.objects.get().expires_on == date(2024, 12, 31)


FACTS_HEADER = [*HEADER, "예산 수반", "상호 의무부담", "의결사항", "공유재산 여부", "주민 권리 제한"]


def test_what_ordinances_ask_about_is_read_and_what_is_no_answer_is_refused():
    written("agreements", [FACTS_HEADER, [*ROW, "없음", "유", "미확인", "아니오", "예"]])
    found = Agreement.objects.get()
    answers = [getattr(found, name) for name in AgreementFacts._fields]
    assert answers == ["no", "yes", "unknown", "no", "yes"]
    refused = only_complaint(checked("agreements", [FACTS_HEADER, [*ROW, "", "조금", "", "", ""]]))
    assert (refused.column, refused.value) == ("상호 의무부담", "조금")
    assert "미확인, 아니오, 예" in refused.correction


def test_the_same_title_on_another_day_or_of_other_parties_is_another_agreement():
    written("agreements", TABLE)
    outcome = written(
        "agreements", [HEADER, ROW, [*ROW[:2], "2023. 1. 2.", "", ""], [ROW[0], "파주시", *ROW[2:]]]
    )
    assert counts(outcome) == {"new": 2, "unchanged": 1}


def test_a_second_row_of_the_same_agreement_is_refused_and_names_the_first():
    found = only_complaint(checked("agreements", [HEADER, ROW, [*ROW[:3], "2026. 1. 1.", ""]]))
    assert (found.row, found.correction) == (3, "2행과 같은 기록입니다. 하나만 남기세요.")


@pytest.mark.parametrize(
    "name",
    [
        "파주시",
        "파주시청",
        "Paju City",
        "paju",
        "PAJU CITY",
        "파주 시",
        unicodedata.normalize("NFD", "파주시"),
    ],
)
def test_an_agency_is_found_by_each_of_its_names(name):
    assert counts(written("agreements", [HEADER, ["치안협력", name, "", "", ""]])) == {"new": 1}
    assert str(Agreement.objects.get().parties.get()) == "파주시"


def test_an_unknown_agency_is_proposed_with_the_nearest_and_never_made():
    outcome = written("agreements", [HEADER, ["치안협력", "파주시; 파주경찰써", "", "", ""]])
    found = only_complaint(outcome)
    assert (found.row, found.column, found.value) == (2, "협약기관", "파주시; 파주경찰써")
    assert "“파주경찰서”입니까?" in found.correction
    assert outcome.unknown_agencies == {"파주경찰써": "파주경찰서"}
    assert (Agency.objects.count(), Agreement.objects.count()) == (2, 0)


def test_a_name_that_two_agencies_have_is_refused_and_names_both():
    factories.agency("other-paju", name_ko="파주교육청", other_names_ko="파주")
    found = only_complaint(checked("agreements", [HEADER, ["치안협력", "파주", "", "", ""]]))
    assert "파주교육청 (other-paju), 파주시 (paju)" in found.correction


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("만료일", "2022. 6.", "일(日)이 없습니다"),
        ("체결일", "작년", "날짜가 아닙니다"),
        ("만료일", "2022. 12. 12.", "만료일이 체결일보다 빠릅니다"),
        ("협약명", "가" * 201, "200"),
        ("협약명", "", "협약 제목을 쓰세요"),
        ("협약기관", "", "모든 기관을 한 줄에 하나씩"),
        ("협약기관", "파주시 등", "모든 기관의 이름을 쓰세요"),
        ("주요 협약내용", "가" * 201, "최대 200자"),
    ],
)
def test_a_refusal_names_row_column_value_and_what_would_be_right(column, value, says):
    row = dict(zip(HEADER, ROW, strict=True)) | {column: value}
    found = only_complaint(written("agreements", [HEADER, ROW[:2], list(row.values())]))
    assert (found.row, found.column) == (3, column)
    assert value.startswith(found.value.removesuffix("…"))
    assert says in found.correction
    assert not Agreement.objects.exists(), "everything or nothing"


def test_every_refusal_is_named_at_once():
    outcome = checked(
        "agreements", [HEADER, ["", "모르는곳", "어제", "", ""], ROW, ["나", "파주시", "", "그제", ""]]
    )
    assert [(one.row, one.column) for one in outcome.complaints] == [
        (2, "체결일"), (2, "협약기관"), (2, "협약명"), (4, "만료일"),
    ]  # fmt: skip


def test_two_columns_that_say_different_kinds_are_refused():
    table = [["협약명", "협약기관", "종류(코드)", "종류"], ["가", "파주시", "MOA", "업무협약"]]
    found = only_complaint(checked("agreements", table))
    assert (found.column, found.value) == ("종류", "업무협약")


def test_budget_sources_witnesses_and_the_replaced_agreement_are_read():
    earlier = factories.published(factories.agreement())
    source = factories.source()
    header = [*HEADER[:2], "입회기관", "예산", "근거자료", "대체한 협약", "자동 갱신", "재정 부담"]
    row = [
        "치안협력",
        "파주시",
        "파주경찰서",
        "파주시 1,000 천원",
        source.url,
        earlier.reference,
        "O",
        "있음",
    ]
    assert written("agreements", [header, row]).complaints == []
    made = Agreement.objects.get(title_ko="치안협력")
    assert [(one.role, str(one.agency)) for one in made.parties.all()] == [
        ("party", "파주시"), ("witness", "파주경찰서"),
    ]  # fmt: skip
    assert [(str(one.payer), int(one.amount), one.unit) for one in made.budget.all()] == [
        ("파주시", 1000, "1000")
    ]
    assert (made.supersedes, list(made.sources.all()), made.renews) == (earlier, [source], True)
    assert counts(written("agreements", [header, row])) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("예산", "천만원", "기관마다 금액과 단위"),
        ("예산", f"파주시 {'9' * 30} 원", "전체 자릿수"),
        ("근거자료", "https://news.example/unknown", "등록되지 않은 근거자료"),
        ("대체한 협약", "1999-0001", "이 번호의 협약이 없습니다"),
        ("고유번호", "1999-0001", "이 번호의 협약이 없습니다"),
        ("입회기관", "파주시", "한 기관의 역할은 하나"),
    ],
)
def test_what_a_part_cannot_mean_is_refused_at_its_column(column, value, says):
    found = only_complaint(checked("agreements", [["협약명", "협약기관", column], ["가", "파주시", value]]))
    assert (found.row, found.column, found.value) == (2, column, value)
    assert says in found.correction


def test_what_is_missing_for_publication_is_a_warning_only():
    outcome = checked("agreements", [HEADER, ["치안협력", "파주시", "", "", ""]])
    assert outcome.complaints == []
    assert [row for row, _text in outcome.warnings] == [2, 2]


def test_a_published_agreement_is_never_written_and_a_submitted_one_neither():
    written("agreements", TABLE)
    agreement = Agreement.objects.get()
    agreement.sources.add(factories.source())
    factories.submitted(agreement)
    changed = [HEADER, [*ROW[:3], "2026. 1. 1.", ""]]
    assert "검토 중이라" in only_complaint(written("agreements", changed)).correction
    factories.PUBLISH[Agreement](agreement, actor=factories.reviewer(), now=factories.NOON)
    assert "공개된 기록" in only_complaint(written("agreements", changed)).correction
    assert counts(written("agreements", TABLE)) == {"unchanged": 1}


def test_texts_are_composed_and_lose_what_nobody_sees():
    title = unicodedata.normalize("NFD", "치안\u200b협력\n업무협약")
    assert written("agreements", [HEADER, [title, "파주시", "", "", ""]]).complaints == []
    assert Agreement.objects.get().title_ko == "치안협력 업무협약"


def test_what_may_be_mistyped_is_read_and_asked_about():
    header = ["협약명", "협약기관", "체결일", "만료일", "담당부서 전화"]
    row = ["순찰 업무협약", "파주시, 파주경찰서", "2025. 6. 3.", "2125. 6. 2.", "319401234"]
    outcome = checked("agreements", [header, row])
    assert not outcome.refused
    assert outcome.warnings == [
        (2, "만료일: 2125. 6. 2. – 30년보다 더 뒤의 날짜입니다. 연도를 확인하세요."),
        (2, "담당부서 전화: “319401234”: 0이나 1로 시작하지 않습니다. 앞의 0이 빠지지 않았는지 확인하세요."),
    ]
