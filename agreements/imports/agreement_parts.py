"""What belongs to an agreement in a list: parties by role, budget by payer, what it replaces."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.imports import cells
from agreements.imports.agency_names import AgencyNames
from agreements.imports.children import update_children
from agreements.imports.complaints import UnreadableCell
from agreements.imports.plans import PlanDraft
from agreements.lists.columns.csv_file import SEPARATOR
from agreements.models import BudgetShare, BudgetUnit, PartyRole
from agreements.rules.roles import Person

ROLES = {"parties": PartyRole.PARTY, "witnesses": PartyRole.WITNESS, "mediators": PartyRole.MEDIATOR}


@dataclass(frozen=True)
class KnownRecords:
    """What a row may refer to: the stored agencies, the agreements that ``person`` sees, today."""

    person: Person
    agencies: AgencyNames
    today: date
    agreements: dict[str, int] = field(default_factory=dict)  # primary keys by reference
    references: dict[int | None, str] = field(default_factory=dict)

    def add_agreement(self, pk: int, reference: str | None) -> None:
        if reference:
            self.agreements[reference] = pk
            self.references[pk] = reference


# ---- parties ---------------------------------------------------------------------------------------


def plan_parties(draft: PlanDraft, known: KnownRecords) -> None:
    """Give each agency the role of its column, in that order; a column without text changes nothing."""
    stored_parties = draft.stored_children("parties")
    parties: list[tuple[int, PartyRole]] = []
    changed = False
    for fact, role in ROLES.items():
        before = [party.agency_id for party in stored_parties if party.role == role]
        after = draft.facts.get(fact, before)
        parties += [(agency, role) for agency in after]
        changed |= draft.note_change(fact, known.agencies.joined(before), known.agencies.joined(after))
    complain_of_two_roles(draft, parties, known)
    if changed:
        children: dict[int, dict[str, Any]] = {}
        for order, (agency, role) in enumerate(parties, start=1):
            children[agency] = {"role": role, "order": order}
        draft.write_children.append(partial(update_children, draft.record, "parties", "agency_id", children))


def complain_of_two_roles(
    draft: PlanDraft, parties: Sequence[tuple[int, PartyRole]], known: KnownRecords
) -> None:
    counts = Counter(agency for agency, _role in parties)
    repeated = [agency for agency, count in counts.items() if count > 1]
    if repeated:
        correction = _("An agency has one role, but %(names)s stands in two.")
        draft.facts.add_complaint(correction % {"names": known.agencies.joined(repeated)}, "witnesses")


# ---- budget ----------------------------------------------------------------------------------------

SHARE = re.compile(r"(?P<payer>.+?)[\s:：]+(?P<amount>[\d,]+(?:\.\d+)?)\s*(?P<unit>\D+)")

type Share = tuple[int, Decimal, str]  # payer, amount, unit


def plan_budget(draft: PlanDraft, known: KnownRecords) -> None:
    """Read “파주시 1,000 천 원; …” as our export writes it: payer, amount, unit."""
    after = draft.facts.resolve("budget", partial(read_budget, known=known))
    if after is None:
        return
    before = [(share.payer_id, share.amount, share.unit) for share in draft.stored_children("budget")]
    if sorted(before) == sorted(after):
        return
    draft.note_change("budget", budget_text(before, known), budget_text(after, known))
    children = {payer: {"amount": amount, "unit": unit} for payer, amount, unit in after}
    draft.write_children.append(partial(update_children, draft.record, "budget", "payer_id", children))


def read_budget(text: str, *, known: KnownRecords) -> list[Share]:
    pieces = filter(None, map(str.strip, cells.HARD_SEPARATORS.split(text)))
    shares = [read_share(piece, known) for piece in pieces]
    payers = {payer for payer, _amount, _unit in shares}
    if len(payers) < len(shares):
        raise UnreadableCell(_("A payer stands twice. Add up the amounts."))
    return shares


def read_share(text: str, known: KnownRecords) -> Share:
    match = SHARE.fullmatch(text)
    if match:
        unit = cells.codes_by_name(BudgetUnit, {}).get(cells.normalised_word(match["unit"]))
        if unit:
            payer, amount = known.agencies.find(match["payer"]), cells.read_amount(match["amount"])
            check_amount(amount)
            return payer, amount, unit
    raise UnreadableCell(
        _("Write payer, amount and unit, each payer apart: 파주시 1,000 천 원; 경기도 500 천 원.")
    )


def check_amount(amount: Decimal) -> None:
    try:
        BudgetShare(amount=amount).clean_fields(exclude=["agreement", "payer", "unit"])
    except ValidationError as error:
        raise UnreadableCell(" ".join(error.messages)) from None


def budget_text(shares: Iterable[Share], known: KnownRecords) -> str:
    texts = []
    for payer, amount, unit in shares:
        name = known.agencies.korean_names[payer]
        texts.append(f"{name} {amount.normalize():f} {BudgetUnit(unit).label}")
    return SEPARATOR.join(texts)


# ---- the agreement it replaces ---------------------------------------------------------------------


def plan_successor(draft: PlanDraft, known: KnownRecords) -> None:
    before, after = draft.record.supersedes_id, draft.facts.get("supersedes")
    if after is None or after == before:
        return
    if after == draft.record.pk:
        draft.facts.add_complaint(_("An agreement cannot replace itself."), "supersedes")
    draft.note_change("supersedes", known.references.get(before, ""), known.references[after])
    draft.record.supersedes_id = after


PLAN_PARTS = (plan_parties, plan_budget, plan_successor)
