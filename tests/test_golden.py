"""The demo register's story of Paju: its ledger and files as they were written down in ``tests/golden/``.

Whoever means to change one renews it (``GOLDEN=renew pytest -n 0 tests/test_golden.py``) in the commit
that changes it.  The clock and the salts of the ledger are fixed, so each run gives the same bytes.
"""

import os
from datetime import datetime
from itertools import count
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

from django.test import Client, TestCase
from django.utils import timezone, translation

from tests.demo import load_paju

GOLDEN = Path(__file__).parent / "golden"
NOON = datetime(2026, 12, 1, 12, tzinfo=ZoneInfo("Asia/Seoul"))
LISTS = (
    "agreements",
    "commitments",
    "programs",
    "milestones",
    "agencies",
    "reports",
    "targets",
    "duties",
    "inquiries",
)


class TestGolden(TestCase):
    """One demo register, loaded at a fixed moment, that all of these only read."""

    @classmethod
    def setUpTestData(cls) -> None:
        salts = (f"{number:032x}" for number in count(1))
        with mock.patch("secrets.token_hex", side_effect=salts):
            load_paju(NOON)

    def setUp(self) -> None:
        self.enterContext(mock.patch.object(timezone, "now", return_value=NOON))
        self.enterContext(translation.override("ko"))

    def test_the_ledger_is_the_one_written_down(self) -> None:
        self.compare("ledger.jsonl", "/ledger.jsonl")

    def test_each_csv_is_the_one_written_down(self) -> None:
        for prefix in ("", "en/"):
            for name in LISTS:
                with self.subTest(name, prefix=prefix):
                    self.compare(f"csv/{prefix}{name}.csv", f"/{prefix}{name}.csv")
            with self.subTest("agencies/compare", prefix=prefix):
                self.compare(f"csv/{prefix}agency_compare.csv", f"/{prefix}agencies/compare.csv")

    def compare(self, name: str, address: str) -> None:
        content = b"".join(Client().get(address).streaming_content)
        path = GOLDEN / name
        if os.environ.get("GOLDEN") == "renew":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        assert path.read_bytes().decode() == content.decode(), f"tests/golden/{name}"
