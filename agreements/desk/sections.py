"""The lists of the desk, in the order in which the first page and the daily mail show them."""

from agreements.desk.agency_requests import OwnAgencyRequests, WaitingAgencyRequests
from agreements.desk.agreements import ExpiringAgreements
from agreements.desk.base import Section
from agreements.desk.drafts import DraftsToReview, ReturnedDrafts, UnfinishedDrafts
from agreements.desk.duties import WaitingDuties
from agreements.desk.rounds import RoundsToPublish, UnansweredParts
from agreements.desk.subjects import (
    DueSubjects,
    LateSubjects,
    LongestSearchedSubjects,
    RegularReports,
    SilentSubjects,
    UncheckedSubjects,
    UnconfirmedSubjects,
    UnsearchedSubjects,
)

REVIEW, RETURNED, UNFINISHED = DraftsToReview(), ReturnedDrafts(), UnfinishedDrafts()
LATE, UNCONFIRMED, UNCHECKED = LateSubjects(), UnconfirmedSubjects(), UncheckedSubjects()
PAST = (LATE, UNCONFIRMED, UNCHECKED)
DUE, SILENT, REGULAR = DueSubjects(), SilentSubjects(), RegularReports()
UNSEARCHED, SEARCHED = UnsearchedSubjects(), LongestSearchedSubjects()
SEARCHES = (UNSEARCHED, SEARCHED)
ROUNDS, HANDED_IN = UnansweredParts(), RoundsToPublish()
ASKED_AGENCIES, OWN_REQUESTS = WaitingAgencyRequests(), OwnAgencyRequests()
EXPIRING, DUTIES = ExpiringAgreements(), WaitingDuties()

FIRST_PAGE: tuple[Section, ...] = (
    ROUNDS, HANDED_IN, REVIEW, RETURNED, UNFINISHED, ASKED_AGENCIES, OWN_REQUESTS, *PAST, REGULAR, SILENT,
    *SEARCHES, EXPIRING, DUTIES,
)  # fmt: skip
DAILY_MAIL: tuple[Section, ...] = (
    ROUNDS, *PAST, DUE, REGULAR, SILENT, EXPIRING, DUTIES, RETURNED, REVIEW, ASKED_AGENCIES,
)  # fmt: skip
