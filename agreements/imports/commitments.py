"""Lists of commitments: each row one promise of an agreement that is recorded."""

from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.links import require_signed_before_outcome
from agreements.actions.refusals import Incomplete
from agreements.imports.agreement_names import AgreementNames
from agreements.imports.children import update_children
from agreements.imports.commitment_columns import COMMITMENT_COLUMNS
from agreements.imports.complaints import UnreadableCell
from agreements.imports.facts import RowFacts
from agreements.imports.plans import Plan, PlanDraft
from agreements.imports.program_names import ProgramNames
from agreements.imports.subjects import SubjectImport
from agreements.imports.themes import ThemeNames, themes_of_commitment
from agreements.models import Agreement, Commitment, CommitmentRole, Milestone, Program
from agreements.models.commitment import REACHED_ONCE
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


def refuse_reached_once(draft: PlanDraft) -> None:
    """Complain where what repeats would be the same promise as a milestone."""
    commitment = draft.record
    if commitment.repeats and commitment.carried_out_by_id:
        fact = "carried_out_by" if "carried_out_by" in draft.facts else "repeats"
        draft.facts.add_complaint(str(REACHED_ONCE), fact)


class CommitmentImport(SubjectImport):
    name = "commitments"
    model = Commitment
    columns = COMMITMENT_COLUMNS
    root_field = "agreement"
    relation = "commitments"
    fields = FIELDS
    in_two_languages = IN_TWO_LANGUAGES
    no_such_reference = gettext_lazy(
        "There is no commitment of this number. For a new one leave the cell empty."
    )

    def __init__(self, person: Person, *, today: date) -> None:
        super().__init__(person, today=today)
        self.agreements = AgreementNames(person)
        self.themes = ThemeNames()
        self.programs = ProgramNames(person)
        milestones = Milestone.objects.visible_to(person).filter(reference__isnull=False)
        self.milestone_pks: dict[Any, int] = dict(milestones.values_list("reference", "pk"))
        self.linked_rows: dict[int, int] = {}  # the row that names a milestone, by that

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
        return list(map(self.plan_subject, rows, map(stored_agreements.get, pks)))

    # ---- matching

    def _agreement_pk(self, facts: RowFacts) -> int | None:
        if facts.complains_of("kind"):  # a milestone has no agreement to find
            return None
        if "reference" in facts:
            agreement_reference, _hyphen, _number = facts.get("reference").rpartition("-")
            facts.values.setdefault("agreement_reference", agreement_reference)
        return self.agreements.find(facts)

    # ---- comparing

    def plan_parts(self, draft: PlanDraft) -> None:
        self._set_program(draft)
        self._set_milestone(draft)
        self._set_roles(draft)
        self.themes.plan(draft, themes_of_commitment(draft))
        refuse_reached_once(draft)

    def _set_program(self, draft: PlanDraft) -> None:
        commitment = draft.record
        pk = draft.facts.resolve_code_or_name("program_slug", "program", self.programs.find)
        if pk and pk != commitment.program_id:
            before = str(commitment.program or "")
            commitment.program_id = pk
            draft.note_change("program", before, str(Program.objects.get(pk=pk)))

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
