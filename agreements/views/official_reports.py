"""Official reports: the page where one is chosen, each as a page that prints, and as files."""

from typing import Any
from urllib.parse import quote

from django.forms import TextInput
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.editions.cells import cell_text, number_columns, total_cells
from agreements.editions.document import Section, Table
from agreements.editions.formats import CONTENT_TYPES, file_of
from agreements.editions.periods import Period, periods_to_offer
from agreements.editions.reports import OfficialReport, query_of, report_of
from agreements.editions.scopes import SCOPES
from agreements.lists import AGREEMENTS, COMMITMENTS
from agreements.lists.filter_fields import PlainSelect
from agreements.lists.parameters import Clock
from agreements.models.state import first_recorded_day
from agreements.views.breadcrumb import Crumb
from agreements.views.export import clock_headers
from agreements.views.page_context import base_clock

MOST_OFFERED = 300
FILE_LABELS = {"hwpx": gettext_lazy("Hangul (HWPX)"), "xlsx": gettext_lazy("Excel (XLSX)")}


@require_safe
def editions(request: HttpRequest) -> TemplateResponse:
    """Choose a report: of which kind and period, about whose promises."""
    clock = base_clock(request, *SCOPES)
    today = timezone.localdate()
    chosen = {name: request.GET.get(name, "") for name in SCOPES}
    of_promises = {name: chosen[name] for name in ("agency", "region", "program")}
    form = COMMITMENTS.narrowed(clock, **of_promises).form()
    periods = periods_to_offer(first_recorded_day() or today, today=today)
    context = {
        "clock": clock,
        "fields": [form[name] for name in of_promises],
        "periods": [(period.code, label_of(period)) for period in periods],
        "agreement_field": agreement_field(chosen["agreement"], clock),
    }
    return TemplateResponse(request, "agreements/editions.html", context)


def agreement_field(reference: str, clock: Clock) -> SafeString:
    """Offer the agreements, or where they are too many a field for the number of one."""
    agreements = AGREEMENTS.narrowed(clock).rows
    if agreements.count() > MOST_OFFERED:
        return TextInput().render("agreement", reference, {"id": "id_agreement", "placeholder": "2022-0001"})
    choices = [(agreement.reference, f"{agreement.reference} {agreement.title}") for agreement in agreements]
    return PlainSelect(choices=choices).render("agreement", reference, {"id": "id_agreement"})


def label_of(period: Period) -> str:
    if period.has_ended:
        return period.label
    return _("%(period)s (so far)") % {"period": period.label}


@require_safe
def official_report(request: HttpRequest) -> TemplateResponse:
    """One report as a page that prints like the files."""
    report = report_of(request.GET, today=timezone.localdate())
    query = query_of(report)
    context = {
        "breadcrumb": [Crumb(_("Official reports"), reverse("editions")), Crumb(report.document.title)],
        "report": report,
        "document": report.document,
        "sections": [drawn_section(section) for section in report.document.sections],
        "downloads": [
            {"url": reverse(f"official_report_{ending}") + query, "label": FILE_LABELS[ending]}
            for ending in CONTENT_TYPES
        ],
        "permanent": reverse("official_report") + query,
    }
    return TemplateResponse(request, "agreements/official_report.html", context)


@require_safe
def official_report_file(request: HttpRequest, kind_of_file: str) -> HttpResponse:
    """The same report as a file."""
    report = report_of(request.GET, today=timezone.localdate())
    headers = {
        "Content-Type": CONTENT_TYPES[kind_of_file],
        "Content-Disposition": file_disposition(report, kind_of_file),
        **clock_headers(report.clock),
    }
    return HttpResponse(file_of(report.document, kind_of_file), headers=headers)


def file_disposition(report: OfficialReport, ending: str) -> str:
    """Name the file for programs that read ASCII only, and in words for the others (RFC 6266)."""
    name = f"{report.kind}_{report.clock.on:%Y-%m-%d}.{ending}"
    in_words = quote(f"{report.file_name}.{ending}", safe="")
    return f"attachment; filename=\"{name}\"; filename*=UTF-8''{in_words}"


# ---- drawing -------------------------------------------------------------------------------------


def drawn_section(section: Section) -> dict[str, Any]:
    return {"section": section, "tables": [drawn_table(table) for table in section.tables]}


def drawn_table(table: Table) -> dict[str, Any]:
    numbers = number_columns(table)
    heads = [{"label": column.label, "is_number": i in numbers} for i, column in enumerate(table.columns)]

    def drawn(row: Any) -> list[dict[str, Any]]:
        texts = (cell_text(cell, column.kind) for cell, column in zip(row, table.columns, strict=True))
        return [{"text": text, **head} for text, head in zip(texts, heads, strict=True)]

    return {
        "table": table,
        "columns": heads,
        "rows": [drawn(row) for row in table.rows],
        "total": drawn(total_cells(table, table.total)) if table.total else [],
    }
