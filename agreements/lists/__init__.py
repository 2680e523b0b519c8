"""Query string -> queryset: which rows a list shows, shared by its page and its exports."""

from agreements.lists.agencies import AGENCIES
from agreements.lists.agreements import AGREEMENTS
from agreements.lists.commitments import COMMITMENTS
from agreements.lists.duties import DUTIES
from agreements.lists.inquiries import INQUIRIES
from agreements.lists.listings import Listing, Selection
from agreements.lists.milestones import MILESTONES
from agreements.lists.programs import PROGRAMS
from agreements.lists.reports import REPORTS
from agreements.lists.targets import TARGETS

__all__ = [
    "AGENCIES",
    "AGREEMENTS",
    "COMMITMENTS",
    "DUTIES",
    "INQUIRIES",
    "MILESTONES",
    "PROGRAMS",
    "REPORTS",
    "TARGETS",
    "Listing",
    "Selection",
]
