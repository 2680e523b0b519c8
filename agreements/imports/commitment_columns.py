"""The columns of a list of commitments: what offices call them, and every column of commitments.csv."""

from django.utils.translation import gettext_lazy as _

from agreements.imports import cells
from agreements.imports.columns import Column, Columns, derived
from agreements.lists.columns.commitments import COMMITMENTS

READ = (
    Column(
        "reference", _("Reference"), cells.line, right=_("The number this site gave; empty for a new one.")
    ),
    Column("agreement_reference", _("Agreement number"), cells.line, also="협약 번호, 협약 고유번호"),
    Column(
        "agreement_title",
        _("Agreement"),
        cells.line,
        also="협약명, 협약 명칭, 업무협약명, 협약 제목",
        example="파주시 치안협력 업무협약",
    ),
    Column(
        "agreement_signed_on",
        _("Day the agreement was signed"),
        cells.day,
        also="체결일, 협약일, 체결일자, 협약일자, 협약 체결일",
        example="2022. 12. 13.",
    ),
    Column(
        "number",
        _("Number"),
        cells.number,
        also="과제번호, 과제 번호",
        right=_("Its number within the agreement, from 1."),
        example="1",
    ),
    Column(
        "title",
        _("Title"),
        cells.line,
        also="이행과제, 과제명, 이행과제명, 추진과제, 세부과제, 과제",
        required=True,
        right=_("Write what was promised, in at most 200 characters."),
        example="합동 순찰",
    ),
    Column("title_en", _("Title in English"), cells.line, also="영문 제목"),
    Column("wording", _("Original wording"), cells.paragraphs, also="원문, 협약서 원문, 협약 조문"),
    Column("purpose", _("Purpose"), cells.line, also="과제 목적"),
    Column(
        "completion_criteria", _("Completion criteria"), cells.paragraphs, also="완료 판단 기준, 완료기준"
    ),
    Column(
        "lead_agencies",
        _("Lead agencies"),
        cells.paragraphs,
        also="주관 기관, 주관, 담당기관, 추진기관",
        gathers=True,
        right=_("Write every agency, each on a line of its own (commas and 「·」 are read, too)."),
        example="파주시",
    ),
    Column(
        "supporting_agencies",
        _("Supporting agencies"),
        cells.paragraphs,
        also="협조 기관, 협조, 협력기관, 지원기관",
        gathers=True,
        example="파주경찰서",
    ),
    Column("joint_agencies", _("Joint agencies"), cells.paragraphs, also="공동 기관, 공동", gathers=True),
    Column("program", _("Program"), cells.line, also="시책명"),
    Column("program_slug", _("Program (code)"), cells.line),
)

COMMITMENT_COLUMNS = Columns((*READ, *derived(COMMITMENTS, READ)))
