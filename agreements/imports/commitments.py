"""Lists of commitments: each row one promise of an agreement that is recorded."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from agreements.actions import drafts
from agreements.actions.links import require_signed_before_outcome
from agreements.actions.refusals import Incomplete
from agreements.imports.children import update_children
from agreements.imports.commitment_columns import COMMITMENT_COLUMNS, HIGHEST_NUMBER
from agreements.imports.complaints import UnreadableCell
from agreements.imports.facts import RowFacts
from agreements.imports.importer import Importer, why_frozen
from agreements.imports.names import NameIndex
from agreements.imports.plans import Plan, PlanDraft
from agreements.imports.themes import ThemeNames, themes_of_commitment
from agreements.models import Agreement, Commitment, CommitmentRole, Milestone, Program
from agreements.models.commitment import REACHED_ONCE
from agreements.rules.partial_date import PartialDate
from agreements.rules.roles import Person

ROLES = {
    "lead_agencies": CommitmentRole.LEAD,
    "supporting_agencies": CommitmentRole.SUPPORT,
    "joint_agencies": CommitmentRole.JOINT,
}
FIELDS = {
    "number": "number",
    "title_ko": "title",
    "title_en": "title_en",
    "wording_ko": "wording",
    "purpose_ko": "purpose",
    "completion_criteria_ko": "completion_criteria",
    "quantity": "quantity",
    "quantity_unit_ko": "unit",
    "repeats": "repeats",
    "quantity_by": "quantity_by",
}
IN_TWO_LANGUAGES = {
    "title": ("title_ko", "title_en"),
    "wording": ("wording_ko", "wording_en"),
    "unit": ("quantity_unit_ko", "quantity_unit_en"),
}


MATCHED = (
    "reference", "title_ko", "title_en", "signed_first", "signed_last", "announced_first", "announced_last",
)  # fmt: skip


def may_be_the_same(stored: PartialDate | None, written: PartialDate) -> bool:
    """Say whether two dates may be one, as far as both precisions can tell."""
    return stored is not None and stored.not_before(written) and written.not_before(stored)


def refuse_reached_once(draft: PlanDraft) -> None:
    """Complain where what repeats would be the same promise as a milestone."""
    commitment = draft.record
    if commitment.repeats and commitment.carried_out_by_id:
        fact = "carried_out_by" if "carried_out_by" in draft.facts else "repeats"
        draft.facts.add_complaint(str(REACHED_ONCE), fact)


class CommitmentImport(Importer):
    """The root of a plan is its agreement: rows of one agreement are one edit."""

    name = "commitments"
    model = Commitment
    columns = COMMITMENT_COLUMNS

    def __init__(self, person: Person, *, today: date) -> None:
        super().__init__(person, today=today)
        self.pks_by_reference: dict[str, int] = {}
        self.agreement_titles: NameIndex[int] = NameIndex()
        self.dates_of_signing: dict[int, PartialDate | None] = {}
        self._read_agreements()
        self.themes = ThemeNames()
        self.programs: NameIndex[int] = NameIndex()
        programs = Program.objects.visible_to(person)
        for pk, *names in programs.values_list("pk", "slug", "title_ko", "title_en"):
            self.programs.add(pk, *names)
        milestones = Milestone.objects.visible_to(person).filter(reference__isnull=False)
        self.milestone_pks: dict[Any, int] = dict(milestones.values_list("reference", "pk"))
        self.linked_rows: dict[int, int] = {}  # the row that names a milestone, by that
        self.highest_numbers: dict[int, int] = {}  # by agreement, with those given to new commitments

    def _read_agreements(self) -> None:
        agreements = Agreement.objects.visible_to(self.person).order_by("pk")
        for agreement in agreements.only(*MATCHED).iterator(chunk_size=2000):
            pk = agreement.pk
            if agreement.reference:
                self.pks_by_reference[agreement.reference] = pk
            self.agreement_titles.add(pk, agreement.title_ko, agreement.title_en)
            self.dates_of_signing[pk] = agreement.signed_or_announced

    def plan(self, rows: list[RowFacts]) -> list[Plan]:
        pks = list(map(self._agreement_pk, rows))
        related = (
            "themes",
            "commitments__themes",
            "commitments__roles",
            "commitments__program",
            "commitments__carried_out_by__themes",
        )
        stored_agreements = Agreement.objects.prefetch_related(*related).in_bulk(pks)
        return list(map(self._plan_row, rows, map(stored_agreements.get, pks)))

    # ---- matching

    def _agreement_pk(self, facts: RowFacts) -> int | None:
        if facts.complains_of("kind"):  # a milestone has no agreement to find
            return None
        if "reference" in facts:
            agreement_reference, _hyphen, _number = facts.get("reference").rpartition("-")
            facts.values.setdefault("agreement_reference", agreement_reference)
        if "agreement_reference" in facts:
            return facts.resolve("agreement_reference", self._referred_pk)
        if "agreement_title" in facts:
            signed = facts.get("agreement_signed_on")
            return facts.resolve("agreement_title", partial(self._titled_pk, signed=signed))
        facts.add_complaint(_("Write the title of the agreement, or its number."), "agreement_title")
        return None

    def _referred_pk(self, reference: str) -> int:
        pk = self.pks_by_reference.get(reference)
        if pk is None:
            raise UnreadableCell(
                _("There is no agreement of this number. Write the title of a draft instead.")
            )
        return pk

    def _titled_pk(self, title: str, *, signed: PartialDate | None) -> int:
        pks = self.agreement_titles.keys(title)
        if signed:
            pks = {pk for pk in pks if may_be_the_same(self.dates_of_signing[pk], signed)}
        if not pks:
            raise UnreadableCell(_("No agreement has this title. Import or enter the agreement first."))
        if len(pks) > 1:
            raise UnreadableCell(
                _("Several agreements have this title. Write the day of signing, or the number.")
            )
        return min(pks)

    def _matching_commitment(self, facts: RowFacts, agreement: Agreement) -> Commitment | None:
        """Return the commitment the row means, by its reference, number or title; None for a new one."""
        if "reference" in facts:
            return self._referred_commitment(facts, agreement)
        commitments = agreement.commitments.all()
        number = facts.get("number")
        if number is None:
            titles: NameIndex[int] = NameIndex()
            for commitment in commitments:
                titles.add(commitment.number, commitment.title_ko, commitment.title_en)
            number = min(titles.keys(facts.get("title", "")), default=None)
        by_number = {commitment.number: commitment for commitment in commitments}
        return by_number.get(number)

    def _referred_commitment(self, facts: RowFacts, agreement: Agreement) -> Commitment | None:
        for commitment in agreement.commitments.all():
            if commitment.reference == facts.get("reference"):
                return commitment
        correction = _("There is no commitment of this number. For a new one leave the cell empty.")
        facts.add_complaint(correction, "reference")
        return None

    # ---- comparing

    def _plan_row(self, facts: RowFacts, agreement: Agreement | None) -> Plan:
        title = facts.get("title", "")
        if agreement is None:
            return PlanDraft(facts, Commitment(), root=Agreement(), title=title).finish()
        self._drop_impossible_number(facts)
        match = self._matching_commitment(facts, agreement)
        commitment = match or Commitment(agreement=agreement)
        draft = PlanDraft(facts, commitment, root=agreement, title=title)
        if draft.is_new:
            facts.require_filled()
            self._give_number(facts, agreement)
        else:
            draft.drop_stored_texts(IN_TWO_LANGUAGES)
            self._refuse_new_number(facts, commitment)
        number = commitment.number or facts.get("number")
        self.refuse_second_row(facts, (agreement.pk, number), "title")
        draft.set_fields(FIELDS)
        self._set_program(draft)
        self._set_milestone(draft)
        self._set_roles(draft)
        self.themes.plan(draft, themes_of_commitment(draft))
        draft.check_fields(FIELDS, self.constraints)
        refuse_reached_once(draft)
        if draft.changes and not agreement.is_editable:
            draft.refuse_changes(why_frozen(agreement))
        return draft.finish()

    def _drop_impossible_number(self, facts: RowFacts) -> None:
        if facts.get("number", 1) not in range(1, HIGHEST_NUMBER + 1):
            correction = _("Write a number from 1 to %(most)s.")
            facts.add_complaint(correction % {"most": HIGHEST_NUMBER}, "number")
            del facts.values["number"]

    def _refuse_new_number(self, facts: RowFacts, commitment: Commitment) -> None:
        number = facts.get("number", commitment.number)
        if commitment.reference and number != commitment.number:
            facts.add_complaint(_("The number is part of the public reference; it stays."), "number")

    def _give_number(self, facts: RowFacts, agreement: Agreement) -> None:
        """Give a new commitment the number after the highest, unless its row has one."""
        numbers = [commitment.number for commitment in agreement.commitments.all()]
        highest = self.highest_numbers.get(agreement.pk, max(numbers, default=0))
        number = facts.values.setdefault("number", highest + 1)
        self.highest_numbers[agreement.pk] = max(highest, number)

    def _set_program(self, draft: PlanDraft) -> None:
        commitment = draft.record
        pk = draft.facts.resolve_code_or_name("program_slug", "program", self._program_pk)
        if pk and pk != commitment.program_id:
            before = str(commitment.program or "")
            commitment.program_id = pk
            draft.note_change("program", before, str(Program.objects.get(pk=pk)))

    def _program_pk(self, text: str) -> int:
        pk = self.programs.only_key(text)
        if pk is None:
            raise UnreadableCell(_("Write the title or the address name of one program that is recorded."))
        return pk

    def _set_milestone(self, draft: PlanDraft) -> None:
        """Set the milestone that is the same promise; who names another one takes it out by hand."""
        commitment = draft.record
        milestone = draft.facts.resolve("carried_out_by", partial(self._milestone, commitment))
        if milestone is None or milestone == commitment.carried_out_by:
            return
        before = str(commitment.carried_out_by or "")
        commitment.carried_out_by = milestone
        draft.note_change("carried_out_by", before, str(milestone))
        first_row = self.linked_rows.setdefault(milestone.pk, draft.facts.row.number)
        if first_row != draft.facts.row.number:
            correction = _("Row %(row)s names this milestone. It is the same promise as one commitment only.")
            draft.facts.add_complaint(correction % {"row": first_row}, "carried_out_by")

    def _milestone(self, commitment: Commitment, reference: str) -> Milestone:
        pk = self.milestone_pks.get(reference)
        if pk is None:
            raise UnreadableCell(_("There is no milestone of this reference."))
        if pk == commitment.carried_out_by_id and commitment.carried_out_by:
            return commitment.carried_out_by
        if Commitment.objects.filter(carried_out_by=pk).exists():
            raise UnreadableCell(_("Another commitment is already the same promise as this milestone."))
        milestone = Milestone.objects.select_related("program").get(pk=pk)
        try:
            require_signed_before_outcome(milestone, agreement=commitment.agreement)
        except Incomplete as refusal:
            raise UnreadableCell(str(refusal)) from refusal
        return milestone

    def _set_roles(self, draft: PlanDraft) -> None:
        stored_roles = draft.stored_children("roles")
        roles: dict[int, str] = {}
        changed = False
        for fact, role in ROLES.items():
            before = [child.agency_id for child in stored_roles if child.role == role]
            after = draft.facts.resolve(fact, self.agencies.find_all)
            if after is None:
                after = before
            changed |= draft.note_change(fact, self.agencies.joined(before), self.agencies.joined(after))
            repeated = [agency for agency in after if agency in roles]
            if repeated:
                correction = _("An agency has one role, but %(names)s stands in two.")
                draft.facts.add_complaint(correction % {"names": self.agencies.joined(repeated)}, fact)
            roles |= dict.fromkeys(after, role)
        if changed:
            children = {agency: {"role": role} for agency, role in roles.items()}
            draft.write_children.append(
                partial(update_children, draft.record, "roles", "agency_id", children)
            )

    # ---- writing

    def edits(self, plans: list[Plan]) -> Iterator[list[Plan]]:
        """All rows of one agreement together."""
        in_order = sorted(plans, key=lambda plan: plan.root.pk)
        return (list(rows) for _pk, rows in groupby(in_order, key=lambda plan: plan.root.pk))

    def write(self, plans: list[Plan], *, actor: Any, now: datetime) -> None:
        agreement = plans[0].root
        with drafts.editing_record(agreement, actor=actor, now=now):
            agreement.save()
            for plan in plans:
                plan.save()
