from agreements.lists.agency_names import public_name
from agreements.models import StatusReport


def speaker_name(report: StatusReport | None) -> str:
    """Name the agency that stated a report, as far as it is public."""
    if report is None:
        return ""
    # Where it is not public (``public_rows``), it is absent, which Django reports as a missing attribute.
    return public_name(getattr(report, "stated_by", None))
