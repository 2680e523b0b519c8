"""A new draft from an agreement: one body signs the same text with many."""

from datetime import datetime
from typing import Any

from django.db import models

from agreements.actions.drafts import editing_record
from agreements.models import Agreement, Commitment, CommitmentAgency, Party

# What the text says.  Days, signatories, documents, sources and links belong to the one signing.
OF_AGREEMENT = (
    "kind", "title_ko", "title_en", "purpose_ko", "purpose_en", "lead_department", "telephone",
    "renews", "renewal_number", "renewal_unit", "notice_days",
    "fiscal_burden", "mutual_duties", "council_matter", "public_property", "residents_rights",
)  # fmt: skip
OF_PARTY = ("agency", "role", "order")
OF_COMMITMENT = (
    "number", "title_ko", "title_en", "wording_ko", "wording_en", "purpose_ko", "purpose_en",
    "completion_criteria_ko", "completion_criteria_en", "quantity", "quantity_unit_ko", "quantity_unit_en",
    "repeats",
)  # fmt: skip
OF_ROLE = ("agency", "role")
DUTY_WORDS = ("duty_ko", "duty_en")


def duplicate_agreement(agreement: Agreement, *, actor: Any, now: datetime) -> Agreement:
    """Enter a draft with the text, parties and promises of ``agreement``; return it.

    Raises:
        NotAllowed: ``actor`` enters no agreements, or none of these parties.
    """
    draft = Agreement(**copied(agreement, OF_AGREEMENT))
    with editing_record(draft, actor=actor, now=now):
        draft.save()
        draft.themes.set(agreement.themes.all())
        for party in agreement.parties.all():
            Party.objects.create(agreement=draft, **copied(party, OF_PARTY))
        for commitment in agreement.commitments.prefetch_related("roles", "themes"):
            _duplicate_commitment(commitment, draft)
    return draft


def _duplicate_commitment(commitment: Commitment, draft: Agreement) -> None:
    duplicate = Commitment.objects.create(agreement=draft, **copied(commitment, OF_COMMITMENT))
    duplicate.themes.set(commitment.themes.all())
    # Where another source says who does what, it says so of the one signing.
    names = OF_ROLE if commitment.duties_source_id else (*OF_ROLE, *DUTY_WORDS)
    for assignment in commitment.roles.all():
        CommitmentAgency.objects.create(commitment=duplicate, **copied(assignment, names))


def copied(record: models.Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
