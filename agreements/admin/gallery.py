"""Every part of the public pages in every state, on one page: what screenshots are taken of.

Nothing of it is in the register; the parts are handed what they would read from it.
"""

from datetime import date
from types import SimpleNamespace as Of
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.lists.parameters import Clock
from agreements.rules.lifecycle import COMMITMENT_STATUSES, MILESTONE_STATUSES, STATUSES
from agreements.rules.partial_date import PartialDate
from agreements.rules.phase import Phase
from agreements.rules.states import Standing

EARLIER = Clock(date(2023, 8, 1), 7, date(2026, 3, 2), 14)
AGENCY = Of(slug="paju", name=gettext_lazy("Example agency"), name_en="Example agency")
LONG = gettext_lazy("A commitment whose title is so long that it has to be broken on a narrow screen, twice")
TARGET = PartialDate.day(date(2023, 12, 31))


@require_safe
def gallery_view(request: HttpRequest) -> TemplateResponse:
    today = timezone.localdate()
    context = {
        "breadcrumb": [
            Of(label=_("Staff"), url=reverse("admin:index")),
            Of(label=_("Gallery of parts"), url=""),
        ],
        "clock": Clock(today, None, today, 14),
        "earlier": EARLIER,
        "statuses": STATUSES,
        "phases": Phase.choices,
        "states": [
            *(example_state(standing=standing) for standing in Standing.values),
            example_state(silent=True), None,
        ],
        "rows": [example_row(status, label) for status, label in COMMITMENT_STATUSES],
        "bars": [example_bar(range(len(COMMITMENT_STATUSES))), example_bar([3, 0, 0, 0, 0, 0, 0, 0])],
        "stages": [example_stage(1, "done"), example_stage(2, "under_way"), example_stage(3, "open")],
        "events": ["signed", "amended", "decided", "reported", "expires"],
        "targets": ["first", "refined", "moved", "removed", "fulfilled"],
        "page": Paginator(range(250), 25).page(5),
        "panel": Of(search=ExampleForm(auto_id="find_%s")["text"], unfolded=list(ExampleForm()),
                    folded=list(ExampleForm(auto_id="more_%s")), folded_count=1),
        "refused": ExampleForm({"choice": "completed"}, auto_id="refused_%s"),
        "notices": [Of(notice=gettext_lazy("A notice that a program puts on its pages."), notice_en="-")],
        "source": Of(
            publisher=_("Example agency"), label=_("Press release"), label_en="-", url="https://example.go.kr/1",
            published=TARGET, checked_on=date(2026, 3, 2), sha256="0" * 64,
        ),
        "downloads": [{"url": "#downloads", "label": _("Download as CSV")}],
        "reset_url": "#filters",
    }  # fmt: skip
    return TemplateResponse(request, "admin/gallery.html", context)


def example_state(*, standing: str = Standing.ON_TIME, silent: bool = False, status: Any = None) -> Of:
    code, label = status or COMMITMENT_STATUSES[2]
    return Of(status=code, get_status_display=label, standing=standing, silent=silent, target=TARGET,
              first_target=PartialDate.day(date(2022, 12, 31)), times_moved=1)  # fmt: skip


def example_row(code: str, label: Any) -> Of:
    subject = Of(title=LONG, title_en=str(LONG), get_absolute_url="#rows")
    held = example_state(status=(code, label), standing=Standing.LATE)
    return Of(subject=subject, state=held, sentence=_("What became of it, in one sentence."), agency=AGENCY)


def example_bar(counts: Any) -> Of:
    parts, start = [], 0
    for (status, label), count in zip(COMMITMENT_STATUSES, counts, strict=True):
        parts.append(Of(status=status, label=label, count=count, start=start))
        start += count
    return Of(
        parts=parts, total=start, percent=25.0, fulfilled=start // 4, with_progress=2, mean_progress=40.0
    )


def example_stage(number: int, progress: str) -> Of:
    milestones = [example_row(code, label) for code, label in MILESTONE_STATUSES[number - 1 : number + 1]]
    return Of(number=number, progress=progress, reached=2 - min(number, 2), milestones=milestones)


class ExampleForm(forms.Form):
    """A field of each kind; bound without the needed ones it shows how a refusal looks."""

    text = forms.CharField(label=gettext_lazy("Search text"))
    choice = forms.ChoiceField(label=gettext_lazy("Status"), choices=STATUSES)
    day = forms.DateField(
        label=gettext_lazy("Base date"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("A field may have a hint."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
