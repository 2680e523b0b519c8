from agreements.models.agency import Agency, AgencyKind, AgencySuccession, FormerName
from agreements.models.agency_request import AgencyRequest
from agreements.models.agreement import (
    Agreement,
    AgreementKind,
    BudgetShare,
    BudgetUnit,
)
from agreements.models.amendment import Amendment
from agreements.models.commitment import Commitment, CommitmentAgency, CommitmentRole
from agreements.models.duty import DutyRecord
from agreements.models.inquiry import Inquiry
from agreements.models.ledger import EntryKind, LedgerEntry
from agreements.models.ordinance import CouncilSession, DutyRule, Ordinance, OrdinanceForm, OrdinanceNote
from agreements.models.party import Capacity, Party, PartyRole
from agreements.models.presence import LATEST
from agreements.models.program import Milestone, Program, Recognition
from agreements.models.promise_link import PromiseLink
from agreements.models.region import Region, RegionSuccession
from agreements.models.remedy import Redaction, Withdrawal
from agreements.models.reminder import Reminder
from agreements.models.report import Origin, StatusReport
from agreements.models.round import Round, RoundAnswer, RoundPart
from agreements.models.search import SearchBigram, SearchKind, SearchText
from agreements.models.source import Document, DocumentKind, Source
from agreements.models.staff import Membership
from agreements.models.state import State
from agreements.models.statement import Statement
from agreements.models.term import Decision, Term
from agreements.models.theme import Theme
from agreements.models.trace import Trace

__all__ = [
    "LATEST",
    "Agency",
    "AgencyKind",
    "AgencyRequest",
    "AgencySuccession",
    "Agreement",
    "AgreementKind",
    "Amendment",
    "BudgetShare",
    "BudgetUnit",
    "Capacity",
    "Commitment",
    "CommitmentAgency",
    "CommitmentRole",
    "CouncilSession",
    "Decision",
    "Document",
    "DocumentKind",
    "DutyRecord",
    "DutyRule",
    "EntryKind",
    "FormerName",
    "Inquiry",
    "LedgerEntry",
    "Membership",
    "Milestone",
    "Ordinance",
    "OrdinanceForm",
    "OrdinanceNote",
    "Origin",
    "Party",
    "PartyRole",
    "Program",
    "PromiseLink",
    "Recognition",
    "Redaction",
    "Region",
    "RegionSuccession",
    "Reminder",
    "Round",
    "RoundAnswer",
    "RoundPart",
    "SearchBigram",
    "SearchKind",
    "SearchText",
    "Source",
    "State",
    "Statement",
    "StatusReport",
    "Term",
    "Theme",
    "Trace",
    "Withdrawal",
]
