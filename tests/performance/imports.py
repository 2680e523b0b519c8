"""How long an import takes and how much memory it holds.

    python -m tests.performance.imports 50000
    python -m tests.postgres python -m tests.performance.imports 50000

Makes a throwaway database with 500 agencies and a list of that many agreements (CSV, then XLSX), and imports
it with the command: first a dry run, then for good, then once more, when nothing changes.  At the end a list
of 2,000 through the admin.  Each in a process of its own, so that its memory is its own.  Not a test: pytest
does not collect it, and a slow machine fails nothing.
"""

# ruff: noqa: T201

import csv
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from tests.performance.register import set_up, throwaway

HEADER = ["연번", "협약명", "협약기관", "체결일", "만료일", "협약 목적", "주요 협약내용", "담당부서"]


def main() -> None:
    size = int(sys.argv[1]) if sys.argv[1:] else 5000
    with throwaway() as folder:
        make(folder, size)
        for step in (
            ["import_agreements", f"{folder}/list.csv", "--as", "coordinator", "--dry-run"],
            ["import_agreements", f"{folder}/list.csv", "--as", "coordinator"],
            ["import_agreements", f"{folder}/list.csv", "--as", "coordinator"],
            ["import_agreements", f"{folder}/list.xlsx", "--as", "coordinator"],
            ["admin", f"{folder}/short.csv"],
        ):
            subprocess.run([sys.executable, "-m", __spec__.name, "measure", *step], check=True)


def make(folder: Path, size: int) -> None:
    import openpyxl
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.core.management import call_command

    from agreements.models import Agency

    call_command("migrate", verbosity=0)
    coordinator = get_user_model().objects.create_user("coordinator", is_staff=True)
    coordinator.groups.add(Group.objects.get_or_create(name="coordinator")[0])
    Agency.objects.bulk_create(
        Agency(slug=f"agency-{number}", name_ko=f"기관 {number}", kind="city_county") for number in range(500)
    )
    table = [HEADER, *(row(number) for number in range(size))]
    write_csv(folder / "list.csv", table)
    write_csv(folder / "short.csv", [HEADER, *(row(number + size) for number in range(2000))])
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for cells in table:
        sheet.append(cells)
    book.save(folder / "list.xlsx")
    for name in ("list.csv", "list.xlsx"):
        print(f"{name}: {size:,} rows, {(folder / name).stat().st_size / 1e6:.1f} MB")


def write_csv(path: Path, table: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table)


def row(number: int) -> list[object]:
    signed_on = date(2015, 1, 1) + timedelta(days=number % 4000)
    return [
        number + 1,
        f"치안협력 업무협약 {number}",
        f"기관 {number % 500}\n기관 {(number + 7) % 500}",
        f"{signed_on.year}. {signed_on.month}. {signed_on.day}.",
        (signed_on + timedelta(days=1095)).isoformat() if number % 3 else "",
        "지역 주민의 안전을 위한 협력 체계를 갖춘다",
        "① 합동 순찰 ② 안심귀갓길 조성" if number % 2 else "- 범죄예방 교육",
        "자치경찰협력과",
    ]


# ---- measuring, in a process of its own --------------------------------------------------------------


def measure(what: str, *arguments: str) -> None:
    set_up()
    before = most_memory()
    started = time.perf_counter()
    if what == "admin":
        through_the_admin(Path(arguments[0]))
    else:
        from django.core.management import call_command

        with Path(os.devnull).open("w") as nowhere:
            call_command(what, *arguments, stderr=nowhere)
    took, worked = time.perf_counter() - started, time.process_time()
    most = most_memory()
    name = Path(arguments[0]).name
    print(f"{what} {name} {' '.join(arguments[3:])}: {took:.0f} s, {worked:.0f} s of them work", end="; ")
    print(f"{most:.0f} MB at most, {before:.0f} MB before it began")


def most_memory() -> float:
    """MB this process ever held.  (What getrusage says begins with that of the process that started it.)"""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def through_the_admin(path: Path) -> None:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from tests.admin.page import form

    client = Client()
    client.force_login(get_user_model().objects.get(username="coordinator"))
    address = "/admin/agreements/agreement/import/"
    started = time.perf_counter()
    with path.open("rb") as file:
        preview = client.post(address, {"import_file": file})
    print(f"  preview: {time.perf_counter() - started:.1f} s, {len(preview.content) / 1e6:.1f} MB of HTML")
    done = client.post("/admin/agreements/agreement/process_import/", form(preview))
    assert done.status_code == 302, done.content.decode()[:2000]


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(*sys.argv[2:])
    else:
        main()
