"""Migrating from nothing gives what the models and declarations say, and guards survive migrations."""

import importlib
import pkgutil
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection, connections, models
from django.db.migrations import Migration, operations
from django.db.migrations.executor import MigrationExecutor

from agreements import migrations
from agreements.models import guards
from agreements.rules.roles import ROLES

FRESH = "fresh"  # the alias of the database that the test migrates


@pytest.fixture
def fresh_database(db: None, tmp_path: Path, settings: Any) -> Iterator[Any]:
    """Connect to an empty database beside the tests' own, under the settings that have migrations."""
    settings.MIGRATION_MODULES = {}
    with empty_database(tmp_path) as name:
        fresh: Any = connections["default"].copy(FRESH)
        fresh.settings_dict["NAME"] = name
        fresh.connect()  # first: Django lets a test open no alias that it did not declare
        connections.databases[FRESH], connections[FRESH] = fresh.settings_dict, fresh
        try:
            yield fresh
        finally:
            fresh.close()
            del connections[FRESH], connections.databases[FRESH]


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Give the name of a database for the block: a file in ``folder``, or one on the tests' server."""
    if connection.vendor == "sqlite":
        yield str(folder / "fresh.sqlite3")
        return
    name = f"fresh_{secrets.token_hex(4)}"
    run_on_server(f"CREATE DATABASE {name}")
    try:
        yield name
    finally:
        run_on_server(f"DROP DATABASE {name}")


def run_on_server(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


def migrate() -> None:
    """Migrate as an operator does: with the system checks, which may refuse."""
    call_command("migrate", database=FRESH, verbosity=0, skip_checks=False)


def test_a_database_migrated_from_nothing_has_tables_groups_and_guards_and_keeps_them(fresh_database):
    migrate()
    assert schema(fresh_database) == schema(connection), "the tests' database is made from the models"
    assert set(Group.objects.using(FRESH).values_list("name", flat=True)) == set(ROLES)
    assert guards.trigger_differences(fresh_database) == []
    assert faults() == []

    dropped, altered = [
        trigger for trigger in guards.declared_triggers(connection.vendor) if trigger.event == "update"
    ][:2]
    drop(dropped)
    drop(altered)
    run(guards.Trigger(altered.table, "update", "1 = 0").create(connection.vendor))
    Group.objects.using(FRESH).get(name=ROLES[0]).delete()
    assert guards.trigger_differences(fresh_database) == sorted([dropped.name, altered.name])
    assert [fault.id for fault in faults()] == ["agreements.E001"] * 2
    migrate()
    assert guards.trigger_differences(fresh_database) == []
    assert Group.objects.using(FRESH).filter(name=ROLES[0]).exists()

    if connection.vendor == "postgresql":
        run(f"ALTER TABLE {dropped.table} DISABLE TRIGGER {dropped.name}")
        assert guards.trigger_differences(fresh_database) == [dropped.name]
        migrate()
        assert guards.trigger_differences(fresh_database) == []

    there_and_back(fresh_database)
    assert guards.installed_triggers(fresh_database) == {}
    migrate()
    assert guards.trigger_differences(fresh_database) == []
    assert schema(fresh_database) == schema(connection)


def faults() -> list[Any]:
    return run_checks(databases=[FRESH], tags=["database"], include_deployment_checks=True)


def run(sql: str) -> None:
    with connections[FRESH].cursor() as cursor:
        cursor.execute(sql)


def drop(trigger: guards.Trigger) -> None:
    run(
        f"DROP TRIGGER {trigger.name}" + (f" ON {trigger.table}" if connection.vendor == "postgresql" else "")
    )


def there_and_back(fresh: Any) -> None:
    """Alter a column of a guarded table and alter it back, by one migration."""
    migration = Migration("9999_longer_reference", "agreements")
    column = operations.AlterField("ledgerentry", "reference", models.CharField(max_length=121))
    migration.operations = [guards.LiftGuards(), column, guards.LiftGuards()]
    before = MigrationExecutor(fresh).loader.project_state()
    with fresh.schema_editor(atomic=True) as editor:
        migration.apply(before.clone(), editor)
    guards.restore_guards(fresh)
    with fresh.schema_editor(atomic=True) as editor:
        migration.unapply(before, editor)


# ---- our tables as the catalogue has them, without the order of columns ----------------------------------


def schema(of: Any) -> dict[str, Any]:
    read = sqlite_schema if of.vendor == "sqlite" else postgresql_schema
    with of.cursor() as cursor:
        return read(cursor)


def sqlite_schema(cursor: Any) -> dict[str, Any]:
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE tbl_name LIKE 'agreements%'"
        " AND type IN ('table', 'index') AND sql IS NOT NULL"
    )
    return {name: parts_of_table(sql) for name, sql in cursor.fetchall()}


def parts_of_table(sql: str) -> set[str]:
    """Split a CREATE statement at its outer parentheses and at the commas directly in them."""
    parts, depth = [""], 0
    for sign in sql:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if (sign, depth) in {("(", 1), (",", 1), (")", 0)}:
            parts.append("")
        else:
            parts[-1] += sign
    return {part.strip() for part in parts}


def postgresql_schema(cursor: Any) -> dict[str, Any]:
    described = {}
    for name, query in {
        "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity,"
        " character_maximum_length FROM information_schema.columns WHERE table_name LIKE 'agreements%'",
        "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE conrelid::regclass::text LIKE 'agreements%'",
        "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'agreements%'",
    }.items():
        cursor.execute(query)
        described[name] = set(cursor.fetchall())
    return described


# ---- migrations that alter a guarded table --------------------------------------------------------------


def without_lift(of: Iterable[Migration]) -> list[str]:
    """Name the migrations that alter a guarded table but do not begin with ``LiftGuards()``."""
    return [
        migration.name
        for migration in of
        if not migration.initial
        and any(alters_a_guarded_table(operation) for operation in migration.operations)
        and not isinstance(migration.operations[0], guards.LiftGuards)
    ]


HARMLESS = (operations.CreateModel, operations.AlterModelOptions, operations.AlterModelManagers)


def alters_a_guarded_table(operation: Any) -> bool:
    if isinstance(operation, operations.SeparateDatabaseAndState):
        return any(alters_a_guarded_table(inner) for inner in operation.database_operations)
    if isinstance(
        operation, (operations.CreateModel, operations.AlterModelOptions, operations.AlterModelManagers)
    ):
        return False
    if isinstance(operation, operations.RenameModel):
        return True  # the columns that lead to it may stand in a guarded table
    # A guarded table of links is altered by the field that it is made for.
    guarded = {guard.model.partition("_")[0].lower() for guard in guards.GUARDS}
    model = getattr(operation, "model_name", None) or getattr(operation, "name", "")
    return model.lower() in guarded


def our_migrations() -> Iterator[Migration]:
    for module in pkgutil.iter_modules(migrations.__path__, prefix=f"{migrations.__name__}."):
        yield importlib.import_module(module.name).Migration(module.name, "agreements")


def test_every_migration_that_alters_a_guarded_table_lifts_the_guards_first():
    assert any(migration.initial for migration in our_migrations()), "none was read"
    assert without_lift(our_migrations()) == []


FIELD = models.CharField(max_length=9)


@pytest.mark.parametrize(
    "operation",
    [
        operations.AddField("StatusReport", "colour", FIELD),
        operations.AlterField("ledgerentry", "reason", FIELD),
        operations.AlterField("statusreport", "sources", models.ManyToManyField("agreements.Source")),
        operations.AddConstraint("trace", models.CheckConstraint(condition=models.Q(pk__gt=0), name="x")),
        operations.RenameModel("Source", "Origin"),
        operations.DeleteModel("DutyRecord"),
        operations.SeparateDatabaseAndState([operations.RemoveField("document", "size")], []),
    ],
)
def test_a_migration_that_forgets_to_lift_the_guards_is_named(operation):
    migration = Migration("0002_forgetful", "agreements")
    migration.operations = [operation]
    assert without_lift([migration]) == ["0002_forgetful"]
    migration.operations = [operation, guards.LiftGuards()]
    assert without_lift([migration]) == ["0002_forgetful"], "too late"
    migration.operations = [guards.LiftGuards(), operation]
    assert without_lift([migration]) == []


@pytest.mark.parametrize(
    "operation",
    [
        operations.AddField("agency", "colour", FIELD),
        operations.AlterModelOptions("trace", {}),
        operations.SeparateDatabaseAndState([], [operations.RemoveField("document", "size")]),
    ],
)
def test_a_migration_that_leaves_guarded_tables_alone_need_not_lift_the_guards(operation):
    migration = Migration("0002_elsewhere", "agreements")
    migration.operations = [operation]
    assert without_lift([migration]) == []
