"""Write docs/data-dictionary.md: every column of every export, in both languages."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import override

from agreements.lists.columns import FILES
from agreements.lists.columns.export import MEANING_OF_KINDS, Column, Export
from agreements.management.generated_pages import GeneratedPageCommand

INTRODUCTION = """\
# 데이터 사전 · Data dictionary

Written by `manage.py data_dictionary` from `agreements/lists/columns/`; do not edit.

**파일 형식.** UTF-8(BOM), 줄 끝 CRLF, 쉼표로 나눈 CSV. 첫 줄은 열 이름입니다. 한국어 주소는
한국어 이름을, `/en/` 주소와 `?header=name`은 기계용 이름을 씁니다. 파일은 목록 화면과 같은 조건,
같은 행, 같은 순서이며 모든 쪽을 담습니다. 상태와 기한 상태는 파일 이름에 적힌 기준일(`?as_of=`)
현재입니다. 값이 없으면 빈칸입니다. `= + - @`(전각 포함)나 탭, 줄바꿈으로 시작하는 글 앞에는
작은따옴표(')를 붙입니다. 스프레드시트가 수식으로 실행하지 않게 하기 위해서입니다.
글자가 깨지는 옛 엑셀에는 `?encoding=cp949`를 붙여 받으며, CP949에 없는 글자 자리에는 `〓`를 적습니다.

**다른 형식.** 같은 주소를 `.xlsx`나 `.json`으로 끝내면 같은 행을 그 형식으로 받습니다. XLSX에서는 숫자는
숫자, 날짜는 날짜이고 글은 수식으로 실행되지 않으며, 둘째 시트가 열을 설명합니다. 행이 1,048,575개를
넘으면 CSV로만 받습니다. JSON의 열 이름은 기계용 이름이고, 여러 값은 배열, 예·아니요는 `true`·`false`,
빈칸은 `null`입니다.
`?format=lines`를 붙이면 한 줄에 한 건씩 씁니다. 모든 답의 머리글에 기준일(`X-Base-Date`), 공개 순번
(`X-Publication-Sequence`), 대장의 끝값(`X-Ledger-Head`)이 있습니다.

**Format.** CSV in UTF-8 with a byte order mark, lines ending in CRLF. The first line names the columns: in
Korean, or by machine names under `/en/` and with `?header=name`. A file takes the query string of its list
and holds the same rows in the same order, all pages. Status and standing are those of the base date
(`?as_of=`) in the file name. Nothing is an empty cell. Text that begins with `= + - @` (or their full-width
forms), a tab or a line break has an apostrophe before it, so that no spreadsheet runs it as a formula.
Old versions of Excel take `?encoding=cp949`; letters that CP949 lacks are replaced by `〓`.

**Other formats.** The same address ending in `.xlsx` or `.json` gives the same rows. In XLSX numbers are
numbers, days are days, no text runs as a formula, and a second sheet explains the columns; more than
1,048,575 rows come as CSV only. JSON has machine names; several values are an array, flags `true` or `false`,
nothing is `null`; `?format=lines` writes one record a line. Every answer names its base date (`X-Base-Date`),
publication sequence (`X-Publication-Sequence`) and head of the ledger (`X-Ledger-Head`) in its headers.
"""


class Command(GeneratedPageCommand):
    help = "Write docs/data-dictionary.md from the declarations of the exports."
    page = "docs/data-dictionary.md"

    def handle(self, *, check: bool, **options: Any) -> None:
        super().handle(check=check, **options)
        count = sum(len(export.columns) for export in FILES.values())
        self.stdout.write(f"{self.page}: {count} columns.")

    def render(self) -> str:
        return render_dictionary()


def render_dictionary() -> str:
    lines = [INTRODUCTION]
    for export in FILES.values():
        lines += export_section(export)
    return "\n".join(lines)


def export_section(export: Export) -> Iterator[str]:
    yield f"## {export.name}.csv\n"
    yield f"{in_both_languages(export.listing.title)}. {in_both_languages(export.listing.lead)}\n"
    yield "| name | 열 이름 | column | 뜻 | meaning | 형식 | type |"
    yield "|---|---|---|---|---|---|---|"
    yield from (dictionary_row(column) for column in export.columns)
    yield ""


def dictionary_row(column: Column) -> str:
    kind = MEANING_OF_KINDS[column.kind]
    cells = [f"`{column.name}`"]
    for text in (column.label, column.meaning):
        cells += [in_korean(text), in_english(text)]
    for in_language in (in_korean, in_english):
        unit = f" ({in_language(column.unit)})" if column.unit else ""
        cells.append(in_language(kind) + unit)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def in_both_languages(text: Any) -> str:
    return f"{in_korean(text)} · {in_english(text)}"


def in_korean(text: Any) -> str:
    with override("ko"):
        return str(text)


def in_english(text: Any) -> str:
    with override("en"):
        return str(text)
