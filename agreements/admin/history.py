"""A record's traces, told in words: which field of which child went from what to what."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.models import Trace

CHILD = re.compile(r"(?P<relation>\w+)\[(?P<pk>\d+)\]")
EMPTY = "–"
SHOWN = 300  # characters of a long text


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


def history_of(model: type[models.Model], pk: Any) -> list[Told]:
    """Tell a record's traces, newest first."""
    kept = Trace.objects.filter(subject_kind=model._meta.model_name, subject_id=str(pk)).select_related(
        "actor"
    )
    return [told(trace, model) for trace in kept]


def told(trace: Trace, model: type[models.Model]) -> Told:
    return Told(
        at=trace.at,
        who=trace.actor.get_full_name() or trace.actor.get_username(),
        act=trace.get_act_display(),
        reason=trace.reason,
        changes=[change(model, path, *values) for path, values in trace.changes.items()],
    )


def change(model: type[models.Model], path: str, before: Any, after: Any) -> Change:
    """Follow ``commitments[7].roles[9].duty_ko`` down to its field."""
    *children, name = path.split(".")
    where = []
    for child in children:
        if not (found := CHILD.fullmatch(child)):
            continue
        relation = model._meta.get_field(found["relation"])
        model = relation.related_model  # type: ignore[assignment]
        where.append(child_label(model, found["pk"]))
    field = model._meta.get_field(name)
    where.append(capfirst(str(getattr(field, "verbose_name", name))))
    return Change(" · ".join(where), shown(field, before), shown(field, after))


def child_label(model: type[models.Model], pk: str) -> str:
    kind = capfirst(str(model._meta.verbose_name))
    child = model._default_manager.filter(pk=pk).first()
    return f"{kind} “{child}”" if child else f"{kind} ({_('removed')})"


def shown(field: Any, value: Any) -> str:
    if value is None or value in ("", []):
        return EMPTY
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(value)
    text = str(dict(getattr(field, "flatchoices", ())).get(value, value))
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
