"""The columns of lists of programs and of their milestones, and every column of our own two files."""

from django.utils.translation import gettext_lazy as _

from agreements.imports import cells
from agreements.imports.columns import Column, Columns, Unread, columns_of, derived_columns
from agreements.imports.commitment_columns import BY_REPORTS, FROM_REPORTS
from agreements.lists.columns.milestones import MILESTONES
from agreements.lists.columns.programs import PROGRAMS
from agreements.rules.decision import DecidedHow

DECIDED_HOW = cells.choice_reader(DecidedHow, 의결="resolved", 결정="decided", 발표="announced")

# ---- programs ------------------------------------------------------------------------------------

of_program = columns_of(PROGRAMS)
READ_OF_PROGRAMS = (
    of_program(
        "slug",
        cells.read_line,
        correction=_(
            "Lower-case letters and hyphens such as paju-police; it stays for ever. "
            "If the cell is empty, it is made from the name."
        ),
    ),
    of_program(
        "title",
        cells.read_line,
        synonyms="시책, 시책명, 시책 제목, 사업명, 계획명",
        required=True,
        correction=_("Write the title of the program, in at most 200 characters."),
        example="위기아동 원스톱 지원",
    ),
    Column("title_en", _("Title in English"), cells.read_line, synonyms="영문 제목, 영문 시책명"),
    of_program(
        "owner",
        cells.read_line,
        synonyms="총괄 기관, 주관 기관, 추진 기관, 담당기관, 기관명, 기관",
        correction=_("Write which agency answers for the program."),
        example="파주시",
    ),
    of_program("owner_slug", cells.read_line),
    of_program(
        "decided",
        cells.read_period,
        synonyms="결정일, 의결일, 수립일, 결정 시점, 의결 시점",
        correction=_("As precise as its source: 2021. 9., 2021년 하반기 or 2021."),
        example="2021. 9.",
    ),
    of_program("decided_how", DECIDED_HOW),
    of_program("decided_how_label", DECIDED_HOW, field="decided_how", synonyms="결정 방법"),
    of_program("decided_by", cells.read_line, synonyms="의결 기관, 의결기구"),
    of_program("decided_by_slug", cells.read_line),
    Column(
        "note", _("What the material leaves open"), cells.read_paragraphs, synonyms="자료 설명, 시책 설명"
    ),
    Column("note_en", _("What the material leaves open, in English"), cells.read_paragraphs),
    of_program(
        "department",
        cells.read_line,
        synonyms="담당 부서, 주관부서, 소관부서, 부서, 담당과, 추진부서",
        example="아동청소년과",
    ),
    of_program(
        "telephone", cells.read_line, synonyms="전화번호, 연락처, 담당부서 전화", example="031-000-0000"
    ),
    of_program(
        "sources",
        cells.read_paragraphs,
        synonyms="출처, 관련 자료, 근거자료, 보도자료 주소",
        correction=_("Web addresses of sources that are recorded here, each on a line of its own."),
    ),
)
BY_MILESTONES = _("Milestones have a table of their own.")
UNREAD_OF_PROGRAMS = {
    "stages": Unread(BY_MILESTONES, "단계 수, 단계수"),
    "milestones": Unread(BY_MILESTONES, "추진과제, 세부과제, 추진과제 수"),
    "reached": Unread(BY_REPORTS, "추진상태, 추진 상황, 추진율, 추진율(%), 이행률, 이행률(%), 진행률"),
}
PROGRAM_COLUMNS = Columns(
    (*READ_OF_PROGRAMS, *derived_columns(PROGRAMS, READ_OF_PROGRAMS, UNREAD_OF_PROGRAMS))
)

# ---- milestones ----------------------------------------------------------------------------------

of_milestone = columns_of(MILESTONES)
READ_OF_MILESTONES = (
    of_milestone(
        "reference", cells.read_line, correction=_("The number this site gave; empty for a new one.")
    ),
    of_milestone(
        "program",
        cells.read_line,
        synonyms="시책명, 시책 제목, 사업명, 계획명",
        correction=_("The title of a program that is recorded."),
        example="위기아동 원스톱 지원",
    ),
    of_milestone("program_slug", cells.read_line, synonyms="시책 주소 이름"),
    of_milestone(
        "stage",
        cells.read_number,
        synonyms="추진 단계, 단계 번호",
        correction=_("From 1; 1 if the cell of a new milestone is empty."),
        example="1",
    ),
    of_milestone(
        "number",
        cells.read_number,
        synonyms="과제번호, 과제 번호",
        correction=_("Its number within the program, from 1; the next one if the cell is empty."),
    ),
    of_milestone(
        "title",
        cells.read_line,
        synonyms="추진과제, 세부과제, 과제명, 추진과제명, 세부과제명, 단위과제, 과제",
        required=True,
        correction=_("Write what is to be reached, in at most 200 characters."),
        example="전담팀 구성",
    ),
    Column("title_en", _("Title in English"), cells.read_line, synonyms="영문 제목"),
    Column("outcome", _("Sentence once fulfilled"), cells.read_line, synonyms="달성 문장"),
    Column("outcome_en", _("Sentence once fulfilled, in English"), cells.read_line),
    of_milestone(
        "agencies",
        cells.read_paragraphs,
        synonyms="담당기관, 추진기관, 주관 기관, 기관명",
        merges_cells=True,
        correction=_("Write every agency, each on a line of its own (commas and 「·」 are read, too)."),
        example="파주시",
    ),
    of_milestone(
        "themes",
        cells.read_paragraphs,
        synonyms="분야, 과제 분야",
        correction=_("Names of themes that exist, each on a line of its own."),
    ),
)
UNREAD_OF_MILESTONES = {
    **{name: Unread(BY_REPORTS, synonyms) for name, synonyms in FROM_REPORTS.items()},
    "same_promise_as": Unread(_("A commitment names the milestone that is the same promise.")),
}
MILESTONE_COLUMNS = Columns(
    (*READ_OF_MILESTONES, *derived_columns(MILESTONES, READ_OF_MILESTONES, UNREAD_OF_MILESTONES))
)
