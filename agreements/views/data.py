from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements.lists.columns import EXPORTS, LISTED, WHOLE
from agreements.lists.columns.csv_file import REPLACEMENT
from agreements.lists.columns.export import Export
from agreements.lists.ledger import entries_at, newest_entry_known
from agreements.lists.parameters import Clock
from agreements.packages.shelf import Package, newest_package
from agreements.rules.ledger import ledger_head
from agreements.views.page_context import base_clock, links_to_formats, query_string


@dataclass(frozen=True)
class OpenFile:
    """One open file, as what it can be taken, and the page that explains it."""

    export: Export
    url: str
    formats: list[dict[str, Any]]


def open_file(export: Export, clock: Clock) -> OpenFile:
    query = clock.query()
    for_old_excel = reverse(f"{export.name}_csv") + query_string({**query, "encoding": "cp949"})
    return OpenFile(
        export,
        reverse("data_file", args=[export.name]) + query_string(query),
        [
            *links_to_formats(export.name, query_string(query)),
            {"url": for_old_excel, "label": _("CSV for old Excel (CP949)")},
        ],
    )


def package_links(package: Package) -> list[dict[str, Any]]:
    return [
        {"url": reverse("register_zip"), "label": package.zip_path.name},
        {"url": reverse("register_json"), "label": _("Manifest")},
    ]


@require_safe
def data(request: HttpRequest) -> TemplateResponse:
    """Open data: every file, the whole register in one, and the head of the ledger they follow from."""
    clock = base_clock(request)
    newest = entries_at(clock).first()
    files = {name: open_file(export, clock) for name, export in EXPORTS.items()}
    newest_made = newest_package()
    package = newest_made if newest_made and not newest_made.is_outdated else None
    context = {
        "clock": clock,
        "files": files.values(),
        "listed": [files[name] for name in LISTED],
        "whole": [files[name] for name in WHOLE],
        "package": package,
        "package_links": package_links(package) if package else [],
        "replacement": REPLACEMENT,
        "newest": newest,
        "head": ledger_head(newest_entry_known(clock)),
    }
    return TemplateResponse(request, "agreements/data.html", context)
