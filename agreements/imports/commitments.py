"""Lists of commitments: each row one promise of an agreement that is recorded."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from agreements.actions import drafts
from agreements.imports.agency_names import comparable_name
from agreements.imports.agreement_parts import HIGHEST_NUMBER
from agreements.imports.commitment_columns import COMMITMENT_COLUMNS
from agreements.imports.complaints import UnreadableCell
from agreements.imports.importer import Importer, why_frozen
from agreements.imports.plans import Plan
from agreements.models import Agreement, Commitment, CommitmentAgency, CommitmentRole, Program
from agreements.rules.roles import Person

ROLES = {
    "lead_agencies": CommitmentRole.LEAD,
    "supporting_agencies": CommitmentRole.SUPPORT,
    "joint_agencies": CommitmentRole.JOINT,
}
FIELDS = {
    "number": "number",
    "title": "title_ko",
    "title_en": "title_en",
    "wording": "wording_ko",
    "purpose": "purpose_ko",
    "completion_criteria": "completion_criteria_ko",
}
IN_TWO_LANGUAGES = {"title": ("title_ko", "title_en"), "wording": ("wording_ko", "wording_en")}


class CommitmentImport(Importer):
    """The root of a plan is its agreement: rows of one agreement are one edit."""

    name = "commitments"
    model = Commitment
    columns = COMMITMENT_COLUMNS

    def __init__(self, person: Person) -> None:
        super().__init__(person)
        self.by_reference: dict[str, int] = {}
        self.by_title: dict[str, list[tuple[Any, int]]] = defaultdict(list)
        rows = (
            Agreement.objects.visible_to(person)
            .order_by("pk")
            .values_list("pk", "reference", "title_ko", "title_en", "signed_on")
        )
        for pk, reference, korean, english, signed_on in rows.iterator(chunk_size=2000):
            if reference:
                self.by_reference[reference] = pk
            for title in {comparable_name(korean), comparable_name(english)} - {""}:
                self.by_title[title].append((signed_on, pk))
        self.programs: dict[str, set[int]] = defaultdict(set)
        for pk, slug, korean, english in Program.objects.visible_to(person).values_list(
            "pk", "slug", "title_ko", "title_en"
        ):
            for name in {comparable_name(slug), comparable_name(korean), comparable_name(english)} - {""}:
                self.programs[name].add(pk)
        self.given: dict[int, int] = {}  # the highest number, by agreement

    def plan(self, plans: list[Plan]) -> None:
        keys = {id(plan): self._agreement(plan) for plan in plans}
        related = ("commitments__roles", "commitments__program")
        rows = Agreement.objects.filter(pk__in={key for key in keys.values() if key})
        stored = {found.pk: found for found in rows.prefetch_related(*related)}
        for plan in plans:
            plan.title = plan.facts.get("title", "")
            if agreement := stored.get(keys[id(plan)] or 0):
                self._compare(plan, agreement)
            else:
                plan.record = Commitment()

    # ---- finding

    def _agreement(self, plan: Plan) -> int | None:
        if reference := plan.facts.get("reference", ""):
            plan.facts.setdefault("agreement_reference", reference.rpartition("-")[0])
        if "agreement_reference" in plan.facts:
            return plan.resolve("agreement_reference", self._referred)
        if "agreement_title" in plan.facts:
            signed_on = plan.facts.get("agreement_signed_on")
            return plan.resolve("agreement_title", lambda title: self._titled(title, signed_on))
        plan.add_complaint(_("Write the title of the agreement, or its number."), "agreement_title")
        return None

    def _referred(self, reference: str) -> int:
        if reference not in self.by_reference:
            raise UnreadableCell(
                _("There is no agreement of this number. Write the title of a draft instead.")
            )
        return self.by_reference[reference]

    def _titled(self, title: str, signed_on: Any) -> int:
        found = [pk for day, pk in self.by_title.get(comparable_name(title), ()) if signed_on in (None, day)]
        if not found:
            raise UnreadableCell(_("No agreement has this title. Import or enter the agreement first."))
        if len(found) > 1:
            raise UnreadableCell(
                _("Several agreements have this title. Write the day of signing, or the number.")
            )
        return found[0]

    def _stored(self, plan: Plan, agreement: Agreement) -> Commitment | None:
        commitments = list(agreement.commitments.all())
        if reference := plan.facts.get("reference"):
            found = next((one for one in commitments if one.reference == reference), None)
            if found is None:
                plan.add_complaint(
                    _("There is no commitment of this number. For a new one leave the cell empty."),
                    "reference",
                )
            return found
        if number := plan.facts.get("number"):
            return next((one for one in commitments if one.number == number), None)
        title = comparable_name(plan.title)
        return next(
            (
                one
                for one in commitments
                if title in (comparable_name(one.title_ko), comparable_name(one.title_en))
            ),
            None,
        )

    # ---- comparing

    def _compare(self, plan: Plan, agreement: Agreement) -> None:
        plan.root = agreement
        if plan.facts.get("number", 1) not in range(1, HIGHEST_NUMBER + 1):
            plan.add_complaint(_("Write a number from 1 to %(most)s.") % {"most": HIGHEST_NUMBER}, "number")
            del plan.facts["number"]
        found = self._stored(plan, agreement)
        plan.record = found or Commitment(agreement=agreement)
        numbers = [one.number for one in agreement.commitments.all()]
        self.given.setdefault(agreement.pk, max(numbers, default=0))
        if found is None:
            plan.require_filled()
            plan.facts.setdefault("number", self.given[agreement.pk] + 1)
            self.given[agreement.pk] = max(self.given[agreement.pk], plan.facts["number"])
        if found:
            plan.drop_stored_texts(IN_TWO_LANGUAGES)
        if found and found.reference and plan.facts.get("number", found.number) != found.number:
            plan.add_complaint(_("The number is part of the public reference; it stays."), "number")
        self.once(plan, (agreement.pk, found.number if found else plan.facts["number"]), "title")
        for fact, name in FIELDS.items():
            plan.set_field(name, fact)
        self._set_program(plan)
        self._set_roles(plan)
        plan.check_fields(FIELDS, self.constraints)
        if plan.changes and (why := why_frozen(agreement)):
            plan.refuse_changes(why)

    def _set_program(self, plan: Plan) -> None:
        found = plan.resolve("program_slug", self._program) or plan.resolve("program", self._program)
        if found and found != plan.record.program_id:
            before = str(plan.record.program) if plan.record.program_id else ""
            plan.record.program_id = found
            plan.note_change("program", before, str(Program.objects.get(pk=found)))

    def _program(self, text: str) -> int:
        found = self.programs.get(comparable_name(text), set())
        if len(found) != 1:
            raise UnreadableCell(_("Write the title or the address name of one program that is recorded."))
        return next(iter(found))

    def _set_roles(self, plan: Plan) -> None:
        stored = list(plan.record.roles.all()) if plan.record.pk else []
        wanted: dict[int, str] = {}
        changed = False
        for fact, role in ROLES.items():
            before = [one.agency_id for one in stored if one.role == role]
            named = plan.resolve(fact, self.agencies.several)
            after = before if named is None else named
            changed |= plan.note_change(fact, self.names(before), self.names(after))
            if twice := [agency for agency in after if agency in wanted]:
                correction = _("An agency has one role, but %(names)s stands in two.")
                plan.add_complaint(correction % {"names": self.names(twice)}, fact)
            wanted |= dict.fromkeys(after, role)
        if changed:
            plan.parts["roles"] = wanted

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
                plan.record.save()
                if "roles" in plan.parts:
                    write_roles(plan.record, plan.parts["roles"])


def write_roles(commitment: Commitment, wanted: dict[int, str]) -> None:
    stored = {one.agency_id: one for one in commitment.roles.all()}
    for agency, role in wanted.items():
        one = stored.pop(agency, None) or CommitmentAgency(commitment=commitment, agency_id=agency)
        if one.role != role:  # a new one has none yet
            one.role = role
            one.save()
    for left_over in stored.values():
        left_over.delete()
