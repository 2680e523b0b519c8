"""What was published before the ledger existed enters it, in the order of its publication."""

import json

import pytest
from django.core.management import call_command

from agreements.actions.agreements import withdraw_agreement
from agreements.actions.public_facts import public_facts
from agreements.models import LedgerEntry
from agreements.rules import ledger
from tests import factories
from tests.factories import NOON, published, reviewer


@pytest.mark.django_db(transaction=True)
def test_a_register_from_before_the_ledger_is_adopted_in_its_order():
    agreement = published(factories.agreement())
    report = published(factories.report(agreement.commitments.get(), "on_track", "2023-04-24"))
    gone = published(factories.agreement())
    withdraw_agreement(gone, reason="중복 등록", actor=reviewer(), now=NOON)
    call_command("migrate", "agreements", "0003", verbosity=0)
    call_command("migrate", "agreements", verbosity=0)

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
    call_command("verify_ledger", verbosity=0)
