"""What can be taken away as a file, by name."""

from agreements.exports.agencies import AGENCIES
from agreements.exports.agreements import AGREEMENTS
from agreements.exports.commitments import COMMITMENTS
from agreements.exports.duties import DUTIES
from agreements.exports.milestones import MILESTONES
from agreements.exports.programs import PROGRAMS
from agreements.exports.reports import REPORTS
from agreements.exports.targets import TARGETS

EXPORTS = {
    export.name: export
    for export in (AGREEMENTS, COMMITMENTS, PROGRAMS, MILESTONES, AGENCIES, REPORTS, TARGETS, DUTIES)
}
