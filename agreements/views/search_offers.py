"""What a search offers: the tab of the promises that a word asks for, and what a typed day holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.lists import COMMITMENTS
from agreements.lists.parameters import Clock
from agreements.models import SearchKind
from agreements.rules.partial_date import NotAPartialDate, PartialDate, Precision
from agreements.rules.search_text import read_letters
from agreements.views.page_context import query_string


@dataclass(frozen=True)
class Offer:
    """A list that a word of the search asks for, in the words of this site."""

    label: str | Promise
    count: int
    url: str


# What people type for the tabs of the promises.  The tabs have neutral names: a search calls nobody late.
WORDS_OF_VIEWS: Mapping[str, tuple[str | Promise, str]] = {
    "past": (
        _("Promises whose announced date has passed"),
        "지연 미이행 불이행 기한경과 기한지남 지연과제 지연약속 late overdue delayed missed pastdue",
    ),
    "fulfilled": (
        _("Promises that are fulfilled"),
        "완료 이행 이행완료 달성 이행확인 완료과제 이행된약속 fulfilled completed done kept achieved",
    ),
    "coming": (
        _("Promises whose announced date is to come"),
        "예정 다가오는기한 기한임박 임박 upcoming due duesoon",
    ),
    "moved": (
        _("Promises whose announced date was changed"),
        "연기 기한변경 기한연장 변경된기한 postponed moved rescheduled",
    ),
    "unknown": (
        _("Promises of which nothing is confirmed"),
        "미확인 확인안됨 조사전 unknown unconfirmed",
    ),
}
VIEWS_BY_WORD = {word: view for view, (_label, words) in WORDS_OF_VIEWS.items() for word in words.split()}


def offers_for(text: str, clock: Clock) -> list[Offer]:
    """Return the tabs of the promises that the text, or one of its words, names."""
    letters = [read_letters(part).text for part in (text, *text.split())]
    views = dict.fromkeys(VIEWS_BY_WORD[word] for word in letters if word in VIEWS_BY_WORD)
    return [_offer(view, clock) for view in views]


def _offer(view: str, clock: Clock) -> Offer:
    count = COMMITMENTS.narrowed(clock, view=view).rows.count()
    return Offer(
        WORDS_OF_VIEWS[view][0], count, reverse("commitments") + query_string({"view": view} | clock.query())
    )


# ---- a day -----------------------------------------------------------------------------------------------

# The dates by which a record of a kind is found, as lookups from its rows: first and last day of each.
DATES: Mapping[SearchKind, tuple[tuple[str, str], ...]] = {
    SearchKind.AGREEMENT: (("then__signed_first", "then__signed_last"),),
    SearchKind.PROGRAM: (("then__decided_first", "then__decided_last"),),
    SearchKind.COMMITMENT: (("target_first", "target_last"), ("completed_from", "completed_to")),
    SearchKind.MILESTONE: (("target_first", "target_last"), ("completed_from", "completed_to")),
    SearchKind.REPORT: (("said_on_first", "said_on_last"), ("target_first", "target_last")),
    SearchKind.INQUIRY: (("searched_on", "searched_on"),),
}


def typed_period(text: str) -> PartialDate | None:
    """Read a day or month as people type it: ``2022. 12. 13.``, ``2022-12``; None for anything else.

    A year alone is the beginning of a reference as well, and is looked for as text.
    """
    try:
        period = PartialDate.parse(text)
    except NotAPartialDate:
        return None
    if period.precision not in (Precision.DAY, Precision.MONTH):
        return None
    return period


def dated_in(kind: SearchKind, period: PartialDate) -> Q:
    """Return the condition that a row of a kind has a date within the period."""
    condition = Q(pk__in=[])
    for first, last in DATES.get(kind, ()):
        condition |= Q(**{f"{first}__gte": period.first, f"{last}__lte": period.last})
    return condition


def timeline_of(period: PartialDate, clock: Clock) -> str:
    """Return the address of everything that is dated within the period."""
    span = {"view": "list", "from": period.first.isoformat(), "to": period.last.isoformat()}
    return reverse("timeline") + query_string(span | clock.query())
