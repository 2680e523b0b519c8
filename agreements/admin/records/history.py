"""A record's traces, told in words: which field of which child went from what to what."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.conflicts import SaveConflict
from agreements.actions.screening import CLEARED, cleared_in_words
from agreements.models import Trace
from agreements.models.labels import field_label, field_text
from agreements.rules.partial_date import PartialDate

# What the trace of a handover tells that is no field of its record.
OF_HANDOVER = {"memberships": gettext_lazy("agencies"), "drafts": gettext_lazy("drafts")}
CHILD = re.compile(r"(?P<relation>\w+)\[(?P<pk>\d+)\]")
EMPTY = "–"
SHOWN = 300  # characters of a long text


type Labels = dict[tuple[type[models.Model], str], str]  # of a child, by model and key


@dataclass(frozen=True)
class Change:
    where: str  # "이행과제 2 합동조사 · 제목"
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    at: datetime
    who: str
    act: str
    reason: str
    changes: list[Change]


@dataclass(frozen=True)
class Disagreement:
    """One field of a record that two people changed at once; ``yours`` is None where it is not known."""

    where: str
    before: str
    theirs: str
    yours: str | None


def told_conflict(model: type[models.Model], found: SaveConflict) -> list[Disagreement]:
    labels: Labels = {}
    told = []
    for path in found.paths:
        theirs = change(model, path, found.before.get(path), found.theirs.get(path), labels)
        yours = change(model, path, found.before.get(path), (found.yours or {}).get(path), labels)
        if one := theirs or yours:
            own = None if found.yours is None else yours.after if yours else EMPTY
            told.append(Disagreement(one.where, one.before, theirs.after if theirs else EMPTY, own))
    return told


def history_of(model: type[models.Model], pk: Any, *, since: int | None = None) -> list[Told]:
    """Tell a record's traces, newest first; ``since`` leaves those after a version."""
    kept = Trace.objects.filter(subject_kind=model._meta.model_name, subject_id=str(pk))
    if since is not None:
        kept = kept.filter(version__gt=since)
    return [told(trace, model) for trace in kept.select_related("actor")]


def told(trace: Trace, model: type[models.Model]) -> Told:
    labels: Labels = {}
    changes = [change(model, path, before, after, labels) for path, (before, after) in trace.changes.items()]
    return Told(
        at=trace.at,
        who=trace.actor.get_full_name() or trace.actor.get_username(),
        act=trace.get_act_display(),
        reason=trace.reason,
        changes=[one for one in changes if one is not None],
    )


def change(model: type[models.Model], path: str, before: Any, after: Any, labels: Labels) -> Change | None:
    """Follow ``commitments[7].roles[9].duty_ko`` down to its field; None where there is nothing to tell."""
    if path.startswith(CLEARED.partition("{")[0]):
        return Change(_("Personal-data check"), EMPTY, cleared_in_words(after))
    *children, name = path.split(".")
    where, parent = [], None
    for child in children:
        if found := CHILD.fullmatch(child):
            relation = model._meta.get_field(found["relation"])
            parent, model = model, relation.related_model  # type: ignore[assignment]
            where.append(child_label(model, found["pk"], labels))
    if parent and model._meta.get_field(name).related_model is parent:
        return None  # that a party is of this agreement
    seen = shown(model, name, before), shown(model, name, after)
    if seen == (EMPTY, EMPTY):
        return None  # that an empty field of a new record is empty
    handover = OF_HANDOVER.get(name)
    where.append(capfirst(str(handover)) if handover else field_label(model, name))
    return Change(" · ".join(where), *seen)


def child_label(model: type[models.Model], pk: str, labels: Labels) -> str:
    if (model, pk) not in labels:
        kind = capfirst(str(model._meta.verbose_name))
        child = model._default_manager.filter(pk=pk).first()
        labels[model, pk] = f"{kind} “{child}”" if child else f"{kind} ({_('removed')})"
    return labels[model, pk]


def shown(model: type[models.Model], name: str, value: Any) -> str:
    """Write a value as a trace keeps it: cut where it is long, days as they are typed."""
    if isinstance(value, list):
        return "; ".join(value) or EMPTY
    text = field_text(model, name, value, write_date=PartialDate.iso) or EMPTY
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
