"""Anyone can look up, download and verify what was published."""

import subprocess
import sys

import pytest
from django.core.management import call_command

from agreements.actions.agreements import withdraw_agreement
from agreements.models import LedgerEntry
from agreements.rules import ledger
from agreements.views import ledger as page_of_ledger
from tests import factories
from tests.factories import NOON, published, reviewer


@pytest.fixture
def newest(paju) -> LedgerEntry:
    return LedgerEntry.objects.latest("seq")


def downloaded(client, address: str) -> bytes:
    return b"".join(client.get(address).streaming_content)


def test_the_page_shows_head_and_number_and_how_to_check(newest, visit):
    page = visit("/ledger/")
    head = f"{newest.seq}-{newest.digest}"
    assert head in page.main
    assert f"python3 verify_ledger.py ledger_{newest.seq}.jsonl {head}" in page.main
    assert {"/ledger.jsonl", "/ledger/verify_ledger.py"} <= set(page.links)


def test_head_and_how_to_check_stand_first_and_the_entries_are_folded_until_they_are_asked_for(newest, visit):
    text = visit("/ledger/").main
    assert text.index("대장의 끝값") < text.index("직접 확인하는 방법") < text.index("공개기록 대장이란")
    folds = visit("/ledger/").all("details")
    assert [fold for fold in folds if "open" in fold.attributes and fold.lies_in("main")] == []
    for asked in ("reference=2022-0001", "page=1"):
        opened = [fold for fold in visit(f"/ledger/?{asked}").all("details") if "open" in fold.attributes]
        assert len(opened) == 1
        assert "항목" in opened[0].text


def test_the_entries_of_one_record_are_found_by_its_reference_newest_first(paju, newest, visit):
    agreement = paju.agreement
    agreement.refresh_from_db()
    withdraw_agreement(agreement, reason="오류", actor=reviewer(), now=NOON)
    entries = visit(f"/ledger/?reference={agreement.reference}").all("li", class_="row")
    kept = LedgerEntry.objects.filter(reference=agreement.reference).order_by("-seq")
    assert [int(entry.attributes["value"]) for entry in entries] == [entry.seq for entry in kept]
    assert "공개 철회" in entries[0].text
    for shown, entry in zip(entries, kept, strict=True):
        assert entry.digest in shown.text
        assert entry.payload_digest in shown.text


def test_a_blanked_entry_says_by_which_it_was_blanked(paju, visit):
    report = paju.promise.reports.first()
    published(factories.redaction(report))
    redaction = LedgerEntry.objects.latest("seq").seq
    page = visit(f"/ledger/?reference={report.public_reference.replace('#', '%23')}")
    assert f"공개 순번 {redaction}의 항목으로 내용을 가렸습니다" in page.main


def test_an_unknown_reference_says_so_and_a_long_one_is_refused(paju, visit):
    assert "“2099-0001” 항목이 없습니다" in visit("/ledger/?reference=2099-0001").main
    assert "reference" in visit(f"/ledger/?reference={'9' * 200}", status=400).main


def test_all_pages_together_hold_every_entry(newest, visit, monkeypatch):
    monkeypatch.setattr(page_of_ledger, "PER_PAGE", 10)
    pages = [visit(f"/ledger/?page={number}") for number in (1, 2)]
    found = [int(entry.attributes["value"]) for page in pages for entry in page.all("li", class_="row")]
    assert found == list(range(newest.seq, 0, -1))


def test_the_downloaded_ledger_is_verified_by_the_downloaded_program(newest, client, tmp_path):
    answer = client.get("/ledger.jsonl")
    assert answer["X-Ledger-Head"] == f"{newest.seq}-{newest.digest}"
    assert answer["Content-Disposition"] == f'attachment; filename="ledger_{newest.seq}.jsonl"'
    (tmp_path / "ledger.jsonl").write_bytes(b"".join(answer.streaming_content))
    (tmp_path / "verify_ledger.py").write_bytes(downloaded(client, "/ledger/verify_ledger.py"))

    def verify(head: str) -> str:
        command = [sys.executable, "-I", "-S", "verify_ledger.py", "ledger.jsonl", head]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.stdout

    assert "It contains the noted head." in verify(answer["X-Ledger-Head"])
    assert verify("9-" + "0" * 64).startswith("BROKEN")


def test_the_file_stays_verifiable_after_a_redaction(paju, client):
    published(factories.redaction(paju.promise.reports.first()))
    lines = downloaded(client, "/ledger.jsonl").decode().splitlines()
    assert lines == [ledger.entry_line(entry.entry) for entry in LedgerEntry.objects.order_by("seq")]


def test_a_ledger_without_entries_is_an_empty_file(client, db):
    answer = client.get("/ledger.jsonl")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["X-Ledger-Head"] == "0-" + "0" * 64


def test_the_head_stands_in_every_export_on_the_data_page_and_in_the_command(newest, client, visit, capsys):
    head = f"{newest.seq}-{newest.digest}"
    for name in ("agreements", "commitments", "programs", "milestones", "agencies", "reports", "targets"):
        assert client.get(f"/{name}.csv")["X-Ledger-Head"] == head, name
    assert head in visit("/data/").main
    call_command("ledger_head")
    assert capsys.readouterr().out == f"{head}\n"
