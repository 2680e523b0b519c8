"""The commitments that a row of agreements proposes: its tasks, with criteria and agencies in their order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter

from django.utils.translation import gettext as _

from agreements.imports.agreement_parts import KnownRecords
from agreements.imports.complaints import UnreadableCell
from agreements.imports.names import comparable_name
from agreements.imports.plans import PlanDraft
from agreements.models import Agreement, Commitment, CommitmentAgency, CommitmentRole
from agreements.models.subject import HIGHEST_NUMBER

TITLE_LENGTH = 200
ROLES = {
    "task_leads": CommitmentRole.LEAD,
    "task_supports": CommitmentRole.SUPPORT,
    "task_joint": CommitmentRole.JOINT,
}
BESIDE_TASKS = ("task_criteria", *ROLES)


@dataclass
class ProposedTask:
    """A commitment to be; ``roles`` by agency."""

    title: str
    criteria: str = ""
    roles: dict[int, str] = field(default_factory=dict)
    number: int = 0

    def line(self, known: KnownRecords) -> str:
        """Write number and title, and what else is known of it in parentheses."""
        details = "; ".join(self._details(known))
        line = f"{self.number}. {self.title}"
        if details:
            line = f"{line} ({details})"
        return line

    def _details(self, known: KnownRecords) -> Iterator[str]:
        if self.criteria:
            yield self.criteria
        for role in ROLES.values():
            agencies = [agency for agency in self.roles if self.roles[agency] == role]
            if agencies:
                yield f"{role.label}: {known.agencies.joined(agencies)}"


def plan_tasks(draft: PlanDraft, known: KnownRecords) -> None:
    """Propose the tasks of a cell as commitments; those that are there already stay as they are."""
    stored_commitments = draft.stored_children("commitments")
    stored_names = comparable_names_of(stored_commitments)
    tasks = read_tasks(draft, known)
    new_tasks = [task for task in tasks if comparable_name(task.title) not in stored_names]
    if len(new_tasks) < len(tasks):
        warn_of_stored_tasks(draft)
    if not new_tasks:
        return
    highest = max(map(attrgetter("number"), stored_commitments), default=0)
    complain_of_tasks(draft, new_tasks, highest)
    for number, task in enumerate(new_tasks, start=highest + 1):
        task.number = number
    lines_before = [f"{commitment.number}. {commitment.title_ko}" for commitment in stored_commitments]
    new_lines = [task.line(known) for task in new_tasks]
    draft.note_change("tasks", "\n".join(lines_before), "\n".join(lines_before + new_lines))
    draft.proposed = [task.title for task in new_tasks]
    draft.write_children.append(partial(write_tasks, draft.record, new_tasks))


def comparable_names_of(commitments: Iterable[Commitment]) -> set[str]:
    """Return everything that commitments may be called in a list."""
    names: set[str] = set()
    for commitment in commitments:
        texts = (commitment.title_ko, commitment.title_en, commitment.wording_ko)
        names.update(map(comparable_name, texts))
    return names


def warn_of_stored_tasks(draft: PlanDraft) -> None:
    """Warn that what the row says beside a task that is stored already changes nothing."""
    if draft.facts.values.keys().isdisjoint(BESIDE_TASKS):
        return
    warning = _(
        "Criteria and agencies of commitments that are stored already change by a list of commitments only."
    )
    draft.facts.warnings.append(warning)


def read_tasks(draft: PlanDraft, known: KnownRecords) -> list[ProposedTask]:
    """Put together what the columns say of each task."""
    tasks = list(map(ProposedTask, draft.facts.get("tasks", ())))
    criteria = draft.facts.resolve("task_criteria", partial(text_of_each, tasks=tasks))
    if criteria is not None:
        for task, text in zip(tasks, criteria, strict=True):
            task.criteria = text
    for fact, role in ROLES.items():
        agencies = draft.facts.resolve(fact, partial(agencies_of_each, tasks=tasks, known=known))
        if agencies is not None:
            give_role(draft, tasks, fact, role, agencies)
    return tasks


def give_role(
    draft: PlanDraft,
    tasks: Sequence[ProposedTask],
    fact: str,
    role: CommitmentRole,
    agencies_of_tasks: Sequence[Sequence[int]],
) -> None:
    """Give the agencies of each task one role, and complain of those that have another in it."""
    for task, agencies in zip(tasks, agencies_of_tasks, strict=True):
        if not task.roles.keys().isdisjoint(agencies):
            draft.facts.add_complaint(_("An agency has one role in a task, but one stands in two."), fact)
        task.roles |= dict.fromkeys(agencies, role)


def text_of_each(texts: Sequence[str], *, tasks: Sequence[ProposedTask]) -> Sequence[str]:
    """
    Raises:
        UnreadableCell: there are not as many as tasks.
    """
    if len(texts) != len(tasks):
        correction = _(
            "There are %(texts)s here for %(tasks)s tasks. Write one for each task, in the same order and "
            "with the same signs: ① … ② …"
        )
        raise UnreadableCell(correction % {"texts": len(texts), "tasks": len(tasks)})
    return texts


def agencies_of_each(
    texts: Sequence[str], *, tasks: Sequence[ProposedTask], known: KnownRecords
) -> list[list[int]]:
    """Return the agencies of each task; a single text holds for all of them."""
    if len(texts) == 1:
        texts = [*texts] * len(tasks)
    return [known.agencies.find_all(text) for text in text_of_each(texts, tasks=tasks)]


def complain_of_tasks(draft: PlanDraft, new_tasks: Sequence[ProposedTask], highest: int) -> None:
    too_long = [task for task in new_tasks if len(task.title) > TITLE_LENGTH]
    if too_long:
        correction = _("A task has %(length)s characters, at most %(most)s fit. Separate tasks by ①, ○, -.")
        correction %= {"length": len(too_long[0].title), "most": TITLE_LENGTH}
        draft.facts.add_complaint(correction, "tasks")
    if highest + len(new_tasks) > HIGHEST_NUMBER:
        correction = _("An agreement has at most %(most)s commitments.")
        draft.facts.add_complaint(correction % {"most": HIGHEST_NUMBER}, "tasks")


def write_tasks(agreement: Agreement, tasks: Sequence[ProposedTask]) -> None:
    commitments: list[Commitment] = []
    commitment_agencies: list[CommitmentAgency] = []
    for task in tasks:
        commitment = Commitment(agreement=agreement, number=task.number, title_ko=task.title)
        commitment.completion_criteria_ko = task.criteria
        commitments.append(commitment)
        for agency, role in task.roles.items():
            commitment_agencies.append(CommitmentAgency(commitment=commitment, agency_id=agency, role=role))
    Commitment.objects.bulk_create(commitments)
    CommitmentAgency.objects.bulk_create(commitment_agencies)
