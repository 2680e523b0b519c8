"""The columns of a table of reports: what offices call them, and every column of reports.csv."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.imports import cells
from agreements.imports.columns import Column, Columns, columns_of, derived_columns
from agreements.imports.complaints import UnreadableCell
from agreements.imports.source_columns import source_of_row
from agreements.lists.columns.reports import REPORTS
from agreements.models import Origin
from agreements.rules.lifecycle import AS_COMMITMENT, REPORTED_STATUSES, HappenedAs
from agreements.rules.whole_number import whole_number

# What stands in the column of the status where nothing is reported: somebody looked, and that is an inquiry.
NO_CHANGE, NOTHING_FOUND = "no_change", "looked_in_vain"
LOOKED = frozenset({NO_CHANGE, NOTHING_FOUND})
AS_MILESTONE = {commitment: milestone for milestone, commitment in AS_COMMITMENT.items()}
UNDATED = "undated"
UNDATED_WORDS = frozenset({"미정", "기한미정", "기한없음", "undated", "nodate"})


class Answers:
    """What may be answered of a promise, as ``cells.choice_reader`` asks for choices."""

    choices = [
        *REPORTED_STATUSES,
        (NO_CHANGE, _("No change")),
        (NOTHING_FOUND, _("Looked, nothing found")),
    ]
    values = [code for code, _label in choices]
    labels = [label for _code, label in choices]


read_answer = cells.choice_reader(
    Answers,
    이행완료="completed",
    이행후계속추진="continuing",
    계속추진="continuing",
    추진중="on_track",
    정상="on_track",
    추진전="not_started",
    미착수="not_started",
    착수전="not_started",
    변동없음=NO_CHANGE,
    찾아보았으나없음=NOTHING_FOUND,
)


def read_percentage(text: str) -> int:
    """Read ``85``, ``85%`` or ``85.0 %``."""
    plain = text.replace("％", "%").strip().removesuffix("%").strip()
    number = whole_number(plain.removesuffix(".0"), most=100)
    if number is None:
        raise UnreadableCell(_("Write a whole number from 0 to 100."))
    return number


def read_target(text: str) -> Any:
    """Read an announced date, or that there is none (any longer)."""
    if cells.normalised_word(text) in UNDATED_WORDS:
        return UNDATED
    return cells.read_period(text)


read_origin: Callable[[str], str] = cells.choice_reader(Origin)
read_exactness: Callable[[str], str] = cells.choice_reader(HappenedAs, 그때="on", 늦어도그때까지="by")

own_column = columns_of(REPORTS)

PROMISE = (
    own_column(
        "subject_reference",
        cells.read_line,
        synonyms="약속 번호, 약속 고유번호, 과제 고유번호, 이행과제 고유번호",
        example="2022-0004-01",
    ),
    own_column(
        "subject_title",
        cells.read_line,
        synonyms="약속, 이행과제, 과제명, 이행과제명, 추진과제, 세부과제, 사업명, 공약명, 공약사업명, 공약",
        example="합동 순찰",
    ),
    own_column(
        "belongs_to",
        cells.read_line,
        synonyms="협약, 협약명, 업무협약명, 협약 번호, 시책, 시책명",
        correction=_("Only where several promises have the same title."),
    ),
)
SEARCH = (
    Column(
        "department",
        _("Who looked"),
        cells.read_line,
        synonyms="찾은 부서, 담당부서, 부서, 소관부서, 추진부서",
        correction=_("Only beside “No change” and “Looked, nothing found”."),
    ),
    Column("where", _("Where was looked"), cells.read_line, synonyms="찾은 곳, 찾아본 곳"),
    Column("words", _("Words that were typed"), cells.read_line, synonyms="찾은 말, 찾아본 말"),
    Column("covers_from", _("Time covered, from"), cells.read_period, synonyms="찾은 기간 시작"),
    Column("covers_to", _("Time covered, to"), cells.read_period, synonyms="찾은 기간 끝"),
)
READ = (
    own_column(
        "reference",
        cells.read_line,
        correction=_("The number that this site gave a report; empty for a new one."),
    ),
    *PROMISE,
    own_column("status", read_answer),
    own_column(
        "status_label",
        read_answer,
        field="status",
        synonyms="추진상태, 이행상태, 이행상황, 추진상황, 진행상태, 이행여부",
        required=True,
        correction=_("A status, or “No change”, or “Looked, nothing found”."),
        example="정상추진",
    ),
    own_column(
        "progress_percent",
        read_percentage,
        synonyms="추진율(%), 추진율, 이행률(%), 이행률, 이행율, 공정률, 공정률(%), 진척률, 진행률, 달성률",
        example="70",
    ),
    own_column("quantity_done", cells.read_quantity, synonyms="실적 수량, 누적 실적, 수량"),
    own_column(
        "said_on",
        cells.read_period,
        synonyms="보고일, 작성일, 자료 기준일, 제출일",
        example="2026. 9. 30.",
    ),
    own_column("happened", cells.read_period, synonyms="이행일, 완료일, 이행 시점, 완료 시점, 완료 시기"),
    own_column("happened_as", read_exactness),
    own_column("happened_as_label", read_exactness, field="happened_as"),
    own_column("says_not_done", cells.read_flag, synonyms="미이행이라고 함"),
    own_column(
        "note",
        cells.read_paragraphs,
        synonyms="추진실적, 주요실적, 추진내용, 주요내용, 추진현황, 내용, 실적",
        example="9월까지 12회 순찰",
    ),
    own_column(
        "target",
        read_target,
        synonyms="새 기한, 변경 기한, 목표시기, 완료예정일, 완료 예정, 기한",
        correction=_("A date, or 미정 where the statement says that there is none (any longer)."),
    ),
    own_column("target_undated", cells.read_flag),
    own_column("target_reason", cells.read_line, synonyms="변경 사유, 지연 사유"),
    Column("target_procedure", _("Procedure of the change"), cells.read_line, synonyms="변경 절차"),
    own_column("criteria_met", cells.read_flag),
    own_column("stated_by", cells.read_line, synonyms="보고 기관, 제출 기관, 담당기관, 기관명, 기관"),
    own_column("stated_by_slug", cells.read_line),
    own_column("origin", read_origin),
    own_column("origin_label", read_origin, field="origin"),
    *source_of_row(own_column, example="2026년 3분기 이행현황"),
    *SEARCH,
)

# What the table of a round tells of each promise; nothing of it is read.
LAST_KNOWN = (
    Column("last_status", _("Last status"), why_unread=None),
    Column("last_progress", _("Last progress (%)"), why_unread=None),
    Column("last_heard", _("Last heard of on"), why_unread=None),
    Column("last_target", _("Date that counts"), why_unread=None),
    Column("missing", _("What is missing"), why_unread=None),
    Column("department_in_charge", _("Department of the agreement or program"), why_unread=None),
)
ANSWER_NAMES = frozenset(column.name for column in READ) - {column.name for column in PROMISE}
REPORT_COLUMNS = Columns((*READ, *LAST_KNOWN, *derived_columns(REPORTS, READ)))

# ---- what the columns fill ---------------------------------------------------------------------

REPORT_FIELDS = {
    "status": "status",
    "progress": "progress_percent",
    "quantity_done": "quantity_done",
    "said_on": "said_on",
    "happened": "happened",
    "happened_as": "happened_as",
    "says_not_done": "says_not_done",
    "note_ko": "note",
    "target": "target",
    "target_undated": "target_undated",
    "target_reason_ko": "target_reason",
    "target_procedure_ko": "target_procedure",
    "criteria_met": "criteria_met",
    "origin": "origin",
}
# What a word of the one column means for a milestone.
STATUSES_OF_MILESTONES: dict[str, str] = {
    **AS_MILESTONE,
    **{status: status for status in (*AS_COMMITMENT, *LOOKED)},
}
BARE_NOTES = {
    NO_CHANGE: _("Nothing has changed since the last report."),
    NOTHING_FOUND: _("Nothing came up."),
}
INQUIRY_FIELDS = {
    "department": "department",
    "searched_on": "said_on",
    "where_ko": "where",
    "words": "words",
    "covers_from": "covers_from",
    "covers_to": "covers_to",
    "note_ko": "note",
}
# What a search says of itself, in a row or for the whole file.
SEARCH_FACTS = ("department", "where", "words", "covers_from", "covers_to")
IN_TWO_LANGUAGES = {
    "note": ("note_ko", "note_en"),
    "target_reason": ("target_reason_ko", "target_reason_en"),
    "target_procedure": ("target_procedure_ko", "target_procedure_en"),
}
