"""Enter and publish the demo register the way staff do: through the actions, act by act.

The files beside this one hold facts from press and notices, each with its source, in our own wording.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model

from agreements.actions import drafts
from agreements.actions.agreements import publish_agreement
from agreements.actions.duties import load_ordinances
from agreements.actions.inquiries import publish_inquiry
from agreements.actions.programs import publish_program
from agreements.actions.publication import lock_publications
from agreements.actions.reports import publish_report
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    CommitmentAgency,
    DutyRule,
    Inquiry,
    Milestone,
    Origin,
    Party,
    Program,
    Recognition,
    Region,
    Source,
    StatusReport,
)
from agreements.models.base import Publishable
from agreements.rules.partial_date import PartialDate
from agreements.rules.roles import COORDINATOR

FOLDER = Path(__file__).parent
SERVICE_ACCOUNT = "demo-loader"
SOURCES_CHECKED_ON = date(2026, 11, 22)

NOUNS: dict[str, type[Model]] = {
    "agreements": Agreement,
    "commitments": Commitment,
    "programs": Program,
    "milestones": Milestone,
    "reports": StatusReport,
    "inquiries": Inquiry,
    "agencies": Agency,
    "regions": Region,
    "sources": Source,
    "rules of ordinances": DutyRule,
}

type Entry = dict[str, Any]


class NotEmptyError(Exception):
    """The register already holds something."""


@transaction.atomic
def load(*, now: datetime) -> dict[str, int]:
    """Load everything or nothing; give how many of each noun there are.

    Raises:
        NotEmptyError: the demo register would mix with what is there.
        ActRefused: ``now`` is before a search that the demo records.
    """
    lock_publications()  # two loaders at once: the second waits, then finds the register filled
    if not register_is_empty():
        raise NotEmptyError
    Loader(now=now).run()
    return {noun: model._default_manager.count() for noun, model in NOUNS.items()}


def register_is_empty() -> bool:
    return not any(model._default_manager.exists() for model in NOUNS.values())


class Loader:
    """Holds who loads, when, and what was already made, by the key the files call it."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.actor, created = get_user_model().objects.get_or_create(
            username=SERVICE_ACCOUNT, defaults={"is_staff": False}
        )
        if created:
            self.actor.set_unusable_password()
            self.actor.save()
        self.actor.groups.add(Group.objects.get_or_create(name=COORDINATOR)[0])
        self.regions: dict[str, Region] = {}
        self.agencies: dict[str, Agency] = {}
        self.sources: dict[str, Source] = {}
        self.programs: dict[str, Program] = {}
        self.milestones: dict[str, Milestone] = {}  # by program and number
        self.reports: list[tuple[StatusReport, list[Source]]] = []

    def run(self) -> None:
        self.load_regions()
        self.load_agencies()
        load_ordinances(actor=self.actor, now=self.now)
        self.load_sources()
        for entry in read_json("programs"):
            self.publish(self.enter_program(entry))
        # References count up in the order of publishing: that of signing.
        for entry in sorted(read_json("agreements"), key=lambda entry: entry["signed"]):
            self.publish(self.enter_agreement(entry))
        for report, sources in sorted(self.reports, key=lambda pair: pair[0].said_on.last):
            self.enter_report(report, sources)
            self.publish(report)
        searches = read_json("inquiries")
        for entry in searches.pop("inquiries"):
            self.publish(self.enter_inquiry(searches | entry))

    # ---- what others refer to

    def load_regions(self) -> None:
        for row in read_csv("regions"):
            parent = self.regions.get(row.pop("parent"))
            self.regions[row["code"]] = self.enter(Region(**row, parent=parent))

    def load_agencies(self) -> None:
        """Every parent stands above its children in the file."""
        for row in read_csv("agencies"):
            region, parent = self.regions.get(row.pop("region")), row.pop("parent")
            self.agencies[row["slug"]] = self.enter(
                Agency(**row, region=region, parent=self.agencies[parent] if parent else None, listed=True)
            )

    def load_sources(self) -> None:
        for key, entry in read_json("sources").items():
            source = Source(**with_dates(entry, "published"), checked_on=SOURCES_CHECKED_ON)
            self.sources[key] = self.enter(source)

    def enter[R: (Region, Agency, Source)](self, record: R) -> R:
        with drafts.editing_record(record, actor=self.actor, now=self.now):
            save(record)
        return record

    # ---- programs and agreements, each a draft with its parts

    def enter_program(self, entry: Entry) -> Program:
        sources, recognitions, milestones = take(entry, "sources", "recognitions", "milestones")
        bodies = {name: self.agencies[entry.pop(name)] for name in ("owner", "decided_by") if name in entry}
        program = Program(**with_dates(entry, "decided"), **bodies)
        with drafts.editing_record(program, actor=self.actor, now=self.now):
            save(program)
            program.sources.set(self.cited(sources))
            for part in recognitions:
                (proofs,) = take(part, "sources")
                awarded_by = self.agencies[part.pop("awarded_by")]
                recognition = Recognition(
                    program=program, awarded_by=awarded_by, **with_dates(part, "awarded")
                )
                save(recognition)
                recognition.sources.set(self.cited(proofs))
            for part in milestones:
                agencies, reports = take(part, "agencies", "reports")
                milestone = save(Milestone(program=program, **part))
                milestone.agencies.set([self.agencies[slug] for slug in agencies])
                self.milestones[f"{program.slug}-{milestone.number}"] = milestone
                self.remember(reports, milestone=milestone)
        self.programs[program.slug] = program
        return program

    def enter_agreement(self, entry: Entry) -> Agreement:
        sources, parties, commitments = take(entry, "sources", "parties", "commitments")
        agreement = Agreement(**with_dates(entry, "signed"))
        with drafts.editing_record(agreement, actor=self.actor, now=self.now):
            save(agreement)
            agreement.sources.set(self.cited(sources))
            for order, part in enumerate(parties, start=1):
                agency = self.agencies[part.pop("agency")]
                save(Party(agreement=agreement, agency=agency, order=order, **part))
            for part in commitments:
                self.enter_commitment(agreement, part)
        return agreement

    def enter_commitment(self, agreement: Agreement, entry: Entry) -> None:
        roles, reports = take(entry, "roles", "reports")
        program, duties_source = entry.pop("program", None), entry.pop("duties_source", None)
        carried_out_by = entry.pop("carried_out_by", None)
        commitment = save(
            Commitment(
                agreement=agreement,
                program=self.programs[program] if program else None,
                carried_out_by=self.milestones[carried_out_by] if carried_out_by else None,
                duties_source=self.sources[duties_source] if duties_source else None,
                **entry,
            )
        )
        for part in roles:
            agency = self.agencies[part.pop("agency")]
            save(CommitmentAgency(commitment=commitment, agency=agency, **part))
        self.remember(reports, commitment=commitment)

    # ---- reports, published when everything they are about is public

    def remember(self, reports: list[Entry], **subject: Commitment | Milestone) -> None:
        for entry in reports:
            fields = with_dates(entry, "said_on", "happened", "target")
            fields["stated_by"] = self.agencies[fields["stated_by"]]
            sources = fields.pop("sources")
            report = StatusReport(**subject, **fields, origin=Origin.RESEARCH)
            self.reports.append((report, self.cited(sources)))

    def enter_report(self, report: StatusReport, sources: list[Source]) -> None:
        with drafts.editing_record(report, actor=self.actor, now=self.now):
            save(report)
            report.sources.set(sources)

    def enter_inquiry(self, entry: Entry) -> Inquiry:
        """Enter a search for promises, named as the public names them: all of them are public by now."""
        (promises,) = take(entry, "promises")
        searched_on = date.fromisoformat(entry.pop("searched_on"))
        inquiry = Inquiry(searched_on=searched_on, **with_dates(entry, "covers_from", "covers_to"))
        with drafts.editing_record(inquiry, actor=self.actor, now=self.now):
            save(inquiry)
            inquiry.commitments.set(Commitment.objects.filter(reference__in=promises))
            inquiry.milestones.set(Milestone.objects.filter(reference__in=promises))
        return inquiry

    def publish(self, record: Publishable) -> None:
        publish: Any = {
            Agreement: publish_agreement,
            Program: publish_program,
            StatusReport: publish_report,
            Inquiry: publish_inquiry,
        }
        drafts.submit_draft(record, actor=self.actor, now=self.now)
        record.refresh_from_db()
        publish[type(record)](record, actor=self.actor, now=self.now, service=True)
        record.refresh_from_db()

    def cited(self, keys: list[str]) -> list[Source]:
        return [self.sources[key] for key in keys]


def save[R: Model](record: R) -> R:
    """Hold a new record to what a form would ask of it, and save it."""
    record.full_clean()
    record.save(force_insert=True)
    return record


# ---- reading the files


def read_json(noun: str) -> Any:
    return json.loads((FOLDER / f"{noun}.json").read_text(encoding="utf-8"))


def read_csv(noun: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{noun}.csv").open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows)


def take(entry: Entry, *names: str) -> list[list[Any]]:
    """Remove lists from an entry and give them; a missing one is empty."""
    return [entry.pop(name, []) for name in names]


def with_dates(entry: Entry, *names: str) -> Entry:
    """Turn the texts under ``names`` into partial dates."""
    return entry | {name: PartialDate.parse(entry[name]) for name in names if name in entry}
