"""Query string -> queryset: which rows a list shows, shared by its page and its exports."""

from agreements.filters.agencies import AGENCIES
from agreements.filters.agreements import AGREEMENTS
from agreements.filters.commitments import COMMITMENTS
from agreements.filters.deadlines import DEADLINES
from agreements.filters.duties import DUTIES
from agreements.filters.listings import Listing, Selection
from agreements.filters.milestones import MILESTONES
from agreements.filters.programs import PROGRAMS
from agreements.filters.reports import REPORTS
from agreements.filters.targets import TARGETS

__all__ = [
    "AGENCIES",
    "AGREEMENTS",
    "COMMITMENTS",
    "DEADLINES",
    "DUTIES",
    "MILESTONES",
    "PROGRAMS",
    "REPORTS",
    "TARGETS",
    "Listing",
    "Selection",
]
