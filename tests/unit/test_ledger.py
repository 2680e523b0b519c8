"""Any single tampering of a ledger is found, by the app and by the tool a citizen downloads."""

import hashlib
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.rules import ledger
from tools import verify_ledger

TOOL = Path(verify_ledger.__file__)
TEXT = st.text(st.characters(codec="utf-8"))


def chain(length: int = 6) -> list[ledger.ChainEntry]:
    entries: list[ledger.ChainEntry] = []
    for seq in range(1, length + 1):
        entries.append(
            ledger.make_entry(
                seq=seq,
                recorded_at=f"2026-11-23T08:00:0{seq % 10}.000000Z",
                kind="publication",
                subject=f"2022-{seq:04}",
                payload={"title_ko": f"협약 {seq}", "signed": "2022-12-13"},
                salt=f"{seq:032x}",
                previous=entries[-1].digest if entries else ledger.GENESIS,
            )
        )
    return entries


def rechained(entries: list[ledger.ChainEntry]) -> list[ledger.ChainEntry]:
    """Give every entry a right digest again, as a forger with the code could."""
    made: list[ledger.ChainEntry] = []
    for entry in entries:
        made.append(
            ledger.make_entry(
                seq=entry.seq,
                recorded_at=entry.recorded_at,
                kind=entry.kind,
                subject=entry.subject,
                payload=json.loads(entry.payload or "{}"),
                salt=entry.salt or "",
                previous=made[-1].digest if made else ledger.GENESIS,
            )
        )
    return made


def tool_finds(lines: list[str], head: str = ledger.GENESIS) -> bool:
    return verify_ledger.verify([f"{line}\n" for line in lines], head)[1] is not None


def test_an_untouched_ledger_holds_for_both_verifiers():
    entries = chain()
    assert ledger.first_break(entries) is None
    assert not tool_finds([ledger.entry_line(entry) for entry in entries], entries[2].digest)


def test_canonical_bytes_do_not_depend_on_order_or_normal_form():
    assert ledger.canonical_json({"b": 1, "a": "협약"}) == ledger.canonical_json({"a": "협약", "b": 1})
    assert ledger.canonical_json({"a": 1, "b": [True, None]}) == '{"a":1,"b":[true,null]}'


@given(kind=TEXT, subject=TEXT, digest=TEXT, at=TEXT, seq=st.integers(1, 2**62))
def test_an_entry_is_hashed_as_its_canonical_form(kind, subject, digest, at, seq):
    hashed = {"seq": seq, "schema": 1, "recorded_at": at, "kind": kind, "payload_digest": digest}
    kept = hashed | {"subject": subject, "previous": "0"}
    if not all(unicodedata.is_normalized("NFC", text) for text in (kind, digest, at)):
        return  # these are ASCII wherever they are written; the subject is normalised
    expected = hashlib.sha256(ledger.canonical_json(kept).encode()).hexdigest()
    assert ledger.entry_digest(**kept) == expected


def test_a_float_has_no_canonical_form():
    with pytest.raises(TypeError):
        ledger.canonical_json({"amount": 0.1})


@given(data=st.data())
def test_a_flipped_character_is_found(data):
    lines = [ledger.entry_line(entry) for entry in chain()]
    which = data.draw(st.integers(0, len(lines) - 1))
    where = data.draw(st.integers(0, len(lines[which]) - 1))
    other = data.draw(st.characters(codec="utf-8", exclude_characters="\r\n"))
    tampered = lines[which][:where] + other + lines[which][where + 1 :]
    lines_after = [*lines[:which], tampered, *lines[which + 1 :]]
    assert tool_finds(lines_after) is (tampered != lines[which])


@given(which=st.integers(0, 4), head=st.booleans())
def test_a_dropped_entry_is_found(which, head):
    entries = chain()
    del entries[which]
    assert ledger.first_break(entries) is not None
    assert tool_finds([ledger.entry_line(entry) for entry in entries])


@given(first=st.integers(0, 5), second=st.integers(0, 5))
def test_swapped_entries_are_found(first, second):
    entries = chain()
    entries[first], entries[second] = entries[second], entries[first]
    assert (ledger.first_break(entries) is not None) is (first != second)
    assert tool_finds([ledger.entry_line(entry) for entry in entries]) is (first != second)


@given(which=st.integers(0, 5), copied=st.integers(0, 5))
def test_an_inserted_entry_is_found(which, copied):
    entries = chain()
    entries.insert(which, entries[copied]._replace(seq=which + 1))
    assert ledger.first_break(entries) is not None
    assert tool_finds([ledger.entry_line(entry) for entry in entries])


@given(which=st.integers(0, 5))
def test_a_chain_rewritten_from_the_middle_is_found_by_a_noted_head(which):
    entries = chain()
    head = entries[-1].digest
    entries[which] = entries[which]._replace(payload='{"title_ko":"다른 협약"}')
    lines = [ledger.entry_line(entry) for entry in rechained(entries)]
    assert not tool_finds(lines), "the forger's chain holds in itself"
    assert tool_finds(lines, head)


@given(kept=st.integers(0, 5))
def test_a_cut_tail_is_found_by_a_later_head(kept):
    entries = chain()
    assert tool_finds([ledger.entry_line(entry) for entry in entries[:kept]], entries[-1].digest)


def test_a_payload_is_missing_only_where_a_later_redaction_names_it():
    entries = chain(3)
    blanked = [entries[0], entries[1]._replace(payload=None, salt=None), entries[2]]
    assert ledger.first_break(blanked) == ledger.ChainBreak(
        2, "the payload is missing and no later redaction names it"
    )
    assert tool_finds([ledger.entry_line(entry) for entry in blanked])
    redaction = ledger.make_entry(
        seq=4,
        recorded_at="2026-11-23T09:00:00.000000Z",
        kind="redaction",
        subject="2022-0002",
        payload={"redacts": [2], "reason": "개인정보"},
        salt="0" * 32,
        previous=entries[-1].digest,
    )
    assert ledger.first_break([*blanked, redaction]) is None
    assert not tool_finds([ledger.entry_line(entry) for entry in [*blanked, redaction]])


def test_the_tool_runs_alone_and_says_where_it_breaks(tmp_path):
    lines = [ledger.entry_line(entry) for entry in chain()]
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text("\n".join(lines) + "\n", encoding="utf-8")
    bad.write_text(
        "\n".join([*lines[:2], lines[2].replace("협약 3", "협약 4"), *lines[3:]]) + "\n", encoding="utf-8"
    )

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(  # alone: no site-packages, no project on the path
            [sys.executable, "-I", "-S", str(TOOL), *arguments], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout

    head = ledger.ledger_head(chain()[-1])
    assert run(str(good), head) == (
        0,
        f"The ledger holds (이상 없음). Head: {head}\nIt contains the noted head.\n",
    )
    assert "No head was given" in run(str(good))[1]
    assert run(str(bad)) == (1, "BROKEN (어긋남) at line 3: its payload was changed.\n")
    assert run()[0] == run(str(tmp_path / "missing.jsonl"))[0] == run(str(tmp_path))[0] == 2


def test_the_tool_names_a_head_by_number_and_digest_and_knows_the_empty_one():
    lines = [f"{ledger.entry_line(entry)}\n" for entry in chain()]
    third = ledger.ledger_head(chain()[2])
    for noted in (third, f" {third.upper()}\n", chain()[2].digest, ledger.ledger_head(None)):
        assert verify_ledger.verify(lines, noted) == (ledger.ledger_head(chain()[-1]), None)
    assert "noted head" in (verify_ledger.verify(lines, third.replace("3-", "4-", 1))[1] or "")
    assert verify_ledger.verify([]) == (None, "the file has no entry")


def test_the_tool_names_an_entry_that_is_rightly_hashed_and_yet_none():
    redaction = ledger.make_entry(
        seq=1,
        recorded_at="2026-11-23T09:00:00.000000Z",
        kind="redaction",
        subject="2022-0002",
        payload={"reason": "개인정보"},
        salt="0" * 32,
        previous=ledger.GENESIS,
    )
    _head, why = verify_ledger.verify([f"{ledger.entry_line(redaction)}\n"])
    assert why == "line 1: not an entry of a ledger (KeyError)"
