"""The history of a record in words: which field of which child changed from what to what."""

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
from agreements.models.staff import staff_name
from agreements.rules.partial_date import PartialDate

# What the trace of a handover, or of a load of the directory, tells that is no field of its record.
OF_NO_FIELD = {
    "memberships": gettext_lazy("agencies"),
    "drafts": gettext_lazy("drafts"),
    "regions": gettext_lazy("regions"),
    "agencies": gettext_lazy("agencies"),
    "changed_regions": gettext_lazy("regions brought up to date"),
    "changed_agencies": gettext_lazy("agencies brought up to date"),
}
CHILD = re.compile(r"(?P<relation>\w+)\[(?P<pk>\d+)\]")
EMPTY = "–"
SHOWN = 300  # characters of a long text


type Labels = dict[tuple[type[models.Model], str], str]  # of a child, by model and key


@dataclass(frozen=True)
class FieldChange:
    where: str  # "이행과제 2 합동조사 · 제목"
    before: str
    after: str


@dataclass(frozen=True)
class TraceEntry:
    at: datetime
    who: str
    act: str
    reason: str
    changes: list[FieldChange]


@dataclass(frozen=True)
class FieldConflict:
    """One field of a record that two people changed at once; ``yours`` is None where it is not known."""

    where: str
    before: str
    theirs: str
    yours: str | None


def conflict_fields(model: type[models.Model], conflict: SaveConflict) -> list[FieldConflict]:
    """Return what two people changed at once, field by field."""
    labels: Labels = {}
    fields = []
    your_values = conflict.yours or {}
    for path in conflict.paths:
        before = conflict.before.get(path)
        theirs = field_change(model, path, before, conflict.theirs.get(path), labels)
        yours = field_change(model, path, before, your_values.get(path), labels)
        change = theirs or yours
        if change is None:
            continue
        after_theirs = theirs.after if theirs else EMPTY
        after_yours = None
        if conflict.yours is not None:
            after_yours = yours.after if yours else EMPTY
        fields.append(FieldConflict(change.where, change.before, after_theirs, after_yours))
    return fields


def history_of(model: type[models.Model], pk: Any, *, since: int | None = None) -> list[TraceEntry]:
    """Return a record's traces, newest first; with ``since`` only those after that version."""
    traces = Trace.objects.filter(subject_kind=model._meta.model_name, subject_id=str(pk))
    if since is not None:
        traces = traces.filter(version__gt=since)
    return [trace_entry(trace, model) for trace in traces.select_related("actor")]


def trace_entry(trace: Trace, model: type[models.Model]) -> TraceEntry:
    labels: Labels = {}
    changes = [
        field_change(model, path, before, after, labels) for path, (before, after) in trace.changes.items()
    ]
    return TraceEntry(
        at=trace.at,
        who=staff_name(trace.actor),
        act=trace.get_act_display(),
        reason=trace.reason,
        changes=[change for change in changes if change is not None],
    )


def field_change(
    model: type[models.Model], path: str, before: Any, after: Any, labels: Labels
) -> FieldChange | None:
    """Write the change at a path such as ``commitments[7].roles[9].duty_ko``; None where it says nothing."""
    if path.startswith(CLEARED.partition("{")[0]):
        return FieldChange(_("Personal-data check"), EMPTY, cleared_in_words(after))
    *children, name = path.split(".")
    where, parent = [], None
    for child in children:
        if match := CHILD.fullmatch(child):
            relation = model._meta.get_field(match["relation"])
            parent, model = model, relation.related_model  # type: ignore[assignment]
            where.append(child_label(model, match["pk"], labels))
    if parent and model._meta.get_field(name).related_model is parent:
        return None  # that a party is of this agreement
    values = trace_value(model, name, before), trace_value(model, name, after)
    if values == (EMPTY, EMPTY):
        return None  # that an empty field of a new record is empty
    special_label = OF_NO_FIELD.get(name)
    where.append(capfirst(str(special_label)) if special_label else field_label(model, name))
    return FieldChange(" · ".join(where), *values)


def child_label(model: type[models.Model], pk: str, labels: Labels) -> str:
    if (model, pk) not in labels:
        kind = capfirst(str(model._meta.verbose_name))
        child = model._default_manager.filter(pk=pk).first()
        labels[model, pk] = f"{kind} “{child}”" if child else f"{kind} ({_('removed')})"
    return labels[model, pk]


def trace_value(model: type[models.Model], name: str, value: Any) -> str:
    """Write a value as a trace keeps it: cut where it is long, days as they are typed."""
    if isinstance(value, list):
        return "; ".join(value) or EMPTY
    text = field_text(model, name, value, write_date=PartialDate.iso) or EMPTY
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
