"""Every part of the public pages in every state, on one page: what screenshots are taken of.

Nothing of it is in the register; the parts are handed what they would read from it.
"""

from collections.abc import Iterable
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
from agreements.rules.headline import headline
from agreements.rules.lifecycle import (
    COMMITMENT_STATUSES,
    MILESTONE_STATUSES,
    STATUSES,
    UNKNOWN,
    CommitmentStatus,
)
from agreements.rules.partial_date import PartialDate
from agreements.rules.phase import Phase
from agreements.rules.ratios import Completion
from agreements.rules.states import PASSED, Standing
from agreements.views.lane_drawing import (
    DrawnGroup,
    Lane,
    LaneDrawing,
    LaneGroup,
    LaneLabel,
    LaneLine,
    LaneMark,
)
from agreements.views.lane_story import LaneDay
from agreements.views.page_context import FORMAT_LABELS
from agreements.views.status_bar import PastPart, StatusBar, StatusPart
from agreements.views.subject_states import SubjectRow
from agreements.views.time_axis import DaySpan, TimeAxis

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
            example_state(silent=True), example_state(disputed=True), None,
        ],
        "rows": [example_row(status, label) for status, label in COMMITMENT_STATUSES],
        "bars": [
            example_bar(range(len(COMMITMENT_STATUSES))),
            example_bar([3] + [0] * (len(COMMITMENT_STATUSES) - 1)),
        ],
        "stages": [example_stage(1, "done"), example_stage(2, "under_way"), example_stage(3, "open")],
        "events": ["signed", "amended", "decided", "reported", "expires"],
        "nothing_reported": [
            example_state(status=status, searched_on=EARLIER.on)
            for status in COMMITMENT_STATUSES if status[0] in UNKNOWN
        ],
        "drawing": example_drawing(),
        "page": Paginator(range(250), 25).page(5),
        "panel": Of(search=ExampleForm(auto_id="find_%s")["text"], fields=list(ExampleForm()), kept={}),
        "chips": [Of(label=_("Status"), value=STATUSES[0][1], url="#filters")],
        "refused": ExampleForm({"choice": "completed"}, auto_id="refused_%s"),
        "notices": [Of(notice=gettext_lazy("A notice that a program puts on its pages."), notice_en="-")],
        "source": Of(
            publisher=_("Example agency"), label=_("Press release"), label_en="-", url="https://example.go.kr/1",
            published=TARGET, checked_on=date(2026, 3, 2), sha256="0" * 64,
        ),
        "downloads": [{"url": "#downloads", "label": label} for label in FORMAT_LABELS.values()],
        "reset_url": "#filters",
    }  # fmt: skip
    return TemplateResponse(request, "admin/gallery.html", context)


def example_state(*, status: Any = None, **fields: Any) -> Any:
    code, label = status or (CommitmentStatus.ON_TRACK.value, CommitmentStatus.ON_TRACK.label)
    defaults = {
        "standing": Standing.ON_TIME.value,
        "silent": False,
        "disputed": False,
        "target": TARGET,
        "report": Of(pk=1, said_on=TARGET, stated_by=AGENCY),
        "target_by": AGENCY,
        "first_target": PartialDate.day(date(2022, 12, 31)),
        "first_target_by": AGENCY,
        "times_moved": 1,
        "outcome": None,
    }
    return Of(status=code, get_status_display=label, **defaults | fields)


def example_row(code: str, label: Any) -> Of:
    subject = Of(title=LONG, title_en=str(LONG), get_absolute_url="#rows")
    held = example_state(status=(code, label), standing=Standing.LATE)
    return Of(
        subject=subject,
        state=held,
        sentence=_("What became of it, in one sentence."),
        answer=headline(held, str(label)),
        tone=headline(held, str(label)).tone,
        agency=AGENCY,
    )


def example_bar(counts: Iterable[int]) -> StatusBar:
    parts: list[StatusPart] = []
    for (status, label), count in zip(COMMITMENT_STATUSES, counts, strict=True):
        start = parts[-1].start + parts[-1].count if parts else 0
        parts.append(StatusPart(status, str(label), count, start, "#bar"))
    total = sum(part.count for part in parts)
    unknown = sum(part.count for part in parts if part.status in UNKNOWN)
    completion = Completion(total, total - unknown, fulfilled=total // 4, disputed=1, period_done=1)
    past = tuple(PastPart(standing.value, str(standing.label), 1, "#bar") for standing in PASSED)
    return StatusBar(tuple(parts), past, completion, with_progress=2, progress_sum=80)


def example_stage(number: int, progress: str) -> Of:
    milestones = [example_row(code, label) for code, label in MILESTONE_STATUSES[number - 1 : number + 1]]
    return Of(number=number, progress=progress, reached=2 - min(number, 2), milestones=milestones)


def example_drawing() -> LaneDrawing:
    """A lane of each shape of an outcome, one of a date that passed, and one where nothing was found."""
    axis = TimeAxis.over([DaySpan(date(2022, 1, 1), date(2024, 6, 30))], on=EARLIER.on, reaching=True)
    shapes = ("day", "span", "until", "since", "late", "quiet")
    lanes = [example_lane(axis, shape) for shape in shapes]
    group = LaneGroup(str(LONG), "#dates", [], kind=_("Program"))
    return LaneDrawing(axis, [DrawnGroup(group, lanes, 2)], EARLIER)


def example_lane(axis: TimeAxis, shape: str) -> Lane:
    subject: Any = Of(title=LONG, title_en=str(LONG), get_absolute_url="#dates")
    state = example_state()
    row = SubjectRow(subject, state, [], "", headline(state, str(LONG)))
    span = axis.span(date(2023, 12, 1), TARGET.last)
    mark = LaneMark(shape, 3.9, span, LaneLabel(TARGET.short(), span.start, before=True))
    is_outcome = shape not in ("late", "quiet")
    return Lane(
        row=row,
        status=str(CommitmentStatus.COMPLETED.label),
        verdict=[_("Date kept")],
        lines=[example_line(axis, "2022", 0.9, shape), example_line(axis, "2023", 2.4, shape)],
        outcome=mark if is_outcome else None,
        quiet=mark if shape == "quiet" else None,
        height=4.8,
        days=[
            LaneDay(kind, TARGET.last, TARGET.short(), _("What became of it, in one sentence."))
            for kind in ("said", "present", "word", "done", "late", "searched")
        ],
    )


def example_line(axis: TimeAxis, year: str, y: float, shape: str) -> LaneLine:
    period = PartialDate.parse(year)
    bar = axis.span(period.first, period.last)
    is_present = year == "2023"
    return LaneLine(
        y,
        LaneLabel(str(AGENCY.name), bar.end, before=False),
        said_at=axis.at(date(2022, 1, 1)),
        bar=bar,
        present=is_present,
        late=axis.span(period.last, axis.last) if is_present and shape == "late" else None,
    )


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
