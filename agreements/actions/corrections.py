"""What reports and inquiries have in common when they are published: a later one may correct one of them."""

from typing import Any

from django.utils.translation import gettext as _

from agreements.actions.checks import require_text
from agreements.actions.public_facts import PublicFacts, public_facts
from agreements.actions.publication import EntryContent
from agreements.actions.refusals import Incomplete, WrongState
from agreements.models import EntryKind, Inquiry, StatusReport

OF_CORRECTION = frozenset({"number", "corrects", "correction_reason_ko", "correction_reason_en"})


def entry_of_correctable(record: StatusReport | Inquiry) -> EntryContent:
    return EntryContent(
        record,
        EntryKind.CORRECTION if record.corrects else EntryKind.PUBLICATION,
        record.public_reference,
        {"facts": public_facts(record)},
        reason=record.correction_reason_ko,
    )


def check_correction(
    record: StatusReport | Inquiry, *, among: Any, none_of_them: str, says_the_same: str
) -> None:
    """Check that a correction replaces a published record, one of those ``among``, that still counts.

    Raises:
        WrongState: it does not; ``none_of_them`` says so.
        Incomplete: it has no reason, or (``says_the_same``) changes nothing.
    """
    if record.corrects is None:
        return

    if not among.effective().filter(pk=record.corrects.pk).exists():
        raise WrongState(none_of_them, field="corrects")

    reason = record.correction_reason_ko
    require_text(reason, _("A correction needs its reason."), field="correction_reason_ko")
    if _facts_but_correction(record) == _facts_but_correction(record.corrects):
        raise Incomplete(says_the_same)


def _facts_but_correction(record: StatusReport | Inquiry) -> PublicFacts:
    """Return the public facts of a record without those that make it a correction."""
    facts = public_facts(record)
    return {name: value for name, value in facts.items() if name not in OF_CORRECTION}
