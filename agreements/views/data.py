from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements.lists.columns import EXPORTS
from agreements.lists.columns.csv_file import REPLACEMENT
from agreements.lists.columns.export import CLOCK_COLUMNS, MEANING_OF_KINDS, Column, Export
from agreements.lists.ledger import entries_at
from agreements.lists.parameters import Clock
from agreements.rules.ledger import ledger_head
from agreements.views.page_context import base_clock, links_to_formats, query_string


@dataclass(frozen=True)
class OpenFile:
    """One open file and what stands in its columns."""

    export: Export
    formats: list[dict[str, Any]]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Its own columns; the two that every file ends with are explained once."""
        return described(column for column in self.export.columns if column not in CLOCK_COLUMNS)


def described(columns: Iterable[Column]) -> list[dict[str, Any]]:
    return [
        {
            "name": column.name,
            "label": column.label,
            "meaning": column.meaning,
            "kind": MEANING_OF_KINDS[column.kind],
        }
        for column in columns
    ]


def open_file(export: Export, clock: Clock) -> OpenFile:
    query = clock.query()
    for_old_excel = reverse(f"{export.name}_csv") + query_string({**query, "encoding": "cp949"})
    return OpenFile(
        export,
        [
            *links_to_formats(export.name, query_string(query)),
            {"url": for_old_excel, "label": _("CSV for old Excel (CP949)")},
        ],
    )


@require_safe
def data(request: HttpRequest) -> TemplateResponse:
    """Open data: every file, what its columns mean, and the head of the ledger they follow from."""
    clock = base_clock(request)
    newest = entries_at(clock).first()
    context = {
        "clock": clock,
        "files": [open_file(export, clock) for export in EXPORTS.values()],
        "clock_columns": described(CLOCK_COLUMNS),
        "replacement": REPLACEMENT,
        "newest": newest,
        "head": ledger_head(newest),
    }
    return TemplateResponse(request, "agreements/data.html", context)
