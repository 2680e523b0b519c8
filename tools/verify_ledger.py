#!/usr/bin/env python3
"""Verify a downloaded ledger (ledger.jsonl): python3 verify_ledger.py FILE [HEAD]

Needs Python 3.8 or newer and nothing else.  HEAD is what somebody noted earlier ("12-1a2b…" or the
digest alone): the file must still contain it.  Exit status 0 if every entry holds; 1 with the first
break named; 2 for wrong use.
"""

import hashlib
import json
import sys
import unicodedata

HASHED = ("seq", "schema", "recorded_at", "kind", "subject", "payload_digest", "previous")
KEYS = {*HASHED, "payload", "salt", "digest"}


def canonical(value):
    def normal(item):
        if isinstance(item, str):
            return unicodedata.normalize("NFC", item)
        if isinstance(item, dict):
            return {normal(key): normal(part) for key, part in item.items()}
        return [normal(part) for part in item] if isinstance(item, list) else item

    return json.dumps(normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def fault(line, number, previous):
    """Say what is wrong with one line, or None."""
    entry = json.loads(line)
    payload = entry["payload"]
    checks = (
        ("the line is not in canonical form", line.rstrip("\n") == canonical(entry)),
        ("an entry of this schema has other parts", set(entry) == KEYS and entry["schema"] == 1),
        (f"entry {number} was expected here", entry["seq"] == number),
        ("it does not follow the entry before it", entry["previous"] == previous),
        ("payload and salt stand or go together", (payload is None) == (entry["salt"] is None)),
        (
            "its payload was changed",
            payload is None or sha256(entry["salt"] + canonical(payload)) == entry["payload_digest"],
        ),
        ("the entry was changed", sha256(canonical({key: entry[key] for key in HASHED})) == entry["digest"]),
    )
    return next((why for why, holds in checks if not holds), None)


def first_break(lines, noted=None):
    """Give (line number, why) of the first break, or None; a noted head must be met on the way."""
    previous, number, blanked = "0" * 64, 0, {}
    for number, line in enumerate(lines, start=1):
        try:
            why = fault(line, number, previous)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            return number, f"not an entry of a ledger ({type(error).__name__})"
        if why:
            return number, why
        entry = json.loads(line)
        if entry["payload"] is None:
            blanked[number] = True
        elif entry["kind"] == "redaction":
            for seq in entry["payload"]["redacts"]:
                blanked.pop(seq, None)
        previous = entry["digest"]
        noted = None if noted == previous else noted
    if blanked:
        return min(blanked), "its payload is missing and no later redaction names it"
    if noted is not None:
        return number, f"no entry has the noted head {noted}: the end was cut or the chain was rewritten"
    return None


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[0], encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        found = first_break(file, *(head.lower().rpartition("-")[2] for head in arguments[1:]))
    print("The ledger holds." if found is None else f"BROKEN at line {found[0]}: {found[1]}.")
    return 0 if found is None else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
