"""System checks of our own."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from agreements.models import guards


# With `deploy`, since `migrate` runs every other check of the database, and would refuse to restore a guard.
@register(Tags.database, deploy=True)  # type: ignore[type-var]  # the stubs know only the checks of apps
def guards_are_in_place(databases: list[str] | None, **kwargs: Any) -> list[CheckMessage]:
    """Fail where a guard on published records is not as declared (``check --deploy --database default``)."""
    return [
        Error(
            f"In the database {alias!r} the guard {name} is not as declared.",
            hint="Run migrate, which restores it. Unless a migration was interrupted, somebody removed it: "
            "run verify_ledger too.",
            id="agreements.E001",
        )
        for alias in databases or ()
        for name in guards.trigger_differences(connections[alias])
    ]
