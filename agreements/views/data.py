from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.lists.columns import EXPORTS
from agreements.lists.columns.export import MEANING_OF_KINDS, Export
from agreements.rules.ledger import ledger_head
from agreements.views.page_context import base_clock, query_string
from agreements.views.querysets import entries_at


@dataclass(frozen=True)
class OpenFile:
    """One open file and what stands in its columns."""

    export: Export
    url: str

    @property
    def columns(self) -> list[dict[str, Any]]:
        return [
            {
                "name": column.name,
                "label": column.label,
                "meaning": column.meaning,
                "kind": MEANING_OF_KINDS[column.kind],
            }
            for column in self.export.columns
        ]


@require_safe
def data(request: HttpRequest) -> TemplateResponse:
    """Open data: every file, what its columns mean, and the head of the ledger they follow from."""
    clock = base_clock(request)
    query = query_string(clock.query())
    newest = entries_at(clock).first()
    context = {
        "clock": clock,
        "files": [OpenFile(export, reverse(f"{name}_csv") + query) for name, export in EXPORTS.items()],
        "newest": newest,
        "head": ledger_head(newest),
    }
    return TemplateResponse(request, "agreements/data.html", context)
