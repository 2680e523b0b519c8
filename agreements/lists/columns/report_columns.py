"""What reports.csv and targets.csv say alike of a report: its subject, its reasons, its evidence."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from agreements.lists.columns import cells, linked_evidence, linked_records
from agreements.lists.columns.export import Cell, Column, Kind
from agreements.lists.columns.shared_columns import address_column, evidence_columns, same_promise_column
from agreements.lists.subject_filters import SUBJECT_KINDS

# A report is about a commitment or a milestone: of each pair of paths one leads to nothing.
SUBJECT_REFERENCES = ("commitment__reference", "milestone__reference")
ROOT_CODES = ("commitment__agreement__reference", "milestone__program__slug")
SUBJECT_TITLES = (
    "commitment__title_ko", "commitment__title_en", "milestone__title_ko", "milestone__title_en",
)  # fmt: skip


def commitment_or_milestone(paths: tuple[str, str]) -> Cell:
    """Read the path of the two that leads to something."""
    return Cell(paths, lambda: lambda of_commitment, of_milestone: of_commitment or of_milestone)


def write_subject_kind() -> Callable[[str | None, str | None], str]:
    return lambda commitment, _milestone: "commitment" if commitment else "milestone"


def write_subject_kind_label() -> Callable[[str | None, str | None], str]:
    labels = {kind: str(label) for kind, label in SUBJECT_KINDS}
    return lambda commitment, _milestone: labels["commitment" if commitment else "milestone"]


def write_subject_title() -> Callable[..., str | None]:
    pick = cells.pick_language()

    def write(
        commitment_ko: str | None,
        commitment_en: str | None,
        milestone_ko: str | None,
        milestone_en: str | None,
    ) -> str | None:
        if commitment_ko:
            return pick(commitment_ko, commitment_en)
        return pick(milestone_ko, milestone_en)

    return write


def write_report_reference() -> Callable[..., str]:
    return lambda commitment, milestone, number: f"{commitment or milestone}#{number}"


def write_report_address() -> Callable[..., str]:
    address_of_commitment, address_of_milestone = (
        cells.page_address("commitment"),
        cells.page_address("milestone"),
    )

    def write(commitment: str | None, milestone: str | None, number: int) -> str:
        before, behind = address_of_commitment if commitment else address_of_milestone
        return f"{before}{commitment or milestone}{behind}#report-{number}"

    return write


REPORT_REFERENCE = Cell((*SUBJECT_REFERENCES, "number"), write_report_reference)

SUBJECT_COLUMNS = (
    Column(
        "subject_kind",
        _("Kind of subject (code)"),
        Cell(SUBJECT_REFERENCES, write_subject_kind),
        _("“commitment” or “milestone”."),
        Kind.CODE,
    ),
    Column(
        "subject_reference",
        _("Subject (reference)"),
        commitment_or_milestone(SUBJECT_REFERENCES),
        _("The same as in commitments.csv or milestones.csv."),
        Kind.CODE,
    ),
    Column("subject_title", _("Subject"), Cell(SUBJECT_TITLES, write_subject_title), _("What it is about.")),
    Column(
        "belongs_to",
        _("Agreement number or program (code)"),
        commitment_or_milestone(ROOT_CODES),
        _("The agreement or program its subject belongs to."),
        Kind.CODE,
    ),
    same_promise_column("pk", linked_records.same_promise_of_reports),
)

REPORT_EVIDENCE_COLUMNS = evidence_columns(
    cells.linked("pk", linked_evidence.sources_of_reports),
    cells.linked("pk", linked_evidence.documents_of_reports),
)

REPORT_ADDRESS_COLUMN = address_column(
    Cell((*SUBJECT_REFERENCES, "number"), write_report_address), _("Its place on the page of its subject.")
)


def target_reason_column(name: str) -> Column:
    return Column(
        name,
        _("Reason for the new date"),
        cells.text_unless_hidden("target_reason"),
        _("“자료에 없음” where the material gives none."),
    )
