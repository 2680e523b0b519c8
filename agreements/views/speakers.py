"""How those who speak are called: by their names, and where there is little room by what they are."""

from collections import Counter
from collections.abc import Iterable

from agreements.lists.agency_names import public_name
from agreements.models import StatusReport


def speaker_name(report: StatusReport | None) -> str:
    """Name the agency that stated a report, as far as it is public."""
    if report is None:
        return ""
    # Where it is not public (``public_rows``), it is absent, which Django reports as a missing attribute.
    return public_name(getattr(report, "stated_by", None))


LONGEST_SHORT_NAME = 8  # letters of a name that is short enough as it is
ENDINGS = (
    "위원회", "경찰청", "경찰서", "교육지원청", "교육청", "소방본부", "소방서", "의회", "대학교", "병원",
    "Commission", "Police Station", "Police Agency", "Police", "Office of Education", "Council", "Hospital",
)  # fmt: skip


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Return {name: name for a place where there is little room}; of no two names it is the same.

    A long one is called by what kind of body it is: 경기도북부자치경찰위원회 is 위원회 among bodies that are
    no other commission.
    """
    short = {name: _short_name(name) for name in names}
    count_by_short_name = Counter(short.values())
    return {name: ending if count_by_short_name[ending] == 1 else name for name, ending in short.items()}


def _short_name(name: str) -> str:
    if len(name) <= LONGEST_SHORT_NAME:
        return name
    return next(filter(name.endswith, ENDINGS), name)
