"""The authored public facts of records, as their ledger entries keep them.

Only what somebody wrote: derived things (states, standing, phase) follow from it.  Agencies stand by
slug, documents by SHA-256, partial dates as exports write them.  Facts are read as columns of many
records at once, since ``verify_ledger`` reads them all.  What is not public yet is left out: a program or
predecessor never published, a copy not yet stored.
"""

from collections import defaultdict
from typing import Any

from django.db import models

from agreements.models import (
    Amendment,
    BudgetShare,
    Commitment,
    CommitmentAgency,
    Document,
    Milestone,
    Party,
    Recognition,
    Source,
)
from agreements.models.plain import Facts, OwnedFacts, facts_by_owner, read_facts
from agreements.models.statement import ANSWERED

type PublicFacts = Facts
type Span = tuple[int, int]  # the first and the last primary key of the records that are read


def public_facts(record: models.Model) -> PublicFacts:
    """Return the public facts of a record, as it is stored, that can stand in the ledger."""
    return public_facts_between(type(record), record.pk, record.pk)[record.pk]


def public_facts_between(model: Any, first: int, last: int) -> dict[Any, PublicFacts]:
    """Return {primary key: public facts} of one model's records from the first to the last key.

    A range, because a list of thousands of keys costs more than what is read by it.
    """
    span = (first, last)
    return dict(FACTS[str(model._meta.model_name)](model._default_manager.filter(pk__range=span), span))


def source_facts(source: Source) -> PublicFacts:
    """Return what is public of a stored source."""
    ((_key, facts),) = _source_facts(Source._default_manager.filter(pk=source.pk), "pk")
    return facts


# ---- what each record tells ------------------------------------------------------------------------------


def _agreement_facts(rows: Any, span: Span) -> OwnedFacts:
    owned = read_facts(
        rows, "pk",
        "reference", "kind", "title_ko", "title_en", "purpose_ko", "purpose_en", "note_ko", "note_en",
        "document_number", "place", "signed", "announced", "effective_on", "expires_on", "open_ended",
        "renews", "renewal_number", "renewal_unit", "notice_days", "lead_department", "telephone",
        "fiscal_burden", "mutual_duties", "council_matter", "public_property", "residents_rights",
        "ended_on", "end_reason", "non_disclosure_reason",
    )  # fmt: skip
    parts = {
        "parties": _party_facts(span),
        "budget": _budget_facts(span),
        "amendments": _amendment_facts(span),
        "commitments": _commitment_facts(span),
        "sources": _cited_source_facts(rows.model, span),
        "documents": _document_facts("agreement", span),
    }
    _add_public_address(owned, rows, "supersedes", "reference")
    _add_themes(owned, rows)
    return _add_parts(owned, parts)


def _party_facts(span: Span) -> dict[Any, list[PublicFacts]]:
    rows = Party._default_manager.filter(agreement__pk__range=span).order_by("order", "pk")
    owned = read_facts(
        rows, "pk",
        "role", "signed_as_ko", "signed_as_en", "signatory", "signatory_title_ko", "signatory_title_en",
        "capacity", "signed_for_ko", "signed_for_en", "purpose_ko", "purpose_en", "members_number",
        "members_ko", "members_en", "joined", "order", agency="agency__slug",
    )  # fmt: skip
    belongs = dict(rows.values_list("pk", "agreement"))
    sources = dict(_source_facts(rows.filter(purpose_source__isnull=False), "pk", "purpose_source__"))
    for key, facts in owned:
        facts["purpose_source"] = sources.get(key)

    return facts_by_owner([(belongs[key], facts) for key, facts in owned])


def _budget_facts(span: Span) -> dict[Any, list[PublicFacts]]:
    rows = BudgetShare._default_manager.filter(agreement__pk__range=span).order_by("pk")
    return facts_by_owner(read_facts(rows, "agreement", "amount", "unit", payer="payer__slug"))


def _amendment_facts(span: Span) -> dict[Any, list[PublicFacts]]:
    rows = Amendment._default_manager.filter(agreement__pk__range=span).order_by("number")
    names = ("number", "signed", "reason_ko", "reason_en", "procedure_ko", "procedure_en")
    return facts_by_owner(read_facts(rows, "agreement", *names))


def _commitment_facts(span: Span) -> dict[Any, list[PublicFacts]]:
    rows = Commitment._default_manager.filter(agreement__pk__range=span).order_by("agreement", "number")
    owned = read_facts(
        rows, "pk",
        "reference", "number", "title_ko", "title_en", "outcome_ko", "outcome_en", "wording_ko",
        "wording_en", "purpose_ko", "purpose_en", "completion_criteria_ko", "completion_criteria_en",
        "quantity", "quantity_unit_ko", "quantity_unit_en", "quantity_by", "repeats",
    )  # fmt: skip
    belongs = dict(rows.values_list("pk", "agreement"))
    roles = CommitmentAgency._default_manager.filter(commitment__agreement__pk__range=span).order_by("pk")
    agencies = facts_by_owner(
        read_facts(roles, "commitment", "role", "duty_ko", "duty_en", agency="agency__slug")
    )
    sources = dict(_source_facts(rows.filter(duties_source__isnull=False), "pk", "duties_source__"))
    _add_public_address(owned, rows, "program", "slug")
    _add_public_address(owned, rows, "carried_out_by", "reference", root="program")
    _add_themes(owned, rows)
    for key, facts in owned:
        facts["agencies"] = agencies.get(key, [])
        facts["duties_source"] = sources.get(key)

    return facts_by_owner([(belongs[key], facts) for key, facts in owned])


def _program_facts(rows: Any, span: Span) -> OwnedFacts:
    owned = read_facts(
        rows, "pk",
        "slug", "title_ko", "title_en", "note_ko", "note_en", "decided", "decided_how", "lead_department",
        "telephone", "notice_ko", "notice_en", owner="owner__slug", decided_by="decided_by__slug",
    )  # fmt: skip
    parts = {
        "milestones": _milestone_facts(span),
        "recognitions": _recognition_facts(span),
        "sources": _cited_source_facts(rows.model, span),
        "documents": _document_facts("program", span),
    }
    return _add_parts(owned, parts)


def _milestone_facts(span: Span) -> dict[Any, list[PublicFacts]]:
    rows = Milestone._default_manager.filter(program__pk__range=span).order_by("program", "number")
    names = ("reference", "number", "stage", "title_ko", "title_en", "outcome_ko", "outcome_en")
    owned = read_facts(rows, "pk", *names)
    belongs = dict(rows.values_list("pk", "program"))
    agencies = defaultdict(list)
    taken_on = rows.order_by().filter(agencies__isnull=False)
    for key, slug in taken_on.values_list("pk", "agencies__slug"):
        agencies[key].append(slug)

    _add_themes(owned, rows)
    for key, facts in owned:
        facts["agencies"] = sorted(agencies[key])

    return facts_by_owner([(belongs[key], facts) for key, facts in owned])


def _recognition_facts(span: Span) -> dict[Any, list[PublicFacts]]:
    rows = Recognition._default_manager.filter(program__pk__range=span).order_by("awarded_last", "pk")
    names = ("title_ko", "title_en", "awarded", "amount_krw")
    owned = read_facts(rows, "pk", *names, awarded_by="awarded_by__slug")
    belongs = dict(rows.values_list("pk", "program"))
    sources = _cited_source_facts(Recognition, span, "program__")
    return facts_by_owner([(belongs[key], facts | {"sources": sources.get(key, [])}) for key, facts in owned])


def _report_facts(rows: Any, span: Span) -> OwnedFacts:
    owned = read_facts(
        rows, "pk",
        "number", "status", "progress", "quantity_done", "said_on", "happened", "happened_as",
        "says_not_done", "target", "target_undated", "criteria_met", "origin",
        "note_ko", "note_en", "target_reason_ko", "target_reason_en", "target_procedure_ko",
        "target_procedure_en", "correction_reason_ko", "correction_reason_en",
        stated_by="stated_by__slug", subject="commitment__reference", milestone="milestone__reference",
        corrects="corrects__number",
    )  # fmt: skip
    for _key, facts in owned:
        milestone = facts.pop("milestone")
        facts["subject"] = facts["subject"] or milestone
    documents = _document_facts("report", span)
    return _add_parts(owned, {"sources": _cited_source_facts(rows.model, span), "documents": documents})


def _statement_facts(rows: Any, span: Span) -> OwnedFacts:
    owned = read_facts(
        rows, "pk", "stated_on", "text_ko", "text_en",
        agency="agency__slug", report="report__number", agreement="agreement__reference",
        commitment="commitment__reference", milestone="milestone__reference", duty="duty__number",
        inquiry="inquiry__number",
    )  # fmt: skip
    for _key, facts in owned:
        for name in ANSWERED:
            if facts[name] is None:
                del facts[name]
    return owned


def _reason_facts(rows: Any, span: Span) -> OwnedFacts:
    return read_facts(rows, "pk", reason="reason_ko", reason_en="reason_en")


def _duty_record_facts(rows: Any, span: Span) -> OwnedFacts:
    owned = read_facts(
        rows, "pk",
        "number", "kind", "period", "outcome", "done_on", "result_ko", "result_en", "improvement_ko",
        "improvement_en", agency="agency__slug", agreement="agreement__reference",
    )  # fmt: skip
    documents = _document_facts("duty", span)
    return _add_parts(owned, {"sources": _cited_source_facts(rows.model, span), "documents": documents})


def _inquiry_facts(rows: Any, span: Span) -> OwnedFacts:
    owned = read_facts(
        rows, "pk",
        "number", "department", "searched_on", "where_ko", "where_en", "words", "covers_from", "covers_to",
        "result", "note_ko", "note_en", "asked_on", "answer_by", "answered_on", "answer_ko", "answer_en",
        "correction_reason_ko", "correction_reason_en",
        asked="asked__slug", corrects="corrects__number",
    )  # fmt: skip
    for name in ("commitment", "milestone"):
        about = rows.model._meta.get_field(f"{name}s").remote_field.through._default_manager
        promises = about.filter(inquiry__pk__range=span).order_by(f"{name}__reference")
        references = defaultdict(list)
        for key, reference in promises.values_list("inquiry", f"{name}__reference"):
            references[key].append(reference)
        for key, facts in owned:
            facts[f"{name}s"] = references[key]

    return owned


FACTS: dict[str, Any] = {
    "agreement": _agreement_facts,
    "program": _program_facts,
    "statusreport": _report_facts,
    "statement": _statement_facts,
    "withdrawal": _reason_facts,
    "redaction": _reason_facts,
    "dutyrecord": _duty_record_facts,
    "inquiry": _inquiry_facts,
}


# ---- what several of them have -----------------------------------------------------------------------------


def _add_parts(owned: OwnedFacts, parts: dict[str, dict[Any, list[PublicFacts]]]) -> OwnedFacts:
    for key, facts in owned:
        for name, facts_by_key in parts.items():
            facts[name] = facts_by_key.get(key, [])
    return owned


def _add_public_address(owned: OwnedFacts, rows: Any, name: str, address: str, *, root: str = "") -> None:
    """Name another record by its address; leave it out while it, or its ``root``, was never public."""
    published = "__".join(filter(None, (name, root, "first_published_at")))
    naming = rows.filter(**{f"{name}__isnull": False})
    public = naming.filter(**{f"{published}__isnull": False})
    addresses = dict(public.values_list("pk", f"{name}__{address}"))
    hidden = set(naming.values_list("pk", flat=True)) - set(addresses)
    for key, facts in owned:
        if key not in hidden:
            facts[name] = addresses.get(key)


def _add_themes(owned: OwnedFacts, rows: Any) -> None:
    slugs = defaultdict(list)
    themed = rows.order_by().filter(themes__isnull=False)
    for key, slug in themed.values_list("pk", "themes__slug"):
        slugs[key].append(slug)

    for key, facts in owned:
        facts["themes"] = sorted(slugs[key])


def _cited_source_facts(model: Any, span: Span, prefix: str = "") -> dict[Any, list[PublicFacts]]:
    """Return the facts of the sources that each record cites, ordered by what they say.

    ``prefix`` leads from a record to the one whose key lies in ``span``.
    """
    owner = str(model._meta.model_name)
    cited = model.sources.through._default_manager.filter(**{f"{owner}__{prefix}pk__range": span})
    sources_by_owner = facts_by_owner(_source_facts(cited, owner, "source__"))
    for sources in sources_by_owner.values():
        sources.sort(key=_source_order)
    return sources_by_owner


def _source_facts(rows: Any, key: str, prefix: str = "") -> OwnedFacts:
    """Read the public facts of the source under ``prefix`` of each row; without the digest of no copy."""
    names = ("publisher", "label_ko", "label_en", "published", "url", "sha256")
    owned = read_facts(rows, key, *(prefix + name for name in names))
    for _key, facts in owned:
        if not facts["sha256"]:
            del facts["sha256"]
    return owned


def _source_order(source: PublicFacts) -> tuple[str, ...]:
    return tuple(source[name] for name in ("published", "publisher", "label_ko", "label_en", "url"))


def _document_facts(owner: str, span: Span) -> dict[Any, list[PublicFacts]]:
    """Return the facts of public documents by owner; a redacted one has no file any more."""
    rows = Document._default_manager.filter(**{f"{owner}__pk__range": span}, public=True).exclude(file="")
    documents_by_owner = facts_by_owner(
        read_facts(rows, owner, "kind", "title_ko", "title_en", "sha256", "size")
    )
    for documents in documents_by_owner.values():
        documents.sort(key=lambda document: (document["sha256"], document["title_ko"]))
    return documents_by_owner
