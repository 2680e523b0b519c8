"""What can be taken away as a file, by name."""

from agreements.lists.columns.agencies import AGENCIES
from agreements.lists.columns.agency_compare import AGENCY_COMPARE, PROMISES
from agreements.lists.columns.agreements import AGREEMENTS
from agreements.lists.columns.commitments import COMMITMENTS
from agreements.lists.columns.duties import DUTIES
from agreements.lists.columns.export import Export
from agreements.lists.columns.inquiries import INQUIRIES
from agreements.lists.columns.ledger import CORRECTIONS, LEDGER
from agreements.lists.columns.milestones import MILESTONES
from agreements.lists.columns.own_words import STATEMENTS
from agreements.lists.columns.parties import PARTIES
from agreements.lists.columns.programs import PROGRAMS
from agreements.lists.columns.regions import REGIONS
from agreements.lists.columns.reports import REPORTS
from agreements.lists.columns.sources import SOURCES
from agreements.lists.columns.targets import TARGETS
from agreements.lists.columns.timeline import TIMELINE


def by_name(*exports: Export) -> dict[str, Export]:
    return {export.name: export for export in exports}


# Beside the page of their list, whose filters they take.
LISTED = by_name(
    AGREEMENTS,
    COMMITMENTS,
    PROGRAMS,
    MILESTONES,
    AGENCIES,
    REPORTS,
    INQUIRIES,
    TARGETS,
    DUTIES,
    TIMELINE,
)

# Taken whole, at a base day and sequence.
WHOLE = by_name(PARTIES, PROMISES, STATEMENTS, CORRECTIONS, SOURCES, REGIONS, LEDGER)

EXPORTS = {**LISTED, **WHOLE}

# With what belongs to a page that is no list.
FILES = {**EXPORTS, AGENCY_COMPARE.name: AGENCY_COMPARE}
