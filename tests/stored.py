"""What is stored, and that it is what follows from the acts that were done."""

import json
from io import StringIO

from django.core.management import call_command

from agreements.models import (
    Agreement,
    Commitment,
    Document,
    Inquiry,
    LedgerEntry,
    Party,
    Redaction,
    Statement,
    StatusReport,
    Trace,
    Withdrawal,
)


def head() -> LedgerEntry:
    """The newest entry of the ledger."""
    return LedgerEntry.objects.get(seq=LedgerEntry.objects.count())


def assert_everything_follows() -> None:
    """The links hold, the records are as published, the states follow."""
    call_command("verify_ledger", processes=1, stdout=StringIO())


def everything_stored() -> str:
    """All text in the tables that could keep what a record said."""
    models = (
        LedgerEntry, StatusReport, Inquiry, Statement, Trace, Document, Redaction, Withdrawal, Agreement,
        Party, Commitment,
    )  # fmt: skip
    return json.dumps([list(model.objects.values()) for model in models], default=str, ensure_ascii=False)
