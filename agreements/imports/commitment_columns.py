"""The columns of a list of commitments: what offices call them, and every column of commitments.csv."""

from django.utils.translation import gettext_lazy as _

from agreements.imports import cells
from agreements.imports.agreement_names import NUMBER_SYNONYMS, SIGNED_ON, TITLE_SYNONYMS
from agreements.imports.columns import Column, Columns, Unread, derived_columns
from agreements.imports.complaints import UnreadableCell
from agreements.lists.columns.commitments import COMMITMENTS
from agreements.rules.rhythm import Rhythm

RHYTHMS = cells.choice_reader(
    Rhythm, 해마다="yearly", 연간="yearly", 반기="half_yearly", 분기="quarterly", 월="monthly"
)


def read_kind(text: str) -> str:
    """Refuse the rows of our own file that are no commitments."""
    if text != "commitment":
        raise UnreadableCell(
            _(
                "Only commitments are read here; milestones have a table of their own. Download the list "
                "with kind=commitment, or leave this row out."
            )
        )
    return text


READ = (
    Column(
        "reference",
        _("Reference"),
        cells.read_line,
        correction=_("The number this site gave; empty for a new one."),
    ),
    Column("kind", _("Kind (code)"), read_kind),
    Column("agreement_reference", _("Agreement number"), cells.read_line, synonyms=NUMBER_SYNONYMS),
    Column(
        "agreement_title",
        _("Agreement"),
        cells.read_line,
        synonyms=TITLE_SYNONYMS,
        example="파주시 치안협력 업무협약",
    ),
    SIGNED_ON,
    Column(
        "number",
        _("Number"),
        cells.read_number,
        synonyms="과제번호, 과제 번호",
        correction=_("Its number within the agreement, from 1."),
        example="1",
    ),
    Column(
        "title",
        _("Title"),
        cells.read_line,
        synonyms="이행과제, 과제명, 이행과제명, 추진과제, 세부과제, 과제",
        required=True,
        correction=_("Write what was promised, in at most 200 characters."),
        example="합동 순찰",
    ),
    Column("title_en", _("Title in English"), cells.read_line, synonyms="영문 제목"),
    Column("wording", _("Original wording"), cells.read_paragraphs, synonyms="원문, 협약서 원문, 협약 조문"),
    Column("purpose", _("Purpose"), cells.read_line, synonyms="과제 목적"),
    Column(
        "completion_criteria",
        _("Completion criteria"),
        cells.read_paragraphs,
        synonyms="완료 판단 기준, 완료기준",
    ),
    Column(
        "quantity",
        _("Quantity aimed at"),
        cells.read_quantity,
        synonyms="목표량, 목표 수, 계획량",
        correction=_("Only a number that the agreement names, without its unit: 2,655."),
    ),
    Column(
        "unit",
        _("Unit"),
        cells.read_line,
        synonyms="수량 단위, 목표 단위",
        correction=_("What is counted, as it is written after the number: 대, 호, 명, 회."),
    ),
    Column("quantity_by", _("Quantity aimed at by"), cells.read_period, synonyms="목표 시점, 목표 수량 시점"),
    Column("repeats", _("Repeats (code)"), RHYTHMS),
    Column(
        "repeats_label",
        _("Repeats"),
        RHYTHMS,
        field="repeats",
        synonyms="되풀이 주기, 주기, 반복",
        correction=_("Only if it comes round again and again without an end."),
    ),
    Column(
        "lead_agencies",
        _("Lead agencies"),
        cells.read_paragraphs,
        synonyms="주관 기관, 주관, 담당기관, 추진기관",
        merges_cells=True,
        correction=_("Write every agency, each on a line of its own (commas and 「·」 are read, too)."),
        example="파주시",
    ),
    Column(
        "supporting_agencies",
        _("Supporting agencies"),
        cells.read_paragraphs,
        synonyms="협조 기관, 협조, 협력기관, 지원기관",
        merges_cells=True,
        example="파주경찰서",
    ),
    Column(
        "joint_agencies",
        _("Joint agencies"),
        cells.read_paragraphs,
        synonyms="공동 기관, 공동",
        merges_cells=True,
    ),
    Column(
        "themes",
        _("Themes"),
        cells.read_paragraphs,
        synonyms="분야, 과제 분야",
        correction=_("Names of themes that exist, each on a line of its own."),
    ),
    Column("program", _("Program"), cells.read_line, synonyms="시책명"),
    Column("program_slug", _("Program (code)"), cells.read_line),
    Column(
        "same_promise_as",
        _("Same promise as"),
        cells.read_line,
        field="carried_out_by",
        synonyms="carried_out_by, 같은 약속인 추진과제",
        correction=_("Reference of a milestone, and only if it is this very promise."),
    ),
)

BY_REPORTS = _("Status, progress and dates change by status reports only.")
# What an office's table says beside each task and what follows from reports here, with its other names.
FROM_REPORTS = {
    "status": "",
    "status_label": (
        "추진상태, 추진 상황, 추진현황, 이행상태, 이행 상황, 진행상태, 진행 상황, 추진실적, 추진결과"
    ),
    "standing": "",
    "standing_label": "",
    "progress_percent": (
        "추진율, 추진율(%), 진행률, 진척률, 진척률(%), 이행률, 이행률(%), 공정률, 공정률(%), 달성률"
    ),
    "quantity_done": "실적, 추진 수량",
    "original_target": "당초 기한, 당초 목표일",
    "current_target": "기한, 목표일, 완료예정일, 완료 목표일, 이행기한",
    "times_moved": "",
    "completed_from": "",
    "completed_to": "완료일, 이행일, 이행완료일",
    "last_report_on": "",
}
UNREAD = {name: Unread(BY_REPORTS, synonyms) for name, synonyms in FROM_REPORTS.items()}

COMMITMENT_COLUMNS = Columns((*READ, *derived_columns(COMMITMENTS, READ, UNREAD)))
