"""Nothing that is not public reaches a public page or file: a canary in every such text is seen nowhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat
from django.test import Client

from agreements.actions import drafts
from agreements.actions.agreements import withdraw_agreement
from agreements.actions.programs import withdraw_program
from agreements.models import Agency, AgencyRequest, Capacity, Commitment, Document, Milestone, Party, guards
from tests import factories, scenario
from tests.exported import text_of
from tests.factories import NOON, author, published, reviewer
from tests.registers import shared_register
from tests.web.addresses import addresses, names

CANARY = "kanarienvogel"
NEVER_FOUND = "뻐꾸기"

# Texts of public records that the public may read.  Whatever stands in neither list fails a test.
BOTH = {"agreement": ("title", "purpose", "note"), "program": ("title", "note", "notice"),
        "agency": ("name", "qualifier"), "formername": ("name",), "theme": ("name",),
        "region": ("name",), "amendment": ("reason", "procedure"),
        "commitmentagency": ("duty",),
        "party": ("signed_as", "signatory_title", "signed_for", "purpose", "members"),
        "commitment": (
            "title", "outcome", "wording", "purpose", "completion_criteria", "quantity_unit",
        ),
        "milestone": ("title", "outcome"), "recognition": ("title",),
        "statusreport": ("note", "target_reason", "target_procedure", "correction_reason"),
        "ordinance": ("title", "transitional", "exemptions", "exemption"), "ordinancenote": ("text",),
        "dutyrule": ("asks",), "dutyrecord": ("result", "improvement"),
        "inquiry": ("where", "note", "answer", "correction_reason"),
        "statement": ("text",), "withdrawal": ("reason",), "redaction": ("reason",),
        "source": ("label",), "document": ("title",)}  # fmt: skip
PUBLIC_TEXTS = {
    f"{model}.{name}_{code}" for model, found in BOTH.items() for name in found for code in ("ko", "en")
}
PUBLIC_TEXTS |= {
    "agency.slug", "agency.other_names_ko", "region.code", "theme.slug", "party.signatory",
    "agreement.reference", "agreement.document_number", "agreement.place",
    "agreement.lead_department", "agreement.telephone", "agreement.non_disclosure_reason",
    "program.slug", "program.lead_department", "program.telephone",
    "commitment.reference", "milestone.reference",
    "inquiry.department", "inquiry.words", "dutyrule.article", "councilsession.name",
    "ordinance.slug", "ordinance.promulgation_number", "ordinance.source_publisher", "ordinance.source_title",
    "ordinancenote.article",
    "source.publisher", "source.url", "source.sha256",
    "document.name", "document.content_type", "document.sha256",
    "ledgerentry.reference", "ledgerentry.reason", "ledgerentry.payload", "ledgerentry.salt",
    "ledgerentry.payload_digest", "ledgerentry.previous", "ledgerentry.digest",
}  # fmt: skip
HIDDEN_TEXTS = {
    "agreement.return_note", "agreement.withdrawal_reason",
    "program.return_note", "program.withdrawal_reason",
    "statusreport.return_note", "statusreport.withdrawal_reason",
    "statement.return_note", "statement.withdrawal_reason",
    "withdrawal.return_note", "withdrawal.withdrawal_reason",
    "redaction.return_note", "redaction.withdrawal_reason",
    "inquiry.return_note", "inquiry.withdrawal_reason",
    "dutyrecord.return_note", "dutyrecord.withdrawal_reason",
    "agencyrequest.name_ko", "agencyrequest.note", "agencyrequest.declined_because",
    "round.name", "round.note", "source.stored_copy", "document.file", "searchtext.title", "searchtext.body",
    "trace.subject_kind", "trace.subject_id", "trace.subject_label", "trace.reason",
    "user.username", "user.first_name", "user.last_name", "user.email",
}  # fmt: skip
PASSWORD = "user.password"


def texts(model: type[models.Model]) -> "Iterator[models.Field[Any, Any]]":
    """The free texts of a table: not a choice from a list, not a password."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField | models.FileField) and not field.choices:
            yield field


def tables() -> list[type[models.Model]]:
    return [*apps.get_app_config("agreements").get_models(), get_user_model()]


def name_of(model: type[models.Model], field: "models.Field[Any, Any]") -> str:
    return f"{model._meta.model_name}.{field.name}"


def test_every_text_is_declared_public_or_hidden():
    found = {name_of(model, field) for model in tables() for field in texts(model)} - {PASSWORD}
    assert found == PUBLIC_TEXTS | HIDDEN_TEXTS


# ---- the register, with the canary in everything nobody may read -------------------------------------


@shared_register
def haunted() -> Any:
    """The Paju story; around it drafts, withdrawn and hidden records; canaries in all of them."""
    paju = scenario.paju()
    factories.with_region_and_theme(paju.city, paju.agreement)
    withdrawn = published(factories.agreement(title_ko=CANARY))
    withdraw_agreement(withdrawn, reason=NEVER_FOUND, actor=reviewer(), now=NOON)
    given_up = published(factories.program(title_ko=CANARY))
    withdraw_program(given_up, reason="중복", actor=reviewer(), now=NOON)
    hidden_agency = factories.agency("hidden", listed=False)
    hidden = [
        withdrawn, given_up, hidden_agency,
        factories.agreement(program=paju.program, parties=[paju.city, hidden_agency]),
        factories.program(owner=paju.commission),
        factories.report(paju.center, "reached", "2024-01-01", stated_by=paju.city),
        _returned(factories.report(paju.promise, "continuing", "2024-01-01", stated_by=paju.city)),
        factories.source(),
        _document(paju.agreement, public=False),
    ]  # fmt: skip
    _document(paju.agreement, public=True)
    AgencyRequest.objects.create(
        name_ko=CANARY, declined_because=CANARY,
        asked_at=NOON, asked_by=author(), answered_at=NOON, answered_by=reviewer(),
    )  # fmt: skip
    factories.duty_rule(paju.city, "self_evaluation", "yearly")
    published(factories.duty_record(paju.agreement, paju.city, "self_evaluation", "2024"))
    published(factories.inquiry(paju.center, paju.promise))
    factories.inquiry(paju.center, **dict.fromkeys(("department", "where_ko", "words", "note_ko"), CANARY))
    hidden += [
        factories.duty_rule(hidden_agency, "self_evaluation", "yearly"),
        factories.duty_record(paju.agreement, paju.city, "self_evaluation", "2023"),
        factories.duty_record(paju.agreement, hidden_agency, "self_evaluation", "2023"),
    ]
    paju.city.parent = hidden_agency
    paju.city.save()
    with guards.guards_lifted(connection):
        for record in hidden:
            _fill(record)
            for child in _children(record):
                _fill(child)
        for model in tables():
            for field in texts(model):
                if name_of(model, field) in HIDDEN_TEXTS:
                    _fill_column(model, field)
    return paju


def _returned(report: Any) -> Any:
    drafts.submit_draft(report, actor=author(), now=NOON)
    report.refresh_from_db()
    drafts.return_draft(report, note=CANARY, actor=reviewer(), now=NOON)
    report.refresh_from_db()
    return report


def _document(agreement: Any, *, public: bool) -> Document:
    return Document.objects.create(
        screened_at=factories.NOON,
        agreement=agreement, kind="other", title_ko="문서", file="x.pdf", name="x.pdf",
        content_type="application/pdf", size=1, sha256=("a" if public else "b") * 64, public=public,
    )  # fmt: skip


def _children(record: Any) -> Iterator[models.Model]:
    for name in ("parties", "commitments", "milestones", "sources"):
        if hasattr(record, name) and not isinstance(record, Agency):
            yield from getattr(record, name).all()


def _fill(record: Any) -> None:
    """Put the canary into each of its texts; references and addresses lead to it and stay."""
    kept = {"reference", "slug", "sha256"}
    changed: dict[str, Any] = {
        field.name: f"{CANARY} {record.pk}" for field in texts(type(record)) if field.name not in kept
    }
    if isinstance(record, Commitment | Milestone) and record.reference is None:
        changed["outcome_ko"] = CANARY
    if isinstance(record, Party):  # its texts need what they rest on
        changed |= {"capacity": Capacity.FOR_OTHERS, "purpose_source": factories.source(label_ko=CANARY)}
    type(record)._base_manager.filter(pk=record.pk).update(**changed)


def _fill_column(model: type[models.Model], field: "models.Field[Any, Any]") -> None:
    length = field.max_length or 100
    suffix = Cast(F("pk"), models.CharField()) if length >= 30 else Value("")
    model._base_manager.update(**{field.name: Concat(Value(CANARY[:length]), suffix)})


def reads(address: str) -> str:
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code != 500, address
    return text_of(b"".join(response)) + str(response.headers)


# A document has a test of its own; the ledger keeps what was once public: a withdrawal takes nothing back
# from it, only a redaction does (tests/unit/test_remedies.py).
ELSEWHERE = {"document", "ledger_jsonl"}


@pytest.mark.parametrize("name", [name for name in names() if name not in ELSEWHERE])
def test_no_page_and_no_file_shows_what_is_not_public(haunted, name):
    for address in addresses(name):
        for asked in (address, f"/en{address}", f"{address}?as_of=2024-01-01"):
            assert CANARY not in reads(asked).lower(), asked


def test_a_hidden_document_is_not_served(haunted):
    assert Client().get(f"/documents/{'b' * 64}/").status_code == 404


def test_the_reason_of_a_withdrawal_is_public_and_the_title_is_not(haunted):
    (gone,) = (address for address in addresses("agreement") if "2022-0002" in address)
    assert NEVER_FOUND in reads(gone)
    assert NEVER_FOUND in reads("/updates/")


@pytest.mark.parametrize(
    ("record", "field", "address"),
    [
        ("center", "title_ko", "/milestones/crisis-child-one-stop-1/"),
        ("agreement", "title_ko", "/agreements.csv"),
        ("city", "name_ko", "/agencies/"),
    ],
)
def test_a_canary_in_a_public_text_is_seen(haunted, record, field, address):
    found = getattr(haunted, record)
    type(found).objects.filter(pk=found.pk).update(**{field: CANARY})
    assert CANARY in reads(address)
