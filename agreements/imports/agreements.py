"""Lists of agreements: one row an agreement, as offices keep them and as agreements.csv is written."""

from collections import defaultdict
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from agreements.actions import drafts
from agreements.imports.agreement_columns import AGREEMENT_COLUMNS
from agreements.imports.agreement_parts import PLAN_PARTS, ROLES, KnownRecords
from agreements.imports.agreement_tasks import BESIDE_TASKS, plan_tasks
from agreements.imports.cited_sources import plan_sources
from agreements.imports.complaints import UnreadableCell
from agreements.imports.facts import RowFacts
from agreements.imports.importer import Importer, why_frozen
from agreements.imports.names import comparable_name
from agreements.imports.party_details import plan_party_details
from agreements.imports.plans import Plan, PlanDraft
from agreements.imports.similar_agreements import SimilarAgreementsIndex
from agreements.imports.themes import ThemeNames
from agreements.models import Agreement, PartyRole
from agreements.rules.partial_date import PartialDate
from agreements.rules.roles import Person

# The model's field and the fact it keeps.  A constraint speaks up at the last of its fields in this order.
FIELDS = {
    "kind": "kind",
    "title_ko": "title",
    "title_en": "title_en",
    "purpose_ko": "purpose",
    "purpose_en": "purpose_en",
    "note_ko": "note",
    "note_en": "note_en",
    "document_number": "document_number",
    "place": "place",
    "signed": "signed_on",
    "announced": "announced_on",
    "effective_on": "effective_on",
    "expires_on": "expires_on",
    "open_ended": "open_ended",
    "renews": "renews",
    "renewal_number": "renewal_number",
    "renewal_unit": "renewal_unit",
    "notice_days": "notice_days",
    "ended_on": "ended_on",
    "end_reason": "end_reason",
    "fiscal_burden": "fiscal_burden",
    "mutual_duties": "mutual_duties",
    "council_matter": "council_matter",
    "public_property": "public_property",
    "residents_rights": "residents_rights",
    "lead_department": "department",
    "telephone": "telephone",
    "non_disclosure_reason": "non_disclosure_reason",
}
DAYS_OF_SIGNING = ("signed_first", "signed_last", "announced_first", "announced_last")
IN_TWO_LANGUAGES = {name: (f"{name}_ko", f"{name}_en") for name in ("title", "purpose", "note")}


class AgreementImport(Importer):
    name = "agreements"
    model = Agreement
    columns = AGREEMENT_COLUMNS
    merge_rows_on = ("tasks", *BESIDE_TASKS)

    def __init__(self, person: Person, *, today: date) -> None:
        super().__init__(person, today=today)
        self.known = KnownRecords(person, self.agencies, today)
        self.themes = ThemeNames()
        self.similar = SimilarAgreementsIndex(person)
        self.pks_by_title: dict[int, list[int]] = defaultdict(list)  # under a hash of title and day
        visible = Agreement.objects.visible_to(person)
        rows = visible.order_by("pk").values_list("pk", "reference", "title_ko", *DAYS_OF_SIGNING)
        for pk, reference, title, *days in rows.iterator(chunk_size=2000):
            self.known.add_agreement(pk, reference)
            self.pks_by_title[hash((comparable_name(title), *days))].append(pk)

    def plan(self, rows: list[RowFacts]) -> list[Plan]:
        candidates = list(map(self._candidate_pks, rows))
        related = ("parties", "budget", "commitments", "sources", "themes")
        stored_agreements = Agreement.objects.prefetch_related(*related).in_bulk(
            set(chain.from_iterable(candidates))
        )
        plans = []
        for facts, pks in zip(rows, candidates, strict=True):
            for role in ROLES:
                facts.resolve(role, self.agencies.find_all)
            agreement = self._matching_agreement(facts, [stored_agreements[pk] for pk in pks])
            plans.append(self._plan_row(facts, agreement))
        return plans

    # ---- matching

    def _candidate_pks(self, facts: RowFacts) -> list[int]:
        facts.resolve("supersedes", self._referred_pk)
        if "reference" in facts:
            pk = facts.resolve("reference", self._referred_pk)
            return list(filter(None, [pk]))
        title = comparable_name(facts.get("title", ""))
        days = chain.from_iterable(map(days_of, dates_of_signing(facts)))
        return self.pks_by_title.get(hash((title, *days)), [])

    def _referred_pk(self, reference: str) -> int:
        pk = self.known.agreements.get(reference)
        if pk is None:
            raise UnreadableCell(
                _("There is no agreement of this number. For a new one leave the cell empty.")
            )
        return pk

    def _matching_agreement(self, facts: RowFacts, candidates: list[Agreement]) -> Agreement | None:
        """Return the agreement the row means; None for a new one, or if several fit."""
        matches = candidates
        if "reference" not in facts:
            matches = [agreement for agreement in candidates if is_meant(facts, agreement)]
        if len(matches) > 1:
            agreements = ", ".join(f"{agreement} ({agreement.get_state_display()})" for agreement in matches)
            correction = _(
                "Several agreements have this title, day and parties: %(agreements)s. Write the number."
            )
            facts.add_complaint(correction % {"agreements": agreements}, "title")
        if not matches:
            return None
        return matches[0]

    # ---- comparing

    def _plan_row(self, facts: RowFacts, agreement: Agreement | None) -> Plan:
        record = agreement or Agreement()
        draft = PlanDraft(facts, record, root=record, title=facts.get("title", str(record)))
        if draft.is_new:
            facts.require_filled()
            parties = sorted(facts.get("parties", ()))
            key = (comparable_name(draft.title), dates_of_signing(facts), *parties)
            self.refuse_second_row(facts, key, "title")
        else:
            self.refuse_second_row(facts, record.pk, "title")
            draft.drop_stored_texts(IN_TWO_LANGUAGES)
        leave_one_date_of_signing(facts)
        draft.set_fields(FIELDS)
        draft.check_fields(FIELDS, self.constraints)
        for plan_part in (*PLAN_PARTS, plan_tasks, plan_party_details):
            plan_part(draft, self.known)
        plan_sources(draft, self.person)
        self.themes.plan(draft, draft.stored_children("themes"))
        if draft.changes and not record.is_editable:
            draft.refuse_changes(why_frozen(record))
        if not facts.complaints:
            self._warn_and_ask(draft)
        return draft.finish()

    def _warn_and_ask(self, draft: PlanDraft) -> None:
        """Say of a sound row what it lacks for publication, and ask whether it is recorded already."""
        if draft.is_new:
            warn_of_what_publication_needs(draft.facts)
        if draft.changes:
            self.similar.ask_about(draft)

    # ---- writing

    def write(self, plans: list[Plan], *, actor: Any, now: datetime) -> None:
        for plan in plans:
            # Whoever imports has confirmed it for the whole file, see ``TableImport.write``.
            with drafts.editing_record(plan.record, actor=actor, now=now, different_from_similar=True):
                plan.save()


def dates_of_signing(facts: RowFacts) -> tuple[PartialDate | None, PartialDate | None]:
    """Return when the agreement of a row was signed, and when its signing was only announced."""
    return facts.get("signed_on"), facts.get("announced_on")


def days_of(period: PartialDate | None) -> tuple[date | None, date | None]:
    if period is None:
        return None, None
    return period.first, period.last


def leave_one_date_of_signing(facts: RowFacts) -> None:
    """Let the date that a row gives take the place of the other one, which may be stored."""
    signed, announced = dates_of_signing(facts)
    if signed and not announced:
        facts.values["announced_on"] = None
    if announced and not signed:
        facts.values["signed_on"] = None


def is_meant(facts: RowFacts, agreement: Agreement) -> bool:
    """Tell whether a row has the title, day and parties of an agreement; one without parties fits all."""
    title = comparable_name(facts.get("title", ""))
    dates = (agreement.signed, agreement.announced)
    if comparable_name(agreement.title_ko) != title or dates != dates_of_signing(facts):
        return False  # the two only share a hash
    parties = {party.agency_id for party in agreement.parties.all() if party.role == PartyRole.PARTY}
    return not parties or parties == set(facts.get("parties", ()))


def warn_of_what_publication_needs(facts: RowFacts) -> None:
    if len(facts.get("parties", ())) == 1:
        facts.warnings.append(_("Only one party: before publication it needs at least two."))
    if not any(dates_of_signing(facts)):
        facts.warnings.append(_("No date of signing: the year at least is needed before publication."))
