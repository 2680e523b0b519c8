"""What the facts of a ledger payload are called, and how their values read: for pages and the admin.

A path is the one of :class:`agreements.rules.ledger.FactDifference`, such as
``("commitments", "2022-0004-01", "agencies", "paju", "role")``.  Names come from the models.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from agreements.rules.partial_date import PartialDate

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
OF_COMMITMENT: dict[str, Model] = {"agencies": CommitmentAgency}
ONE: dict[str, Model] = {"duties_source": Source}
PERIODS: dict[str, str | Promise] = {
    "decided": gettext_lazy("decided"),
    "awarded": gettext_lazy("awarded"),
    "published": gettext_lazy("published"),
}
AGENCIES = frozenset({"agency", "payer", "owner", "awarded_by", "agencies"})
KEYED_BY_AGENCY = frozenset({"parties", "budget", "agencies"})
SILENT = frozenset({"reference", "number", "agency", "payer", "order", "sha256", "size"})
DIGEST_SHOWN = 12


def as_written(slug: str) -> str:
    return slug


@dataclass(frozen=True)
class Names:
    """What agencies and programs, which payloads name by slug, are called; None: not to be told."""

    agency: Named = field(default=as_written)
    program: Named = field(default=as_written)

    @classmethod
    def of(cls, agencies: Mapping[str, str], programs: Mapping[str, str]) -> "Names":
        return cls(agencies.get, programs.get)


def label(path: Path, *, names: Names | None = None) -> str:
    """Say which fact a path leads to: “이행과제 2022-0004-01 · 주관 기관 파주시 · 역할”."""
    names = names or Names()
    return " · ".join(_steps(path, names))


def _steps(path: Path, names: Names) -> Iterator[str]:
    model: Model | None = None
    place = 0
    while place < len(path):
        name = path[place]
        many = _members(model).get(name)
        if many is None:
            yield capfirst(str(_name_of(model, name)))
            model, place = ONE.get(name, model), place + 1
            continue
        called = capfirst(str(_("agency") if many is CommitmentAgency else many._meta.verbose_name))
        which = path[place + 1] if place + 1 < len(path) else ""
        if name in KEYED_BY_AGENCY and which:
            which = _agency(which.partition("#")[0], names)
        elif name == "documents":
            which = which[:DIGEST_SHOWN]
        yield f"{called} {which}".strip()
        model, place = many, place + 2


def _members(model: Model | None) -> Mapping[str, Model]:
    """Give the lists that a record (None: an agreement or program) has in a payload."""
    if model is None or model is Recognition:
        return MANY
    return OF_COMMITMENT if model is Commitment else {}


def _name_of(model: Model | None, name: str) -> Any:
    if found := _field(model, name):
        return found.verbose_name
    if name in PERIODS:
        return PERIODS[name]
    if many := MANY.get(name):
        return many._meta.verbose_name_plural
    return _(name)


def _field(model: Model | None, name: str) -> Any:
    for one in (model,) if model else ROOTS:
        try:
            return one._meta.get_field(name)
        except FieldDoesNotExist:
            continue
    return None


def written(path: Path, value: Any, *, names: Names | None = None) -> str:
    """Write the value at the end of a path for a reader: codes by label, dates in the Korean form.

    Nothing is “none”; a member that came or went as a whole is told by what it says.
    """
    return _written(_model_of(path), path[-1] if path else "", value, names or Names()) or _("none")


def _model_of(path: Path) -> Model | None:
    """Give the model that the last name of the path belongs to; of a whole member, its own."""
    model: Model | None = None
    place = 0
    while place < len(path):
        many = _members(model).get(path[place])
        if many:
            model, place = many, place + 2
        else:
            model, place = ONE.get(path[place], model), place + 1
    return model


def _written(model: Model | None, name: str, value: Any, names: Names) -> str:
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return _member(model, value, names)
    if isinstance(value, list):
        of = _members(model).get(name, model)
        return ", ".join(text for one in value if (text := _written(of, name, one, names)))
    return _single(model, name, str(value), names)


def _single(model: Model | None, name: str, value: str, names: Names) -> str:
    if name in AGENCIES:
        return _agency(value, names)
    if name == "program":
        return names.program(value) or _("a program that is not public")
    found = _field(model, name)
    if name in PERIODS or isinstance(found, models.DateField):
        return PartialDate.parse(value).short()
    if found is not None and getattr(found, "choices", None):
        return str(dict(found.flatchoices).get(value, value))
    return value


def _agency(slug: str, names: Names) -> str:
    return names.agency(slug) or _("an agency that is not listed")


def _member(model: Model | None, facts: Mapping[str, Any], names: Names) -> str:
    """Tell a whole party, commitment, source …: who or what, then each fact that says something."""
    who = next((facts[name] for name in ("agency", "payer") if facts.get(name)), None)
    told = [_agency(who, names)] if who else []
    for name, value in facts.items():
        text = "" if name in SILENT else _written(model, name, value, names)
        if text and value is not False:
            told.append(f"{capfirst(str(_name_of(model, name)))}: {text}")
    return " · ".join(told)
