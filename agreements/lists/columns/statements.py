"""The column of what agencies said themselves about the record of a row."""

from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agreements.lists.agency_names import agency_names
from agreements.lists.among import among
from agreements.lists.columns import cells
from agreements.lists.columns.export import Cell, Column, Kind, Label
from agreements.lists.columns.linked_records import ByKey, Keys
from agreements.lists.parameters import Clock
from agreements.models import PromiseLink, Redaction, State, Statement
from agreements.models.base import PUBLIC
from agreements.models.presence import published_by

type TextsByKey = dict[Any, list[str]]


def statements_on(field: str, key: str) -> Cell:
    """The statements on the record under ``key``, which a statement names by ``field``."""

    def load(keys: Keys, clock: Clock) -> ByKey:
        return _joined(_statement_texts(field, keys, clock))

    return cells.linked(key, load)


def statements_on_promises(keys: Keys, clock: Clock) -> ByKey:
    """The statements on either side of the promise of each state, and on the report that it rests on."""
    links = PromiseLink.objects.visible_to(PUBLIC).linked_at(clock.seq)
    of_either_side = Q(commitment__states__in=among(keys)) | Q(milestone__states__in=among(keys))
    pairs = list(links.filter(of_either_side).order_by().distinct().values_list("commitment", "milestone"))
    milestones, commitments = dict(pairs), {milestone: commitment for commitment, milestone in pairs}
    states_of: dict[str, dict[Any, list[int]]] = defaultdict(lambda: defaultdict(list))
    states = State.objects.visible_to(PUBLIC).filter(pk__in=among(keys))
    for state, commitment, milestone, report in states.values_list("pk", "commitment", "milestone", "report"):
        answered = {
            "commitment": commitment or commitments.get(milestone),
            "milestone": milestone or milestones.get(commitment),
            "report": report,
        }
        for name, key in answered.items():
            states_of[name][key].append(state)

    texts: TextsByKey = defaultdict(list)
    for name, states_by_key in states_of.items():
        answered_keys = list(filter(None, states_by_key))
        for key, statements in _statement_texts(name, answered_keys, clock).items():
            for state in states_by_key[key]:
                texts[state] += statements
    return _joined(texts)


STATEMENTS_ON_PROMISE = cells.linked("pk", statements_on_promises)


def _statement_texts(field: str, keys: Keys, clock: Clock) -> TextsByKey:
    """Return each agency's own word as "agency, day, text", the oldest first, by the key under ``field``."""
    redactions = Redaction.objects.visible_to(PUBLIC).filter(statement=OuterRef("pk"))
    published = Statement.objects.visible_to(PUBLIC).filter(published_by(clock.seq))
    statements = published.on_records(field, among(keys)).filter(stated_on__lte=clock.on)
    rows = list(
        statements.annotate(redacted=Exists(redactions))
        .order_by("stated_on", "published_seq")
        .values(field, "redacted", "agency", "stated_on", "text_ko", "text_en")
    )
    if not rows:
        return {}
    pick, blanked, names = cells.pick_language(), cells.blanked_text(), agency_names(clock.on)
    texts: TextsByKey = defaultdict(list)
    for row in rows:
        text = blanked if row["redacted"] else pick(row["text_ko"], row["text_en"])
        agency = names.get(row["agency"], "")
        texts[row[field]].append(f"{agency}, {row['stated_on'].isoformat()}, {text}")

    return texts


def _joined(texts: TextsByKey) -> ByKey:
    return {key: cells.joined(statements) for key, statements in texts.items()}


def statements_column(cell: Cell, meaning: Label) -> Column:
    return Column("statements", _("Statements of agencies"), cell, meaning, Kind.LIST)
