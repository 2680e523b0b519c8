"""How the parties of an agreement signed, in a list: cells such as “파주시: 김가나; 파주경찰서: 이다라”."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.actions.agreements import party_faults
from agreements.imports import cells
from agreements.imports.agreement_parts import ROLES, KnownRecords
from agreements.imports.cited_sources import read_sources
from agreements.imports.complaints import UnreadableCell
from agreements.imports.constraints import Constraints
from agreements.imports.plans import PlanDraft, is_stored_text
from agreements.lists.columns.csv_file import SEPARATOR
from agreements.models import Agreement, Capacity, Party
from agreements.models.labels import field_text

type Parties = Mapping[int, Party]  # by agency, those of the row

CONSTRAINTS = Constraints(Party)


@dataclass(frozen=True)
class PartyDetail:
    """The party's field that a column fills, and how the text of one agency is read."""

    field: str
    read_text: Callable[[str], Any]

    def is_stored(self, party: Party, value: Any) -> bool:
        """Tell whether a party says the value already, in either language."""
        stored_value = getattr(party, self.field)
        if not self.field.endswith("_ko"):
            return bool(stored_value == value)
        return is_stored_text(value, stored_value, getattr(party, f"{self.field.removesuffix('_ko')}_en"))


# In this order a constraint speaks up at the last of its fields.
DETAILS = {
    "names_at_signing": PartyDetail("signed_as_ko", cells.read_line),
    "signatories": PartyDetail("signatory", cells.read_line),
    "signatory_titles": PartyDetail("signatory_title_ko", cells.read_line),
    "capacities": PartyDetail("capacity", cells.choice_reader(Capacity, 대행="acting", 위임="for_others")),
    "signed_for": PartyDetail("signed_for_ko", cells.read_line),
    "members_numbers": PartyDetail("members_number", cells.read_number),
    "members": PartyDetail("members_ko", cells.read_line),
    "joined": PartyDetail("joined", cells.read_period),
    "purposes": PartyDetail("purpose_ko", cells.read_line),
    "signatory_titles_en": PartyDetail("signatory_title_en", cells.read_line),
    "purposes_en": PartyDetail("purpose_en", cells.read_line),
    "purpose_sources": PartyDetail("purpose_source", str.strip),
}
FACTS = {detail.field: fact for fact, detail in DETAILS.items()}
CONSTRAINED = ["signed_for_en", *FACTS]


def plan_party_details(draft: PlanDraft, known: KnownRecords) -> None:
    """Set what a row says of how its parties signed; agencies that a cell does not name stay as they are."""
    parties = parties_of_row(draft)
    new_values: dict[int, dict[str, Any]] = defaultdict(dict)
    for fact, detail in DETAILS.items():
        read_cell = partial(read_details, detail, parties=parties, known=known)
        values: dict[int, Any] = draft.facts.resolve(fact, read_cell) or {}
        before = details_text(detail, parties, known)
        for agency, value in values.items():
            if not detail.is_stored(parties[agency], value):
                setattr(parties[agency], detail.field, value)
                new_values[agency][detail.field] = value
        draft.note_change(fact, before, details_text(detail, parties, known))

    for agency, fields in new_values.items():
        check_party(draft, parties[agency], fields, today=known.today)
    if new_values:
        draft.write_children.append(partial(write_party_details, draft.record, new_values))


def parties_of_row(draft: PlanDraft) -> dict[int, Party]:
    """Return the parties that the agreement has with this row, by agency, in order."""
    stored_parties = {party.agency_id: party for party in draft.stored_children("parties")}
    agencies_by_role: dict[str, list[int]] = defaultdict(list)
    for agency, party in stored_parties.items():
        agencies_by_role[party.role].append(agency)
    parties: dict[int, Party] = {}
    for fact, role in ROLES.items():
        for agency in draft.facts.get(fact, agencies_by_role[role]):
            parties[agency] = stored_parties.get(agency, Party(agency_id=agency))
    return parties


def read_details(detail: PartyDetail, text: str, *, parties: Parties, known: KnownRecords) -> dict[int, Any]:
    """Read “agency: value; …”.

    Raises:
        UnreadableCell: it does not begin with a party, or a value cannot be read.
    """
    pieces = text_by_party(text, parties=parties, known=known)
    if detail.field == "purpose_source":
        return {agency: read_sources(text, person=known.person)[0] for agency, text in pieces.items()}
    return {agency: detail.read_text(text) for agency, text in pieces.items()}


def text_by_party(text: str, *, parties: Parties, known: KnownRecords) -> dict[int, str]:
    """Return {agency: text}; a piece that does not begin with a party goes on with the one before.

    Raises:
        UnreadableCell: the first piece does not begin with a party.
    """
    pieces: dict[int, str] = {}
    agency = None
    for piece in filter(None, map(str.strip, cells.HARD_SEPARATORS.split(text))):
        name, colon, value = piece.replace("：", ":").partition(":")
        named_agency = known.agencies.index.only_key(name)
        if colon and named_agency is not None and named_agency in parties:
            agency = named_agency
            pieces[agency] = value.strip()
        elif agency is None:
            raise UnreadableCell(
                _("Write a party of this agreement, a colon and what is so of it: 파주시: …; 파주경찰서: ….")
            )
        else:
            pieces[agency] += f"{SEPARATOR}{piece}"
    return pieces


def details_text(detail: PartyDetail, parties: Parties, known: KnownRecords) -> str:
    texts = []
    for agency, party in parties.items():
        text = field_text(Party, detail.field, getattr(party, detail.field))
        if text:
            texts.append(f"{known.agencies.korean_names[agency]}: {text}")
    return SEPARATOR.join(texts)


def check_party(draft: PlanDraft, party: Party, fields: Mapping[str, Any], *, today: date) -> None:
    """Hold a party to its fields and constraints, as a form would."""
    checked = fields.keys() - {"purpose_source", "joined"}
    try:
        party.clean_fields(exclude={field.name for field in Party._meta.fields} - checked)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            draft.facts.add_complaint(" ".join(messages), FACTS[name])
    for name, message in CONSTRAINTS.broken(party, CONSTRAINED):
        draft.facts.add_complaint(message, FACTS[name])
    for name, fault in party_faults(party, draft.record, today=today).items():
        draft.facts.add_complaint(fault, FACTS[name])


def write_party_details(agreement: Agreement, values: Mapping[int, Mapping[str, Any]]) -> None:
    """Save the fields by agency; the parties themselves are saved already."""
    for party in agreement.parties.filter(agency__in=values):
        for name, value in values[party.agency_id].items():
            setattr(party, name, value)
        party.save()
