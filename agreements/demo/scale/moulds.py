"""Drawing the agreements of which the register is made: each with its promises and what is said of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

from agreements.demo.scale import wordings
from agreements.demo.scale.bodies import city_name, key_of_body
from agreements.demo.scale.plots import LEAD, OUTSIDER, PLOTS, SUPPORT, Plot, Said, Target
from agreements.demo.scale.shifting import shifted
from agreements.demo.scale.wordings import TOPICS, Topic
from agreements.models import (
    Agreement,
    Commitment,
    CommitmentAgency,
    DutyRecord,
    EntryKind,
    Inquiry,
    Milestone,
    Origin,
    Party,
    Program,
    Source,
    Statement,
    StatusReport,
    Theme,
    Withdrawal,
)
from agreements.rules.decision import DecidedHow
from agreements.rules.inquiry import InquiryResult
from agreements.rules.lifecycle import CommitmentStatus, HappenedAs
from agreements.rules.ordinance import DutyKind
from agreements.rules.partial_date import PartialDate, Precision
from agreements.rules.phase import RenewalUnit
from agreements.rules.rhythm import Rhythm, period_around

REPORTS_A_COMMITMENT = 3
CITY = 0  # the city of all moulds; copies are of others
EARLIEST = date(2017, 1, 1)  # the first month in which a mould is signed
MONTH_OF_DUTY, MONTH_OF_SEARCH = 2, 40
SPEAKERS = {LEAD: "city", SUPPORT: "police", OUTSIDER: "council"}
THIRD_PARTIES = ("schools", "fire", "children", "hospital", "university", "facilities", "residents")
ROUND_BY = {
    Precision.MONTH: Rhythm.MONTHLY,
    Precision.QUARTER: Rhythm.QUARTERLY,
    Precision.HALF: Rhythm.HALF_YEARLY,
    Precision.YEAR: Rhythm.YEARLY,
}


@dataclass
class Event:
    """A publication: of which record, and which record's entry of the ledger it is."""

    day: date
    record: Any
    kind: EntryKind
    about: Any
    order: int = 0  # of those of one day


@dataclass
class Mould:
    """One agreement with everything that belongs to it, as records that are not stored yet.

    Attributes:
        reference: of the agreement; unlike any other text in the records, as are ``numbers``.
        numbers: of its inquiries.
    """

    reference: str
    signed_on: date
    records: dict[Any, list[Any]] = field(default_factory=lambda: defaultdict(list))
    events: list[Event] = field(default_factory=list)
    sources: dict[int, Source] = field(default_factory=dict)  # by month
    numbers: list[int] = field(default_factory=list)

    def of(self, model: Any) -> list[Any]:
        return self.records.get(model, [])

    @property
    def agreement(self) -> Agreement:
        agreement: Agreement = self.records[Agreement][0]
        return agreement

    def day(self, month: int) -> date:
        """Return the day on which something is said ``month`` months after the signing."""
        return shifted(self.signed_on, month).replace(day=3 + (5 * month + self.signed_on.day) % 17)

    def published_in_order(self) -> list[Event]:
        return sorted(self.events, key=lambda event: (event.day, event.order))


class MouldMaker:
    """Draws moulds; every record has its primary key at once, from 1 on in each table."""

    def __init__(self, draw: Random, themes: dict[str, Theme]) -> None:
        self.draw, self.themes = draw, themes
        self.keys: dict[Any, Iterable[int]] = defaultdict(lambda: count(1))
        self.moulds_made = 0

    def add[R](self, mould: Mould, record: R) -> R:
        model: Any = type(record)
        record.pk = next(iter(self.keys[model]))  # type: ignore[attr-defined]
        mould.records[model].append(record)
        return record

    def cite(self, mould: Mould, record: Any, month: int) -> None:
        """Let a record cite the article that told of what was said in a month."""
        through = type(record).sources.through
        named = {str(record._meta.model_name): record}
        self.add(mould, through(source=self.source(mould, month), **named))

    def source(self, mould: Mould, month: int) -> Source:
        if month not in mould.sources:
            source = Source(
                publisher="가상일보",
                label_ko=f"{city_name(CITY)} 치안협약 {f'{month}개월째' if month else '체결'} 소식",
                url=f"https://news.invalid/{mould.reference}/{month}",
                checked_on=mould.day(MONTH_OF_SEARCH),
            )
            source.published = PartialDate.day(mould.day(month) if month else mould.signed_on)
            mould.sources[month] = self.add(mould, source)
        return mould.sources[month]

    # ---- the agreement

    def make(self, commitments: int) -> Mould:
        """Draw an agreement with a number of commitments, and three times as many reports."""
        number = self.moulds_made
        self.moulds_made += 1
        signed_on = shifted(EARLIEST, number % 12).replace(day=2 + 3 * number % 19)
        mould = Mould(f"1999-{number:04}", signed_on)
        topics = self.draw.sample(TOPICS, commitments)
        agreement = self.add(mould, self.agreement(mould, topics[0], number))
        self.cite(mould, agreement, 0)
        self.add(mould, Agreement.themes.through(agreement=agreement, theme=self.themes[topics[0].theme]))
        for order, body in enumerate(("city", "police", THIRD_PARTIES[number % 7]), start=1):
            agency = key_of_body(CITY, body)
            self.add(mould, Party(agreement=agreement, agency_id=agency, order=order))
        published_on = signed_on + timedelta(days=4)
        mould.events.append(Event(published_on, agreement, EntryKind.PUBLICATION, agreement))
        for place, (topic, plot) in enumerate(zip(topics, self.plots(commitments), strict=True), start=1):
            self.add_commitment(mould, topic, plot, place)
        if number % 2 == 0:
            self.add_duty_record(mould)
        if number % 3 == 0:
            self.add_statement(mould, agreement, month=4, agreement=agreement)
        return mould

    def agreement(self, mould: Mould, topic: Topic, number: int) -> Agreement:
        signed_on = mould.signed_on
        agreement = Agreement(
            reference=mould.reference,
            title_ko=f"{city_name(CITY)}·{city_name(CITY)} 경찰서 {topic.title} 업무협약",
            purpose_ko="범죄와 사고로부터 안전한 지역사회를 함께 만든다.",
            note_ko=wordings.MADE_UP,
            lead_department="자치경찰협력과",
            telephone="031-000-0000",
        )
        agreement.signed = PartialDate.day(signed_on)
        match number % 4:
            case 0:
                agreement.expires_on = shifted(signed_on, 36)
            case 1:
                agreement.expires_on = shifted(signed_on, 24)
                agreement.renews, agreement.renewal_number = True, 1
                agreement.renewal_unit = RenewalUnit.YEAR
            case 2:
                agreement.open_ended = True
        return agreement

    def plots(self, commitments: int) -> list[Plot]:
        """Draw a plot for each commitment, together of three reports for each, with what fills them up."""
        reports_wanted = REPORTS_A_COMMITMENT * commitments
        while True:
            plots = [self.draw.choice(PLOTS) for _commitment in range(commitments)]
            missing = reports_wanted - sum(len(plot.reports) for plot in plots)
            room = [(place, month) for place, plot in enumerate(plots) for month in plot.fills]
            if 0 <= missing <= len(room) and sum(plot.by_milestone for plot in plots) <= 1:
                break
        for place, month in self.draw.sample(room, missing):
            further = Said(month, CommitmentStatus.ON_TRACK)
            plots[place] = plots[place]._replace(reports=(*plots[place].reports, further))
        return plots

    # ---- its promises

    def add_commitment(self, mould: Mould, topic: Topic, plot: Plot, number: int) -> None:
        commitment = self.add(
            mould,
            Commitment(
                agreement=mould.agreement,
                number=number,
                reference=f"{mould.reference}-{number:02}",
                title_ko=topic.title,
                wording_ko=topic.wording,
                completion_criteria_ko=topic.criteria,
                repeats=plot.repeats,
                quantity=plot.quantity,
                quantity_unit_ko="대" if plot.quantity else "",
            ),
        )
        self.add(mould, Commitment.themes.through(commitment=commitment, theme=self.themes[topic.theme]))
        for body, role in (("city", "lead"), ("police", "support")):
            agency = key_of_body(CITY, body)
            self.add(mould, CommitmentAgency(commitment=commitment, agency_id=agency, role=role))
        subject: Commitment | Milestone = commitment
        if plot.by_milestone:
            subject = self.add_program(mould, topic)
            commitment.program, commitment.carried_out_by = subject.program, subject
        self.add_reports(mould, subject, plot.reports)
        if plot.inquiry:
            self.add_inquiry(mould, commitment)

    def add_program(self, mould: Mould, topic: Topic) -> Milestone:
        """Add a program of three milestones; return the first, which is the same promise as a commitment."""
        decided_on = shifted(mould.signed_on, -2).replace(day=2)
        city = key_of_body(CITY, "city")
        program = Program(
            slug=f"program-{mould.reference}",
            title_ko=f"{city_name(CITY)} {topic.title} 추진 계획",
            note_ko=wordings.MADE_UP,
            owner_id=city,
            decided_how=DecidedHow.DECIDED,
            decided_by_id=city,
        )
        program.decided = PartialDate.day(decided_on)
        self.add(mould, program)
        self.cite(mould, program, 0)
        for number, title in enumerate((topic.title, "운영 인력 배치", "결과 공개"), start=1):
            milestone = self.add(
                mould,
                Milestone(
                    program=program,
                    number=number,
                    stage=number,
                    reference=f"{program.slug}-{number}",
                    title_ko=title,
                ),
            )
            self.add(mould, Milestone.agencies.through(milestone=milestone, agency_id=city))
        published_on = decided_on + timedelta(days=6)
        mould.events.append(Event(published_on, program, EntryKind.PUBLICATION, program))
        first: Milestone = mould.of(Milestone)[0]
        return first

    # ---- what is said of them

    def add_reports(self, mould: Mould, subject: Commitment | Milestone, said: tuple[Said, ...]) -> None:
        reports: dict[int, StatusReport] = {}  # the last of each month
        for planned in sorted(said, key=lambda report: (report.month, report.corrects)):
            report = self.add(mould, self.report(mould, subject, planned))
            kind, published_on = EntryKind.PUBLICATION, mould.day(planned.month) + timedelta(days=4)
            if planned.corrects:
                report.corrects = reports[planned.month]
                report.correction_reason_ko = wordings.CORRECTION_REASON
                kind, published_on = EntryKind.CORRECTION, published_on.replace(day=26)
            reports[planned.month] = report
            self.cite(mould, report, planned.month)
            mould.events.append(Event(published_on, report, kind, report, order=len(mould.events)))
            if planned.withdrawn:
                self.add_withdrawal(mould, report, planned.month + 1)
            elif planned.moves and self.draw.random() < 0.4:
                self.add_statement(mould, report, month=planned.month + 1, report=report)

    def report(self, mould: Mould, subject: Commitment | Milestone, said: Said) -> StatusReport:
        report = StatusReport(
            status=said.status,
            progress=said.progress,
            says_not_done=said.says_not_done,
            note_ko=self.draw.choice(wordings.NOTES[said.status]),
            target_undated=said.undated,
            stated_by_id=key_of_body(CITY, SPEAKERS[said.speaker]),
            origin=self.draw.choice((Origin.AGENCY, Origin.RESEARCH)),
        )
        setattr(report, str(subject._meta.model_name), subject)
        said_on = mould.day(said.month)
        report.said_on = PartialDate.day(said_on)
        if said.quantity_done is not None:
            report.quantity_done = Decimal(said.quantity_done)
        if said.target:
            report.target = target_period(mould, said.target)
        if said.moves:
            report.target_reason_ko = self.draw.choice(wordings.REASONS)
        if said.happened:
            report.happened, report.happened_as = happened(said_on, said), said.happened_as
        return report

    def add_withdrawal(self, mould: Mould, report: StatusReport, month: int) -> None:
        withdrawal = self.add(mould, Withdrawal(report=report, reason_ko=wordings.WITHDRAWAL_REASON))
        mould.events.append(Event(mould.day(month), withdrawal, EntryKind.WITHDRAWAL, report))

    def add_statement(self, mould: Mould, about: Any, *, month: int, **answered: Any) -> None:
        statement = self.add(
            mould,
            Statement(
                agency_id=key_of_body(CITY, "city"),
                stated_on=mould.day(month),
                text_ko=wordings.STATEMENT,
                **answered,
            ),
        )
        published_on = mould.day(month) + timedelta(days=2)
        mould.events.append(Event(published_on, statement, EntryKind.STATEMENT, about))

    def add_inquiry(self, mould: Mould, commitment: Commitment) -> None:
        searched_on = mould.day(MONTH_OF_SEARCH)
        inquiry = Inquiry(
            department="자치경찰협력과",
            searched_on=searched_on,
            where_ko=wordings.SEARCHED_WHERE,
            words=f"{city_name(CITY)} {commitment.title_ko}",
            result=InquiryResult.NOTHING_FOUND,
            note_ko=wordings.SEARCH_NOTE,
        )
        inquiry.covers_from = period_around(mould.signed_on, Rhythm.MONTHLY)
        inquiry.covers_to = PartialDate.day(searched_on)
        self.add(mould, inquiry)
        inquiry.number = 900_000_000 + inquiry.pk
        mould.numbers.append(inquiry.number)
        self.add(mould, Inquiry.commitments.through(inquiry=inquiry, commitment=commitment))
        published_on = searched_on + timedelta(days=1)
        order = len(mould.events)
        mould.events.append(Event(published_on, inquiry, EntryKind.PUBLICATION, inquiry, order=order))

    def add_duty_record(self, mould: Mould) -> None:
        done_on = mould.day(MONTH_OF_DUTY)
        record = self.add(
            mould,
            DutyRecord(
                agreement=mould.agreement,
                agency_id=key_of_body(CITY, "city"),
                kind=DutyKind.SIGNING_REPORT,
                number=1,
                done_on=done_on,
                result_ko=wordings.DUTY_RESULT,
            ),
        )
        self.cite(mould, record, MONTH_OF_DUTY)
        published_on = done_on + timedelta(days=3)
        mould.events.append(Event(published_on, record, EntryKind.PUBLICATION, record))


def target_period(mould: Mould, target: Target) -> PartialDate:
    day = mould.day(target.month)
    if target.precision is Precision.DAY:
        return PartialDate.day(day.replace(day=25))
    return period_around(day, ROUND_BY[target.precision])


def happened(said_on: date, said: Said) -> PartialDate:
    """Return when it happened: two days before it was said, by then, in that month, or in the year before."""
    match said.happened:
        case Precision.YEAR:
            return period_around(said_on.replace(year=said_on.year - 1), Rhythm.YEARLY)
        case Precision.MONTH:
            return period_around(said_on, Rhythm.MONTHLY)
    if said.happened_as == HappenedAs.BY:
        return PartialDate.day(said_on)
    return PartialDate.day(said_on - timedelta(days=2))
