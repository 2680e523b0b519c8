"""What can be brought in as a table, by name."""

from agreements.imports.agencies import AgencyImport
from agreements.imports.agreements import AgreementImport
from agreements.imports.commitments import CommitmentImport

IMPORTS = {noun.name: noun for noun in (AgreementImport, AgencyImport, CommitmentImport)}
