"""What became of reports, as columns: corrected, withdrawn, blanked, answered by an agency."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.lists.columns import cells
from agreements.lists.columns.cells import joined, pick_language
from agreements.lists.columns.export import Cell, Column, Kind
from agreements.lists.columns.linked_records import Found, Keys
from agreements.lists.parameters import Clock
from agreements.models import Redaction, Statement, StatusReport, Withdrawal
from agreements.models.base import PUBLIC

REFERENCES = ("commitment__reference", "milestone__reference")


def corrections_of_reports(keys: Keys, clock: Clock) -> Found:
    """The number and day of the report that replaced each; a correction that was withdrawn still did."""
    withdrawn = Withdrawal.objects.visible_to(PUBLIC).filter(report__corrects__in=keys)
    if clock.seq is not None:
        withdrawn = withdrawn.filter(report__published_seq__lte=clock.seq)
    shown = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).filter(corrects__in=keys)
    rows = [
        *withdrawn.values_list("report__corrects", "report__number", "report__published_at"),
        *shown.values_list("corrects", "number", "published_at"),
    ]
    return {
        key: {"number": number, "on": timezone.localdate(published_at).isoformat()}
        for key, number, published_at in rows
    }


def withdrawals_of_reports(keys: Keys, clock: Clock) -> Found:
    """When and why each was withdrawn since the clock's sequence; now nothing withdrawn is a row."""
    pick = pick_language()
    rows = Withdrawal.objects.visible_to(PUBLIC).filter(report__in=keys)
    return {
        key: {"on": timezone.localdate(withdrawn_at).isoformat(), "reason": pick(korean, english)}
        for key, withdrawn_at, korean, english in rows.values_list(
            "report", "published_at", "reason_ko", "reason_en"
        )
    }


def redactions_of_reports(keys: Keys, clock: Clock) -> Found:
    """Why the text of each was blanked."""
    pick = pick_language()
    rows = Redaction.objects.visible_to(PUBLIC).filter(report__in=keys)
    own = rows.filter(published_seq=F("report__redacted_by")).values_list("report", "reason_ko", "reason_en")
    return {key: pick(korean, english) for key, korean, english in own}


def statements_of_reports(keys: Keys, clock: Clock) -> Found:
    """Each agency's own word as "agency, day, text", the oldest first."""
    pick, blanked = pick_language(), f"[{gettext('Personal data blanked')}]"
    redactions = Redaction.objects.visible_to(PUBLIC).filter(statement=OuterRef("pk"))
    rows = Statement.objects.visible_to(PUBLIC).filter(report__in=keys, stated_on__lte=clock.on)
    if clock.seq is not None:
        rows = rows.filter(published_seq__lte=clock.seq)
    found: dict[Any, list[str]] = defaultdict(list)
    for row in (
        rows.annotate(
            redacted=Exists(redactions), agency_ko=F("agency__name_ko"), agency_en=F("agency__name_en")
        )
        .order_by("stated_on", "published_seq")
        .values("report", "redacted", "agency_ko", "agency_en", "stated_on", "text_ko", "text_en")
    ):
        text = blanked if row["redacted"] else pick(row["text_ko"], row["text_en"])
        agency = pick(row["agency_ko"], row["agency_en"])
        found[row["report"]].append(f"{agency}, {row['stated_on'].isoformat()}, {text}")
    return {key: joined(texts) for key, texts in found.items()}


def reference_of_corrected() -> Callable[..., str | None]:
    return lambda of_commitment, of_milestone, number: (
        f"{of_commitment or of_milestone}#{number}" if number else None
    )


def statements(key: str, meaning: Any) -> Column:
    return Column(
        "statements",
        _("Statements of agencies"),
        cells.looked_up(key, statements_of_reports),
        meaning,
        Kind.LIST,
    )


REMEDY_COLUMNS = (
    Column(
        "corrects",
        _("Corrects (reference)"),
        Cell((*REFERENCES, "corrects__number"), reference_of_corrected),
        _("The report that it replaces, if it corrects one."),
        Kind.CODE,
    ),
    Column(
        "correction_reason",
        _("Reason of the correction"),
        cells.text_unless_hidden("correction_reason"),
        _("Why that one was wrong."),
    ),
    Column(
        "corrected_by",
        _("Corrected by (number)"),
        cells.looked_up("pk", corrections_of_reports, "number"),
        _("The report of the same subject that replaced it; a corrected one counts no more."),
        Kind.NUMBER,
    ),
    Column(
        "corrected_on",
        _("Corrected on"),
        cells.looked_up("pk", corrections_of_reports, "on"),
        _("Day on which the correction was published."),
        Kind.DAY,
    ),
    Column(
        "withdrawn_on",
        _("Withdrawn on"),
        cells.looked_up("pk", withdrawals_of_reports, "on"),
        _("Only at an older publication sequence; now a withdrawn report is no row."),
        Kind.DAY,
    ),
    Column(
        "withdrawal_reason",
        _("Reason of the withdrawal"),
        cells.looked_up("pk", withdrawals_of_reports, "reason"),
        _("Why it was withdrawn."),
    ),
    Column(
        "redacted_on",
        _("Personal data blanked on"),
        cells.day_in_seoul("redacted_by__recorded_at"),
        _("Its text was blanked on that day; status, dates and speaker stay."),
        Kind.DAY,
    ),
    Column(
        "redaction_reason",
        _("Reason of the blanking"),
        cells.looked_up("pk", redactions_of_reports),
        _("Which kind of personal data it was."),
    ),
    statements("pk", _("What a party said about this report itself: agency, day, text.")),
)
