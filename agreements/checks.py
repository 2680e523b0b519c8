"""System checks of our own."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from agreements.models import guards


@register(Tags.database)  # type: ignore[type-var]  # the stubs know only the checks of apps
def guards_are_in_place(databases: list[str] | None, **kwargs: Any) -> list[CheckMessage]:
    """Fail where a guard on published records is missing (runs with ``check --database default``)."""
    faults: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        loader = MigrationLoader(connection)
        ours = {key for key in loader.graph.nodes if key[0] == "agreements"}
        if not ours <= set(loader.applied_migrations):
            continue  # `migrate` asks before it migrates; the guards come with its last step
        wanted = {trigger.name for trigger in guards.declared(connection.vendor)}
        faults += [
            Error(
                f"The database {alias!r} lacks the guard {name}.",
                hint="Migrate; if that does not help, somebody removed it: restore it with a migration.",
                id="agreements.E001",
            )
            for name in sorted(wanted - guards.installed(connection))
        ]
    return faults
