from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.lists.columns import EXPORTS
from agreements.lists.columns.csv_file import joined_with_semicolons
from agreements.lists.columns.export import MEANING_OF_KINDS, Column, Label
from agreements.lists.columns.reading import read_rows
from agreements.lists.ledger import entries_at
from agreements.packages.table_schema import REFERENCES
from agreements.views.breadcrumb import Crumb
from agreements.views.data import open_file
from agreements.views.page_context import base_clock

MOST_ROWS = 20  # that examples are taken from
MOST_EXAMPLES = 3
LONGEST_EXAMPLE = 60


@dataclass(frozen=True)
class ExplainedColumn:
    """A column with what stands in it now; ``refers_to`` is the name of the file whose key it holds."""

    column: Column
    examples: list[str]
    is_key: bool
    refers_to: str

    @property
    def kind(self) -> Label:
        return MEANING_OF_KINDS[self.column.kind]


@require_safe
def data_file(request: HttpRequest, name: str) -> TemplateResponse:
    """One open file: what each of its columns means, with what stands in the first rows now."""
    if name not in EXPORTS:
        raise Http404(name)
    clock = base_clock(request)
    export = EXPORTS[name]
    selection = export.select(request.GET, today=timezone.localdate())
    first_rows = list(
        chain.from_iterable(read_rows(export.columns, selection.rows, selection.clock, most=MOST_ROWS))
    )
    cells_of_columns: list[Any] = list(zip(*first_rows, strict=True)) or [()] * len(export.columns)
    context = {
        "clock": clock,
        "breadcrumb": [Crumb(_("Open data"), reverse("data")), Crumb(export.listing.title)],
        "file": open_file(export, clock),
        "newest": entries_at(clock).first(),
        "row_count": selection.rows.count(),
        "columns": [
            ExplainedColumn(
                column,
                examples_of(cells),
                is_key=column.name in export.key,
                refers_to=REFERENCES.get((name, column.name), ""),
            )
            for column, cells in zip(export.columns, cells_of_columns, strict=True)
        ],
    }
    return TemplateResponse(request, "agreements/data_file.html", context)


def examples_of(cells: Any) -> list[str]:
    """Return a few different values of a column; a longer one is cut, and says so by its last sign."""
    values = (joined_with_semicolons(str(cell)) for cell in cells if cell not in (None, ""))
    return [shortened(value) for value in islice(dict.fromkeys(values), MOST_EXAMPLES)]


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_EXAMPLE else f"{text[: LONGEST_EXAMPLE - 1]}…"
