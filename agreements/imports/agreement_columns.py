"""The columns of a list of agreements: what offices call them, and every column of agreements.csv."""

from django.utils.translation import gettext_lazy as _

from agreements.imports import cells
from agreements.imports.columns import Column, Columns, Unread, derived_columns
from agreements.lists.columns.agreements import AGREEMENTS
from agreements.lists.columns.party_details import PARTY_COLUMNS
from agreements.models import AgreementKind
from agreements.rules.phase import EndReason, RenewalUnit
from agreements.rules.yes_no_unknown import YesNoUnknown

KINDS = cells.choice_reader(AgreementKind, 업무협약="MOU", 양해각서="MOU", 의향서="LOI", 합의각서="MOA")
END_REASONS = cells.choice_reader(EndReason)
RENEWAL_UNITS = cells.choice_reader(RenewalUnit, 년="year", 연="year", 월="month", 달="month")
YES_NO = cells.choice_reader(
    YesNoUnknown,
    있음="yes",
    없음="no",
    유="yes",
    무="no",
    비예산="no",
    y="yes",
    n="no",
    o="yes",
    x="no",
)

PARTY_BY_PARTY = _("Each party, a colon and what is so of it: 파주시: …; 파주경찰서: ….")

READ = (
    Column(
        "reference",
        _("Reference"),
        cells.read_line,
        synonyms="협약 고유번호, 관리번호",
        correction=_("The number this site gave; empty for a new agreement."),
    ),
    Column(
        "title",
        _("Title"),
        cells.read_line,
        synonyms="협약명, 협약 명칭, 업무협약명, 협약 제목, 명칭, 업무협약, 협약서명, MOU명",
        required=True,
        correction=_("Write the title of the agreement, at most 200 characters."),
        example="파주시 치안협력 업무협약",
    ),
    Column("title_en", _("Title in English"), cells.read_line, synonyms="영문 제목, 영문 협약명"),
    Column(
        "parties",
        _("Parties"),
        cells.read_paragraphs,
        synonyms=(
            "협약 기관, 상대처, 대상기관, 협약 상대, 상대 기관, 협약 당사자, 당사자, 체결기관, 참여기관, "
            "협약 대상, 협약대상기관, 협약체결기관, 기관"
        ),
        required=True,
        merges_cells=True,
        correction=_("Write every agency, each on a line of its own (commas and 「·」 are read, too)."),
        example="파주시; 파주경찰서",
    ),
    Column(
        "witnesses", _("Witnesses"), cells.read_paragraphs, synonyms="입회 기관, 참관기관", merges_cells=True
    ),
    Column("mediators", _("Mediators"), cells.read_paragraphs, synonyms="중재 기관", merges_cells=True),
    *(
        Column(column.name, column.label, cells.read_paragraphs, correction=PARTY_BY_PARTY)
        for column in PARTY_COLUMNS
    ),
    *(
        Column(name, label, cells.read_paragraphs, correction=PARTY_BY_PARTY)
        for name, label in (
            ("signatory_titles_en", _("Titles of the signatories in English")),
            ("purposes_en", _("What the heads said the agreement is for, in English")),
        )
    ),
    Column(
        "signed_on",
        _("Signed on"),
        cells.read_period,
        synonyms=("체결일자, 협약일, 협약일자, 체결 날짜, 협약 체결일, 협약체결일자, 체결연월일, 일자, 날짜"),
        correction=_("As precise as the document: 2022. 12. 13., 2022-12-13, ’22.12.13., 2022. 12. or 2022."),
        example="2022. 12. 13.",
    ),
    Column(
        "announced_on",
        _("Signing only announced on"),
        cells.read_period,
        synonyms="체결 발표일, 체결 발표",
        correction=_(
            "When the signing was announced, as precise as the source; only where nothing confirms that it "
            "was signed, and then without a date of signing."
        ),
    ),
    Column(
        "effective_on",
        _("Effective on"),
        cells.read_day,
        synonyms="효력 발생일, 시행일, 협약 시작일, 시작일",
        correction=_("The day that the document names; of “체결과 동시에” the day of signing."),
    ),
    Column(
        "expires_on",
        _("Expires on"),
        cells.read_day,
        synonyms="유효기간 만료일, 협약 만료일, 만료일자, 협약 종료예정일, 유효기간",
        correction=_("The last day: 2024. 12. 31."),
        example="2024. 12. 31.",
    ),
    Column(
        "open_ended",
        _("Holds until it is ended"),
        cells.read_flag,
        synonyms="종료 시까지, 기간의 정함이 없음",
    ),
    Column(
        "renews",
        _("Renews automatically"),
        cells.read_flag,
        synonyms="자동연장, 자동 연장 여부, 자동갱신 여부",
        example="예",
    ),
    Column(
        "renewal_number",
        _("Renews itself by"),
        cells.read_number,
        synonyms="자동연장 기간, 연장 기간",
        correction=_("The number of years or months, with its unit in the next column."),
    ),
    Column("renewal_unit", _("Unit of the renewal (code)"), RENEWAL_UNITS),
    Column(
        "renewal_unit_label",
        _("Unit of the renewal"),
        RENEWAL_UNITS,
        field="renewal_unit",
        synonyms="연장 단위",
    ),
    Column(
        "notice_days", _("Days of notice before expiry"), cells.read_number, synonyms="만료 사전통보 일수"
    ),
    Column(
        "themes",
        _("Themes"),
        cells.read_paragraphs,
        synonyms="분야, 협약 분야, 분류",
        correction=_("Names of themes that exist, each on a line of its own."),
    ),
    Column("kind", _("Kind (code)"), KINDS, synonyms="협약 종류(코드)"),
    Column(
        "kind_label",
        _("Kind"),
        KINDS,
        field="kind",
        synonyms="협약 종류, 구분, 협약 구분, 유형",
        example="업무협약",
    ),
    Column(
        "purpose",
        _("Purpose"),
        cells.read_paragraphs,
        synonyms="협약 목적, 체결 목적, 추진 배경, 목적 및 배경",
        example="지역 치안 협력 강화",
    ),
    Column(
        "purpose_en", _("Purpose in English"), cells.read_paragraphs, synonyms="영문 목적, 영문 협약 목적"
    ),
    Column(
        "note",
        _("What the material leaves open"),
        cells.read_paragraphs,
        synonyms="자료 설명, 자료로 알 수 없는 점",
    ),
    Column("note_en", _("What the material leaves open, in English"), cells.read_paragraphs),
    Column(
        "tasks",
        _("Commitments in one cell"),
        cells.split_tasks,
        synonyms=(
            "이행과제, 협약 내용, 주요 내용, 주요 협약내용, 협약 주요내용, 추진과제, 세부 과제, "
            "이행 사항, 협력 사항, 협력 내용, 내용, 과제"
        ),
        merges_cells=True,
        correction=_(
            "Each task begins with ①, ○, - or 1., or on a line of its own; at most 200 characters each."
        ),
        example="① 합동 순찰 ② 안심귀갓길 조성",
    ),
    Column(
        "task_criteria",
        _("Completion criteria of the tasks"),
        cells.split_beside_tasks,
        synonyms="완료 판단 기준, 완료기준, 과제별 완료 기준",
        correction=_("One for each task, in the same order: ① … ② …; on rows of their own, one a row."),
    ),
    Column(
        "task_leads",
        _("Lead agencies of the tasks"),
        cells.split_beside_tasks,
        synonyms="주관 기관, 과제별 주관기관, 과제 주관기관",
        correction=_("Those of each task, in the same order, or once for all tasks."),
    ),
    Column(
        "task_supports",
        _("Supporting agencies of the tasks"),
        cells.split_beside_tasks,
        synonyms="협조 기관, 과제별 협조기관, 과제 협조기관",
        correction=_("Those of each task, in the same order, or once for all tasks."),
    ),
    Column(
        "task_joint",
        _("Joint agencies of the tasks"),
        cells.split_beside_tasks,
        synonyms="공동 기관, 과제별 공동기관, 과제 공동기관",
        correction=_("Those of each task, in the same order, or once for all tasks."),
    ),
    Column(
        "document_number", _("Document number"), cells.read_line, synonyms="문서 번호, 공문번호, 문서등록번호"
    ),
    Column("place", _("Place of signing"), cells.read_line, synonyms="장소, 협약 장소"),
    Column("ended_on", _("Ended on"), cells.read_day, synonyms="협약 종료일, 해지일, 종료일자"),
    Column("end_reason", _("Reason of the end (code)"), END_REASONS),
    Column(
        "end_reason_label",
        _("Reason of the end"),
        END_REASONS,
        field="end_reason",
        synonyms="해지 사유, 종료사유",
    ),
    Column("supersedes", _("Replaces"), cells.read_line, synonyms="대체 협약, 이전 협약"),
    Column("fiscal_burden", _("Fiscal burden (code)"), YES_NO),
    Column(
        "fiscal_burden_label",
        _("Fiscal burden"),
        YES_NO,
        field="fiscal_burden",
        synonyms="재정부담 여부, 예산 수반, 예산수반 여부, 예산 여부",
    ),
    Column("mutual_duties", _("Mutual duties or waiver of rights (code)"), YES_NO),
    Column(
        "mutual_duties_label",
        _("Mutual duties or waiver of rights"),
        YES_NO,
        field="mutual_duties",
        synonyms="상호 의무부담, 의무부담 여부, 권리포기 여부",
    ),
    Column("council_matter", _("Matter of the council (code)"), YES_NO),
    Column(
        "council_matter_label",
        _("Matter of the council"),
        YES_NO,
        field="council_matter",
        synonyms="의결사항, 의회 의결 대상, 의결 대상 여부",
    ),
    Column("public_property", _("Public property (code)"), YES_NO),
    Column(
        "public_property_label",
        _("Public property"),
        YES_NO,
        field="public_property",
        synonyms="공유재산 여부, 공유재산 취득·처분",
    ),
    Column("residents_rights", _("Residents' rights (code)"), YES_NO),
    Column(
        "residents_rights_label",
        _("Residents' rights"),
        YES_NO,
        field="residents_rights",
        synonyms="주민 권리 제한, 주민 권리·의무",
    ),
    Column(
        "budget",
        _("Budget by payer"),
        cells.read_paragraphs,
        synonyms="예산, 부담액, 기관별 예산",
        correction=_("Payer, amount and unit: 파주시 1,000 천 원; …"),
    ),
    Column(
        "department",
        _("Department in charge"),
        cells.read_line,
        synonyms="담당 부서, 주관부서, 소관부서, 부서, 담당과, 추진부서",
        example="자치경찰협력과",
    ),
    Column(
        "telephone",
        _("Telephone"),
        cells.read_line,
        synonyms="전화번호, 연락처, 담당부서 전화",
        example="031-000-0000",
    ),
    Column(
        "non_disclosure_reason",
        _("Reason why the original is not disclosed"),
        cells.read_line,
        synonyms="비공개 사유",
    ),
    Column(
        "sources",
        _("Sources"),
        cells.read_paragraphs,
        synonyms="출처, 관련 자료, 보도자료 주소",
        correction=_("Web addresses of sources that are recorded here, each on a line of its own."),
    ),
)

UNREAD = {
    "phase_label": Unread(_("The phase follows from the dates of the agreement."), "유효 여부, 협약상태"),
    "fulfilled": Unread(
        _("What became of the commitments changes by status reports only."),
        "상태, 추진상태, 추진 상황, 추진현황, 이행상태, 이행 상황, 진행상태, 진행 상황, 추진실적, 추진결과, "
        "추진율, 추진율(%), 진행률, 진행률(%), 이행률, 이행률(%)",
    ),
}

AGREEMENT_COLUMNS = Columns((*READ, *derived_columns(AGREEMENTS, READ, UNREAD)))
