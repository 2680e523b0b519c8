"""Making the whole search index anew."""

from django.db import transaction

from agreements.actions.publication import lock_publications
from agreements.actions.search_index import SEARCHED, bring_up_to_date, key_batches
from agreements.models import Agency, SearchKind


@transaction.atomic
def rebuild_search_index() -> dict[SearchKind, tuple[int, int]]:
    """Bring everything up to date; return {kind: (records, entries that were wrong)}.

    Nothing is published meanwhile, and no agency edited.
    """
    lock_publications()
    # Not the key: whoever saves a record that names an agency holds that, and would wait for us in turn.
    list(Agency.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    counts = {}
    for kind in SEARCHED:
        records = changed = 0
        for keys in list(key_batches(kind)):
            records += len(keys)
            changed += bring_up_to_date(kind, keys)
        counts[kind] = (records, changed)

    return counts
