#!/usr/bin/env python3
"""Verify a downloaded ledger (ledger.jsonl): python3 verify_ledger.py FILE [HEAD]

Needs Python 3.8 or newer and nothing else.  HEAD is what somebody noted earlier ("12-1a2b…" or the
digest alone): the file must still contain it.  Exit status 0 if every entry holds; 1 with the first
break named; 2 for wrong use.
내려받은 공개기록 대장을 확인합니다. 이상이 없으면 0, 있으면 처음 어긋난 곳을 알리고 1로 끝납니다.
"""

import hashlib
import json
import sys
import unicodedata

HASHED = ("seq", "schema", "recorded_at", "kind", "subject", "payload_digest", "previous")
KEYS = {*HASHED, "payload", "salt", "digest"}
GENESIS = "0" * 64  # the digest "before" the first entry
WRONG = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def canonical_json(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def entry_fault(line, entry, number, previous):
    """Return what is wrong with one line, or None.  ``previous`` is the digest of the entry before it."""
    payload, salt = entry["payload"], entry["salt"]
    if line != canonical_json(entry) or not unicodedata.is_normalized("NFC", line):
        return "the line is not in canonical form (was the file saved by another program?)"
    if set(entry) != KEYS or entry["schema"] != 1:
        return "an entry of this schema has other parts"
    if entry["seq"] != number:
        return f"entry {number} was expected here"
    if entry["previous"] != previous:
        return "it does not follow the entry before it"
    if (payload is None) != (salt is None):
        return "payload and salt stand or go together"
    if payload is not None and sha256(salt + canonical_json(payload)) != entry["payload_digest"]:
        return "its payload was changed"
    if sha256(canonical_json({key: entry[key] for key in HASHED})) != entry["digest"]:
        return "the entry was changed"
    return None


def redacted_sequences(entry):
    """Return the sequences of the entries whose payload this entry says was taken out."""
    if entry["kind"] == "redaction" and entry["payload"]:
        return entry["payload"]["redacts"]
    return ()


def verify(lines, noted=GENESIS):
    """Return (head, None), or (None, the first break).  The chain must pass the noted head."""
    noted_seq, _dash, noted = noted.strip().lower().rpartition("-")
    noted_head_passed = noted == GENESIS and noted_seq in ("", "0")
    previous, number, blanked = GENESIS, 0, set()
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            fault = entry_fault(line.rstrip("\n"), entry, number, previous)
            blanked.difference_update(redacted_sequences(entry))
        except WRONG as error:
            fault = f"not an entry of a ledger ({type(error).__name__})"
        if fault:
            return None, f"line {number}: {fault}"
        if entry["payload"] is None:
            blanked.add(number)
        previous = entry["digest"]
        if noted == previous and noted_seq in ("", str(number)):
            noted_head_passed = True
    if blanked:
        return None, f"line {min(blanked)}: its payload is missing and no later redaction names it"
    if not number:
        return None, "the file has no entry"
    if not noted_head_passed:
        return None, f"no entry has the noted head {noted}: the end was cut or the chain was rewritten"
    return f"{number}-{previous}", None


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            head, fault = verify(file, *arguments[1:])
    except OSError as error:
        print(f"{arguments[0]} cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    if fault:
        print(f"BROKEN (어긋남) at {fault}.")
        return 1
    noted = "It contains the noted head." if arguments[1:] else "No head was given: a cut end would not show."
    print(f"The ledger holds (이상 없음). Head: {head}\n{noted}")
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
