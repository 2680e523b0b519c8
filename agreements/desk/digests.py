"""What each member of staff is mailed on a day.  Reads only, and as often for one person as for all."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse

from agreements.desk.base import Section
from agreements.desk.sections import DAILY_MAIL
from agreements.models import Membership
from agreements.models.agency import predecessors_of_agencies
from agreements.rules.publication import Act
from agreements.rules.roles import Person
from agreements.rules.succession import with_predecessors_of


class DigestLine(NamedTuple):
    """A row as a mail names it; ``path`` is the page of its record in the admin."""

    label: str
    aside: str
    path: str


@dataclass(frozen=True)
class Digest:
    """The sections that have something for one person, in the order of the mail."""

    account: Any
    person: Person
    sections: list[tuple[Section, list[DigestLine]]] = field(default_factory=list)

    @property
    def kinds(self) -> dict[str, int]:
        return {section.kind: len(lines) for section, lines in self.sections}

    @property
    def count(self) -> int:
        return sum(self.kinds.values())


def digests(on: date) -> list[Digest]:
    """Return everyone's digest of the day, the empty ones too, by account name."""
    all_digests = empty_digests(on)
    for section in DAILY_MAIL:
        people = [digest.person for digest in all_digests if section.is_for(digest.person)]
        lines: dict[int, list[DigestLine]] = defaultdict(list)
        for row, keys in section.mail_rows(people, on=on):
            line = digest_line(section, row, on=on)
            for key in keys:
                lines[key].append(line)
        for digest in all_digests:
            if digest.person.key in lines:
                digest.sections.append((section, lines[digest.person.key]))
    return all_digests


def digest_line(section: Section, row: Any, *, on: date) -> DigestLine:
    record = section.record(row)
    path = reverse(f"admin:agreements_{record._meta.model_name}_change", args=[record.pk])
    return DigestLine(*section.mail_text(row, on=on), path)


def empty_digests(on: date) -> list[Digest]:
    """Return a digest for each active member of staff with an address who may draft something.

    Who only reads the register has no duties in it.  A superuser gets mail by a role, as anybody else.
    """
    works_for = defaultdict(set)
    on_that_day = Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))
    for user, agency in Membership.objects.filter(on_that_day).values_list("user", "agency"):
        works_for[user].add(agency)
    predecessors = predecessors_of_agencies()
    staff = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    digests_of_staff = []
    for account in staff.prefetch_related("groups").order_by("username"):
        roles = frozenset(group.name for group in account.groups.all())
        agencies = with_predecessors_of(works_for[account.pk], predecessors)
        person = Person(account.pk, roles, agencies)
        if person.may(Act.CREATE, "statusreport"):
            digests_of_staff.append(Digest(account, person))
    return digests_of_staff
