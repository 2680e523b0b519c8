"""What can be brought in as a table, by name."""

from agreements.imports.agencies import AgencyImport
from agreements.imports.agreements import AgreementImport
from agreements.imports.commitments import CommitmentImport
from agreements.imports.reports import ReportImport
from agreements.imports.sources import SourceImport

IMPORTS = {
    importer.name: importer
    for importer in (AgreementImport, AgencyImport, CommitmentImport, ReportImport, SourceImport)
}
