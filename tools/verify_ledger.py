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


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def fault(line, entry, number, previous):
    """Say what is wrong with one line, or None."""
    payload, salt = entry["payload"], entry["salt"]
    if line != canonical(entry) or not unicodedata.is_normalized("NFC", line):
        return "the line is not in canonical form (was the file saved by another program?)"
    if set(entry) != KEYS or entry["schema"] != 1:
        return "an entry of this schema has other parts"
    if entry["seq"] != number:
        return f"entry {number} was expected here"
    if entry["previous"] != previous:
        return "it does not follow the entry before it"
    if (payload is None) != (salt is None):
        return "payload and salt stand or go together"
    if payload is not None and sha256(salt + canonical(payload)) != entry["payload_digest"]:
        return "its payload was changed"
    if sha256(canonical({key: entry[key] for key in HASHED})) != entry["digest"]:
        return "the entry was changed"
    return None


def verify(lines, noted=GENESIS):
    """Give (head, None), or (None, why) with the first break; a noted head must be met on the way."""
    place, _dash, noted = noted.strip().lower().rpartition("-")
    previous, number, blanked, met = GENESIS, 0, set(), noted == GENESIS and place in ("", "0")
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            why = fault(line.rstrip("\n"), entry, number, previous)
            redacts = entry["payload"]["redacts"] if entry["kind"] == "redaction" and entry["payload"] else ()
            for seq in redacts:
                blanked.discard(seq)
        except WRONG as error:
            why = f"not an entry of a ledger ({type(error).__name__})"
        if why:
            return None, f"line {number}: {why}"
        if entry["payload"] is None:
            blanked.add(number)
        previous = entry["digest"]
        met = met or (noted == previous and place in ("", str(number)))
    if blanked:
        return None, f"line {min(blanked)}: its payload is missing and no later redaction names it"
    if not number:
        return None, "the file has no entry"
    if not met:
        return None, f"no entry has the noted head {noted}: the end was cut or the chain was rewritten"
    return f"{number}-{previous}", None


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            head, why = verify(file, *arguments[1:])
    except OSError as error:
        print(f"{arguments[0]} cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    if why:
        print(f"BROKEN (어긋남) at {why}.")
        return 1
    noted = "It contains the noted head." if arguments[1:] else "No head was given: a cut end would not show."
    print(f"The ledger holds (이상 없음). Head: {head}\n{noted}")
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
