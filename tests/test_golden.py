"""The demo register's ledger, files and pages, as they were written down once in ``tests/golden/``.

Whoever means to change one renews it (``GOLDEN=renew pytest -n 0 tests/test_golden.py``) in the commit
that changes it.  The clock and the salts of the ledger are fixed, so each run gives the same bytes.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, TestCase
from django.utils import timezone, translation

from agreements.demo import loading
from agreements.models import Agency, Agreement, Commitment, Program, Source, StatusReport
from tests import factories

GOLDEN = Path(__file__).parent / "golden"
NOON = datetime(2026, 12, 1, 12, tzinfo=ZoneInfo("Asia/Seoul"))
LISTS = ("agreements", "commitments", "programs", "milestones", "agencies", "reports", "targets", "duties")
PUBLIC_PAGES = (
    "", "agreements/", "commitments/", "programs/", "milestones/", "agencies/", "reports/", "targets/",
    "duties/", "deadlines/", "timeline/", "updates/", "search/?q=센터", "data/", "ledger/", "about/",
    "accessibility/", "privacy/", "agreements/2022-0004/", "agreements/2022-0004/card/",
    "agreements/2022-0004/?as_of=2023-03-01",
    "agreements/2023-0001/", "commitments/2022-0004-01/", "commitments/2022-0004-02/",
    "commitments/2023-0001-01/", "commitments/2022-0004-01/?as_of=2023-03-01",
    "commitments/?as_of=2023-08-01",
    "commitments/?status=completed&sort=-target", "commitments/?agency=paju", "agreements/?region=41",
    "programs/crisis-child-one-stop/", "milestones/crisis-child-one-stop-3/",
    "milestones/crisis-child-one-stop-4/", "agencies/paju/", "agencies/gyeonggi-north-commission/",
    "timeline/?year=2023", "targets/?sort=-moved", "en/", "en/agreements/2022-0004/",
    "en/milestones/crisis-child-one-stop-3/", "no-such-page/", "commitments/?as_of=yesterday",
)  # fmt: skip
ADMIN_LISTS = ("agreement", "program", "statusreport", "commitment", "milestone", "source", "agency",
               "region", "dutyrule", "councilsession", "trace", "dutyrecord")  # fmt: skip
ADMIN_FORMS = ("agreement", "program", "statusreport", "source", "agency")


class VisibleText(HTMLParser):
    """The words of a page, a line for each run of text between two tags."""

    HIDDEN = ("head", "script", "style")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.hidden_depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.hidden_depth += tag in self.HIDDEN

    def handle_endtag(self, tag: str) -> None:
        self.hidden_depth -= tag in self.HIDDEN

    def handle_data(self, data: str) -> None:
        line = " ".join(data.split())
        if line and not self.hidden_depth:
            self.lines.append(line)


class TestGolden(TestCase):
    """One demo register, loaded at a fixed moment, that all of these only read."""

    @classmethod
    def setUpTestData(cls) -> None:
        salts = (f"{number:032x}" for number in count(1))
        with mock.patch("secrets.token_hex", side_effect=salts):
            loading.load(now=NOON)
        cls.coordinator = factories.staff("coordinator", username="coordinator")

    def setUp(self) -> None:
        self.enterContext(mock.patch.object(timezone, "now", return_value=NOON))
        self.enterContext(translation.override("ko"))

    def fetch(self, client: Client, address: str) -> bytes:
        response = client.get(address, follow=True)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        translation.activate("ko")
        return body

    def test_the_ledger_is_the_one_written_down(self) -> None:
        self.compare("ledger.jsonl", self.fetch(Client(), "/ledger.jsonl"))

    def test_each_csv_is_the_one_written_down(self) -> None:
        for prefix in ("", "en/"):
            for name in LISTS:
                with self.subTest(name, prefix=prefix):
                    self.compare(f"csv/{prefix}{name}.csv", self.fetch(Client(), f"/{prefix}{name}.csv"))

    @pytest.mark.sqlite
    def test_each_public_page_reads_as_written_down(self) -> None:
        for address in PUBLIC_PAGES:
            with self.subTest(address):
                self.compare_text(f"pages/{file_name(address)}.txt", self.fetch(Client(), f"/{address}"))

    @pytest.mark.sqlite
    def test_each_staff_page_reads_as_written_down(self) -> None:
        client = Client()
        client.force_login(self.coordinator)
        for address in admin_addresses():
            with self.subTest(address):
                body = self.fetch(client, f"/admin/{address.format(**self.keys())}")
                self.compare_text(f"admin/{file_name(address)}.txt", body)

    def keys(self) -> dict[str, int]:
        records = {
            "agreement": Agreement.objects.get(reference="2022-0004"),
            "program": Program.objects.get(slug="crisis-child-one-stop"),
            "statusreport": StatusReport.objects.order_by("pk")[0],
            "source": Source.objects.order_by("pk")[0],
            "agency": Agency.objects.get(slug="paju"),
            "commitment": Commitment.objects.get(reference="2022-0004-01"),
        }
        return {name: record.pk for name, record in records.items()}

    def compare_text(self, name: str, html: bytes) -> None:
        self.compare(name, ("\n".join(VisibleText(html.decode()).lines) + "\n").encode())

    def compare(self, name: str, content: bytes) -> None:
        path = GOLDEN / name
        if os.environ.get("GOLDEN") == "renew":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        assert path.read_bytes().decode() == content.decode(), f"tests/golden/{name}"


def admin_addresses() -> Iterator[str]:
    yield ""
    yield "gallery/"
    yield from (f"agreements/{model}/" for model in ADMIN_LISTS)
    yield from (f"agreements/{model}/{{{model}}}/change/" for model in ADMIN_FORMS)
    yield "agreements/agreement/add/"
    yield "agreements/agreement/{agreement}/history/"
    yield "agreements/agreement/{agreement}/withdraw/"
    yield "agreements/agreement/import/"


def file_name(address: str) -> str:
    """Give an address a file name: letters and digits stay, all else becomes a dash."""
    return "".join(sign if sign.isalnum() or sign in "._" else "-" for sign in address).strip("-") or "home"
