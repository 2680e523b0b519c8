"""docs/lifecycle.md: the tables of the rules, written out so that nobody has to read Python."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import TextChoices
from django.utils import translation

from agreements.rules.lifecycle import (
    CLOSED,
    COUNTED_AS_MOVES,
    FULFILLED,
    MOVES,
    UNREPORTED,
    UNREPORTED_CHOICE,
    CommitmentStatus,
    EndReason,
    MilestoneStatus,
    Phase,
    Standing,
    TargetChange,
)
from agreements.rules.publication import OF_ACCOUNTS, TRANSITIONS, Act, PublicationState, Review
from agreements.rules.roles import GRANTS, ROLES, Whose

PAGE = settings.BASE_DIR / "docs" / "lifecycle.md"
HEAD = """\
# Lifecycle

Generated from `agreements/rules/` by `manage.py lifecycle_diagram`; `make check` fails when it is stale.
Change the tables there, not this page.
"""


class Command(BaseCommand):
    help = "Write docs/lifecycle.md from the tables in agreements/rules/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the page is stale")

    def handle(self, *, check: bool, **options: Any) -> None:
        wanted = page()
        if not check:
            PAGE.parent.mkdir(exist_ok=True)
            PAGE.write_text(wanted, encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != wanted:
            raise CommandError("docs/lifecycle.md is stale. Run `manage.py lifecycle_diagram` and commit it.")


def page() -> str:
    sections = (
        HEAD,
        *subject_sections("Commitments", CommitmentStatus),
        *subject_sections("Milestones", MilestoneStatus),
        "## Standing on a day\n",
        table("code|Korean|English", labelled(Standing)),
        "## What an announced target is to the one before it\n",
        table(
            "code|Korean|English|counted as a move",
            ([*row, mark(row[0] in quoted(COUNTED_AS_MOVES))] for row in labelled(TargetChange)),
        ),
        "## Phase of an agreement on a day\n",
        "The first that holds, from the top; expiring means in force and within the days of notice.\n",
        table("code|Korean|English", labelled(Phase)),
        "Reasons of an end:\n",
        table("code|Korean|English", labelled(EndReason)),
        *publication_sections(),
    )
    return "\n".join(sections)


# ---- statuses ---------------------------------------------------------------------------------


def subject_sections(title: str, statuses: type[TextChoices]) -> Iterator[str]:
    yield f"## {title}\n"
    yield table(
        "code|Korean|English|counts as",
        (
            [code, korean, english, meaning(code.strip("`"))]
            for code, korean, english in [in_both(*UNREPORTED_CHOICE), *labelled(statuses)]
        ),
    )
    yield "Where a report may lead (✓). Everything else takes a correction.\n"
    yield table(
        "from \\ to|" + "|".join(f"`{status}`" for status in statuses.values),
        (
            [f"`{source}`", *(mark(status in MOVES[source]) for status in statuses.values)]
            for source in [UNREPORTED, *statuses.values]
        ),
    )
    yield diagram(status_arrows(statuses))


def meaning(status: str) -> str:
    if status == UNREPORTED:
        return "open, shown apart; in every denominator"
    if status in FULFILLED:
        return "closed, fulfilled"
    return "closed" if status in CLOSED else "open"


def status_arrows(statuses: type[TextChoices]) -> Iterator[str]:
    """Draw the open statuses as one box: among them, and out of it, everything is allowed."""
    still_open = [status for status in statuses.values if status not in CLOSED]
    yield "[*] --> open"
    yield "state open {"
    yield from (f"    {status}" for status in still_open)
    yield "}"
    for source in (status for status in statuses.values if status in CLOSED):
        yield f"open --> {source}"
        yield from (f"{source} --> {to}" for to in statuses.values if to in MOVES[source] and to != source)


# ---- publication and roles -------------------------------------------------------------------------


def publication_sections() -> Iterator[str]:
    yield "## Publication of an agreement, program or report\n"
    yield table("state|Korean|English", labelled(PublicationState))
    yield table(
        "act|Korean|English|from|to|needs a reason",
        (
            [
                *in_both(act.value, act.label),
                ", ".join(f"`{state.value}`" for state in PublicationState if state in transition.sources),
                f"`{transition.to.value}`",
                mark(transition.needs_reason),
            ]
            for act, transition in TRANSITIONS.items()
        ),
    )
    yield diagram(
        [
            "[*] --> draft: create",
            *(
                f"{source.value} --> {transition.to.value}: {act.value}"
                for act, transition in TRANSITIONS.items()
                for source in PublicationState
                if source in transition.sources
            ),
        ]
    )
    yield "How the public is told who looked at it:\n"
    yield table("code|Korean|English", labelled(Review))
    yield from role_section()


def role_section() -> Iterator[str]:
    yield "## Who may do what\n"
    yield table(
        "act|Korean|English|" + "|".join(ROLES),
        (
            [*in_both(act.value, act.label), *(held(role, act) for role in ROLES)]
            for act in Act
            if act not in OF_ACCOUNTS
        ),
    )
    yield (
        "✓: with everybody's records. own: with records of the person's agencies (`rules/scope.py` says "
        "which those are). An auditor reads everything and changes nothing.\n"
    )
    yield "Nobody publishes what they created, edited or submitted, unless it is a one-person office.\n"


# ---- writing Markdown --------------------------------------------------------------------------------


def labelled(choices: type[TextChoices]) -> list[list[str]]:
    return [in_both(value, choices(value).label) for value in choices.values]


def in_both(value: str, label: Any) -> list[str]:
    """Give the code and its label in Korean and in English."""
    found = [f"`{value}`"]
    for language in ("ko", "en"):
        with translation.override(language):
            found.append(str(label))
    return found


def quoted(codes: Iterable[str]) -> set[str]:
    return {f"`{code}`" for code in codes}


def held(role: str, act: Act) -> str:
    reach = {grant.whose for grant in GRANTS if grant.role == role and act in grant.doing}
    return ("own" if reach - {Whose.ALL} else "✓") if reach else ""


def mark(holds: bool) -> str:
    return "✓" if holds else ""


def table(heads: str, rows: Iterable[list[str]]) -> str:
    lines = [heads.split("|"), ["---"] * len(heads.split("|")), *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)


def diagram(arrows: Iterable[str]) -> str:
    return "```mermaid\nstateDiagram-v2\n" + "".join(f"    {arrow}\n" for arrow in arrows) + "```\n"
