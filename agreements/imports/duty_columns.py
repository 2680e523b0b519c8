"""The columns of a list of what agencies did of their duties, and every column of duties.csv."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.imports import cells
from agreements.imports.agreement_names import NUMBER_SYNONYMS, SIGNED_ON, TITLE_SYNONYMS
from agreements.imports.columns import Column, Columns, Unread, columns_of, derived_columns
from agreements.imports.complaints import UnreadableCell
from agreements.imports.rows import Cells
from agreements.imports.source_columns import source_of_row
from agreements.lists.columns.duties import DUTIES
from agreements.rules.duties import DutyOutcome
from agreements.rules.ordinance import DutyKind
from agreements.rules.partial_date import PartialDate, Precision
from agreements.rules.typed_text import as_stored

KINDS = cells.choice_reader(
    DutyKind, 사전보고="prior_report", 의회의결="council_vote", 체결보고="signing_report",
    자체평가="self_evaluation", 추진상황보고="progress_report", 이행상황보고="progress_report",
    공개="disclosure", 누리집공개="disclosure", 홈페이지공개="disclosure", 종료보고="end_report",
)  # fmt: skip
OUTCOMES = cells.choice_reader(
    DutyOutcome, 이행="done", 실시="done", 이행완료="done", 보고완료="done", 함="done", 미실시="not_done"
)


def read_duty_period(text: str) -> PartialDate:
    """Read the year or month that a duty is about."""
    period = cells.read_period(text)
    if period.precision not in (Precision.YEAR, Precision.MONTH):
        raise UnreadableCell(_("Write the year or the month that the duty is about: 2025 or 2025. 6."))
    return period


own_column = columns_of(DUTIES)


def kind_column(name: str, **options: Any) -> Column:
    return own_column(name, KINDS, field="kind", **options)


WHOSE = (
    own_column(
        "record", cells.read_line, correction=_("The number that this site gave; empty for a new one.")
    ),
    own_column(
        "agreement",
        cells.read_line,
        field="agreement_reference",
        synonyms=NUMBER_SYNONYMS,
        example="2022-0004",
    ),
    own_column("agreement_title", cells.read_line, synonyms=TITLE_SYNONYMS),
    SIGNED_ON,
    own_column(
        "agency", cells.read_line, synonyms="기관명, 의무 기관, 이행 기관, 보고 기관", example="경기도"
    ),
    own_column("agency_slug", cells.read_line),
    kind_column("kind"),
    kind_column(
        "kind_label",
        synonyms="의무, 의무 종류, 의무 구분, 법정 의무, 법정의무, 조례 의무",
        required=True,
        correction=_("What the ordinance asks for, such as 자체평가 or 체결 보고."),
        example="자체평가",
    ),
    own_column(
        "period",
        read_duty_period,
        synonyms="연도, 대상 연도, 평가 연도, 기간",
        correction=_("The year or month; empty where it is due once."),
        example="2025",
    ),
)
ANSWER = (
    Column(
        "outcome",
        _("Whether it was carried out"),
        OUTCOMES,
        synonyms="실시 여부, 이행여부, 의무 이행 여부",
        correction=_("Empty beside a day. “미실시(기관 설명)” only if the agency itself says so."),
    ),
    own_column(
        "done_on", cells.read_day, synonyms="이행일, 실시일, 보고일, 제출일, 공개일", example="2026. 2. 5."
    ),
    own_column("result", cells.read_paragraphs, synonyms="이행 결과, 평가 결과, 실시 결과, 이행 내용, 내용"),
    Column("result_en", _("Result in English"), cells.read_paragraphs),
    own_column("improvement", cells.read_paragraphs, synonyms="개선 방안, 조치 계획"),
    Column("improvement_en", _("Plan for improvement in English"), cells.read_paragraphs),
    *source_of_row(own_column, example="2025년 업무협약 자체평가 결과"),
)
READ = (*WHOSE, *ANSWER)
FOLLOWS = _("It follows from the ordinance, the agreement and the records.")
UNREAD = {
    "state_label": Unread(FOLLOWS, "추진상태, 이행상태, 이행상황"),
    "due": Unread(FOLLOWS, "기한, 이행기한, 제출기한, 보고기한"),
    "application_label": Unread(FOLLOWS, "적용 여부, 대상 여부"),
}
# What the table of a round tells of each duty; nothing of it is read.
LAST_KNOWN = (
    Column("sentence", _("What is known of it"), why_unread=None),
    Column("department_in_charge", _("Department of the agreement"), why_unread=None),
)
ANSWER_NAMES = frozenset(column.name for column in ANSWER)
ANSWER_FACTS = tuple(dict.fromkeys(column.field for column in ANSWER))
DUTY_COLUMNS = Columns((*READ, *LAST_KNOWN, *derived_columns(DUTIES, READ, UNREAD)))

DUTY_FIELDS = {
    "outcome": "outcome",
    "done_on": "done_on",
    "result_ko": "result",
    "result_en": "result_en",
    "improvement_ko": "improvement",
    "improvement_en": "improvement_en",
}
IN_TWO_LANGUAGES = {name: (f"{name}_ko", f"{name}_en") for name in ("result", "improvement")}


def duty_header_score(cells: Cells) -> int:
    """Count the columns that a row names, if it is the header of a list of duties: else 0."""
    columns = list(filter(None, map(DUTY_COLUMNS.find, map(as_stored, cells))))
    if not any(column.field == "kind" for column in columns):
        return 0
    return len(columns)
