"""ledger.csv: every step of what became public; corrections.csv: those that came after a publication."""

from django.utils.translation import gettext_lazy as _

from agreements.lists.columns import cells
from agreements.lists.columns.export import Cell, Column, Export, Kind
from agreements.lists.columns.shared_columns import REVIEW_COLUMNS, code_and_label
from agreements.lists.ledger import CHANGES as CHANGES_LISTING
from agreements.lists.ledger import CORRECTIONS as CORRECTIONS_LISTING
from agreements.lists.ledger import LEDGER as LISTING
from agreements.models import EntryKind
from agreements.rules.ledger import utc_timestamp

ENTRY_COLUMNS = (
    Column("sequence", _("Number"), cells.value("seq"), _("Publication sequence of this step."), Kind.NUMBER),
    Column(
        "recorded_at",
        _("Recorded at"),
        Cell(("recorded_at",), lambda: utc_timestamp),
        _("Moment of the step in UTC, as the chain has it."),
        Kind.CODE,
    ),
    Column(
        "recorded_on", _("Recorded on"), cells.day_in_seoul("recorded_at"), _("The same as a day in Seoul."),
        Kind.DAY,
    ),
    *code_and_label(
        "kind",
        "kind",
        EntryKind.choices,
        code=_("Kind (code)"),
        label=_("Kind"),
        meaning=_("What was done."),
    ),
    Column(
        "reference",
        _("Reference"),
        cells.value("reference"),
        _("Of the record that it is about; permanent."),
        Kind.CODE,
    ),
    *REVIEW_COLUMNS,
    Column("reason", _("Reason"), cells.value("reason"), _("As published; empty where none is asked.")),
    Column(
        "blanked_by",
        _("Blanked by (number)"),
        cells.value("redacted_by"),
        _("The step that blanked its text because of personal data."),
        Kind.NUMBER,
    ),
)  # fmt: skip

DIGEST_COLUMNS = (
    Column(
        "payload_digest",
        _("Digest of its text"),
        cells.value("payload_digest"),
        _("SHA-256 of the public facts with their salt; stays when the text is blanked."),
        Kind.CODE,
    ),
    Column(
        "previous",
        _("Digest of the step before"),
        cells.value("previous"),
        _("Ties it to the step before."),
        Kind.CODE,
    ),
    Column("digest", _("Digest"), cells.value("digest"), _("SHA-256 of this step."), Kind.CODE),
)

CHANGES = Export(listing=CHANGES_LISTING, columns=ENTRY_COLUMNS, key=("sequence",))
LEDGER = Export(listing=LISTING, columns=(*ENTRY_COLUMNS, *DIGEST_COLUMNS), key=("sequence",))
CORRECTIONS = Export(listing=CORRECTIONS_LISTING, columns=ENTRY_COLUMNS, key=("sequence",))
