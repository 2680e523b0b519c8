"""The stages of a program, as the step indicator of the first page draws them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from agreements.rules.lifecycle import FULFILLED, GIVEN_UP, ONLY_ANNOUNCED, UNKNOWN
from agreements.views.subject_states import SubjectRow


@dataclass(frozen=True)
class Stage:
    number: int
    milestones: list[SubjectRow]
    reached: int

    @property
    def progress(self) -> str:
        """``done``, ``under_way`` or ``open``: how the step indicator draws it."""
        if self.reached == len(self.milestones):
            return "done"
        statuses = {row.state.status for row in self.milestones if row.state}
        not_begun = {*UNKNOWN, *ONLY_ANNOUNCED, *GIVEN_UP}
        return "under_way" if statuses - not_begun else "open"


def group_by_stage(milestones: Iterable[SubjectRow]) -> list[Stage]:
    """Group milestones that are already in the order of their stages."""
    stages = []
    for number, group in groupby(milestones, key=attrgetter("subject.stage")):
        rows = list(group)
        statuses = [row.state.status for row in rows if row.state]
        stages.append(Stage(number, rows, reached=sum(status in FULFILLED for status in statuses)))
    return stages
