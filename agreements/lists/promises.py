"""What was announced for promises, of both their sides together, as pages and files read it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from agreements.lists.agency_names import agencies_named_on
from agreements.lists.among import among
from agreements.lists.parameters import Clock
from agreements.models import Commitment, Milestone, PromiseLink, State, StatusReport
from agreements.models.agency import predecessors_of_agencies
from agreements.models.base import PUBLIC
from agreements.rules.succession import with_predecessors
from agreements.rules.targets import Announcement, target_history

type SubjectKey = tuple[str, int]  # "commitment" or "milestone", and the primary key

SUBJECTS: dict[str, type[Commitment | Milestone]] = {"commitment": Commitment, "milestone": Milestone}
OTHER_SIDE = {"commitment": "milestone", "milestone": "commitment"}


@dataclass(frozen=True)
class PromiseHistory:
    """What was announced for one promise by the clock's day, oldest first, and the reports it stands in."""

    announcements: list[Announcement]
    reports: Mapping[int, StatusReport]  # with their public speaker and subject

    @property
    def without_repeats(self) -> list[Announcement]:
        """Return the announcements without those that another report already holds in the same words."""
        return [entry for entry in self.announcements if not entry.repeats]


def key_of(subject: Commitment | Milestone) -> SubjectKey:
    return str(subject._meta.model_name), subject.pk


def key_of_record(record: StatusReport | State) -> SubjectKey:
    """Return the key of the promise that a report or a state is about."""
    kind = "commitment" if record.commitment_id else "milestone"
    return kind, getattr(record, f"{kind}_id")


def about_promises(keys: Iterable[SubjectKey]) -> Q:
    """Return the filter of reports, states and links that are about one of the promises."""
    pks: dict[str, set[int]] = {"commitment": set(), "milestone": set()}
    for kind, pk in keys:
        pks[kind].add(pk)
    return Q(commitment__in=among(pks["commitment"])) | Q(milestone__in=among(pks["milestone"]))


def promise_histories(keys: Iterable[SubjectKey], clock: Clock) -> dict[SubjectKey, PromiseHistory]:
    """Return the history of each promise; the number of queries does not grow with them."""
    keys = set(keys)
    counterparts = other_sides(keys, clock)
    reports = announcing_reports_of(keys | set(counterparts.values()), clock)
    predecessors = predecessors_of_agencies()
    reports_by_side: dict[SubjectKey, list[StatusReport]] = defaultdict(list)
    for report in reports:
        reports_by_side[key_of_record(report)].append(report)

    histories = {}
    for key in keys:
        sides = dict.fromkeys([key, counterparts.get(key, key)])
        by_key = {report.pk: report for side in sides for report in reports_by_side[side]}
        reported = with_predecessors((report.reported for report in by_key.values()), predecessors)
        announcements = target_history(reported, on=clock.on)
        histories[key] = PromiseHistory(announcements, by_key)
    return histories


def states_of_promises(keys: Iterable[SubjectKey], clock: Clock) -> dict[SubjectKey, State]:
    """Return what holds for each promise that had begun by the clock's day, with its standing."""
    states = State.objects.visible_to(PUBLIC).at(clock.on, seq=clock.seq)
    of_promises = states.filter(about_promises(keys)).with_standing(on=clock.on)
    return {key_of_record(state): state for state in of_promises}


def other_sides(keys: Iterable[SubjectKey], clock: Clock) -> dict[SubjectKey, SubjectKey]:
    """Return the other side of those promises that a commitment and a milestone have in common."""
    rows = PromiseLink.objects.visible_to(PUBLIC).linked_at(clock.seq).filter(about_promises(keys))
    counterparts: dict[SubjectKey, SubjectKey] = {}
    for commitment, milestone in rows.values_list("commitment", "milestone"):
        counterparts["commitment", commitment] = "milestone", milestone
        counterparts["milestone", milestone] = "commitment", commitment
    return counterparts


def announcing_reports_of(keys: Iterable[SubjectKey], clock: Clock) -> Iterable[StatusReport]:
    reports: Any = StatusReport.objects.visible_to(PUBLIC, seq=clock.seq).effective(seq=clock.seq)
    of_promises = reports.filter(about_promises(keys)).announcing()
    rows: Iterable[StatusReport] = of_promises.order_by("published_seq").prefetch_related(
        Prefetch("stated_by", agencies_named_on(clock.on)),
        Prefetch("commitment", Commitment.objects.visible_to(PUBLIC)),
        Prefetch("milestone", Milestone.objects.visible_to(PUBLIC)),
    )
    return rows
