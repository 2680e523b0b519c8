"""Personal data in a table: the publishing guard looks through a row's texts before anything is kept."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from agreements.actions.screening import hits_in_texts
from agreements.personal_data.detectors import Severity


def personal_data_messages(cells: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Give by column what refuses the row, and what a coordinator would have to clear before publication."""
    refused: dict[str, str] = {}
    warned: dict[str, str] = {}
    for hit in hits_in_texts(cells):
        if hit.severity == Severity.ALWAYS:
            refused[str(hit.field)] = _("This is personal data (%(what)s). Remove it.") % {"what": hit.what}
        else:
            warned[str(hit.field)] = _("This may be personal data (%(what)s).") % {"what": hit.what}
    return refused, warned
