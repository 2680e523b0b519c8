"""Lists of agreements: one row an agreement, as offices keep them and as agreements.csv is written."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from agreements.actions import drafts
from agreements.imports.agency_names import comparable_name
from agreements.imports.agreement_columns import AGREEMENT_COLUMNS
from agreements.imports.agreement_parts import PARTS, ROLES, KnownRecords
from agreements.imports.complaints import UnreadableCell
from agreements.imports.importer import Importer, why_frozen
from agreements.imports.plans import Plan
from agreements.models import Agreement, PartyRole
from agreements.rules.roles import Person

# The fact and the field it is kept in.  A constraint speaks up at the last of its fields in this order.
FIELDS = {
    "kind": "kind",
    "title": "title_ko",
    "title_en": "title_en",
    "purpose": "purpose_ko",
    "document_number": "document_number",
    "place": "place",
    "signed_on": "signed_on",
    "effective_on": "effective_on",
    "expires_on": "expires_on",
    "renews": "renews",
    "notice_days": "notice_days",
    "ended_on": "ended_on",
    "end_reason": "end_reason",
    "fiscal_burden": "fiscal_burden",
    "department": "lead_department",
    "telephone": "telephone",
    "non_disclosure_reason": "non_disclosure_reason",
}
IN_TWO_LANGUAGES = {"title": ("title_ko", "title_en"), "purpose": ("purpose_ko", "purpose_en")}


class AgreementImport(Importer):
    name = "agreements"
    model = Agreement
    columns = AGREEMENT_COLUMNS
    merge_rows_on = "tasks"

    def __init__(self, person: Person) -> None:
        super().__init__(person)
        self.by_reference: dict[str, int] = {}
        self.known = KnownRecords(person, self.agencies, self.by_reference)
        self.by_title: dict[int, list[int]] = defaultdict(list)
        visible = Agreement.objects.visible_to(person)
        rows = visible.order_by("pk").values_list("pk", "reference", "title_ko", "signed_on")
        for pk, reference, title, signed_on in rows.iterator(chunk_size=2000):
            if reference:
                self.by_reference[reference] = pk
            self.by_title[hash((comparable_name(title), signed_on))].append(pk)

    def plan(self, plans: list[Plan]) -> None:
        candidates = {id(plan): self._candidates(plan) for plan in plans}
        stored = self._stored({pk for pks in candidates.values() for pk in pks})
        for plan in plans:
            for role in ROLES:
                plan.resolve(role, self.agencies.several)
            found = self._found(plan, [stored[pk] for pk in candidates[id(plan)]])
            self._compare(plan, found)

    # ---- finding

    def _candidates(self, plan: Plan) -> list[int]:
        plan.resolve("supersedes", self._referred)
        if "reference" in plan.facts:
            found = plan.resolve("reference", self._referred)
            return [found] if found else []
        title = plan.facts.get("title", "")
        return self.by_title.get(hash((comparable_name(title), plan.facts.get("signed_on"))), [])

    def _referred(self, reference: str) -> int:
        if reference not in self.by_reference:
            raise UnreadableCell(
                _("There is no agreement of this number. For a new one leave the cell empty.")
            )
        return self.by_reference[reference]

    def _stored(self, pks: set[int]) -> dict[int, Agreement]:
        rows = Agreement.objects.filter(pk__in=pks)
        related = ("parties", "budget", "commitments", "sources")
        return {found.pk: found for found in rows.prefetch_related(*related)} if pks else {}

    def _found(self, plan: Plan, candidates: list[Agreement]) -> Agreement | None:
        """The one agreement the row means; None for a new one, or where that cannot be told."""
        if "reference" in plan.facts or not candidates:
            return candidates[0] if candidates else None
        fitting = [one for one in candidates if self._fits(plan, one)]
        if len(fitting) > 1:
            named = ", ".join(f"{one} ({one.get_state_display()})" for one in fitting)
            correction = _(
                "Several agreements have this title, day and parties: %(agreements)s. Write the number."
            )
            plan.add_complaint(correction % {"agreements": named}, "title")
        return fitting[0] if fitting else None

    def _fits(self, plan: Plan, stored: Agreement) -> bool:
        if (comparable_name(stored.title_ko), stored.signed_on) != (
            comparable_name(plan.facts.get("title", "")),
            plan.facts.get("signed_on"),
        ):
            return False  # the two only share a hash
        parties = {one.agency_id for one in stored.parties.all() if one.role == PartyRole.PARTY}
        return not parties or parties == set(plan.facts.get("parties", ()))

    # ---- comparing

    def _compare(self, plan: Plan, found: Agreement | None) -> None:
        plan.title = plan.facts.get("title") or str(found or "")
        plan.record = plan.root = found or Agreement()
        if found is None:
            plan.require_filled()
        parties = sorted(plan.facts.get("parties", ()))
        new_key = (comparable_name(plan.title), plan.facts.get("signed_on"), *parties)
        self.once(plan, found.pk if found else new_key, "title")
        if found:
            plan.drop_stored_texts(IN_TWO_LANGUAGES)
        for fact, name in FIELDS.items():
            plan.set_field(name, fact)
        plan.check_fields(FIELDS, self.constraints)
        for part in PARTS:
            part.compare(plan, self.known)
        if found and plan.changes and (why := why_frozen(found)):
            plan.refuse_changes(why)
        self._warn(plan)

    def _warn(self, plan: Plan) -> None:
        if plan.record.pk is not None or plan.complaints:
            return
        if len(plan.facts.get("parties", ())) == 1:
            plan.warnings.append(_("Only one party: before publication it needs at least two."))
        if "signed_on" not in plan.facts:
            plan.warnings.append(_("No day of signing: it is needed before publication."))

    # ---- writing

    def write(self, plans: list[Plan], *, actor: Any, now: datetime) -> None:
        for plan in plans:
            with drafts.editing_record(plan.record, actor=actor, now=now):
                plan.record.save()
                for part in PARTS:
                    part.write(plan)
