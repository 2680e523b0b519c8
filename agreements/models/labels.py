"""Labels and texts of fields, and of the facts of a ledger payload, for pages, the admin and imports.

A path is the one of :class:`agreements.rules.ledger.FactDifference`, such as
``("commitments", "2022-0004-01", "agencies", "paju", "role")``.  Names come from the models.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.models import (
    Agreement,
    Amendment,
    BudgetShare,
    Commitment,
    CommitmentAgency,
    Document,
    Milestone,
    Party,
    Program,
    Recognition,
    Source,
)
from agreements.models.base import PartialDateProperty
from agreements.rules.partial_date import PartialDate
from agreements.rules.quantity import number_text

type Path = tuple[str, ...]
type Named = Callable[[str], str | None]
Model = type[models.Model]

ROOTS: tuple[Model, ...] = (Agreement, Program)  # what both have is called the same in both
MANY: dict[str, Model] = {
    "parties": Party,
    "budget": BudgetShare,
    "amendments": Amendment,
    "commitments": Commitment,
    "milestones": Milestone,
    "recognitions": Recognition,
    "sources": Source,
    "documents": Document,
}
# The lists that a record has in a payload; None: an agreement or program.
LISTS: dict[Model | None, Mapping[str, Model]] = {
    None: MANY,
    Recognition: MANY,
    Commitment: {"agencies": CommitmentAgency},
}
ONE: dict[str, Model] = {"duties_source": Source, "purpose_source": Source}
AGENCIES = frozenset({"agency", "payer", "owner", "decided_by", "awarded_by", "agencies"})
KEYED_BY_AGENCY = frozenset({"parties", "budget", "agencies"})
SILENT = frozenset({"reference", "number", "agency", "payer", "order", "sha256", "size"})
DIGEST_SHOWN = 12


def as_written(slug: str) -> str:
    return slug


@dataclass(frozen=True)
class FactNames:
    """What agencies, programs and themes, which payloads name by slug, are called; None: not to be told."""

    agency: Named = field(default=as_written)
    program: Named = field(default=as_written)
    theme: Named = field(default=as_written)

    @classmethod
    def of(
        cls, agencies: Mapping[str, str], programs: Mapping[str, str], themes: Mapping[str, str]
    ) -> "FactNames":
        return cls(agencies.get, programs.get, themes.get)


AS_WRITTEN = FactNames()


def fact_label(path: Path, *, names: FactNames = AS_WRITTEN) -> str:
    """Name the fact at a path for a reader: “이행과제 2022-0004-01 · 주관 기관 파주시 · 역할”."""
    return " · ".join(_step_label(step, names) for step in _steps(path))


def fact_text(path: Path, value: Any, *, names: FactNames = AS_WRITTEN) -> str:
    """Write the value at a path for a reader: codes by label, dates in the Korean form, nothing as “none”.

    A member of a list that came or went as a whole is written as its facts.
    """
    model, name = None, ""
    for step in _steps(path):
        model, name = step.leads_to, path[-1]
    return _value_text(model, name, value, names) or _("none")


# ---- fields ------------------------------------------------------------------------------------------


def field_label(model: Model | None, name: str) -> str:
    """Name a field, or a partial date, for a reader; None: of an agreement or program.

    ``purpose`` is named as ``purpose_ko`` is.
    """
    declared = _declared(model, name)
    if declared is not None:
        label = declared.verbose_name
    elif name in MANY:
        label = MANY[name]._meta.verbose_name_plural
    else:
        label = _(name)
    return capfirst(str(label))


def field_text(
    model: Model | None,
    name: str,
    value: Any,
    *,
    write_date: Callable[[PartialDate], str] = PartialDate.short,
) -> str:
    """Write the value of a field for a reader: codes by label, days as ``write_date`` does; "" for nothing.

    ``value`` is what a record holds, or what a ledger payload or a trace keeps of it: days as ISO text.
    """
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")

    declared = _declared(model, name)
    if _is_partial_date(declared):
        return write_date(_partial_date(value))

    if isinstance(declared, models.DecimalField):
        return number_text(Decimal(value))

    labels = dict(getattr(declared, "flatchoices", ()))
    return str(labels.get(value, value))


def _declared(model: Model | None, name: str) -> Any:
    """Return what declares ``name``: a field, or the property that reads a partial date."""
    candidates = ROOTS
    if model is not None:
        candidates = (model,)
    for candidate in candidates:
        period = getattr(candidate, name, None)
        if isinstance(period, PartialDateProperty):
            return period
        for field_name in (name, f"{name}_ko"):
            with suppress(FieldDoesNotExist):
                return candidate._meta.get_field(field_name)
    return None


def _is_partial_date(declared: Any) -> bool:
    if isinstance(declared, models.DateTimeField):
        return False
    return isinstance(declared, models.DateField | PartialDateProperty)


def _partial_date(value: PartialDate | date | str) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, date):
        return PartialDate.day(value)
    return PartialDate.parse(value)


# ---- paths -------------------------------------------------------------------------------------------


class PathStep(NamedTuple):
    """One fact on a path; the name of a list and the name of its member are one step."""

    model: Model | None  # whose fact it is; None: of an agreement or program
    name: str
    leads_to: Model | None  # whose facts come next
    member: str | None = None  # of a list: which of its members


def _steps(path: Path) -> Iterator[PathStep]:
    model: Model | None = None
    names = iter(path)
    for name in names:
        members = LISTS.get(model, {}).get(name)
        if members is None:
            step = PathStep(model, name, leads_to=ONE.get(name, model))
        else:
            step = PathStep(model, name, leads_to=members, member=next(names, ""))
        yield step
        model = step.leads_to


def _step_label(step: PathStep, names: FactNames) -> str:
    if step.member is None or step.leads_to is None:
        return field_label(step.model, step.name)

    noun = step.leads_to._meta.verbose_name
    if step.leads_to is CommitmentAgency:
        noun = _("agency")

    member = _member_name(step.name, step.member, names)
    return f"{capfirst(str(noun))} {member}".strip()


def _member_name(list_name: str, member: str, names: FactNames) -> str:
    """Return what tells one member of a list apart, for a reader."""
    if list_name in KEYED_BY_AGENCY and member:
        return _agency_name(member.partition("#")[0], names)
    if list_name == "documents":
        return member[:DIGEST_SHOWN]
    return member


# ---- values ------------------------------------------------------------------------------------------


def _value_text(model: Model | None, name: str, value: Any, names: FactNames) -> str:
    """Write a value of the fact ``name`` of ``model``; "" where there is none."""
    if value in (None, "", []):
        return ""
    if isinstance(value, dict):
        return _member_text(ONE.get(name, model), value, names)
    if isinstance(value, list):
        members = LISTS.get(model, {}).get(name, model)
        texts = [_value_text(members, name, item, names) for item in value]
        return ", ".join(filter(None, texts))
    if name in REFERRED_TO:
        return REFERRED_TO[name](value, names)

    return field_text(model, name, value)


def _agency_name(slug: str, names: FactNames) -> str:
    return names.agency(slug) or _("an agency that is not listed")


def _theme_name(slug: str, names: FactNames) -> str:
    return names.theme(slug) or slug  # deleted since


def _program_name(slug: str, names: FactNames) -> str:
    return names.program(slug) or _("a program that is not public")


def _milestone_name(reference: str, names: FactNames) -> str:
    """Name a milestone by its program and its number there; ``reference`` is ``slug-number``."""
    slug, _hyphen, number = reference.rpartition("-")
    program = names.program(slug)
    if not program:
        return _("a milestone that is not public")
    return _("%(program)s, milestone %(number)s") % {"program": program, "number": number}


# Facts that name another record by its address, and what a reader is told instead.
REFERRED_TO: dict[str, Callable[[str, FactNames], str]] = {
    **dict.fromkeys(AGENCIES, _agency_name),
    "program": _program_name,
    "themes": _theme_name,
    "carried_out_by": _milestone_name,
}


def _member_text(model: Model | None, facts: Mapping[str, Any], names: FactNames) -> str:
    """Write a whole party, commitment, source …: the agency if it has one, then each fact with its label."""
    texts = list(_labelled_facts(model, facts, names))
    agency = facts.get("agency") or facts.get("payer")
    if agency:
        texts.insert(0, _agency_name(agency, names))
    return " · ".join(texts)


def _labelled_facts(model: Model | None, facts: Mapping[str, Any], names: FactNames) -> Iterator[str]:
    for name, value in facts.items():
        if name in SILENT or value is False:
            continue
        text = _value_text(model, name, value, names)
        if text:
            yield f"{field_label(model, name)}: {text}"
