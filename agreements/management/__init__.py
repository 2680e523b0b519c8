"""Restore what stands beside the tables: the groups of staff, and the guards on what was published."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from agreements.models import guards
from agreements.rules.roles import ROLES


def after_migrate(*, using: str, **kwargs: Any) -> None:
    """Restore the groups and guards that are missing or not as declared in the database ``using``.

    A database on its way (``migrate agreements 0003``) is left as it is: its tables may lack what the
    declaration names.
    """
    connection = connections[using]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes("agreements")):
        return
    for name in ROLES:
        Group.objects.using(using).get_or_create(name=name)
    guards.restore_guards(connection)
