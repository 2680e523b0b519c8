"""The authored public facts of a record, as its ledger entries keep them.

Only what somebody wrote: derived things (states, standing, phase) follow from it.  Agencies stand by
slug, documents by SHA-256, partial dates as exports write them.  Only fields are read, so that a
migration can use this with the models of its time; a field that a model does not have yet is left out.
So is what is not public yet: a program or predecessor never published, a copy not yet stored.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models

from agreements.models import (
    Agreement,
    Commitment,
    Document,
    Milestone,
    Program,
    Recognition,
    Redaction,
    Source,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.rules.partial_date import PartialDate

type PublicFacts = dict[str, Any]


# What the facts of many records are read with, instead of several queries a record.
PARTS: dict[type[models.Model], tuple[str, ...]] = {
    Agreement: (
        "supersedes", "parties__agency", "budget__payer", "amendments", "commitments__program",
        "commitments__duties_source", "commitments__roles__agency", "sources", "documents",
    ),
    Program: (
        "owner", "milestones__agencies", "recognitions__awarded_by", "recognitions__sources", "sources",
        "documents",
    ),
    StatusReport: (
        "commitment", "milestone", "stated_by", "corrects", "sources", "documents",
    ),
    Statement: ("agency", "report"),
    Withdrawal: (),
    Redaction: (),
}  # fmt: skip


def public_facts(record: models.Model) -> PublicFacts:
    """Give the public facts of a record that can stand in the ledger."""
    facts: PublicFacts = FACTS[str(record._meta.model_name)](record)
    return facts


def _plain(record: models.Model, *names: str) -> PublicFacts:
    """Read fields and partial dates by name: dates as text, the rest as stored."""
    found: PublicFacts = {}
    for name in names:
        if hasattr(record, f"{name}_first"):
            value: Any = PartialDate.from_days(
                getattr(record, f"{name}_first"), getattr(record, f"{name}_last")
            )
        elif hasattr(record, name):
            value = getattr(record, name)
        else:
            continue
        found[name] = value if value is None or isinstance(value, bool | int | str) else str(value)
    return found


def _agreement(agreement: Agreement) -> PublicFacts:
    return _plain(
        agreement,
        "reference", "kind", "title_ko", "title_en", "purpose_ko", "purpose_en", "document_number",
        "place", "signed_on", "effective_on", "expires_on", "renews", "notice_days", "lead_department",
        "telephone", "fiscal_burden", "ended_on", "end_reason", "non_disclosure_reason",
    ) | {
        "parties": [
            {"agency": party.agency.slug}
            | _plain(party, "role", "signatory", "signatory_title_ko", "signatory_title_en", "order")
            for party in agreement.parties.all()
        ],
        "budget": [
            {"payer": share.payer.slug, "amount": f"{share.amount.normalize():f}", "unit": share.unit}
            for share in agreement.budget.all()
        ],
        "amendments": [
            _plain(
                amendment,
                "number", "signed_on", "reason_ko", "reason_en", "procedure_ko", "procedure_en",
            )
            for amendment in agreement.amendments.all()
        ],
        "commitments": [_commitment(commitment) for commitment in _numbered(agreement.commitments)],
        "sources": _sources(agreement.sources.all()),
        "documents": _documents(agreement.documents.all()),
    } | _once_public("supersedes", agreement.supersedes, "reference")  # fmt: skip


def _commitment(commitment: Commitment) -> PublicFacts:
    return _plain(
        commitment,
        "reference", "number", "title_ko", "title_en", "outcome_ko", "outcome_en", "wording_ko",
        "wording_en", "purpose_ko", "purpose_en", "completion_criteria_ko", "completion_criteria_en",
    ) | {
        "duties_source": source_facts(commitment.duties_source) if commitment.duties_source else None,
        "agencies": [
            {"agency": part.agency.slug} | _plain(part, "role", "duty_ko", "duty_en")
            for part in commitment.roles.all()
        ],
    } | _once_public("program", commitment.program, "slug")  # fmt: skip


def _program(program: Program) -> PublicFacts:
    return _plain(
        program,
        "slug", "title_ko", "title_en", "note_ko", "note_en", "decided", "lead_department", "telephone",
        "notice_ko", "notice_en",
    ) | {
        "owner": program.owner.slug,
        "milestones": [_milestone(milestone) for milestone in _numbered(program.milestones)],
        "recognitions": [_recognition(recognition) for recognition in program.recognitions.all()],
        "sources": _sources(program.sources.all()),
        "documents": _documents(program.documents.all()),
    }  # fmt: skip


def _milestone(milestone: Milestone) -> PublicFacts:
    return _plain(
        milestone, "reference", "number", "stage", "title_ko", "title_en", "outcome_ko", "outcome_en"
    ) | {"agencies": sorted(agency.slug for agency in milestone.agencies.all())}


def _recognition(recognition: Recognition) -> PublicFacts:
    return _plain(recognition, "title_ko", "title_en", "awarded", "amount_krw") | {
        "awarded_by": recognition.awarded_by.slug,
        "sources": _sources(recognition.sources.all()),
    }


def _report(report: StatusReport) -> PublicFacts:
    corrected = getattr(report, "corrects", None)
    subject = report.commitment or report.milestone
    return _plain(
        report,
        "number", "status", "progress", "happened", "target", "target_undated", "criteria_met", "origin",
        "note_ko", "note_en", "target_reason_ko", "target_reason_en", "target_procedure_ko",
        "target_procedure_en", "correction_reason_ko", "correction_reason_en",
    ) | {
        "subject": subject.reference,  # type: ignore[union-attr]  # one of them, by constraint
        "stated_by": report.stated_by.slug,
        "corrects": corrected.number if corrected else None,
        "sources": _sources(report.sources.all()),
        "documents": _documents(report.documents.all()),
    }  # fmt: skip


def _statement(statement: Statement) -> PublicFacts:
    return _plain(statement, "stated_on", "text_ko", "text_en") | {
        "agency": statement.agency.slug,
        "report": statement.report.number,
    }


def _reason(remedy: Withdrawal | Redaction) -> PublicFacts:
    return {"reason": remedy.reason_ko, "reason_en": remedy.reason_en}


def source_facts(source: Source) -> PublicFacts:
    """Give what is public of a source; the digest of a copy only once there is one."""
    facts = _plain(source, "publisher", "label_ko", "label_en", "published", "url")
    return facts | ({"sha256": source.sha256} if source.sha256 else {})


def _sources(sources: Iterable[Source]) -> list[PublicFacts]:
    # Ordered by what it says, not by a key that the public never sees.
    return sorted((source_facts(source) for source in sources), key=_said_by)


def _said_by(source: PublicFacts) -> tuple[str, ...]:
    return tuple(source[name] for name in ("published", "publisher", "label_ko", "label_en", "url"))


def _documents(documents: Iterable[Document]) -> list[PublicFacts]:
    # A redacted document has no file any more.
    shown = [document for document in documents if document.public and document.file]
    shown.sort(key=lambda document: (document.sha256, document.title_ko))
    return [_plain(document, "kind", "title_ko", "title_en", "sha256", "size") for document in shown]


def _numbered(subjects: Any) -> list[Any]:
    return sorted(subjects.all(), key=lambda subject: subject.number)


def _once_public(name: str, root: Agreement | Program | None, address: str) -> PublicFacts:
    """Name another record by its address; leave it out while it was never public."""
    if root is None:
        return {name: None}
    return {name: getattr(root, address)} if root.first_published_at else {}


FACTS: dict[str, Any] = {
    "agreement": _agreement,
    "program": _program,
    "statusreport": _report,
    "statement": _statement,
    "withdrawal": _reason,
    "redaction": _reason,
}
