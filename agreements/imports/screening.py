"""Personal data in a table: the publishing guard looks through a row's texts before anything is kept."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from agreements.actions.screening import hits_in_texts
from agreements.personal_data.detectors import Severity


def personal_data_messages(cells: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return refusals and warnings by column; what a warning is about is cleared before publication."""
    refusals: dict[str, str] = {}
    warnings: dict[str, str] = {}
    for hit in hits_in_texts(cells):
        column, kind = str(hit.field), {"what": hit.what}
        if hit.severity == Severity.ALWAYS:
            refusals[column] = _("This is personal data (%(what)s). Remove it.") % kind
        else:
            warnings[column] = _("This may be personal data (%(what)s).") % kind
    return refusals, warnings
