"""Have a file read in a process of its own (``child.py``), and wait at most ``PATIENCE`` seconds for it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import IO

from agreements.personal_data.files.findings import Finding, Findings

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 45  # seconds by the clock: fewer than a web worker is given


def findings_of_file(file: IO[bytes], ending: str) -> list[Finding]:
    """Return the findings of a file and leave it at its end.  A failure is a finding, never raised."""
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
        return unread_file_findings("time")
    except (subprocess.CalledProcessError, ValueError):
        return unread_file_findings("broken")
    except OSError:
        return unread_file_findings("missing")


def unread_file_findings(reason: str) -> list[Finding]:
    """Return the one finding that the whole file could not be read."""
    findings = Findings()
    findings.unread(reason)
    return findings.as_list()
