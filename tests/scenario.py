"""The Paju story, published the way staff do it: four announced dates, then the opening.

The center is one promise with two pages: the commitment, and the milestone that carries it out.

The people in it are roles; what happened is told as the press told it, in our own words.
"""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models

from agreements.models import (
    Agency,
    AgencyKind,
    Agreement,
    Commitment,
    CommitmentAgency,
    CommitmentRole,
    Inquiry,
    Milestone,
    Origin,
    Party,
    Program,
    Recognition,
)
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import published

User = get_user_model()
NOTICE = "아동학대가 의심되면 112에 신고하세요. 이 누리집은 신고를 받지 않습니다."

# status, when it was said, announced target, who said it
CENTER = [
    ("planned", "2021-09-03", "2022", "commission"),
    ("planned", "2022-12-13", "2023", "commission"),
    ("planned", "2022-12-13", "2023-06", "city"),
    ("planned", "2023-02-13", "2023-H2", "commission"),
    ("reached", "2023-12-27", None, "commission"),
]
PROMISE = [
    ("on_track", "2022-12-13", "2023", "commission"),
    ("on_track", "2022-12-13", "2023-06", "city"),
    ("on_track", "2023-02-13", "2023-H2", "commission"),
    ("completed", "2023-12-27", None, "commission"),
]


@dataclass(frozen=True)
class Paju:
    commission: Agency
    city: Agency
    police: Agency
    program: Program
    center: Milestone  # the same promise as ``promise``: opened 361 days after the commission's first date
    second_center: Milestone  # announced for 2023, nothing heard since, and nobody has looked
    expansion: Milestone  # announced without a date
    agreement: Agreement
    promise: Commitment  # within the commission's last date, 180 days after the city's
    unheard: Commitment  # joint; the inquiry looked for it and found nothing
    inquiry: Inquiry
    other_program: Program  # decided later, without a notice


_rows: list[tuple[type[models.Model], list[models.Model]]] = []
_roles: dict[int, list[str]] = {}  # by name: the reset after a transactional test gives groups new keys


def paju() -> Paju:
    """Publish the story, or lay down again the rows the first publication in this process left."""
    if _rows:
        for model, rows in _rows:
            model._base_manager.bulk_create(rows)
        for user in User.objects.filter(pk__in=_roles):
            user.groups.set(Group.objects.get_or_create(name=name)[0] for name in _roles[user.pk])
    else:
        _publish()
        _rows.extend(
            (model, list(model._base_manager.all()))
            for model in apps.get_models(include_auto_created=True)
            if model._meta.app_label == "agreements" or model is User
        )
        _roles.update((user.pk, [group.name for group in user.groups.all()]) for user in User.objects.all())
    program = Program.objects.get(slug="crisis-child-one-stop")
    agreement = Agreement.objects.get()
    center, second_center, expansion = program.milestones.order_by("number")
    promise, unheard = agreement.commitments.order_by("number")
    return Paju(
        commission=Agency.objects.get(slug="commission"),
        city=Agency.objects.get(slug="paju"),
        police=Agency.objects.get(slug="paju-police"),
        program=program,
        center=center,
        second_center=second_center,
        expansion=expansion,
        agreement=agreement,
        promise=promise,
        unheard=unheard,
        inquiry=Inquiry.objects.get(),
        other_program=Program.objects.get(slug="other-program"),
    )


def _publish() -> None:
    commission, city, police = _agencies()
    program = _program(commission, city, police)
    agreement = _agreement(commission, city, police, program)
    first, second, third = program.milestones.order_by("number")
    promise, unheard = agreement.commitments.order_by("number")
    by = {"commission": commission, "city": city}
    for subject, history in ((first, CENTER), (promise, PROMISE)):
        for status, said_on, target, speaker in history:
            _report(subject, status, said_on, by[speaker], target=target)
    _report(second, "planned", "2023-02-13", commission, target="2023")
    _report(third, "planned", "2021-09-05", commission, target_undated=True)
    looked_on = date(2026, 2, 16)
    published(factories.inquiry(unheard, searched_on=looked_on, words="파주 상호협력", covers_from="2022-12"))
    published(factories.program(slug="other-program", owner=city, decided=PartialDate.parse("2024")))


def _agencies() -> tuple[Agency, Agency, Agency]:
    return (
        factories.agency(
            "commission",
            name_ko="경기도북부자치경찰위원회",
            name_en="Gyeonggi Bukbu Autonomous Police Commission",
            kind=AgencyKind.POLICE_COMMISSION,
        ),
        factories.agency("paju", name_ko="파주시", name_en="Paju City"),
        factories.agency("paju-police", name_ko="파주경찰서", name_en="", kind=AgencyKind.POLICE_STATION),
    )


def _program(commission: Agency, city: Agency, police: Agency) -> Program:
    program = factories.program(
        slug="crisis-child-one-stop",
        title_ko="위기아동 원스톱 보호체계 구축",
        title_en="One-stop protection system for children in crisis",
        notice_ko=NOTICE,
        notice_en="If you suspect child abuse, call 112.",
        owner=commission,
        decided_how="resolved",
        decided_by=commission,
        milestones=0,
    )
    titles = ((2, "위기아동 보호센터 개소(파주)"), (2, "위기아동 보호센터 개소(의정부)"), (3, "전역 확대"))
    for number, (stage, title) in enumerate(titles, start=1):
        made = Milestone.objects.create(
            program=program,
            number=number,
            stage=stage,
            title_ko=title,
            outcome_ko="문을 열었습니다",
            outcome_en="It opened",
        )
        made.agencies.set([commission, city, police] if number == 1 else [commission])
    prize = Recognition(
        program=program,
        title_ko="우수 시책 선정과 특별교부세",
        awarded_by=commission,
        amount_krw=200_000_000,
    )
    prize.awarded = PartialDate.parse("2021-12")
    prize.save()
    prize.sources.add(factories.source(label_ko="특별교부세 확보 보도"))
    return published(program)


def _agreement(commission: Agency, city: Agency, police: Agency, program: Program) -> Agreement:
    agreement = factories.agreement(
        parties=[commission, city, police],
        commitments=0,
        title_ko="자치경찰 치안협력 강화를 위한 업무협약",
        signed="2022-12-13",
        open_ended=True,
        lead_department="협력담당관실",
        telephone="031-940-0000",
    )
    Party.objects.filter(agreement=agreement, agency=city).update(signatory="시장", signatory_title_ko="대표")
    promise = Commitment.objects.create(
        agreement=agreement,
        number=1,
        title_ko="위기아동 보호센터 설립 추진",
        outcome_ko="문을 열었습니다",
        program=program,
        carried_out_by=program.milestones.get(number=1),
        duties_source=factories.source(label_ko="역할 분담 보도"),
    )
    parts = ((city, CommitmentRole.LEAD, "시설 설치와 운영"), (police, CommitmentRole.SUPPORT, "경찰관 지원"))
    for agency, role, duty in parts:
        CommitmentAgency.objects.create(commitment=promise, agency=agency, role=role, duty_ko=duty)
    joint = Commitment.objects.create(
        agreement=agreement, number=2, title_ko="상호협력", wording_ko="협약 당사자는 상호 협력한다."
    )
    for agency in (commission, city, police):
        CommitmentAgency.objects.create(commitment=joint, agency=agency, role=CommitmentRole.JOINT)
    return published(agreement)


def _report(
    subject: Commitment | Milestone,
    status: str,
    said_on: str,
    speaker: Agency,
    *,
    target: str | None = None,
    target_undated: bool = False,
) -> None:
    draft = factories.report(
        subject,
        status,
        said_on,
        target=target,
        target_undated=target_undated,
        stated_by=speaker,
        origin=Origin.RESEARCH,
        note_ko=f"{said_on} {status} 발표",
    )
    published(draft)
