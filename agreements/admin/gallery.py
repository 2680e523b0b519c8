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
    HappenedAs,
)
from agreements.rules.outcome import Outcome
from agreements.rules.partial_date import PartialDate
from agreements.rules.phase import Phase
from agreements.rules.ratios import Completion
from agreements.rules.states import Standing
from agreements.views.status_bar import PAST, PastPart, StatusBar, StatusPart
from agreements.views.subject_states import SubjectRow
from agreements.views.target_drawing import SubjectTrack, TargetDrawing, TargetLane
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
        "downloads": [{"url": "#downloads", "label": _("Download CSV")}],
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
    past = tuple(PastPart(standing.value, str(standing.label), 1, "#bar") for standing in PAST)
    return StatusBar(tuple(parts), past, completion, with_progress=2, progress_sum=80)


def example_stage(number: int, progress: str) -> Of:
    milestones = [example_row(code, label) for code, label in MILESTONE_STATUSES[number - 1 : number + 1]]
    return Of(number=number, progress=progress, reached=2 - min(number, 2), milestones=milestones)


def example_drawing() -> TargetDrawing:
    """An outcome of each shape, each under a date that was moved; a date that passed stands last."""
    day = TARGET.last
    outcomes = {
        "day": Outcome(day, day, HappenedAs.ON),
        "span": Outcome(date(2023, 12, 1), day, HappenedAs.ON),
        "until": Outcome(None, day, HappenedAs.BY),
        "since": Outcome(day, None, HappenedAs.ON, disputed=True),
        "": None,
    }
    axis = TimeAxis.over([DaySpan(date(2022, 1, 1), date(2024, 6, 30))], on=EARLIER.on, reaching=True)
    return TargetDrawing(axis, [example_track(axis, *item) for item in outcomes.items()])


def example_track(axis: TimeAxis, shape: str, outcome: Outcome | None) -> SubjectTrack:
    subject: Any = Of(title=LONG, title_en=str(LONG), get_absolute_url="#dates")
    status = (CommitmentStatus.COMPLETED.value, CommitmentStatus.COMPLETED.label) if outcome else None
    standing = (Standing.CLOSED if outcome else Standing.LATE).value
    state = example_state(outcome=outcome, disputed=shape == "since", status=status, standing=standing)
    days = [day for day in (outcome.earliest, outcome.latest) if day] if outcome else []
    lanes = [example_lane(axis, "2022", shape), example_lane(axis, "2023", shape)]
    return SubjectTrack(
        row=SubjectRow(
            subject, state, [], _("What became of it, in one sentence."), headline(state, str(LONG))
        ),
        lanes=lanes,
        left_out=1,
        happened=axis.span(days[0], days[-1]) if days else None,
        outcome_shape=shape,
    )


def example_lane(axis: TimeAxis, year: str, shape: str) -> TargetLane:
    target = PartialDate.parse(year)
    subject = Of(get_absolute_url="#dates")
    report = Of(
        stated_by=AGENCY, said_on=PartialDate.day(target.first), target_reason="", redacted_by_id=None,
        subject=subject, number=1, commitment_id=1,
    )  # fmt: skip
    is_present = year == "2023"
    entry: Any = Of(
        report=report, announcement=Of(target=target, present=is_present, days_moved=365),
        change_label=_("Date moved"), signed_days="+365", counts=is_present,
        result=_("Within it") if shape == "day" else "",
    )  # fmt: skip
    return TargetLane(
        entry=entry,
        announced_at=axis.at(target.first),
        bar=axis.span(target.first, target.last),
        overdue=axis.span(target.last, axis.last) if is_present and not shape else None,
        on_other_page=not is_present,
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
