"""What belongs to an agreement in a list: parties by role, budget by payer, sources, proposed commitments."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.imports import cells
from agreements.imports.agency_names import AgencyNames, comparable_name
from agreements.imports.complaints import UnreadableCell
from agreements.imports.plans import Plan
from agreements.lists.columns.cells import SEPARATOR
from agreements.models import (
    BudgetShare,
    BudgetUnit,
    Commitment,
    Party,
    PartyRole,
    Source,
)
from agreements.rules.roles import Person

HIGHEST_NUMBER = 999  # of a commitment: what a document has, not what fits a column
TITLE_LENGTH = 200
ROLES = {"parties": PartyRole.PARTY, "witnesses": PartyRole.WITNESS, "mediators": PartyRole.MEDIATOR}


@dataclass(frozen=True)
class KnownRecords:
    """What a row may refer to: the stored agencies, and the agreements that ``person`` sees."""

    person: Person
    agencies: AgencyNames
    agreements_by_reference: Mapping[str, int]  # primary keys

    def agency_names(self, pks: Iterable[int]) -> str:
        return "; ".join(self.agencies.named(pks))

    def reference_of(self, pk: int | None) -> str:
        """Return the reference of an agreement; "" if there is none."""
        for reference, agreement in self.agreements_by_reference.items():
            if agreement == pk:
                return reference
        return ""


class Parties:
    """Who is named in a column stands in that role, in that order; a column without text changes nothing."""

    @staticmethod
    def compare(plan: Plan, known: KnownRecords) -> None:
        stored = list(plan.record.parties.all()) if plan.record.pk else []
        wanted: list[tuple[int, str]] = []
        changed = False
        for fact, role in ROLES.items():
            before = [one.agency_id for one in stored if one.role == role]
            after = plan.facts.get(fact, before)
            wanted += [(agency, role) for agency in after]
            changed |= plan.note_change(fact, known.agency_names(before), known.agency_names(after))
        twice = {agency for agency, _role in wanted if [one for one, _role in wanted].count(agency) > 1}
        if twice:
            plan.add_complaint(
                _("An agency has one role, but %(names)s stands in two.")
                % {"names": known.agency_names(twice)},
                "witnesses",
            )
        if changed:
            plan.parts["parties"] = wanted

    @staticmethod
    def write(plan: Plan) -> None:
        if "parties" not in plan.parts:
            return
        stored = {one.agency_id: one for one in plan.record.parties.all()}
        new = []
        for order, (agency, role) in enumerate(plan.parts["parties"], start=1):
            party = stored.pop(agency, None)
            if party is None:
                new.append(Party(agreement=plan.record, agency_id=agency, role=role, order=order))
            elif (party.role, party.order) != (role, order):
                party.role, party.order = role, order
                party.save()
        for left_over in stored.values():
            left_over.delete()
        Party.objects.bulk_create(new)


SHARE = re.compile(r"(?P<payer>.+?)[\s:：]+(?P<amount>[\d,]+(?:\.\d+)?)\s*(?P<unit>\D+)")


class Budget:
    """“파주시 1,000 천 원; …” as our export writes it: payer, amount, unit."""

    @classmethod
    def compare(cls, plan: Plan, known: KnownRecords) -> None:
        wanted = plan.resolve("budget", lambda text: cls.read(text, known))
        if wanted is None:
            return
        stored = list(plan.record.budget.all()) if plan.record.pk else []
        before = [(one.payer_id, one.amount, one.unit) for one in stored]
        if sorted(before) != sorted(wanted):
            plan.note_change("budget", cls.shown(before, known), cls.shown(wanted, known))
            plan.parts["budget"] = wanted

    @staticmethod
    def read(text: str, known: KnownRecords) -> list[tuple[int, Decimal, str]]:
        found = []
        for piece in cells.HARD_SEPARATORS.split(text):
            if not piece.strip():
                continue
            share = SHARE.fullmatch(piece.strip())
            unit = unit_codes().get("".join(share["unit"].split()).casefold()) if share else None
            if share is None or unit is None:
                raise UnreadableCell(
                    _("Write payer, amount and unit, each payer apart: 파주시 1,000 천 원; 경기도 500 천 원.")
                )
            found.append((known.agencies.one(share["payer"]), cells.read_amount(share["amount"]), unit))
        if len({payer for payer, _amount, _unit in found}) < len(found):
            raise UnreadableCell(_("A payer stands twice. Add up the amounts."))
        return found

    @staticmethod
    def shown(shares: list[tuple[int, Decimal, str]], known: KnownRecords) -> str:
        return SEPARATOR.join(
            f"{known.agencies.shown[payer]} {amount.normalize():f} {BudgetUnit(unit).label}"
            for payer, amount, unit in shares
        )

    @staticmethod
    def write(plan: Plan) -> None:
        if "budget" not in plan.parts:
            return
        stored = {one.payer_id: one for one in plan.record.budget.all()}
        for payer, amount, unit in plan.parts["budget"]:
            share = stored.pop(payer, None) or BudgetShare(agreement=plan.record, payer_id=payer)
            share.amount, share.unit = amount, unit
            share.full_clean(
                exclude=["agreement", "payer"], validate_unique=False, validate_constraints=False
            )
            share.save()
        for left_over in stored.values():
            left_over.delete()


def unit_codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("ko", "en"):
        with override(language):
            found |= {"".join(str(label).split()).casefold(): code for code, label in BudgetUnit.choices}
    return found


class Sources:
    """Known ones by their address, or as our export writes them: publisher, label, date, address."""

    @classmethod
    def compare(cls, plan: Plan, known: KnownRecords) -> None:
        wanted = plan.resolve("sources", lambda text: cls.read(text, known))
        if wanted is None:
            return
        before = sorted(plan.record.sources.all(), key=lambda one: one.pk) if plan.record.pk else []
        after = sorted({*before, *wanted}, key=lambda one: one.pk)  # a list rarely names all
        if plan.note_change("sources", source_list(before), source_list(after)):
            plan.parts["sources"] = after

    @staticmethod
    def read(text: str, known: KnownRecords) -> list[Source]:
        visible = Source.objects.visible_to(known.person)
        found, place = [], 0
        pieces = [piece.strip() for piece in re.split(r"\n|; ", text)]
        while place < len(pieces):
            for end in range(len(pieces), place, -1):  # a headline may hold a semicolon
                if source := find_source("; ".join(pieces[place:end]), visible):
                    found.append(source)
                    break
            else:
                raise UnreadableCell(
                    _("“%(source)s” is not recorded. Add it under sources first, or leave the cell empty.")
                    % {"source": pieces[place][:80]}
                )
            place = end
        return found

    @staticmethod
    def write(plan: Plan) -> None:
        if "sources" in plan.parts:
            plan.record.sources.set(plan.parts["sources"])


def source_list(sources: list[Source]) -> str:
    return SEPARATOR.join(str(one) for one in sources)


ADDRESS = re.compile(r"https?://\S+$")


def find_source(text: str, known: QuerySet[Source]) -> Source | None:
    address = ADDRESS.search(text)
    if address and (found := known.filter(url=address.group()).first()):
        return found
    publisher, comma, rest = text.partition(", ")
    if not comma or address:
        return None
    for one in known.filter(publisher=publisher, url="").order_by("pk"):
        labels = {one.label_ko, one.label_en} - {""}
        if rest in {f"{label}, {one.published.iso()}" for label in labels} | labels:
            return one
    return None


class Tasks:
    """The tasks of a cell are proposed as commitments; those that are there already stay as they are."""

    @classmethod
    def compare(cls, plan: Plan, _known: KnownRecords) -> None:
        tasks: list[str] = plan.facts.get("tasks", [])
        stored = list(plan.record.commitments.all()) if plan.record.pk else []
        stored_texts = {
            comparable_name(text) for one in stored for text in (one.title_ko, one.title_en, one.wording_ko)
        }
        new = [task for task in tasks if comparable_name(task) not in stored_texts]
        if long := next((task for task in new if len(task) > TITLE_LENGTH), ""):
            correction = _(
                "A task has %(length)s characters, at most %(most)s fit. Separate tasks by ①, ○, -."
            )
            plan.add_complaint(correction % {"length": len(long), "most": TITLE_LENGTH}, "tasks")
        last = max((one.number for one in stored), default=0)
        if last + len(new) > HIGHEST_NUMBER:
            plan.add_complaint(
                _("An agreement has at most %(most)s commitments.") % {"most": HIGHEST_NUMBER}, "tasks"
            )
        if new:
            plan.proposed = new
            before = "\n".join(f"{one.number}. {one.title_ko}" for one in stored)
            after = "\n".join(cls.numbered(new, last))
            plan.note_change("tasks", before, f"{before}\n{after}".strip())
            plan.parts["tasks"] = (last, new)

    @staticmethod
    def numbered(tasks: list[str], last: int) -> Iterator[str]:
        return (f"{number}. {task}" for number, task in enumerate(tasks, start=last + 1))

    @staticmethod
    def write(plan: Plan) -> None:
        last, tasks = plan.parts.get("tasks", (0, []))
        Commitment.objects.bulk_create(
            Commitment(agreement=plan.record, number=number, title_ko=task)
            for number, task in enumerate(tasks, start=last + 1)
        )


class Successor:
    """The earlier agreement that this one replaces, by its number."""

    @staticmethod
    def compare(plan: Plan, known: KnownRecords) -> None:
        after = plan.facts.get("supersedes")
        before = plan.record.supersedes_id
        if after is None or after == before:
            return
        if after == plan.record.pk:
            plan.add_complaint(_("An agreement cannot replace itself."), "supersedes")
        plan.note_change("supersedes", known.reference_of(before), known.reference_of(after))
        plan.record.supersedes_id = after

    @staticmethod
    def write(plan: Plan) -> None:
        """It is a field of the agreement."""


PARTS: tuple[Any, ...] = (Parties, Budget, Successor, Sources, Tasks)
