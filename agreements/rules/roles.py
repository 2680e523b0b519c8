"""Who may do what with whose records in which state: the one table that the admin and the actions obey.

Whose records are, in terms of rows, stands in ``scope.py``.  What no grant allows is refused.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from agreements.rules.publication import EDITABLE, TRANSITIONS, Act, PublicationState

COORDINATOR, EDITOR, AUDITOR = "coordinator", "editor", "auditor"
ROLES = (COORDINATOR, EDITOR, AUDITOR)  # the groups
SUPERUSER = "superuser"  # no group: Django's own mark; looks after accounts besides

# Beside the acts, which leave a trace: looking, reporting on something, writing what an agency says.
VIEW, REPORT, SPEAK = "view", "report", "speak"


class Whose(StrEnum):
    ALL = "all"
    PARTY = "party"  # their agency is a party to the agreement, or owns the program, it belongs to
    CHARGE = "charge"  # their agency leads, supports or shares the commitment or milestone, or speaks itself


PUBLISHED = frozenset({PublicationState.PUBLISHED})

ROOTS = frozenset({"agreement", "program"})
SUBJECTS = frozenset({"commitment", "milestone"})
REMEDIES = frozenset({"statement", "withdrawal", "redaction"})
SAID = frozenset({"statusreport", "dutyrecord", "inquiry"})
DRAFTED = ROOTS | REMEDIES | SAID
ROUNDS = frozenset({"round", "roundpart"})
CATALOGUES = frozenset({"agency", "region", "theme", "ordinance", "councilsession"})
KEPT = frozenset({"trace", "reminder"})  # models that only the application writes
RECORDS = DRAFTED | SUBJECTS | CATALOGUES | {"source", "document", "membership", "agencyrequest"} | ROUNDS

DRAFTING = frozenset({Act.CREATE, Act.EDIT, Act.DELETE, Act.SUBMIT})
UPKEEP = frozenset({Act.CREATE, Act.EDIT, Act.DELETE})


@dataclass(frozen=True)
class Grant:
    """``states``: None where the records have no state, or where any will do."""

    role: str
    doing: frozenset[str]
    models: frozenset[str]
    whose: Whose
    states: frozenset[PublicationState] | None

    def covers(self, doing: str, model: str) -> bool:
        return doing in self.doing and model in self.models


def _grant_row(
    role: str,
    doing: Iterable[str] | str,
    models: Iterable[str] | str,
    whose: Whose = Whose.ALL,
    states: frozenset[PublicationState] | None = None,
) -> Grant:
    return Grant(role, _as_set(doing), _as_set(models), whose, states)


def _as_set(names: Iterable[str] | str) -> frozenset[str]:
    """Return ``names`` as a set; a single name becomes a set of one."""
    if isinstance(names, str):
        return frozenset({names})
    return frozenset(names)


GRANTS: tuple[Grant, ...] = (
    _grant_row(COORDINATOR, VIEW, RECORDS | KEPT),
    _grant_row(COORDINATOR, DRAFTING, DRAFTED, Whose.ALL, EDITABLE),
    _grant_row(COORDINATOR, {Act.RETURN, Act.PUBLISH}, DRAFTED, Whose.ALL, TRANSITIONS[Act.PUBLISH].sources),
    _grant_row(COORDINATOR, Act.CLEAR, DRAFTED, Whose.ALL, EDITABLE | TRANSITIONS[Act.PUBLISH].sources),
    _grant_row(COORDINATOR, Act.WITHDRAW, ROOTS | {"dutyrecord"}, Whose.ALL, PUBLISHED),
    _grant_row(COORDINATOR, Act.CHANGE, ROOTS | {"commitment"}, Whose.ALL, PUBLISHED),
    _grant_row(COORDINATOR, Act.EDIT, "commitment", Whose.ALL, EDITABLE),
    _grant_row(COORDINATOR, REPORT, SUBJECTS, Whose.ALL, PUBLISHED),
    _grant_row(COORDINATOR, SPEAK, "agency"),
    _grant_row(COORDINATOR, UPKEEP, CATALOGUES | {"source", "membership", "round"}),
    _grant_row(COORDINATOR, Act.EDIT, "agencyrequest"),  # answers it
    _grant_row(COORDINATOR, Act.HAND_OVER, "membership"),
    # ---- the editor of an agency
    _grant_row(EDITOR, VIEW, ROOTS | SUBJECTS | {"document", "redaction"}, Whose.PARTY),
    _grant_row(EDITOR, VIEW, ROOTS | SUBJECTS, Whose.CHARGE, PUBLISHED),
    _grant_row(EDITOR, VIEW, REMEDIES | SAID | {"document", "membership"} | ROUNDS, Whose.CHARGE),
    _grant_row(EDITOR, VIEW, SAID | {"statement", "withdrawal"}, Whose.PARTY, PUBLISHED),
    _grant_row(EDITOR, VIEW, CATALOGUES | {"source"}),
    _grant_row(EDITOR, DRAFTING, ROOTS | {"redaction"}, Whose.PARTY, EDITABLE),
    _grant_row(EDITOR, DRAFTING, REMEDIES | SAID, Whose.CHARGE, EDITABLE),
    _grant_row(EDITOR, Act.EDIT, "commitment", Whose.PARTY, EDITABLE),
    _grant_row(EDITOR, REPORT, SUBJECTS, Whose.CHARGE, PUBLISHED),
    _grant_row(EDITOR, SPEAK, "agency", Whose.CHARGE),
    _grant_row(EDITOR, VIEW, "agencyrequest", Whose.CHARGE),
    _grant_row(EDITOR, Act.CREATE, {"source", "agencyrequest"}),
    _grant_row(EDITOR, Act.EDIT, "source", Whose.CHARGE),
    # ---- whoever checks the work reads everything, its history included
    _grant_row(AUDITOR, VIEW, RECORDS | KEPT),
    _grant_row(SUPERUSER, VIEW, {"user", "group"}),  # the groups are the roles: nobody adds or renames them
    _grant_row(SUPERUSER, UPKEEP, "user"),
)


def grants_of(roles: Collection[str], doing: str, model: str) -> list[Grant]:
    """Return what ``roles`` grant: in which states, and with whose records of ``model`` (lower case)."""
    return [grant for grant in GRANTS if grant.role in roles and grant.covers(doing, model)]


@dataclass(frozen=True)
class Person:
    """A member of staff on one day: the roles, and the agencies worked for on that day.

    Among these are the bodies that such an agency follows.
    """

    key: int
    roles: frozenset[str]
    agencies: frozenset[int]

    def grants(self, doing: str, model: str) -> list[Grant]:
        return grants_of(self.roles, doing, model)

    def may(self, doing: str, model: str) -> bool:
        """Say whether there can be a record of ``model`` (lower case) with which the person may do it."""
        return bool(self.grants(doing, model))
