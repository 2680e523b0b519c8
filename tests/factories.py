"""Records for tests, entered and published the way staff do it.  People are roles, never persons.

Over 400 lines: it is one list of makers, in which a test finds what it needs.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile

from agreements.actions import drafts, search_index
from agreements.actions.agency_requests import begin_request
from agreements.actions.agreements import publish_agreement
from agreements.actions.changes import PublishedChange, change_published
from agreements.actions.duties import publish_duty_record
from agreements.actions.inquiries import publish_inquiry
from agreements.actions.programs import publish_program
from agreements.actions.redactions import publish_redaction
from agreements.actions.remedies import publish_withdrawal
from agreements.actions.reports import publish_report
from agreements.actions.rounds import set_agencies
from agreements.actions.statements import publish_statement
from agreements.models import (
    Agency,
    AgencyKind,
    AgencyRequest,
    Agreement,
    Commitment,
    CommitmentAgency,
    CommitmentRole,
    CouncilSession,
    Document,
    DutyRecord,
    DutyRule,
    Inquiry,
    Membership,
    Milestone,
    Ordinance,
    Origin,
    Party,
    Program,
    Redaction,
    Region,
    Round,
    RoundPart,
    Source,
    Statement,
    StatusReport,
    Theme,
    Withdrawal,
)
from agreements.models.statement import Answered
from agreements.rules.inquiry import InquiryResult
from agreements.rules.lifecycle import FULFILLED, HappenedAs
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import ChangeKind

NOON = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # noon in Seoul
TODAY = date(2026, 3, 2)
_numbers = count(1)


def staff(role: str, *, username: str | None = None) -> Any:
    """Get or make a member of staff with one role ("coordinator", "editor")."""
    user, _ = get_user_model().objects.get_or_create(
        username=username or role, defaults={"is_staff": True, "is_active": True}
    )
    user.groups.add(Group.objects.get_or_create(name=role)[0])  # a flush between tests takes them away
    return user


def superuser(username: str) -> Any:
    get_user_model().objects.filter(username=username).update(is_superuser=True)
    return get_user_model().objects.get(username=username)


def author() -> Any:
    return staff("editor", username="editor of Paju")


def reviewer() -> Any:
    return staff("coordinator", username="coordinator")


def agency(slug: str | None = None, **fields: Any) -> Agency:
    slug = slug or f"agency-{next(_numbers)}"
    given = {
        "name_ko": f"기관 {slug}",
        "name_en": f"Agency {slug}",
        "kind": AgencyKind.CITY_COUNTY,
        "listed": True,
    }
    found, made = Agency.objects.get_or_create(slug=slug, defaults=given | fields)
    if made:  # the author of most drafts works everywhere; whose record it is has tests of its own
        Membership.objects.create(user=author(), agency=found, from_on=date(2020, 1, 1))
        search_index.update_index_for(found)
    return found


def works_for(username: str, *agencies: Agency, since: date, until: date | None = None) -> None:
    user = get_user_model().objects.get(username=username)
    for found in agencies:
        Membership.objects.create(user=user, agency=found, from_on=since, until_on=until)


def membership() -> Membership:
    return Membership.objects.create(user=author(), agency=agency(), from_on=TODAY)


def region() -> Region:
    return Region.objects.get_or_create(code="41", defaults={"name_ko": "경기도"})[0]


def theme() -> Theme:
    return Theme.objects.create(slug=f"theme-{next(_numbers)}", name_ko=f"분야 {next(_numbers)}")


def with_region_and_theme(agency: Agency, agreement: Agreement) -> None:
    """Put an agency into a province and an agreement under a theme, so that these have pages to read."""
    Agency.objects.filter(pk=agency.pk).update(region=region())
    themed(agreement, "child")


def themed(record: Agreement | Commitment | Milestone, slug: str, *, above: str = "") -> Theme:
    """Put a record under a theme, which is made where it is missing, as is the one ``above`` it."""
    parent = Theme.objects.get_or_create(slug=above, name_ko=above)[0] if above else None
    theme, _ = Theme.objects.get_or_create(slug=slug, name_ko=slug, defaults={"parent": parent})
    record.themes.add(theme)
    return theme


def agencies_in(record: Any) -> list[Agency]:
    """The agencies whose record it is."""
    if isinstance(record, Statement | DutyRecord | RoundPart):
        return [record.agency]
    if isinstance(record, Redaction | Withdrawal):
        return agencies_in(getattr(record, "subject", None) or record.report)
    if isinstance(record, Inquiry):
        return [agency for promise in record.promises for agency in promise.agencies.all()]
    root = getattr(record, "subject", record)
    if isinstance(root, Agreement):
        return [party.agency for party in root.parties.all()]
    if isinstance(root, Program):
        return [root.owner]
    return list(root.agencies.all()) if isinstance(root, Commitment | Milestone | Round) else []


def source(**fields: Any) -> Source:
    number = next(_numbers)
    given = {
        "publisher": "신문사",
        "label_ko": f"보도 {number}",
        "published": PartialDate.parse("2023-01-02"),
        "url": f"https://news.example/{number}",
    }
    return Source.objects.create(**given | fields)


def period(when: PartialDate | date | str | None) -> PartialDate | None:
    """Make a partial date of a day, or of text such as ``2022``."""
    if isinstance(when, date):
        return PartialDate.day(when)
    return PartialDate.parse(when) if isinstance(when, str) else when


def agreement(
    *,
    parties: list[Agency] | None = None,
    commitments: int = 1,
    program: Program | None = None,
    **fields: Any,
) -> Agreement:
    """A draft with parties, commitments led by the first party, and one source.

    ``signed`` and ``announced`` may be days, or text such as ``2022``.
    """
    given: dict[str, Any] = {
        "title_ko": f"치안협력 업무협약 {next(_numbers)}",
        "signed": "2022-12-13",
        "created_at": NOON,
        "created_by": author(),
    }
    if "announced" in fields:
        given["signed"] = None
    given |= fields
    for name in ("signed", "announced"):
        given[name] = period(given.get(name))
    found = Agreement.objects.create(**given)
    found.sources.add(source())
    for order, party in enumerate(parties or [agency(), agency()], start=1):
        Party.objects.create(agreement=found, agency=party, order=order)
    for number in range(1, commitments + 1):
        made = Commitment.objects.create(
            agreement=found, number=number, title_ko=f"이행과제 {number}", program=program
        )
        for place, signed in enumerate(found.parties.all()):
            role = CommitmentRole.SUPPORT if place else CommitmentRole.LEAD
            CommitmentAgency.objects.create(commitment=made, agency=signed.agency, role=role)
    return found


def named_lead(commitment: Commitment, agency: Agency) -> CommitmentAgency:
    """Name an agency that is no party as the lead of a draft's commitment."""
    return CommitmentAgency.objects.create(commitment=commitment, agency=agency, role=CommitmentRole.LEAD)


def program(*, milestones: int = 1, **fields: Any) -> Program:
    """A draft with milestones, one a stage, and one source."""
    number = next(_numbers)
    given = {
        "slug": f"program-{number}",
        "title_ko": f"시책 {number}",
        "owner": fields.pop("owner", None) or agency(),
        "decided": PartialDate.parse("2021-09"),
        "created_at": NOON,
        "created_by": author(),
    }
    found = Program.objects.create(**given | fields)
    found.sources.add(source())
    for number in range(1, milestones + 1):
        made = Milestone.objects.create(
            program=found, number=number, stage=number, title_ko=f"추진과제 {number}"
        )
        made.agencies.add(found.owner)
    return found


def report(subject: Commitment | Milestone, status: str, said_on: str, **fields: Any) -> StatusReport:
    """A draft with one source; ``target`` and ``happened`` may be text such as ``2023-H2``.

    The agency that leads the subject says it; a fulfilment happened on the day it was said.
    """
    if isinstance(fields.get("target"), str):
        fields["target"] = PartialDate.parse(fields["target"])
        fields.setdefault("target_reason_ko", "자료에 없음")
    if status in FULFILLED:
        fields.setdefault("happened", said_on)
    if isinstance(fields.get("happened"), str):
        fields["happened"] = PartialDate.parse(fields["happened"])
        fields.setdefault("happened_as", HappenedAs.ON)
    given: dict[str, Any] = {
        str(subject._meta.model_name): subject,
        "status": status,
        "said_on": PartialDate.parse(said_on),
        "note_ko": "추진 상황",
        "stated_by": fields.pop("stated_by", None) or _first_agency(subject),
        "origin": Origin.AGENCY,
        "created_at": NOON,
        "created_by": author(),
    }
    found = StatusReport.objects.create(**given | fields)
    found.sources.add(source(published=found.said_on))
    return found


def _first_agency(subject: Commitment | Milestone) -> Agency:
    """The agency that leads it, which speaks of it unless a test says who does."""
    return next(iter(agencies_in(subject)), None) or agency()


def correction(wrong: StatusReport, status: str, said_on: str, **fields: Any) -> StatusReport:
    """A draft that corrects a report of the same subject."""
    fields.setdefault("correction_reason_ko", "날짜를 잘못 옮김")
    return report(wrong.subject, status, said_on, corrects=wrong, **fields)


def document(owner: dict[str, Any], content: bytes, *, name: str = "a.pdf", **fields: Any) -> Document:
    """Stored without the form that reads it, as before there was a guard."""
    given = {"kind": "result", "title_ko": "결과", "public": True, "sha256": "a" * 64, **owner, **fields}
    return Document.objects.create(file=ContentFile(content, name=name), name=name, size=1, **given)


def statement(about: Answered, agency: Agency, **fields: Any) -> Statement:
    given = {"stated_on": TODAY, "text_ko": "예산이 늦게 확정되었습니다.", field_naming(about): about}
    return Statement.objects.create(agency=agency, **_drafted(given | fields))


def field_naming(record: Any) -> str:
    """Return the field by which remedies name a record."""
    model = str(record._meta.model_name)
    return {"statusreport": "report", "dutyrecord": "duty"}.get(model, model)


def withdrawal(of: StatusReport | Inquiry, **fields: Any) -> Withdrawal:
    given = {"reason_ko": "다른 과제의 자료", field_naming(of): of}
    return Withdrawal.objects.create(**_drafted(given | fields))


def inquiry(*promises: Commitment | Milestone, searched_on: date = TODAY, **fields: Any) -> Inquiry:
    """A draft that found nothing and asked nobody; the time covered may be text such as ``2023-02``."""
    given: dict[str, Any] = {
        "department": "자치경찰정책과",
        "where_ko": "언론 기사와 기관 누리집",
        "words": "위기아동 보호센터 개소",
        "result": InquiryResult.NOTHING_FOUND,
        "note_ko": "체결을 알리는 기사만 나옴",
        "covers_from": "2023-01",
        "covers_to": f"{searched_on:%Y-%m}",
    } | fields
    for name in ("covers_from", "covers_to"):
        given[name] = PartialDate.parse(given[name])
    found = Inquiry.objects.create(searched_on=searched_on, **_drafted(given))
    found.commitments.set([promise for promise in promises if isinstance(promise, Commitment)])
    found.milestones.set([promise for promise in promises if isinstance(promise, Milestone)])
    return found


def redaction(
    of: StatusReport | Agreement | Program | Statement | DutyRecord | Inquiry, **fields: Any
) -> Redaction:
    given = {"reason_ko": "전화번호", field_naming(of): of}
    return Redaction.objects.create(**_drafted(given | fields))


def ordinance(body: Agency, **fields: Any) -> Ordinance:
    given = {"slug": f"ordinance-{next(_numbers)}", "title_ko": "업무협약 조례", "checked_on": TODAY}
    return Ordinance.objects.create(agency=body, **given | fields)


def duty_rule(body: Agency, kind: str, due: str, **fields: Any) -> DutyRule:
    """A rule of the body's ordinance, in force since before every test."""
    given = {"in_force_from": date(2015, 1, 1)}
    of = body.ordinances.first() or ordinance(body)
    return DutyRule.objects.create(ordinance=of, kind=kind, due=due, **given | fields)


def council_session(body: Agency, begins_on: date, ends_on: date, **fields: Any) -> CouncilSession:
    given = {"name": f"제{next(_numbers)}회 임시회", "year": begins_on.year}
    return CouncilSession.objects.create(agency=body, begins_on=begins_on, ends_on=ends_on, **given | fields)


def duty_record(
    agreement: Agreement, agency: Agency, kind: str, period: str = "", **fields: Any
) -> DutyRecord:
    """A draft with one source; ``period`` is text such as ``2023``."""
    given = {"done_on": date(2023, 12, 1), "result_ko": "이행 실적을 평가함"}
    found = DutyRecord(agreement=agreement, agency=agency, kind=kind, **_drafted(given | fields))
    found.period = PartialDate.parse(period) if period else None
    found.save()
    found.sources.add(source(published=PartialDate.parse("2024")))
    return found


def round_of(*agencies: Agency, due_on: date = TODAY + timedelta(days=10), **fields: Any) -> Round:
    """A round of this quarter, opened by the reviewer."""
    given = {"name": f"2026년 1분기 취합 {next(_numbers)}", "period": PartialDate.parse("2026-Q1")} | fields
    found = Round(opened_by=reviewer(), due_on=due_on, **given)
    with drafts.editing_record(found, actor=reviewer(), now=NOON):
        found.save()
        set_agencies(found, agencies)
    return found


def agency_request(name_ko: str = "가온누리복지재단", **fields: Any) -> AgencyRequest:
    """What the author asks for; it waits."""
    found = AgencyRequest(name_ko=name_ko, **fields)
    with drafts.editing_record(found, actor=author(), now=NOON):
        begin_request(found, actor=author(), now=NOON)
        found.save()
    return found


def _drafted(fields: dict[str, Any]) -> dict[str, Any]:
    return {"created_at": NOON, "created_by": author()} | fields


PUBLISH: dict[Any, Any] = {
    Agreement: partial(publish_agreement, different_from_similar=True),
    Program: publish_program,
    StatusReport: publish_report,
    Statement: publish_statement,
    Withdrawal: publish_withdrawal,
    Redaction: publish_redaction,
    DutyRecord: publish_duty_record,
    Inquiry: publish_inquiry,
}


def published[R: (Agreement, Program, StatusReport, Statement, Withdrawal, Redaction, DutyRecord, Inquiry)](
    record: R, *, now: datetime = NOON
) -> R:
    """Submit as its author, publish as the reviewer, and read it again."""
    submitted(record, now=now)
    PUBLISH[type(record)](record, actor=reviewer(), now=now)
    record.refresh_from_db()
    return record


def changed[R: (Agreement, Program)](
    record: R, *, write: Callable[[R], object] | None = None, now: datetime = NOON, **fields: Any
) -> R:
    """Change a published record's fields, and what ``write`` saves beside them, as a correction."""
    read = type(record)._default_manager.get(pk=record.pk)
    for name, value in fields.items():
        setattr(read, name, value)

    def save() -> None:
        read.save()
        if write:
            write(read)

    change = PublishedChange(ChangeKind.CORRECTION, "잘못 옮김", different_from_similar=True)
    change_published(read, change, write=save, actor=reviewer(), now=now)
    record.refresh_from_db()
    return record


def submitted[R: (Agreement, Program, StatusReport, Statement, Withdrawal, Redaction, DutyRecord, Inquiry)](
    record: R, *, now: datetime = NOON
) -> R:
    drafts.submit_draft(record, actor=author(), now=now)
    record.refresh_from_db()
    return record
