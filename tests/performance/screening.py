"""How long the personal-data guard takes, and how much memory: texts in this process, files in their own.

    python -m tests.performance.screening

10,000 texts (the corpus, over and over), one text of 20 million characters in pieces as files give them,
and files of about 20 MB made here.  Not a test: a slow machine fails nothing.
"""

# ruff: noqa: T201

import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

MEGABYTE = 1024 * 1024


def main() -> None:
    if sys.argv[1:]:
        child(sys.argv[1])
        return
    for name in ("texts", "pieces", "xlsx", "xlsx-full", "pdf", "docx"):
        subprocess.run([sys.executable, "-m", __spec__.name, name], check=True)


def child(name: str) -> None:
    work, size = MEASURED[name]()
    before = peak()
    began, worked = time.perf_counter(), processor()
    found = work()
    seconds, worked = time.perf_counter() - began, processor() - worked
    most = peak(resource.RUSAGE_CHILDREN) or peak()
    print(f"{name:10} {size:>24} {seconds:6.2f} s ({worked:.2f} s of processor), found {found},")
    print(f"{'':10} peak {most:.0f} MB (before: {before:.0f})")


def processor() -> float:
    """Seconds of processor time, the children's too: on a shared machine the clock tells less."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def peak(who: int = resource.RUSAGE_SELF) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def texts() -> tuple[Callable[[], Any], str]:
    from agreements.personal_data.detectors import find_personal_data
    from tests import corpus, official_sentences

    every = [sample.text for sample in corpus.with_personal_data()] + official_sentences.clean()
    many = every * 5
    return lambda: sum(len(find_personal_data(text)) for text in many), f"{len(many)} texts"


def pieces() -> tuple[Callable[[], Any], str]:
    from agreements.personal_data.detectors import find_personal_data
    from tests import official_sentences

    page = "\n".join(official_sentences.clean())
    rounds = 20_000_000 // len(page)
    lines = page.splitlines()
    return lambda: sum(
        len(find_personal_data(line)) for _ in range(rounds) for line in lines
    ), "20 M characters by line"


def xlsx(rows: int = 120_000) -> tuple[Callable[[], Any], str]:
    from openpyxl import Workbook

    draw = random.Random(1)
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("자료")
    for row in range(rows):
        words = [f"{draw.random()}" for _ in range(8)]
        sheet.append([row, *words, "010-1234-5678" if row == rows - 1 else "치안협력 업무협약"])
    return of_file(saved(workbook.save), ".xlsx")


def full_xlsx() -> tuple[Callable[[], Any], str]:
    return xlsx(240_000)


def pdf() -> tuple[Callable[[], Any], str]:
    from tests import uploads

    draw = random.Random(1)
    page = " ".join(f"{draw.random()}" for _ in range(350))
    return of_file(uploads.plain_pdf([*[page] * 2_990, "010-1234-5678"]), ".pdf")


def docx() -> tuple[Callable[[], Any], str]:
    from tests import uploads

    draw = random.Random(1)
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = (
        f"<w:p><w:r><w:t>{' '.join(str(draw.random()) for _ in range(8))}</w:t></w:r></w:p>"
        for _ in range(270_000)
    )
    last = "<w:p><w:r><w:t>010-1234-5678</w:t></w:r></w:p>"
    text = f'<w:document xmlns:w="{w}">{"".join(lines)}{last}</w:document>'
    return of_file(uploads.zipped({"word/document.xml": text.encode()}), ".docx")


def of_file(content: bytes, ending: str) -> tuple[Callable[[], Any], str]:
    from agreements.personal_data.files import reading

    def work() -> list[str]:
        found = reading.findings_of_file(BytesIO(content), ending)
        return [f"{one['kind']} {one['excerpt']} {one['place']}" for one in found]

    return lambda: work()[:3], f"{len(content) / MEGABYTE:.1f} MB"


def saved(write: Any) -> bytes:
    buffer = BytesIO()
    write(buffer)
    return buffer.getvalue()


MEASURED: dict[str, Callable[[], tuple[Callable[[], Any], str]]] = {
    "texts": texts, "pieces": pieces, "xlsx": xlsx, "xlsx-full": full_xlsx, "pdf": pdf, "docx": docx,
}  # fmt: skip

if __name__ == "__main__":
    main()
