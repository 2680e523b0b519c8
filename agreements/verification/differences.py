"""Everything that does not follow from the published reports, the ledger and what is public."""

from collections.abc import Iterator

from agreements.models import DutyRecord
from agreements.verification.dates import wrong_dates
from agreements.verification.facts import ROOTS, wrongly_shown
from agreements.verification.links import wrong_links
from agreements.verification.register import broken_rules
from agreements.verification.search_index import wrong_search_texts
from agreements.verification.states import wrong_states


def register_differences() -> Iterator[str]:
    """Give every difference between what is stored and what follows, one line each."""
    for model in (*ROOTS, DutyRecord):
        yield from wrongly_shown(model)
    yield from wrong_dates()
    yield from wrong_links()
    yield from wrong_states()
    yield from broken_rules()
    yield from wrong_search_texts()
