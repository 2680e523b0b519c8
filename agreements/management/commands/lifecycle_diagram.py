"""Write docs/lifecycle.md: the tables of the rules, for those who do not read Python."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import TextChoices
from django.utils import translation

from agreements.management.generated_pages import GeneratedPageCommand
from agreements.rules.lifecycle import (
    AS_COMMITMENT,
    CLOSED,
    FULFILLED,
    NOTHING_REPORTED,
    UNKNOWN,
    CommitmentStatus,
    MilestoneStatus,
)
from agreements.rules.outcome import Verdict
from agreements.rules.outcome_words import CLAIMS_OUTCOME
from agreements.rules.phase import EndReason, Phase
from agreements.rules.publication import OF_ACCOUNTS, TRANSITIONS, Act, PublicationState, Review, Transition
from agreements.rules.roles import GRANTS, ROLES, Whose
from agreements.rules.states import Standing
from agreements.rules.targets import COUNTED_AS_MOVES, TargetChange

HEAD = """\
# Lifecycle

Generated from `agreements/rules/` by `manage.py lifecycle_diagram`; `make check` fails when it is stale.
Change the tables there, not this page.
"""


CLAIMS = """\
A report may say any status.  A claim of fulfilment stands until its own agency says of a later day that it
is not done; what another agency says then makes it disputed.
"""


class Command(GeneratedPageCommand):
    help = "Write docs/lifecycle.md from the tables in agreements/rules/."
    page = "docs/lifecycle.md"

    def render(self) -> str:
        return render_page()


def render_page() -> str:
    sections = (
        HEAD,
        *subject_sections("Commitments", CommitmentStatus),
        *subject_sections("Milestones", MilestoneStatus),
        CLAIMS,
        "## What became of an announced date\n",
        markdown_table("code|Korean|English", labelled_choices(Verdict)),
        "## Standing on a day\n",
        markdown_table("code|Korean|English", labelled_choices(Standing)),
        "## What an announced date is to its speaker's own before it\n",
        markdown_table("code|Korean|English|counted as a move", target_change_rows()),
        "## Phase of an agreement on a day\n",
        "The first that holds, from the top; expiring means in force and within the days of notice.\n",
        markdown_table("code|Korean|English", labelled_choices(Phase)),
        "Reasons of an end:\n",
        markdown_table("code|Korean|English", labelled_choices(EndReason)),
        *publication_sections(),
    )
    return "\n".join(sections)


def target_change_rows() -> Iterator[list[str]]:
    for change in TargetChange:
        yield [*labelled_code(change.value, change.label), check_mark(change in COUNTED_AS_MOVES)]


# ---- statuses ---------------------------------------------------------------------------------


def subject_sections(title: str, statuses: type[TextChoices]) -> Iterator[str]:
    yield f"## {title}\n"
    yield markdown_table(
        "code|Korean|English|counts as|when it happened|as of a commitment", status_rows(statuses)
    )


def status_rows(statuses: type[TextChoices]) -> Iterator[list[str]]:
    for status, label in [*NOTHING_REPORTED, *statuses.choices]:
        yield [
            *labelled_code(status, label),
            counts_as(status),
            says_when(status),
            AS_COMMITMENT.get(status, ""),
        ]


def counts_as(status: str) -> str:
    if status in UNKNOWN:
        return "open, shown apart; in every denominator"
    if status in FULFILLED:
        return "closed, fulfilled"
    if status in CLOSED:
        return "closed"
    return "open"


def says_when(status: str) -> str:
    """Say whether a report with the status says when something happened."""
    if status in FULFILLED:
        return "always"
    if status in CLAIMS_OUTCOME:
        return "where the source tells"
    return "never"


# ---- publication and roles -------------------------------------------------------------------------


def publication_sections() -> Iterator[str]:
    yield "## Publication of an agreement, program or report\n"
    yield markdown_table("state|Korean|English", labelled_choices(PublicationState))
    yield markdown_table("act|Korean|English|from|to|needs a reason", act_rows())
    yield mermaid_diagram(["[*] --> draft: create", *act_arrows()])
    yield "How the public is told who looked at it:\n"
    yield markdown_table("code|Korean|English", labelled_choices(Review))
    yield from role_section()


def act_rows() -> Iterator[list[str]]:
    for act, transition in TRANSITIONS.items():
        sources = ", ".join(f"`{state.value}`" for state in sources_in_order(transition))
        target = f"`{transition.to.value}`"
        yield [*labelled_code(act.value, act.label), sources, target, check_mark(transition.needs_reason)]


def act_arrows() -> Iterator[str]:
    for act, transition in TRANSITIONS.items():
        for state in sources_in_order(transition):
            yield f"{state.value} --> {transition.to.value}: {act.value}"


def sources_in_order(transition: Transition) -> list[PublicationState]:
    return [state for state in PublicationState if state in transition.sources]


def role_section() -> Iterator[str]:
    yield "## Who may do what\n"
    yield markdown_table("act|Korean|English|" + "|".join(ROLES), grant_rows())
    yield (
        "✓: with everybody's records. own: with records of the person's agencies (`rules/scope.py` says "
        "which those are). An auditor reads everything and changes nothing.\n"
    )
    yield "Nobody publishes what they created, edited or submitted, unless it is a one-person office.\n"


def grant_rows() -> Iterator[list[str]]:
    for act in Act:
        if act not in OF_ACCOUNTS:
            marks = [grant_mark(role, act) for role in ROLES]
            yield [*labelled_code(act.value, act.label), *marks]


def grant_mark(role: str, act: Act) -> str:
    """Return whose records a role may do an act with: all (✓), its agencies' (own), or none (empty)."""
    reach = {grant.whose for grant in GRANTS if grant.role == role and act in grant.doing}
    if not reach:
        return ""
    return "✓" if reach == {Whose.ALL} else "own"


# ---- writing Markdown --------------------------------------------------------------------------------


def labelled_choices(choices: type[TextChoices]) -> list[list[str]]:
    return [labelled_code(value, choices(value).label) for value in choices.values]


def labelled_code(value: str, label: Any) -> list[str]:
    """Return a code and its label in Korean and in English."""
    cells = [f"`{value}`"]
    for language in ("ko", "en"):
        with translation.override(language):
            cells.append(str(label))
    return cells


def check_mark(holds: bool) -> str:
    return "✓" if holds else ""


def markdown_table(heads: str, rows: Iterable[list[str]]) -> str:
    lines = [heads.split("|"), ["---"] * len(heads.split("|")), *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)


def mermaid_diagram(arrows: Iterable[str]) -> str:
    return "```mermaid\nstateDiagram-v2\n" + "".join(f"    {arrow}\n" for arrow in arrows) + "```\n"
