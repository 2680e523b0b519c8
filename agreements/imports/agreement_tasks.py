"""The commitments that a row of agreements proposes: its tasks, with criteria and agencies in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import gettext as _

from agreements.imports.agreement_parts import KnownRecords
from agreements.imports.commitment_columns import HIGHEST_NUMBER
from agreements.imports.complaints import UnreadableCell
from agreements.imports.names import comparable_name
from agreements.imports.plans import PlanDraft
from agreements.models import Agreement, Commitment, CommitmentAgency, CommitmentRole

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
        details = [self.criteria] if self.criteria else []
        for role in ROLES.values():
            agencies = [agency for agency, own_role in self.roles.items() if own_role == role]
            if agencies:
                details.append(f"{role.label}: {known.agencies.joined(agencies)}")
        suffix = f" ({'; '.join(details)})" if details else ""
        return f"{self.number}. {self.title}{suffix}"


def plan_tasks(draft: PlanDraft, known: KnownRecords) -> None:
    """Propose the tasks of a cell as commitments; those that are there already stay as they are."""
    stored_commitments = draft.stored_children("commitments")
    stored_texts: set[str] = set()
    for commitment in stored_commitments:
        texts = (commitment.title_ko, commitment.title_en, commitment.wording_ko)
        stored_texts.update(map(comparable_name, texts))
    tasks = read_tasks(draft, known)
    new_tasks = [task for task in tasks if comparable_name(task.title) not in stored_texts]
    if len(new_tasks) < len(tasks) and any(fact in draft.facts for fact in BESIDE_TASKS):
        draft.facts.warnings.append(
            _(
                "Criteria and agencies of commitments that are stored already change by a list of "
                "commitments only."
            )
        )
    if not new_tasks:
        return
    highest = max((commitment.number for commitment in stored_commitments), default=0)
    complain_of_tasks(draft, new_tasks, highest)
    for number, task in enumerate(new_tasks, start=highest + 1):
        task.number = number
    lines_before = [f"{commitment.number}. {commitment.title_ko}" for commitment in stored_commitments]
    new_lines = [task.line(known) for task in new_tasks]
    draft.note_change("tasks", "\n".join(lines_before), "\n".join(lines_before + new_lines))
    draft.proposed = [task.title for task in new_tasks]
    draft.write_children.append(partial(write_tasks, draft.record, new_tasks))


def read_tasks(draft: PlanDraft, known: KnownRecords) -> list[ProposedTask]:
    """Put together what the columns say of each task."""
    tasks = [ProposedTask(title) for title in draft.facts.get("tasks", ())]
    criteria = draft.facts.resolve("task_criteria", partial(one_for_each, tasks=tasks)) or []
    for task, text in zip(tasks, criteria, strict=False):
        task.criteria = text
    for fact, role in ROLES.items():
        names = draft.facts.resolve(fact, partial(agencies_for_each, tasks=tasks, known=known)) or []
        for task, agencies in zip(tasks, names, strict=False):
            if task.roles.keys() & set(agencies):
                draft.facts.add_complaint(_("An agency has one role in a task, but one stands in two."), fact)
            task.roles |= dict.fromkeys(agencies, role)
    return tasks


def one_for_each(texts: Sequence[str], *, tasks: Sequence[ProposedTask]) -> Sequence[str]:
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


def agencies_for_each(
    texts: Sequence[str], *, tasks: Sequence[ProposedTask], known: KnownRecords
) -> list[list[int]]:
    """Return the agencies of each task; a single text holds for all of them."""
    if len(texts) == 1:
        texts = [*texts] * len(tasks)
    return [known.agencies.find_all(text) for text in one_for_each(texts, tasks=tasks)]


def complain_of_tasks(draft: PlanDraft, new_tasks: Sequence[ProposedTask], highest: int) -> None:
    too_long = [task.title for task in new_tasks if len(task.title) > TITLE_LENGTH]
    if too_long:
        correction = _("A task has %(length)s characters, at most %(most)s fit. Separate tasks by ①, ○, -.")
        correction %= {"length": len(too_long[0]), "most": TITLE_LENGTH}
        draft.facts.add_complaint(correction, "tasks")
    if highest + len(new_tasks) > HIGHEST_NUMBER:
        correction = _("An agreement has at most %(most)s commitments.")
        draft.facts.add_complaint(correction % {"most": HIGHEST_NUMBER}, "tasks")


def write_tasks(agreement: Agreement, tasks: Sequence[ProposedTask]) -> None:
    commitments = Commitment.objects.bulk_create(
        Commitment(
            agreement=agreement, number=task.number, title_ko=task.title, completion_criteria_ko=task.criteria
        )
        for task in tasks
    )
    roles: list[Mapping[int, str]] = [task.roles for task in tasks]
    CommitmentAgency.objects.bulk_create(
        CommitmentAgency(commitment=commitment, agency_id=agency, role=role)
        for commitment, task_roles in zip(commitments, roles, strict=True)
        for agency, role in task_roles.items()
    )
