"""Filters of rows that are about a commitment or a milestone: deadlines, reports, announced targets."""

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from agreements.lists.facets import by_column
from agreements.lists.filters import ChoiceFilter
from agreements.lists.register_filters import CARRIES_COMMITMENT, CARRIES_MILESTONE
from agreements.lists.themes import ABOUT_COMMITMENT, ABOUT_MILESTONE

CARRIES_SUBJECT = (*CARRIES_COMMITMENT, CARRIES_MILESTONE)
THEMES_OF_SUBJECT = (ABOUT_COMMITMENT, ABOUT_MILESTONE)
PROGRAM_OF_SUBJECT = ("commitment__program", "milestone__program")
SUBJECT_KINDS = [("commitment", _("Commitments")), ("milestone", _("Milestones"))]


class SubjectKindFilter(ChoiceFilter):
    """Whether the row is about a commitment or a milestone."""

    facet = by_column(
        Case(When(commitment__isnull=False, then=Value("commitment")), default=Value("milestone"))
    )

    def __init__(self) -> None:
        super().__init__(label=_("Kind"), choices=SUBJECT_KINDS)

    def condition(self, value: str) -> Q:
        return Q(**{f"{value}__isnull": False})
