"""What each member of staff is reminded of on a day.  Reads only, and as often for one as for all."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.lists.duties import duties_of
from agreements.lists.parameters import Clock
from agreements.models import (
    Agency,
    Agreement,
    CommitmentAgency,
    DutyRecord,
    Membership,
    Milestone,
    Party,
    Program,
    Redaction,
    State,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.models.base import PUBLIC
from agreements.rules import reminders
from agreements.rules.duties import DutyState, duty_name, duty_sentence
from agreements.rules.lifecycle import CLOSED, Phase
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import Act, PublicationState
from agreements.rules.roles import COORDINATOR, EDITOR, Person
from agreements.rules.scope import agency_lookups


@dataclass(frozen=True)
class Item:
    """One line of a digest, and whom it concerns.

    ``agencies``: everyone who works for one of them, and all coordinators.  ``people``: these alone.
    """

    label: str
    path: str  # in the admin
    aside: str = ""
    agencies: frozenset[int] = frozenset()
    people: frozenset[int] | None = None


@dataclass(frozen=True)
class Reader:
    """A reader: an active member of staff with a role and an address, and the agencies of the day."""

    account: Any
    coordinates: bool
    agencies: frozenset[int]


@dataclass(frozen=True)
class Section:
    kind: str  # what is recorded
    title: str | Promise
    gather: Callable[[list[Reader], date], Iterable[Item]]


@dataclass(frozen=True)
class Digest:
    person: Reader
    sections: list[tuple[Section, list[Item]]] = field(default_factory=list)

    @property
    def kinds(self) -> dict[str, int]:
        return {section.kind: len(items) for section, items in self.sections}

    @property
    def count(self) -> int:
        return sum(self.kinds.values())


def digests(on: date) -> list[Digest]:
    """Give everyone's digest of the day, the empty ones too, by account name."""
    people = readers(on)
    found = {person.account.pk: Digest(person) for person in people}
    for section in SECTIONS:
        items = list(section.gather(people, on))
        for person in people:
            if mine := [item for item in items if concerns(item, person)]:
                found[person.account.pk].sections.append((section, mine))
    return list(found.values())


def concerns(item: Item, person: Reader) -> bool:
    if item.people is not None:
        return person.account.pk in item.people
    return person.coordinates or not item.agencies.isdisjoint(person.agencies)


def readers(on: date) -> list[Reader]:
    """Whoever may enter or publish; who only reads the register has no duties in it."""
    works_for = defaultdict(set)
    active = Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))
    for user, agency in Membership.objects.filter(active).values_list("user", "agency"):
        works_for[user].add(agency)
    staff = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    people = []
    for account in staff.prefetch_related("groups").order_by("username"):
        person = Person(
            account.pk,
            frozenset(group.name for group in account.groups.all()),
            frozenset(works_for[account.pk]),
        )
        if person.may(Act.CREATE, "statusreport"):
            people.append(Reader(account, COORDINATOR in person.roles, person.agencies))
    return people


# ---- commitments and milestones -----------------------------------------------------------------------


def late(people: list[Reader], on: date) -> Iterable[Item]:
    rows = open_rows(on).filter(target_last__lt=on).order_by("target_last", "pk")
    found = [row for row in rows if reminders.reminds_of_late(row.target.last, on=on)]
    return subject_items(found, aside=lambda row: past(row.target, (on - row.target.last).days))


def due(people: list[Reader], on: date) -> Iterable[Item]:
    rows = open_rows(on).filter(target_last__gt=on).order_by("target_last", "pk")
    found = [row for row in rows if reminders.reminds_of_due(row.target.last, on=on)]
    return subject_items(found, aside=lambda row: ahead(row.target, (row.target.last - on).days))


def silent(people: list[Reader], on: date) -> Iterable[Item]:
    rows = open_rows(on).with_standing(on=on).filter(silent=True).order_by("heard_on", "pk")
    days = settings.SILENT_DAYS
    found = [row for row in rows if reminders.reminds_of_silence(row.heard_on, on=on, silent_days=days)]
    return subject_items(
        found, aside=lambda row: _("last heard of on %(day)s") % {"day": short(row.heard_on)}
    )


def open_rows(on: date) -> Any:
    rows = State.objects.at(on).exclude(status__in=sorted(CLOSED))
    return rows.select_related("commitment", "milestone__program")


def subject_items(rows: list[Any], *, aside: Callable[[Any], str]) -> Iterable[Item]:
    """Each with the agencies that lead, support or join it; of a milestone also the program's owner."""
    agencies = defaultdict(set)
    commitments = [row.commitment_id for row in rows if row.commitment_id]
    milestones = [row.milestone_id for row in rows if row.milestone_id]
    roles = CommitmentAgency.objects.filter(commitment__in=commitments)
    for commitment, agency in roles.values_list("commitment", "agency"):
        agencies["commitment", commitment].add(agency)
    parts = Milestone.agencies.through._default_manager.filter(milestone__in=milestones)
    for milestone, agency in parts.values_list("milestone", "agency"):
        agencies["milestone", milestone].add(agency)
    for row in rows:
        subject = row.subject
        concerned = agencies[str(subject._meta.model_name), subject.pk]
        if row.milestone_id:
            concerned.add(row.milestone.program.owner_id)
        label = f"{subject.reference} {subject.title}"
        yield Item(label, page_of(subject), aside(row), frozenset(concerned))


def past(target: PartialDate, days: int) -> str:
    text = ngettext("due %(target)s, %(days)s day late", "due %(target)s, %(days)s days late", days)
    return text % {"target": target.short(), "days": days}


def ahead(target: PartialDate, days: int) -> str:
    text = ngettext("due %(target)s, in %(days)s day", "due %(target)s, in %(days)s days", days)
    return text % {"target": target.short(), "days": days}


# ---- agreements ---------------------------------------------------------------------------------------


def expiring(people: list[Reader], on: date) -> Iterable[Item]:
    public = Agreement.objects.filter(state=PublicationState.PUBLISHED, renews=False, expires_on__gt=on)
    with_phase: Any = public.with_own_phase(on=on)
    running = with_phase.exclude(phase__in=[Phase.SUPERSEDED, Phase.ENDED]).order_by("expires_on", "pk")
    found = [one for one in running if reminders.reminds_of_expiry(one.expires_on, on=on)]
    parties = defaultdict(set)
    for agreement, agency in Party.objects.filter(agreement__in=found).values_list("agreement", "agency"):
        parties[agreement].add(agency)
    for one in found:
        text = _("until %(day)s") % {"day": short(one.expires_on)}
        yield Item(str(one), page_of(one), text, frozenset(parties[one.pk]))


# ---- duties -------------------------------------------------------------------------------------------


def duties(people: list[Reader], on: date) -> Iterable[Item]:
    """Duties that are due soon or past their day without a record, on the same days as targets."""
    agreements: Any = Agreement.objects.visible_to(PUBLIC).signed_by(on).order_by("pk")
    found = []
    for duty in duties_of(agreements, Clock(on, today=on)):
        soon = duty.state == DutyState.DUE_SOON and duty.due and reminders.reminds_of_due(duty.due, on=on)
        past_due = (
            duty.state == DutyState.NO_RECORD and duty.due and reminders.reminds_of_late(duty.due, on=on)
        )
        if soon or past_due:
            found.append(duty)
    records = Agreement.objects.in_bulk([duty.agreement for duty in found])
    names = dict(Agency.objects.filter(pk__in=[duty.agency for duty in found]).values_list("pk", "name_ko"))
    for duty in found:
        label = f"{duty_name(duty.kind, duty.period)} · {names[duty.agency]} · {records[duty.agreement]}"
        yield Item(
            label, page_of(records[duty.agreement]), str(duty_sentence(duty)), frozenset({duty.agency})
        )


# ---- drafts -------------------------------------------------------------------------------------------

OF_REPORT = ("report__commitment", "report__milestone")
REVIEWED: dict[Any, tuple[str, ...]] = {  # with what a draft's name is read from
    Agreement: (),
    Program: (),
    StatusReport: ("commitment", "milestone"),
    Statement: ("agency", *OF_REPORT),
    Withdrawal: OF_REPORT,
    DutyRecord: ("agreement", "agency"),
    Redaction: (
        *OF_REPORT,
        "agreement",
        "program",
        *(f"statement__{way}" for way in OF_REPORT),
        "statement__agency",
        "duty__agency",
    ),
}


def waiting(people: list[Reader], on: date) -> Iterable[Item]:
    """For coordinators, but not what they submitted themselves: somebody else publishes that."""
    coordinators = {person.account.pk for person in people if person.coordinates}
    for draft in drafts(PublicationState.SUBMITTED):
        own = set() if settings.ONE_PERSON_OFFICE else {draft.created_by_id, draft.submitted_by_id}
        yield draft_item(draft, for_whom=coordinators - own)


def returned(people: list[Reader], on: date) -> Iterable[Item]:
    """To whom it came back, unless they work elsewhere by now."""
    state, agencies = PublicationState.RETURNED, defaultdict(set)
    for model in REVIEWED:
        for way in agency_lookups(str(model._meta.model_name), Act.EDIT, EDITOR):
            for pk, agency in model.objects.filter(state=state).values_list("pk", way):
                agencies[model, pk].add(agency)
    by_account = {person.account.pk: person for person in people}
    for draft in drafts(state):
        person = by_account.get(draft.assigned_to_id)
        if person and (person.coordinates or not person.agencies.isdisjoint(agencies[type(draft), draft.pk])):
            yield draft_item(draft, for_whom={draft.assigned_to_id})


def drafts(state: PublicationState) -> Iterable[Any]:
    for model, names in REVIEWED.items():
        rows: QuerySet[Any] = model.objects.filter(state=state)
        with_names = rows.select_related(*names) if names else rows
        yield from with_names.order_by(F("submitted_at").asc(nulls_last=True), "pk")


def draft_item(draft: Any, *, for_whom: set[int | None]) -> Item:
    subject = draft.subject if isinstance(draft, Redaction) else draft
    report = getattr(subject, "report", None) or subject
    about = f"{report.subject}: {subject}" if isinstance(report, StatusReport) else str(subject)
    people = frozenset(pk for pk in for_whom if pk)
    return Item(f"{draft._meta.verbose_name} · {about}", page_of(draft), people=people)


def page_of(record: Any) -> str:
    return reverse(f"admin:agreements_{record._meta.model_name}_change", args=[record.pk])


def short(day: date) -> str:
    return PartialDate.day(day).short()


# In the order of the mail.  A colleague's section is one line here: all its items of the day at once.
SECTIONS: tuple[Section, ...] = (
    Section("late", gettext_lazy("Late"), late),
    Section("due", gettext_lazy("Due soon"), due),
    Section("silent", gettext_lazy("No report for a year"), silent),
    Section("expiring", gettext_lazy("Agreements that expire"), expiring),
    Section("duties", gettext_lazy("Duties under ordinances"), duties),
    Section("returned", gettext_lazy("Returned to you"), returned),
    Section("review", gettext_lazy("Waiting for your review"), waiting),
)
