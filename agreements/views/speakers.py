from django.utils.translation import gettext as _

from agreements.models import Agency, StatusReport


def speaker_name(report: StatusReport | None) -> str:
    """Name the agency that stated a report, as far as it is public."""
    if report is None:
        return ""
    # Where it is not public (``public_rows``), it is absent, which Django reports as a missing attribute.
    return name_of(getattr(report, "stated_by", None))


def name_of(agency: Agency | None) -> str:
    return agency.name if agency else _("an agency that is not listed")
