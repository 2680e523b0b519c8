"""Enter and publish the demo register the way staff do: through the actions, act by act.

Each part lies in a folder beside this file: facts from press and notices, each with its source, in our own
wording.  What no source says stays empty, and what nobody looked for stays unsearched.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model, QuerySet

from agreements.actions import drafts
from agreements.actions.agreements import publish_agreement
from agreements.actions.directory import load_directory
from agreements.actions.directory_files import FOLDER as DIRECTORY
from agreements.actions.duties import load_ordinances
from agreements.actions.inquiries import publish_inquiry
from agreements.actions.programs import publish_program
from agreements.actions.publication import lock_publications
from agreements.actions.reports import publish_report
from agreements.actions.themes import load_themes
from agreements.models import (
    Agency,
    Agreement,
    Amendment,
    Commitment,
    CommitmentAgency,
    Inquiry,
    Milestone,
    Ordinance,
    Origin,
    Party,
    Program,
    Recognition,
    Region,
    Source,
    StatusReport,
    Theme,
)
from agreements.models.base import Publishable
from agreements.rules.partial_date import PartialDate
from agreements.rules.roles import COORDINATOR

FOLDER = Path(__file__).parent
PARTS = ("paju", "nationwide")  # in the order of publishing: references count up part by part
SERVICE_ACCOUNT = "demo-loader"
SOURCES_CHECKED_ON = {"paju": date(2026, 11, 22), "nationwide": date(2026, 11, 30)}

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
    "ordinances": Ordinance,
    "themes": Theme,
}

NAMES_AN_AGENCY = {"agency", "agencies", "stated_by", "owner", "decided_by", "awarded_by"}

type Entry = dict[str, Any]
type Progress = Callable[[str, int, int], None]  # what is being published, how many are, of how many


class NotEmptyError(Exception):
    """The register already holds something."""


def tell_nobody(_noun: str, _done: int, _total: int) -> None:
    """Keep silent about how far the loading is."""


@transaction.atomic
def load(
    *,
    now: datetime,
    parts: tuple[str, ...] = PARTS,
    progress: Progress = tell_nobody,
    directory: Path = DIRECTORY,
) -> dict[str, int]:
    """Load everything of ``parts`` or nothing; give how many of each noun there are.

    ``directory`` is the folder of the regions and bodies to begin with.

    Raises:
        NotEmptyError: the demo register would mix with what is there.
        ActRefused: ``now`` is before a search that the demo records.
    """
    lock_publications()  # two loaders at once: the second waits, then finds the register filled
    if not register_is_empty():
        raise NotEmptyError
    Loader(now=now, progress=progress).run(parts, directory)
    return {noun: model._default_manager.count() for noun, model in NOUNS.items()}


def register_is_empty() -> bool:
    return not any(model._default_manager.exists() for model in NOUNS.values())


def demo_is_loaded() -> bool:
    return get_user_model().objects.filter(username=SERVICE_ACCOUNT).exists()


def service_account() -> Any:
    """Return the account in whose name everything is entered; nobody can log in with it."""
    account, created = get_user_model().objects.get_or_create(
        username=SERVICE_ACCOUNT, defaults={"is_staff": False}
    )
    if created:
        account.set_unusable_password()
        account.save()
    account.groups.add(Group.objects.get_or_create(name=COORDINATOR)[0])
    return account


class Loader:
    """Holds who loads, when, and what was already made, by the key the files call it."""

    def __init__(self, *, now: datetime, progress: Progress) -> None:
        self.now, self.progress = now, progress
        self.actor = service_account()
        self.agencies: dict[str, Agency] = {}
        self.sources: dict[str, Source] = {}
        self.themes: dict[str, Theme] = {}
        self.programs: dict[str, Program] = {}
        self.agreements: dict[str, Agreement] = {}
        self.milestones: dict[str, Milestone] = {}  # by program and number
        self.reports: list[tuple[StatusReport, list[Source]]] = []

    def run(self, parts: tuple[str, ...], directory: Path) -> None:
        load_directory(actor=self.actor, now=self.now, folder=directory)
        self.themes = {theme.slug: theme for theme in load_themes(actor=self.actor, now=self.now)}
        for part in parts:
            self.load_agencies(part)
            self.load_sources(part)
        load_ordinances(actor=self.actor, now=self.now)
        self.list_agencies(Agency.objects.exclude(ordinances=None))
        self.list_agencies(Agency.objects.filter(successors__listed=True))
        for entry in (entry for part in parts for entry in read_json(part, "programs", [])):
            self.publish(self.enter_program(entry))
        self.load_agreements(parts)
        self.load_reports()
        for part in parts:
            self.load_inquiries(part)

    # ---- what others refer to

    def load_agencies(self, part: str) -> None:
        """Enter bodies that the directory does not have; list those that take part and those above them."""
        for row in read_csv(part, "agencies"):
            upper, region = row.pop("parent"), row.pop("region")
            parent = Agency.objects.get(slug=upper) if upper else None
            self.enter(Agency(**row, region_id=region or None, parent=parent, listed=True))
        slugs = named_in(part)
        named = Agency.objects.filter(slug__in=slugs)
        above = Agency.objects.filter(children__slug__in=slugs)
        self.list_agencies(named | above)
        self.agencies |= {agency.slug: agency for agency in named}

    def list_agencies(self, agencies: QuerySet[Agency]) -> None:
        for agency in agencies.filter(listed=False).distinct():
            with drafts.editing_record(agency, actor=self.actor, now=self.now):
                agency.listed = True
                agency.save()

    def load_sources(self, part: str) -> None:
        for key, entry in read_json(part, "sources", {}).items():
            source = Source(**with_dates(entry, "published"), checked_on=SOURCES_CHECKED_ON[part])
            self.sources[key] = self.enter(source)

    def enter[R: (Agency, Source)](self, record: R) -> R:
        with drafts.editing_record(record, actor=self.actor, now=self.now):
            save(record)
        return record

    # ---- programs and agreements, each a draft with its parts

    def load_agreements(self, parts: tuple[str, ...]) -> None:
        """Publish them in the order of signing, in which their references count up."""
        entries = [
            (key, entry)
            for part in parts
            for key, entry in sorted(read_json(part, "agreements", {}).items(), key=begins)
        ]
        for number, (key, entry) in enumerate(entries, start=1):
            self.agreements[key] = self.enter_agreement(entry)
            self.publish(self.agreements[key])
            self.progress("agreements", number, len(entries))

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
                agencies, themes, reports = take(part, "agencies", "themes", "reports")
                milestone = save(Milestone(program=program, **part))
                milestone.agencies.set([self.agencies[slug] for slug in agencies])
                milestone.themes.set([self.themes[slug] for slug in themes])
                self.milestones[f"{program.slug}-{milestone.number}"] = milestone
                self.remember(reports, milestone=milestone)
        self.programs[program.slug] = program
        return program

    def enter_agreement(self, entry: Entry) -> Agreement:
        sources, themes, amendments = take(entry, "sources", "themes", "amendments")
        parties, commitments = take(entry, "parties", "commitments")
        follows = entry.pop("supersedes", None)
        agreement = Agreement(**with_dates(entry, "signed", "announced"))
        agreement.supersedes = named_in_entry(self.agreements, follows)
        with drafts.editing_record(agreement, actor=self.actor, now=self.now, different_from_similar=True):
            save(agreement)
            agreement.sources.set(self.cited(sources))
            agreement.themes.set([self.themes[slug] for slug in themes])
            for order, part in enumerate(parties, start=1):
                self.enter_party(agreement, part | {"order": order})
            for part in amendments:
                save(Amendment(agreement=agreement, **with_dates(part, "signed")))
            for part in commitments:
                self.enter_commitment(agreement, part)
        return agreement

    def enter_party(self, agreement: Agreement, entry: Entry) -> None:
        agency, quoted_in = self.agencies[entry.pop("agency")], entry.pop("purpose_source", None)
        party = Party(agreement=agreement, agency=agency, **with_dates(entry, "joined"))
        party.purpose_source = named_in_entry(self.sources, quoted_in)
        save(party)

    def enter_commitment(self, agreement: Agreement, entry: Entry) -> None:
        roles, themes, reports = take(entry, "roles", "themes", "reports")
        program, duties_source = entry.pop("program", None), entry.pop("duties_source", None)
        carried_out_by = entry.pop("carried_out_by", None)
        commitment = save(
            Commitment(
                agreement=agreement,
                program=named_in_entry(self.programs, program),
                carried_out_by=named_in_entry(self.milestones, carried_out_by),
                duties_source=named_in_entry(self.sources, duties_source),
                **with_dates(entry, "quantity_by"),
            )
        )
        commitment.themes.set([self.themes[slug] for slug in themes])
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

    def load_reports(self) -> None:
        in_turn = sorted(self.reports, key=lambda pair: pair[0].said_on.last)
        for number, (report, sources) in enumerate(in_turn, start=1):
            self.enter_report(report, sources)
            self.publish(report)
            self.progress("reports", number, len(in_turn))

    def enter_report(self, report: StatusReport, sources: list[Source]) -> None:
        with drafts.editing_record(report, actor=self.actor, now=self.now):
            save(report)
            report.sources.set(sources)

    def load_inquiries(self, part: str) -> None:
        searches = read_json(part, "inquiries", {})
        for entry in searches.pop("inquiries", []):
            self.publish(self.enter_inquiry(searches | entry))

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
            Agreement: partial(publish_agreement, different_from_similar=True),
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


def named_in_entry[R](records: Mapping[str, R], key: str | None) -> R | None:
    """Return the record that an entry names by its key; None where it names none."""
    if not key:
        return None
    return records[key]


def read_json(part: str, noun: str, nothing: Any) -> Any:
    """Read a part's file of a noun; ``nothing`` where the part has none."""
    path = FOLDER / part / f"{noun}.json"
    if not path.exists():
        return nothing
    return json.loads(path.read_text(encoding="utf-8"))


def read_csv(part: str, noun: str) -> list[dict[str, str]]:
    """Read a part's table of a noun; nothing where the part has none."""
    path = FOLDER / part / f"{noun}.csv"
    if not path.exists():
        return []
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def named_in(part: str) -> set[str]:
    """Give the address names of the bodies that do or say something in a part's agreements and programs."""
    entries = [*read_json(part, "agreements", {}).values(), *read_json(part, "programs", [])]
    return set(slugs_in(entries))


def slugs_in(entry: Any) -> Iterator[str]:
    """Give each text that stands where an entry names an agency."""
    if isinstance(entry, list):
        for item in entry:
            yield from slugs_in(item)
    elif isinstance(entry, dict):
        for name, value in entry.items():
            if name not in NAMES_AN_AGENCY:
                yield from slugs_in(value)
            elif isinstance(value, str):
                yield value
            else:
                yield from value


def begins(item: tuple[str, Entry]) -> PartialDate:
    """Give when an agreement was signed, or announced to be."""
    _, entry = item
    return PartialDate.parse(entry.get("signed") or entry["announced"])


def take(entry: Entry, *names: str) -> list[list[Any]]:
    """Remove lists from an entry and give them; a missing one is empty."""
    return [entry.pop(name, []) for name in names]


def with_dates(entry: Entry, *names: str) -> Entry:
    """Turn the texts under ``names`` into partial dates."""
    return entry | {name: PartialDate.parse(entry[name]) for name in names if name in entry}
