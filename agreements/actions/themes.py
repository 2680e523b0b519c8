"""The themes that a register begins with; coordinators change them as they like."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from agreements.actions import traces
from agreements.actions.checks import require_grant
from agreements.actions.given_files import read_json, reading
from agreements.actions.publication import lock_publications
from agreements.models import Theme
from agreements.rules.publication import Act

SHIPPED = Path(__file__).parent.parent / "data" / "themes.json"


@transaction.atomic
def load_themes(*, actor: Any, now: datetime) -> list[Theme]:
    """Enter the shipped themes in a register that has none; return what was entered.

    Raises:
        NotAllowed: ``actor`` is no coordinator.
        UnreadableFile: the file is broken.
    """
    require_grant(actor, Act.CREATE, Theme(), now=now)
    lock_publications()  # two at once: the second finds them entered
    if Theme.objects.exists():
        return []

    entered: dict[str, Theme] = {}
    with reading(SHIPPED):
        shipped = list(read_json(SHIPPED))
    for order, facts in enumerate(shipped, start=1):
        with reading(SHIPPED):
            above = entered.get(facts.pop("parent", ""))
            theme = Theme(**facts, parent=above, order=order, version=1)
            theme.full_clean()
        theme.save()
        changed = traces.fact_changes({}, traces.record_facts(theme))
        traces.leave_trace(theme, Act.CREATE, actor=actor, now=now, changed=changed)
        entered[theme.slug] = theme

    return list(entered.values())
