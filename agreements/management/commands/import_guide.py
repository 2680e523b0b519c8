"""Write docs/imports.md: every table that is read and its columns, in both languages."""

from collections.abc import Iterable, Iterator
from typing import Any

from agreements.imports import IMPORTS
from agreements.imports.columns import Column
from agreements.management.commands.data_dictionary import in_both_languages, in_korean
from agreements.management.generated_pages import GeneratedPageCommand

INTRODUCTION = """\
# 표 가져오기 · Importing tables

Written by `manage.py import_guide` from `agreements/imports/`; do not edit.

**어떻게.** 관리 화면의 업무협약·이행과제·시책·추진과제·이행상황 보고·근거자료·의무 이행
실적·기관 목록에서 「표 가져오기」를 누르고 파일을 올리면 행마다 어떻게 되는지 먼저 보여 줍니다.
확인하면 그대로, 모두 또는 하나도 저장하지 않습니다. 고칠 곳은 한꺼번에 모두 알려 주고 칸(C5)과 함께
목록으로 내려받을 수 있습니다(명령은 `--faults`). 새 기록은 초안이며 공개된 기록은 바꾸지 않습니다.
SQLite에서는 25행이 넘는 표를 나누어 저장해 다른 사람도 계속 일할 수 있습니다. 그사이 바뀐 기록 때문에
한 행이 거부되면 앞서 저장한 행은 남고, 같은 파일을 다시 올리면 이어서 저장합니다. 모르는 기관은 제안만
합니다(기관은 총괄 담당자가 등록). 미리 본 뒤에 다른 사람이 바꾼 기록은 거부합니다. 큰 표는 서버에서
`manage.py import_agreements 파일 --as 계정`으로 가져옵니다(`--dry-run`은 확인만). 체결 시기가 같고
협약기관이 둘 이상 같은 협약이 이미 있거나 같은 파일에 있으면 행마다 알려 주고, 모두 다른 협약이라고
확인해야 가져옵니다(명령은 `--different-from-similar`).

**무엇을.** `.xlsx`와 CSV(UTF-8, BOM, UTF-16, CP949; 쉼표·탭·세미콜론), 20 MB 이하, 관리 화면 2,000행,
명령 50,000행. 제목 행, 병합한 칸, 연번·비고 열, 계·합계·소계 행, 빈 행이 있어도 됩니다. 빈칸(또는 `-`)은
저장된 값을 그대로 둡니다. 한 칸의 여러 기관은 줄 바꿈, 쉼표, 「·」로, 여러 과제는 ①, ○, -, 1., 가. 또는
줄 바꿈으로 나눕니다. 과제만 다른 이어진 행은 한 협약입니다. 칸은 보이는 대로 읽습니다(전화번호의
앞자리 0, 백분율). 수식은 저장된 값을 읽고, 계산된 적 없는 수식은 거부합니다. 두 줄로 나뉜 제목 행은 이어서
읽습니다. 숨긴 행·열과 취소선이 그어진 행도 읽고 그렇다고 알립니다. 빈 행이 1,000개 이어지면 읽기를 마치고
어느 행인지 알립니다.

**짝 찾기.** 협약은 고유번호, 없으면 제목·체결일·협약기관으로, 이행과제는 고유번호, 없으면 협약과 번호
(또는 제목)로, 시책은 주소 이름, 없으면 제목으로, 추진과제는 고유번호, 없으면 시책과 번호(또는 제목)로,
기관은 주소 이름, 없으면 이름·다른 이름으로, 보고는 과제 번호, 없으면 과제 이름으로 약속을 찾습니다.
의무 이행 실적은 협약·기관·의무·기간으로 찾고, 완료일·결과·근거자료를 아무것도 적지 않은 행은
그대로 둡니다. 상태 칸의 “변동 없음”, “찾아보았으나 없음”은 조사 기록이 됩니다. 띄어쓰기, 대소문자,
자모 조합은 따지지 않습니다. 우리 사이트에서 내려받은 파일은 그대로 다시 올려도 아무것도 바뀌지
않습니다.

**In English.** Upload a table in the admin (or use the commands), look at what each row would do, confirm
exactly that. Everything or nothing; drafts only; an agency nobody knows is proposed, never made; a record
that somebody changed after the preview is refused. Rows that may be recorded already (same time of signing,
two shared parties) are listed, and imported only where you say that they are other agreements. An empty
cell leaves what is stored. All faults come at once, each with its cell, and can be downloaded (`--faults`).
On SQLite a table of more than 25 rows is written in batches, so that others can go on working; should a row
be refused because somebody changed it meanwhile, the batches before it stay, and the same file goes on from
there. On PostgreSQL it is always everything or nothing.
"""


class Command(GeneratedPageCommand):
    help = "Write docs/imports.md from the declarations of the imports."
    page = "docs/imports.md"

    def handle(self, *, check: bool, **options: Any) -> None:
        super().handle(check=check, **options)
        self.stdout.write(f"{self.page}: {len(IMPORTS)} tables.")

    def render(self) -> str:
        return render_guide()


def render_guide() -> str:
    lines = [INTRODUCTION]
    for importer in IMPORTS.values():
        lines += [
            f"## {in_both_languages(importer.model._meta.verbose_name_plural)} (`import_{importer.name}`)\n"
        ]
        lines += ["| name | 열 이름 · header | 같은 뜻으로 읽는 이름 | 예시·작성 방법 |", "|---|---|---|---|"]
        lines += [guide_row(column) for column in importer.columns.readable]
        aside = [column.name for column in importer.columns if not column.read]
        derived = code_list(name for name in aside if name not in importer.on_its_page)
        lines += [f"\n우리 내려받기 파일에 있으나 읽지 않는 열(계산한 값) · derived, not read: {derived}.\n"]
        if importer.on_its_page:
            entered = code_list(importer.on_its_page)
            lines += [f"직원용 화면에서만 적는 열 · not read, entered in the admin only: {entered}.\n"]
    return "\n".join(lines)


def code_list(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def guide_row(column: Column) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in guide_cells(column)) + " |"


def guide_cells(column: Column) -> Iterator[str]:
    yield f"`{column.name}`"
    yield in_both_languages(column.label) + (" **(필수)**" if column.required else "")
    yield column.synonyms
    yield " ".join(filter(None, (in_korean(column.correction), column.example and f"`{column.example}`")))
