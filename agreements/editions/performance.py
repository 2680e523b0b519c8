"""The report on how promises were kept (이행실적 보고서) in a year or quarter, as of its last day.

Every number is of the rows that the report itself shows at its end: those of the list of promises.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.editions.document import Section, Table, TableColumn, Total
from agreements.editions.export_tables import columns_named, rows_of, table_of
from agreements.editions.periods import Period
from agreements.editions.scopes import Scope
from agreements.lists import COMMITMENTS, DUTIES, INQUIRIES, REPORTS, TARGETS, Listing
from agreements.lists.columns import EXPORTS
from agreements.lists.columns.export import ITEM_SEPARATOR, Column, Kind
from agreements.lists.columns.reading import Row, read_rows
from agreements.lists.ledger import CORRECTIONS
from agreements.lists.parameters import Clock
from agreements.rules.lifecycle import FULFILLED, PERIOD_DONE, STATUSES, UNKNOWN
from agreements.rules.ratios import Completion
from agreements.rules.states import PASSED

PROMISE = (
    "reference", "title", "lead_agencies", "status_label", "standing_label", "current_target",
    "completed_to", "last_report_on", "stated_by", "sources",
)  # fmt: skip
COUNTED = ("status", "standing", "themes", "same_promise_as", "agreement_reference", "program_slug")
PASSED_COLUMNS = (
    "reference", "title", "lead_agencies", "status_label", "standing_label", "original_target",
    "current_target", "times_moved", "searched_on",
)  # fmt: skip
REPORT = ("said_on", "subject_reference", "subject_title", "status_label", "stated_by", "note", "sources")
ANNOUNCED = (
    "said_on", "subject_reference", "subject_title", "stated_by", "target", "change_label", "days_moved",
    "reason",
)  # fmt: skip
CORRECTED = ("sequence", "recorded_on", "kind_label", "reference", "reason")
LOOKED = ("number", "searched_on", "department", "where", "words", "result_label", "promises")
DUTY = (
    "agreement",
    "agency",
    "kind_label",
    "period",
    "due",
    "state_label",
    "done_on",
    "clause_label",
    "basis",
)


class Part(NamedTuple):
    """A list whose rows of a day are about promises: under which names it has their two kinds."""

    listing: Listing
    columns: tuple[str, ...]
    day: str
    subjects: tuple[str, str]


@dataclass(frozen=True)
class PerformanceReport:
    scope: Scope
    period: Period
    clock: Clock

    def sections(self) -> tuple[Section, ...]:
        return (
            self.summary(),
            *self.changes(),
            self.past_their_date(),
            self.corrections(),
            self.inquiries(),
            self.duties(),
            self.promises(),
        )

    # ---- the promises, read once ------------------------------------------------------------------

    @cached_property
    def columns(self) -> list[Column]:
        names = dict.fromkeys((*PROMISE, *PASSED_COLUMNS, *COUNTED))
        return columns_named(EXPORTS["commitments"], names)

    @cached_property
    def rows(self) -> list[Row]:
        selection = self.scope.selection(COMMITMENTS, self.clock)
        return rows_of(self.columns, selection) if selection else []

    def place(self, name: str) -> int:
        return next(index for index, column in enumerate(self.columns) if column.name == name)

    def only(self, names: tuple[str, ...], rows: list[Row]) -> tuple[list[Column], list[Row]]:
        indexes = list(map(self.place, names))
        columns = [self.columns[index] for index in indexes]
        return columns, [tuple(row[index] for index in indexes) for row in rows]

    # ---- I ----------------------------------------------------------------------------------------

    def summary(self) -> Section:
        status, themes = self.place("status"), self.place("themes")
        by_status = Counter(str(row[status]) for row in self.rows)
        by_theme: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in self.rows:
            names = str(row[themes] or _("no theme")).split(ITEM_SEPARATOR)
            for name in names:
                by_theme[name][str(row[status])] += 1
        heading = _("Summary")
        if not self.rows:
            return Section(heading, paragraphs=(_("There is no promise that this report is about."),))
        return Section(
            heading,
            paragraphs=tuple(self.ratio_in_words(by_status)),
            tables=(status_table(by_status), theme_table(by_theme)),
        )

    def ratio_in_words(self, by_status: Counter[str]) -> Iterator[str]:
        """Give the ratio with its fraction, or why there is none, and what it leaves out."""
        unknown = sum(by_status[status] for status in UNKNOWN)
        fulfilled = sum(by_status[status] for status in FULFILLED)
        completion = Completion(
            total=by_status.total(),
            known=by_status.total() - unknown,
            fulfilled=fulfilled,
            period_done=by_status[PERIOD_DONE],
        )
        yield _(
            "%(total)s promises. Of %(known)s something is known, of %(unknown)s nothing was confirmed: that "
            "does not say that they were not kept."
        ) % {"total": completion.total, "known": completion.known, "unknown": unknown}
        if completion.percent is None:
            yield _("No ratio is given: of less than half of the promises something is known.")
        else:
            yield _("Confirmed as fulfilled: %(fulfilled)s of %(all)s (%(percent)s %%).") % {
                "fulfilled": fulfilled,
                "all": completion.denominator,
                "percent": completion.percent,
            }
        if completion.period_done:
            yield _(
                "%(count)s promises that repeat were done for their period; the ratio leaves them out."
            ) % {"count": completion.period_done}

    # ---- II ---------------------------------------------------------------------------------------

    def changes(self) -> Iterator[Section]:
        yield Section(_("What changed in the period"))
        yield self.in_period(
            Part(REPORTS, REPORT, "said_on", ("commitment", "milestone")),
            _("Reports of the period"),
            _("This register holds no report of the period."),
        )
        yield self.in_period(
            Part(TARGETS, ANNOUNCED, "said_on", ("commitment", "milestone")),
            _("Dates announced in the period"),
            _("This register holds no date that was announced in the period."),
        )

    def in_period(self, part: "Part", heading: str, nothing: str, *, level: int = 2) -> Section:
        """Return the rows of a list about promises of the report whose day lies in the period."""
        columns = columns_named(EXPORTS[part.listing.name], part.columns)
        year = str(self.period.span.first.year)
        selection = part.listing.narrowed(self.clock, year=year)
        about_these = selection.rows.filter(pk__in=self.about_promises(selection.rows, part.subjects))
        day = part.columns.index(part.day)
        of_year = chain.from_iterable(read_rows(columns, about_these, self.clock))
        rows = [row for row in of_year if self.period.contains(day_in(row[day]))]
        if not rows:
            return Section(heading, level, paragraphs=(nothing,))
        return Section(heading, level, tables=(table_of(heading, columns, rows),))

    def about_promises(self, rows: Any, subjects: tuple[str, str]) -> Any:
        """Return the keys of the rows that are about a promise of the report."""
        keys = rows.order_by().values("pk")
        if not self.scope.name:
            return keys
        commitment, milestone = subjects
        of_commitments = Q(**{f"{commitment}__reference__in": self.references})
        return keys.filter(of_commitments | Q(**{f"{milestone}__reference__in": self.references}))

    # ---- III to VII -------------------------------------------------------------------------------

    def past_their_date(self) -> Section:
        heading = _("Past their announced date")
        standing = self.place("standing")
        rows = [row for row in self.rows if row[standing] in PASSED]
        if not rows:
            return Section(heading, paragraphs=(_("No open promise is past its announced date."),))
        columns, rows = self.only(PASSED_COLUMNS, rows)
        return Section(
            heading,
            paragraphs=(
                _(
                    "Late is only what a source of a later day says is not done. Of the others nobody has "
                    "confirmed what became of them, or nobody has looked yet."
                ),
            ),
            tables=(table_of(heading, columns, rows),),
        )

    def corrections(self) -> Section:
        heading = _("Corrections and withdrawals")
        columns = columns_named(EXPORTS["corrections"], CORRECTED)
        about, day = CORRECTED.index("reference"), CORRECTED.index("recorded_on")
        rows = [
            row
            for row in rows_of(columns, CORRECTIONS.narrowed(self.clock))
            if self.period.contains(day_in(row[day])) and self.is_about(str(row[about]))
        ]
        if not rows:
            nothing = _("Nothing public was corrected, withdrawn or blanked in the period.")
            return Section(heading, paragraphs=(nothing,))
        return Section(heading, tables=(table_of(heading, columns, rows),))

    def is_about(self, reference: str) -> bool:
        """Say whether a record with this reference is of a promise of the report, or of its agreement."""
        if not self.scope.name:
            return True
        return reference.partition("#")[0] in self.references

    @cached_property
    def references(self) -> frozenset[str]:
        """Of the promises, also of a milestone that is the same promise, and of what they stand in."""
        names = ("reference", "same_promise_as", "agreement_reference", "program_slug")
        return frozenset(
            str(row[self.place(name)]) for row in self.rows for name in names if row[self.place(name)]
        )

    def inquiries(self) -> Section:
        part = Part(INQUIRIES, LOOKED, "searched_on", ("commitments", "milestones"))
        nothing = _("This register holds no search of the period.")
        return self.in_period(part, _("Searches of the period"), nothing, level=1)

    def duties(self) -> Section:
        heading = _("Duties under ordinances")
        year = str(self.period.span.first.year)
        selection: Any = self.scope.selection(DUTIES, self.clock, year=year)
        if selection is None:
            reason = _("Duties are registered by agency: they stand in the reports of agencies.")
            return Section(heading, paragraphs=(reason,))
        columns = columns_named(EXPORTS["duties"], DUTY)
        rows = rows_of(columns, selection)
        if len(self.period.code) > len(year):
            due, done = DUTY.index("due"), DUTY.index("done_on")
            rows = [
                row
                for row in rows
                if self.period.contains(day_in(row[due])) or self.period.contains(day_in(row[done]))
            ]
        paragraphs = []
        if not rows:
            paragraphs.append(_("No ordinance that is registered here asks for anything in the period."))
        if undecided := len(selection.undecided):
            paragraphs.append(
                _("Of %(count)s more it is not known whether they are owed.") % {"count": undecided}
            )
        tables = (table_of(heading, columns, rows),) if rows else ()
        return Section(heading, paragraphs=tuple(paragraphs), tables=tables)

    def promises(self) -> Section:
        heading = _("Promise by promise")
        if not self.rows:
            return Section(heading, paragraphs=(_("There is no promise that this report is about."),))
        columns, rows = self.only(PROMISE, self.rows)
        return Section(heading, tables=(table_of(heading, columns, rows),))


def day_in(cell: Any) -> str | None:
    return str(cell) if cell else None


def status_table(by_status: Counter[str]) -> Table:
    rows = [(str(label), by_status[code]) for code, label in STATUSES if by_status[code]]
    columns = (TableColumn(_("Status"), 18), TableColumn(_("Promises"), 8, Kind.NUMBER))
    return Table(_("By status"), columns, rows, Total(_("Total"), (1,)))


def theme_table(by_theme: dict[str, Counter[str]]) -> Table:
    """Count by theme without a sum: a promise with two themes stands under both."""
    columns = (
        TableColumn(_("Theme"), 18),
        TableColumn(_("Promises"), 8, Kind.NUMBER),
        TableColumn(_("Fulfilled"), 8, Kind.NUMBER),
        TableColumn(_("Open, something known"), 10, Kind.NUMBER),
        TableColumn(_("Nothing confirmed"), 10, Kind.NUMBER),
    )
    rows = []
    for theme, statuses in sorted(by_theme.items()):
        fulfilled = sum(statuses[status] for status in FULFILLED)
        unknown = sum(statuses[status] for status in UNKNOWN)
        rows.append((theme, statuses.total(), fulfilled, statuses.total() - fulfilled - unknown, unknown))
    return Table(_("By theme (a promise with two themes stands under both)"), columns, rows)
