"""Migrations bring over what was published before them: into the ledger, and into the dates of then."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from agreements.actions.agreements import withdraw_agreement
from agreements.actions.public_facts import public_facts
from agreements.models import Decision, LedgerEntry, Term
from agreements.rules import ledger
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import NOON, changed, published, reviewer


@pytest.mark.django_db(transaction=True)
def test_a_register_from_before_the_ledger_is_adopted_in_its_order():
    agreement = published(factories.agreement())
    report = published(factories.report(agreement.commitments.get(), "on_track", "2023-04-24"))
    gone = published(factories.agreement())
    withdraw_agreement(gone, reason="중복 등록", actor=reviewer(), now=NOON)
    call_command("migrate", "agreements", "0003", verbosity=0)
    call_command("migrate", "agreements", verbosity=0)
    call_command("reindex", verbosity=0)

    entries = list(LedgerEntry.objects.order_by("seq"))
    assert ledger.first_break(entry.entry for entry in entries) is None
    assert [(entry.kind, entry.reference) for entry in entries] == [
        ("adopted", agreement.reference),
        ("adopted", f"{agreement.reference}-01#1"),
        ("adopted", gone.reference),
        ("withdrawal", gone.reference),
    ]
    payloads = [json.loads(entry.payload or "") for entry in entries]
    assert payloads[0]["facts"] == public_facts(agreement)
    assert payloads[1]["facts"] == public_facts(report)
    assert "facts" not in payloads[2], "what was withdrawn since shows no draft"
    assert payloads[3] == {"reason": "중복 등록"}
    call_command("verify_ledger", processes=1, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_the_dates_of_every_publication_are_read_from_the_ledger():
    agreement = published(factories.agreement(expires_on=date(2024, 12, 31)))
    changed(
        agreement, expires_on=date(2026, 12, 31), ended_on=date(2025, 5, 1), end_reason="purpose_achieved"
    )
    changed(agreement, title_ko="제목만 고침")
    published(factories.agreement(supersedes=agreement))
    earlier = factories.agreement()  # public only after what replaces it
    published(factories.agreement(supersedes=earlier))
    published(earlier)
    program = published(factories.program())
    changed(program, decided=PartialDate.parse("2021-H2"))
    gone = published(factories.agreement())
    withdraw_agreement(gone, reason="중복 등록", actor=reviewer(), now=NOON)
    kept = dates_of_then()
    assert [(row["seq_from"], row["expires_on"]) for row in kept[0][:2]] == [
        (1, date(2024, 12, 31)),
        (2, date(2026, 12, 31)),
    ], "a change of the title alone begins no row"
    call_command("migrate", "agreements", "0007", verbosity=0)
    call_command("migrate", "agreements", verbosity=0)
    call_command("reindex", verbosity=0)
    assert dates_of_then() == kept
    call_command("verify_ledger", processes=1, verbosity=0)


def dates_of_then() -> list[list[dict[str, Any]]]:
    models: tuple[Any, ...] = (Term, Decision)
    rows = (model.objects.order_by("seq_from").values() for model in models)
    return [[{name: value for name, value in row.items() if name != "id"} for row in found] for found in rows]
