"""Has a file read in a process of its own, and waits for it no longer than a person would."""

import json
import subprocess
import sys
from pathlib import Path
from typing import IO

from agreements.personal_data.files.findings import Finding, Findings

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 45  # seconds by the clock: fewer than a web worker is given


def findings(file: IO[bytes], ending: str) -> list[Finding]:
    """Give what was found in a file, whatever it is; never raises, and leaves the file where it ended."""
    try:
        child = subprocess.run(
            [sys.executable, "-m", "agreements.personal_data.files.child", ending],
            input=file.read(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libraries complain with the text they were given
            cwd=ROOT,
            # None of our secrets; and openpyxl as it is where lxml, which only tests need, is not installed.
            env={"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "OPENPYXL_LXML": "False"},
            timeout=PATIENCE,
            check=True,
        )
        return list(json.loads(child.stdout))
    except subprocess.TimeoutExpired:
        return unread("time")
    except (subprocess.CalledProcessError, ValueError):
        return unread("broken")
    except OSError:
        return unread("missing")


def unread(reason: str) -> list[Finding]:
    found = Findings()
    found.unread(reason)
    return list(found.found.values())
