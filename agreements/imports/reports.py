"""Tables of what became of promises: each row a status report, or that somebody looked."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from agreements.actions import drafts, inquiries, reports
from agreements.actions.rounds import record_answer
from agreements.imports.constraints import Constraints
from agreements.imports.facts import RowFacts
from agreements.imports.facts_given import NOTHING_GIVEN, FactsGiven, answered_rows
from agreements.imports.importer import Importer
from agreements.imports.plans import Plan, PlanDraft, says_the_same
from agreements.imports.promises import (
    Promise,
    PromiseNames,
    of_model,
    promises_in_bulk,
    reports_by_promise,
    searched_promises,
)
from agreements.imports.report_columns import (
    ANSWER_NAMES,
    BARE_NOTES,
    IN_TWO_LANGUAGES,
    INQUIRY_FIELDS,
    LOOKED,
    NO_CHANGE,
    REPORT_COLUMNS,
    REPORT_FIELDS,
    SEARCH_FACTS,
    STATUSES_OF_MILESTONES,
    UNDATED,
)
from agreements.imports.row_sources import RowSources, saved_source
from agreements.imports.table_body import Row
from agreements.models import Commitment, Inquiry, Milestone, Origin, Source, StatusReport
from agreements.rules.inquiry import InquiryResult
from agreements.rules.lifecycle import AS_COMMITMENT, FULFILLED, REPORTED_STATUSES, HappenedAs
from agreements.rules.outcome_words import CLAIMS_OUTCOME
from agreements.rules.partial_date import Precision
from agreements.rules.roles import Person


class ReportImport(Importer):
    """Rows of one search are one inquiry; every other row is a report with an edit of its own."""

    name = "reports"
    model = StatusReport
    columns = REPORT_COLUMNS
    defaults: ClassVar[FactsGiven] = NOTHING_GIVEN

    def __init__(self, person: Person, *, today: date) -> None:
        super().__init__(person, today=today)
        self.inquiry_constraints = Constraints(Inquiry)
        self.promises = PromiseNames(person, agencies=self.defaults.agencies)
        self.sources = RowSources()
        self.sources_of_rows: dict[int, Source | None] = {}
        self.promises_of_rows: dict[int, Promise] = {}  # of searches

    def merged_rows(self, rows: Iterator[Row]) -> Iterator[Row]:
        return answered_rows(rows, self.defaults, ANSWER_NAMES)

    # ---- matching

    def plan(self, rows: list[RowFacts]) -> list[Plan]:
        keys = list(map(self.promises.find, rows))
        promises = promises_in_bulk(keys)
        stored_reports = reports_by_promise(promises.values())
        searched = searched_promises(promises.values(), self.defaults.part)
        plans = []
        for facts, key in zip(rows, keys, strict=True):
            plans.append(self._plan_row(facts, promises.get(key), stored_reports[key], searched))
        return plans

    def _plan_row(
        self,
        facts: RowFacts,
        promise: Promise | None,
        stored_reports: list[StatusReport],
        searched: dict[Any, Inquiry],
    ) -> Plan:
        if promise is None:
            return self._refused(facts)
        status = self._status_of(promise, facts)
        if status is None:
            return self._refused(facts)
        facts.values["status"] = status
        if status in LOOKED:
            return self._plan_inquiry(facts, promise, stored_reports, searched)
        return self._plan_report(facts, promise, stored_reports)

    def _refused(self, facts: RowFacts) -> Plan:
        title = facts.row.cells.get("subject_title", "")
        return PlanDraft(facts, StatusReport(), root=StatusReport(), title=title).finish()

    def _status_of(self, promise: Promise, facts: RowFacts) -> str | None:
        """Return the status in the words of the promise; a table has one column for both kinds."""
        status = facts.get("status")
        if status is None:
            facts.complain_once("status", _("Write a status, or “No change”, or “Looked, nothing found”."))
            return None
        if isinstance(promise, Commitment):
            return AS_COMMITMENT.get(status, status)
        if status not in STATUSES_OF_MILESTONES:
            correction = _("A milestone has no such status. Write 예정, 추진 중, 달성 or 취소.")
            facts.add_complaint(correction, "status")
            return None
        return str(STATUSES_OF_MILESTONES[status])

    # ---- reports

    def _plan_report(self, facts: RowFacts, promise: Promise, stored_reports: list[StatusReport]) -> Plan:
        self._give_defaults(facts)
        stated_by = self._speaker(facts)
        stored_report = self._numbered(facts, stored_reports)
        if stored_report is None:
            stored_report = self._same_report(facts, stated_by, stored_reports)
        if stored_report is not None:
            return self._compared(PlanDraft(facts, stored_report, root=stored_report, title=str(promise)))
        report = StatusReport(**{str(promise._meta.model_name): promise})
        draft = PlanDraft(facts, report, root=report, title=str(promise))
        self.refuse_second_row(
            facts, ("report", str(promise.pk), type(promise), stated_by), "subject_reference"
        )
        facts.require_fact("said_on", _("Write when it was said."))
        draft.set_fields(REPORT_FIELDS)
        if stated_by is not None:
            report.stated_by_id = stated_by
            draft.note_change("stated_by", "", self.agencies.joined([stated_by]))
        source = self._source(facts, stated_by)
        if source is not None:
            draft.note_change("source", "", str(source))
        self.sources_of_rows[facts.row.number] = source
        draft.check_fields(REPORT_FIELDS, self.constraints)
        draft.check_words(reports.CHECKS_OF_WORDS, REPORT_FIELDS, today=self.today, fact="status")
        return draft.finish()

    def _give_defaults(self, facts: RowFacts) -> None:
        """Fill what follows from the rest of the row, or holds for the whole file."""
        values = facts.values
        if self.defaults.said_on is not None:
            values.setdefault("said_on", self.defaults.said_on)
        if values.get("target") == UNDATED:
            del values["target"]
            values["target_undated"] = True
        self._give_day_of_outcome(facts)
        values.setdefault("origin", Origin.AGENCY)
        values.setdefault("note", self._bare_note(facts))

    def _give_day_of_outcome(self, facts: RowFacts) -> None:
        """Say how exact the day of an outcome is; what is fulfilled without one was so when it was said."""
        values = facts.values
        status = values["status"]
        if "happened" in values:
            if status in CLAIMS_OUTCOME:
                values.setdefault("happened_as", HappenedAs.ON)
            return
        said_on = values.get("said_on")
        if status in FULFILLED and said_on is not None:
            values["happened"], values["happened_as"] = said_on, HappenedAs.BY
            warning = _("The table does not say when it was done, so it says: by %(day)s at the latest.")
            facts.warnings.append(warning % {"day": said_on.short()})

    def _bare_note(self, facts: RowFacts) -> str:
        """Write what a row without words says: its status and percentage."""
        status = str(dict(REPORTED_STATUSES)[facts.get("status")])
        if "progress_percent" not in facts:
            return status
        return _("%(status)s, progress %(progress)s %%") % {
            "status": status,
            "progress": facts.get("progress_percent"),
        }

    def _speaker(self, facts: RowFacts) -> int | None:
        speaker = facts.resolve_code_or_name("stated_by_slug", "stated_by", self.agencies.find)
        if speaker is not None:
            return int(speaker)
        if self.defaults.stated_by is not None:
            return self.defaults.stated_by.pk
        facts.complain_once("stated_by", _("Write which agency said it."))
        return None

    def _source(self, facts: RowFacts, stated_by: int | None) -> Source | None:
        if stated_by is None:  # the row is refused, and its source may be that agency's own paper
            return None
        publisher = self.agencies.joined([stated_by])
        said_on = facts.get("said_on")
        source = self.sources.of_row(facts, self.defaults, publisher=publisher, published=said_on)
        if source is None:
            facts.complain_once("source", _("No status without evidence: name the source."))
            return None
        if said_on is not None and not source.published.not_before(said_on):
            correction = _(
                "The source appeared before what it is to prove was said. Put one of the days right."
            )
            facts.add_complaint(correction, "source")
        return source

    def _numbered(self, facts: RowFacts, stored_reports: list[StatusReport]) -> StatusReport | None:
        """Return the published report whose number the row gives, as our own file does."""
        reference = facts.get("reference")
        if reference is None:
            return None
        for report in stored_reports:
            if report.number is not None and report.public_reference == reference:
                return report
        facts.add_complaint(
            _("There is no report of this number. For a new one leave it empty."), "reference"
        )
        return None

    def _same_report(
        self, facts: RowFacts, stated_by: int | None, stored_reports: list[StatusReport]
    ) -> StatusReport | None:
        """Return a report, draft or published, that says the same already."""
        for report in stored_reports:
            if report.stated_by_id == stated_by and says_the_same(report, facts, REPORT_FIELDS):
                return report
        return None

    def _compared(self, draft: PlanDraft) -> Plan:
        report = draft.record
        if report.redacted_by_id or hasattr(report, "withdrawal"):
            return draft.finish()  # our file holds none of its words
        draft.drop_stored_texts(IN_TWO_LANGUAGES)
        draft.set_fields(REPORT_FIELDS)
        correction = _(
            "This report exists. A table only adds reports; what is wrong is corrected on its page."
        )
        draft.refuse_changes(correction)
        return draft.finish()

    # ---- inquiries

    def _plan_inquiry(
        self,
        facts: RowFacts,
        promise: Promise,
        stored_reports: list[StatusReport],
        searched: dict[Any, Inquiry],
    ) -> Plan:
        self._give_search(facts)
        new_inquiry = Inquiry(result=InquiryResult.NOTHING_FOUND)
        inquiry = searched.get((promise, facts.get("note")), new_inquiry)
        draft = PlanDraft(facts, inquiry, root=inquiry, title=str(promise))
        if not draft.is_new:
            return draft.finish()
        self.refuse_second_row(facts, ("inquiry", promise.pk, type(promise)), "subject_reference")
        if facts.get("status") == NO_CHANGE and not any(report.is_public for report in stored_reports):
            correction = _(
                "Nothing was reported of it so far, so there is nothing that could not have changed. Write "
                "“Looked, nothing found” if somebody looked."
            )
            facts.add_complaint(correction, "status")
        for fact in SEARCH_FACTS:
            facts.require_fact(fact, _("Say who looked where, with which words and for which time."))
        draft.set_fields(INQUIRY_FIELDS)
        draft.check_fields(INQUIRY_FIELDS, self.inquiry_constraints)
        draft.check_words(inquiries.CHECKS_OF_WORDS, INQUIRY_FIELDS, today=self.today, fact="status")
        self.promises_of_rows[facts.row.number] = promise
        return draft.finish()

    def _give_search(self, facts: RowFacts) -> None:
        values = facts.values
        for fact in SEARCH_FACTS:
            default = getattr(self.defaults, fact)
            if default:
                values.setdefault(fact, default)
        values.setdefault("note", str(BARE_NOTES[values["status"]]))
        searched_on = values.get("said_on", self.defaults.said_on)
        if searched_on is not None and searched_on.precision is Precision.DAY:
            values["said_on"] = searched_on.first
        elif not facts.complains_of("said_on"):
            values.pop("said_on", None)
            facts.add_complaint(_("Write the day on which somebody looked."), "said_on")

    # ---- writing

    def edits(self, plans: list[Plan]) -> Iterator[list[Plan]]:
        """All rows of one search together, each report by itself."""
        for _search, rows in groupby(sorted(plans, key=search_of), key=search_of):
            yield list(rows)

    def write(self, plans: list[Plan], *, actor: Any, now: datetime) -> None:
        if isinstance(plans[0].record, Inquiry):
            record: StatusReport | Inquiry = self._write_inquiry(plans, actor=actor, now=now)
        else:
            record = self._write_report(plans[0], actor=actor, now=now)
        if self.defaults.part is not None:
            record_answer(self.defaults.part, record)
            drafts.submit_draft(record, actor=actor, now=now)

    def _write_report(self, plan: Plan, *, actor: Any, now: datetime) -> StatusReport:
        report: StatusReport = plan.record
        source: Any = self.sources_of_rows[plan.row.number]  # a row without one is refused
        saved_source(source, actor=actor, now=now)
        with drafts.editing_record(report, actor=actor, now=now):
            report.save()
            report.sources.add(source)
        return report

    def _write_inquiry(self, plans: list[Plan], *, actor: Any, now: datetime) -> Inquiry:
        inquiry: Inquiry = plans[0].record
        promises = [self.promises_of_rows[plan.row.number] for plan in plans]
        with drafts.editing_record(inquiry, actor=actor, now=now):
            inquiry.save()
            inquiry.commitments.set(of_model(Commitment, promises))
            inquiry.milestones.set(of_model(Milestone, promises))
        return inquiry


def search_of(plan: Plan) -> tuple[str, ...]:
    """Return what two rows have in common if somebody looked once for both; a report is by itself."""
    record = plan.record
    if isinstance(record, StatusReport):
        return ("", f"{plan.row.number:09}")
    return tuple(str(getattr(record, name)) for name in INQUIRY_FIELDS)
