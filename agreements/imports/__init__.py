"""What can be brought in as a table, by name."""

from agreements.imports.agencies import AgencyImport
from agreements.imports.agreements import AgreementImport
from agreements.imports.commitments import CommitmentImport
from agreements.imports.duty_records import DutyRecordImport
from agreements.imports.importer import Importer
from agreements.imports.milestones import MilestoneImport
from agreements.imports.programs import ProgramImport
from agreements.imports.reports import ReportImport
from agreements.imports.sources import SourceImport

IMPORTERS: tuple[type[Importer], ...] = (
    AgreementImport, CommitmentImport, ProgramImport, MilestoneImport, ReportImport, SourceImport,
    DutyRecordImport, AgencyImport,
)  # fmt: skip
IMPORTS = {importer.name: importer for importer in IMPORTERS}
