"""`manage.py verify_ledger` as a cron job runs it: processes of its own, and an exit status."""

import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from agreements.models import Party, State
from tests import factories
from tests.factories import published


@pytest.mark.django_db(transaction=True)
def test_it_ends_with_0_if_all_holds_and_with_1_and_the_first_break_if_not():
    agreement = published(factories.agreement())
    published(factories.report(agreement.commitments.get(), "on_track", "2023-04-24"))
    assert verify() == (0, "The ledger holds: 2 entries, the records equal them, the states follow.", "")
    State.objects.filter(status="on_track").update(status="completed")
    status, said, error = verify()
    assert (status, said) == (1, "")
    assert error.startswith(f"CommandError: BROKEN: {agreement.reference}-01 from 2023-04-24")
    Party.objects.update(signatory="다른 사람")
    assert "signatory is" in verify()[2], "what a record says comes before what follows from it"


def verify() -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_ledger"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.partition("\n")[0], done.stderr.strip()


def database_url() -> str:
    """The address of the database of this test."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    return f"postgresql://{of['USER']}@{quote(of['HOST'], safe='')}/{of['NAME']}"
