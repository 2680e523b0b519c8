"""Lists of what agencies did of what ordinances ask of them: each row one duty of one party."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import filterfalse
from typing import Any, ClassVar

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from agreements.actions import drafts, duties
from agreements.actions.rounds import record_answer
from agreements.imports.agreement_names import AgreementNames
from agreements.imports.duty_columns import (
    ANSWER_FACTS,
    ANSWER_NAMES,
    DUTY_COLUMNS,
    DUTY_FIELDS,
    IN_TWO_LANGUAGES,
)
from agreements.imports.facts import RowFacts
from agreements.imports.facts_given import NOTHING_GIVEN, FactsGiven, answered_rows
from agreements.imports.importer import Importer, why_frozen
from agreements.imports.plans import Plan, PlanDraft, says_the_same
from agreements.imports.row_sources import RowSources, saved_source
from agreements.imports.table_body import Row
from agreements.lists.duties import duties_of
from agreements.lists.parameters import Clock
from agreements.models import Agreement, DutyRecord, Source
from agreements.models.base import PUBLIC
from agreements.rules.duties import DutyOutcome, ExpectedDuty
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import PublicationState
from agreements.rules.roles import Person

type KindOfDuty = tuple[int, int, str]  # agreement, agency, kind


class DutyRecordImport(Importer):
    """A row that nobody filled in says nothing; every other one is a duty record, in an edit of its own."""

    name = "duty_records"
    model = DutyRecord
    columns = DUTY_COLUMNS
    on_its_page = ("documents",)
    defaults: ClassVar[FactsGiven] = NOTHING_GIVEN

    def __init__(self, person: Person, *, today: date) -> None:
        super().__init__(person, today=today)
        self.agreements = AgreementNames(person)
        self.sources = RowSources()
        self.sources_of_rows: dict[int, Source | None] = {}
        self.agency_asked = getattr(self.defaults.stated_by, "pk", 0)  # in a round

    def merged_rows(self, rows: Iterator[Row]) -> Iterator[Row]:
        return answered_rows(rows, self.defaults, ANSWER_NAMES)

    def plan(self, rows: list[RowFacts]) -> list[Plan]:
        pks = list(map(self._agreement_pk, rows))
        known_pks = list(filter(None, pks))
        records = DutyRecord.objects.exclude(state=PublicationState.WITHDRAWN)
        agreements = Agreement.objects.prefetch_related(Prefetch("duty_records", records)).in_bulk(known_pks)
        expected = expected_by_kind(known_pks, on=self.today)
        return [
            self._plan_row(facts, agreements.get(pk), expected) for facts, pk in zip(rows, pks, strict=True)
        ]

    def _plan_row(
        self,
        facts: RowFacts,
        agreement: Agreement | None,
        expected: dict[KindOfDuty, list[ExpectedDuty]],
    ) -> Plan:
        title = facts.row.cells.get("kind_label", "")
        if agreement is None:
            draft = PlanDraft(facts, DutyRecord(), root=DutyRecord(), title=title)
            draft.says_nothing = not is_answered(facts)
            return draft.finish()
        if "record" in facts:
            return self._plan_referred(facts, agreement, title)
        agency = self._agency(facts)
        facts.require_filled()
        self._give_outcome(facts)
        if facts.complaints:
            return PlanDraft(facts, DutyRecord(), root=DutyRecord(), title=title).finish()
        record = DutyRecord(agreement=agreement, agency_id=agency, kind=facts.get("kind"))
        record.period = facts.get("period")
        self._look_at_period(facts, expected[agreement.pk, agency, record.kind])
        stored_record = self._stored(facts, record, agreement.duty_records.all())
        if stored_record is not None:
            return self._compared(facts, stored_record)
        return self._plan_new(facts, record)

    # ---- what a row is about

    def _agreement_pk(self, facts: RowFacts) -> int | None:
        if not is_answered(facts):
            return None
        if "record" in facts:
            agreement_reference, _slash, _number = facts.get("record").partition("/")
            facts.values.setdefault("agreement_reference", agreement_reference)
        return self.agreements.find(facts)

    def _agency(self, facts: RowFacts) -> int:
        """Return whose duty it is: as the row says, else the agency asked in a round; 0 if it complains."""
        agency = facts.resolve_code_or_name("agency_slug", "agency", self.agencies.find) or self.agency_asked
        if not agency:
            facts.complain_once("agency", _("Write which agency's duty it is."))
            return 0
        if self.defaults.agencies is not None and agency not in self.defaults.agencies:
            facts.add_complaint(_("Only duties of the agency that is asked are handed in here."), "agency")
        return int(agency)

    def _give_outcome(self, facts: RowFacts) -> None:
        """Take what has a day for done; that it was not is never concluded from an empty cell."""
        if "outcome" in facts:
            return
        if "done_on" in facts:
            facts.values["outcome"] = DutyOutcome.DONE
            return
        correction = _("Write the day on which it was done, or that the agency says it was not carried out.")
        facts.complain_once("done_on", correction)

    def _look_at_period(self, facts: RowFacts, expected: list[ExpectedDuty]) -> None:
        """Hold the period to what ordinances ask; what none asks can be recorded all the same."""
        if not expected:
            facts.warnings.append(_("No registered ordinance asks this of the agency. Look at it again."))
            return
        period, periods = facts.get("period"), [duty.period for duty in expected]
        if period in periods:
            return
        asked = ", ".join(period.short() for period in filter(None, periods))
        if period is None:
            facts.add_complaint(_("Write for which time: %(periods)s.") % {"periods": asked}, "period")
        else:
            warning = _("The ordinance does not ask it for %(period)s. Look at the period again.")
            facts.warnings.append(warning % {"period": period.short()})

    # ---- what is stored

    def _stored(
        self, facts: RowFacts, record: DutyRecord, stored_records: Iterable[DutyRecord]
    ) -> DutyRecord | None:
        """Return the record of the same duty that the row repeats, goes on with, or contradicts.

        That something was not done is followed by a record of its own once it is.
        """
        of_duty = [stored for stored in stored_records if key_of(stored) == key_of(record)]
        same = [stored for stored in of_duty if says_the_same(stored, facts, DUTY_FIELDS)]
        if facts.get("outcome") == DutyOutcome.DONE:
            of_duty = list(filterfalse(is_public_word_of_nothing_done, of_duty))
        candidates = [*same, *of_duty]
        return candidates[0] if candidates else None

    def _plan_referred(self, facts: RowFacts, agreement: Agreement, title: str) -> Plan:
        """Compare a row of our own file with the published record whose number it gives."""
        for record in agreement.duty_records.all():
            if record.number is not None and record.public_reference == facts.get("record"):
                self._refuse_other_duty(facts, record)
                return self._compared(facts, record)
        correction = _("There is no duty record of this number. For a new one leave it empty.")
        facts.add_complaint(correction, "record")
        return PlanDraft(facts, DutyRecord(), root=DutyRecord(), title=title).finish()

    def _refuse_other_duty(self, facts: RowFacts, record: DutyRecord) -> None:
        """Hold a row to the agency and kind of the record that it names; its period is that of the demand."""
        agency = facts.resolve_code_or_name("agency_slug", "agency", self.agencies.find)
        if agency not in (None, record.agency_id):
            facts.add_complaint(why_kept(record), "agency")
        if facts.get("kind", record.kind) != record.kind:
            facts.add_complaint(why_kept(record), "kind")

    def _compared(self, facts: RowFacts, record: DutyRecord) -> Plan:
        draft = PlanDraft(facts, record, root=record, title=title_of(record))
        if record.redacted_by_id:
            return draft.finish()  # our file holds none of its words
        draft.drop_stored_texts(IN_TWO_LANGUAGES)
        draft.set_fields(DUTY_FIELDS)
        if not record.is_editable:
            draft.refuse_changes(why_kept(record))
        elif draft.changes:
            self.refuse_second_row(facts, key_of(record), "kind")
            self._check(draft)
        return draft.finish()

    # ---- what is new

    def _plan_new(self, facts: RowFacts, record: DutyRecord) -> Plan:
        draft = PlanDraft(facts, record, root=record, title=title_of(record))
        self.refuse_second_row(facts, key_of(record), "kind")
        draft.note_change("agency", "", self.agencies.joined([record.agency_id]))
        draft.set_fields(DUTY_FIELDS)
        source = self._source(facts, record.agency_id)
        if source is not None:
            draft.note_change("source", "", str(source))
        self._check(draft)
        return draft.finish()

    def _source(self, facts: RowFacts, agency: int) -> Source | None:
        publisher = self.agencies.joined([agency])
        said_on = self.defaults.said_on
        source = self.sources.of_row(facts, self.defaults, publisher=publisher, published=said_on)
        if source is None:
            facts.complain_once("source", _("No status without evidence: name the source."))
        self.sources_of_rows[facts.row.number] = source
        return source

    def _check(self, draft: PlanDraft) -> None:
        draft.check_fields(DUTY_FIELDS, self.constraints)
        fields = {**DUTY_FIELDS, "agency": "agency"}
        draft.check_words(duties.CHECKS_OF_WORDS, fields, today=self.today, fact="agreement_reference")

    # ---- writing

    def write(self, plans: list[Plan], *, actor: Any, now: datetime) -> None:
        for plan in plans:
            self._write_record(plan.record, self.sources_of_rows.get(plan.row.number), actor=actor, now=now)

    def _write_record(self, record: DutyRecord, source: Source | None, *, actor: Any, now: datetime) -> None:
        is_new = record._state.adding
        if source is not None:
            saved_source(source, actor=actor, now=now)
        with drafts.editing_record(record, actor=actor, now=now):
            record.save()
            if source is not None:
                record.sources.add(source)
        if self.defaults.part is not None:
            if is_new:
                record_answer(self.defaults.part, record)
            drafts.submit_draft(record, actor=actor, now=now)


def is_answered(facts: RowFacts) -> bool:
    return any(fact in facts for fact in ANSWER_FACTS)


def title_of(record: DutyRecord) -> str:
    return f"{record.title} · {record.agreement}"


def key_of(record: DutyRecord) -> tuple[int, int, str, PartialDate | None]:
    return record.agreement_id, record.agency_id, record.kind, record.period


def is_public_word_of_nothing_done(record: DutyRecord) -> bool:
    return record.is_public and record.outcome == DutyOutcome.NOT_DONE


def why_kept(record: DutyRecord) -> str:
    if record.state == PublicationState.SUBMITTED:
        return why_frozen(record)
    return _(
        "It is public and is never changed. If it is wrong, withdraw it with the reason and register a new "
        "record."
    )


def expected_by_kind(agreement_pks: Iterable[int], *, on: date) -> dict[KindOfDuty, list[ExpectedDuty]]:
    """Return what ordinances ask of the parties of public agreements by ``on``, or may ask."""
    agreements: Any = Agreement.objects.visible_to(PUBLIC).begun_by(on).filter(pk__in=agreement_pks)
    duties_by_kind: dict[KindOfDuty, list[ExpectedDuty]] = defaultdict(list)
    for duty in duties_of(agreements, Clock(on, today=on)):
        if duty.rule is not None:
            duties_by_kind[duty.agreement, duty.agency, duty.kind].append(duty)
    return duties_by_kind
