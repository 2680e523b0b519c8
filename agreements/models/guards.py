"""What the database itself refuses: changing or removing what was published.

Each guard is declared once in ``GUARDS`` and becomes triggers on SQLite and on PostgreSQL.  After each
``migrate`` the database's catalogue is compared with the declaration, and what differs is restored
(``agreements/management``).  A migration that alters a guarded table begins with ``LiftGuards()``: SQLite
drops triggers when Django rebuilds a table, and refuses to rename a table that another table's trigger names.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.migrations.operations.base import Operation

from agreements.models.duty import DUTY_TEXTS
from agreements.models.inquiry import INQUIRY_TEXTS
from agreements.models.report import REPORT_TEXTS

PREFIX = "guard_"


@dataclass(frozen=True)
class Guard:
    """One table's protection.

    ``protected`` is an SQL condition over the row alias ``{row}``.  ``redaction`` names the mark that
    may be set once, and ``blanked`` the columns that go empty (or NULL) with it; every other column of
    the row must stay as it is.  ``erasable`` are instead columns from which each redaction may take
    something: the mark then names a later entry of the ledger that is a redaction.  ``withdrawal`` names the
    columns that may change once, as the row goes from published to withdrawn.  ``closed`` also refuses to
    insert such rows.
    """

    model: str
    protected: str
    redaction: str | None = None
    blanked: dict[str, str] = field(default_factory=dict)  # column: what it becomes, as SQL
    erasable: tuple[str, ...] = ()
    withdrawal: tuple[str, ...] = ()
    closed: bool = False

    @property
    def table(self) -> str:
        return self._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [column.column for column in self._meta.concrete_fields]

    @property
    def keys(self) -> list[tuple[str, ...]]:
        """Return every unique key, since OR REPLACE removes the row that stands in the way on any of them."""
        meta = self._meta
        names = [(field.name,) for field in meta.concrete_fields if field.unique]
        names += [constraint.fields for constraint in meta.total_unique_constraints]
        names += meta.unique_together
        names.sort(key=lambda key: key != (meta.pk.name,))
        columns = {field.name: field.column for field in meta.concrete_fields}
        return [tuple(map(columns.__getitem__, key)) for key in dict.fromkeys(map(tuple, names))]

    @property
    def _meta(self) -> Any:
        return apps.get_model("agreements", self.model)._meta

    def row(self, alias: str) -> str:
        return "(" + self.protected.format(row=alias) + ")"

    def permitted(self, hidden: tuple[str, ...]) -> str:
        """Return the SQL condition under which an UPDATE of a protected row is a redaction or withdrawal.

        ``hidden`` are columns that the database adds, and that may not change either.
        """
        allowed = []
        if self.redaction:
            allowed.append(" AND ".join(self._redacts(self.redaction, hidden)))

        if self.withdrawal:
            unchanged = self._same({"state", *self.withdrawal}, hidden)
            allowed.append(" AND ".join(["OLD.state = 'published'", "NEW.state = 'withdrawn'", *unchanged]))
        return "(" + " OR ".join(f"({condition})" for condition in allowed or ["1 = 0"]) + ")"

    def _redacts(self, mark: str, hidden: tuple[str, ...]) -> list[str]:
        """Return the conditions of a redaction: the mark is set, texts go empty, all else stays."""
        marked = [f"OLD.{mark} IS NULL", f"NEW.{mark} IS NOT NULL"]
        if self.erasable:
            marked = [_A_LATER_REDACTION.format(mark=mark)]
        blank = [f"NEW.{column} IS NOT DISTINCT FROM {empty}" for column, empty in self.blanked.items()]
        return [*marked, *blank, *self._same({mark, *self.blanked, *self.erasable}, hidden)]

    def _same(self, free: set[str], hidden: tuple[str, ...]) -> list[str]:
        return [
            f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"
            for column in (*self.columns, *hidden)
            if column not in free
        ]


_A_LATER_REDACTION = (
    "NEW.{mark} > COALESCE(OLD.{mark}, 0) AND EXISTS (SELECT 1 FROM agreements_ledgerentry AS entry"
    " WHERE entry.seq = NEW.{mark} AND entry.kind = 'redaction')"
)
_PUBLISHED_REPORT, _PUBLISHED_DUTY, _PUBLISHED_INQUIRY = (
    f"EXISTS (SELECT 1 FROM agreements_{table} AS guarded"  # noqa: S608  # our own names
    " WHERE guarded.id = {{row}}.{column} AND guarded.first_published_at IS NOT NULL)"
    for table in ("statusreport", "dutyrecord", "inquiry")
)

GUARDS: tuple[Guard, ...] = (
    Guard(
        "LedgerEntry",
        "1 = 1",
        redaction="redacted_by_id",
        blanked={"payload": "NULL", "salt": "NULL", "reason": "''"},
    ),
    Guard(
        "StatusReport",
        "{row}.first_published_at IS NOT NULL",
        redaction="redacted_by_id",
        blanked=dict.fromkeys(REPORT_TEXTS, "''"),
    ),
    Guard("StatusReport_sources", _PUBLISHED_REPORT.format(column="statusreport_id"), closed=True),
    Guard(
        "Inquiry",
        "{row}.first_published_at IS NOT NULL",
        redaction="redacted_by_id",
        blanked=dict.fromkeys(INQUIRY_TEXTS, "''"),
    ),
    Guard("Inquiry_commitments", _PUBLISHED_INQUIRY.format(column="inquiry_id"), closed=True),
    Guard("Inquiry_milestones", _PUBLISHED_INQUIRY.format(column="inquiry_id"), closed=True),
    Guard(
        "DutyRecord",
        "{row}.first_published_at IS NOT NULL",
        redaction="redacted_by_id",
        blanked=dict.fromkeys(DUTY_TEXTS, "''")
        | {"withdrawal_reason": "CASE OLD.state WHEN 'withdrawn' THEN '…' ELSE '' END"},
        withdrawal=("version", "withdrawn_at", "withdrawn_by_id", "withdrawal_reason", "withdrawn_seq"),
    ),
    Guard("DutyRecord_sources", _PUBLISHED_DUTY.format(column="dutyrecord_id"), closed=True),
    Guard(
        "Document",
        f"{_PUBLISHED_REPORT.format(column='report_id')} OR {_PUBLISHED_DUTY.format(column='duty_id')}",
        redaction="redacted_by_id",
        blanked={"file": "''", "name": "''", "title_ko": "''", "title_en": "''", "findings": "'[]'"},
        closed=True,
    ),
    Guard("Trace", "1 = 1", redaction="redacted_by_id", erasable=("changes", "reason", "subject_label")),
)


# ---- SQL ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trigger:
    """Refuses ``event`` on ``table`` where ``condition`` holds of OLD and NEW."""

    table: str
    event: str
    condition: str

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.table.removeprefix('agreements_')}_{self.event}"

    @property
    def refusal(self) -> str:
        return f"{self.table}: what was published is neither changed nor removed"

    def create(self, vendor: str) -> str:
        return {"sqlite": self.create_on_sqlite, "postgresql": self.create_on_postgresql}[vendor]()

    def create_on_sqlite(self) -> str:
        # SQLite knows IS NOT DISTINCT FROM only from 3.39 on; its IS is the same.
        condition = self.condition.replace("IS NOT DISTINCT FROM", "IS")
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event.upper()} ON {self.table} FOR EACH ROW"
            f" WHEN {condition} BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
        )

    def create_on_postgresql(self) -> str:
        # The condition stands in the function, since WHEN cannot hold a subquery.
        each = "STATEMENT" if self.event == "truncate" else "ROW"
        result = {"truncate": "NULL", "delete": "OLD"}.get(self.event, "NEW")
        body = (
            f" BEGIN IF {self.condition} THEN RAISE EXCEPTION '{self.refusal}'"
            f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {result}; END "
        )
        return _ON_POSTGRESQL.format(
            name=self.name,
            body=body,
            trigger=f"CREATE TRIGGER {self.name} BEFORE {self.event.upper()} ON {self.table}"
            f" FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        )


# OR REPLACE: who drops a trigger by hand leaves its function behind.
_ON_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$; {trigger}"
)


def declared_triggers(vendor: str) -> list[Trigger]:
    """Every trigger the database ``vendor`` ("sqlite", "postgresql") should have."""
    return [
        Trigger(guard.table, event, condition)
        for guard in GUARDS
        for event, condition in _trigger_conditions(guard, vendor)
    ]


def _trigger_conditions(guard: Guard, vendor: str) -> Iterator[tuple[str, str]]:
    table, old, new = guard.table, guard.row("OLD"), guard.row("NEW")
    # SQLite's own key of every row, under which OR REPLACE also finds one in the way.
    hidden = ("rowid",) if vendor == "sqlite" else ()
    update = f"({old} AND NOT {guard.permitted(hidden)})"
    insert = []
    if guard.closed:
        update += f" OR (NOT {old} AND {new})"
        insert.append(new)

    yield "delete", old
    if vendor == "postgresql":
        yield "truncate", f"EXISTS (SELECT 1 FROM {table} AS other WHERE {guard.row('other')})"  # noqa: S608  # our own names
    else:
        # OR REPLACE removes a row that has one of the new row's keys without asking a DELETE trigger.
        same_key = " OR ".join(
            "(" + " AND ".join(f"other.{column} = NEW.{column}" for column in key) + ")"
            for key in (*guard.keys, hidden)
        )
        replaced = f"SELECT 1 FROM {table} AS other WHERE ({same_key}) AND {guard.row('other')}"  # noqa: S608
        insert.append(f"EXISTS ({replaced})")
        update += f" OR EXISTS ({replaced} AND other.{guard.keys[0][0]} <> OLD.{guard.keys[0][0]})"

    yield "update", update
    if insert:
        yield "insert", " OR ".join(insert)


# ---- in the database --------------------------------------------------------------------------------


def installed_triggers(connection: Any) -> dict[str, str]:
    """Read the guards that the database has and obeys, by name: the SQL that makes each of them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            return {name: sql for name, sql in cursor.fetchall() if name.startswith(PREFIX)}
        cursor.execute(
            "SELECT tgname, prosrc, pg_get_triggerdef(pg_trigger.oid, true)"
            " FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE NOT tgisinternal AND starts_with(tgname, %s) AND tgenabled IN ('O', 'A')",
            [PREFIX],
        )
        return {
            name: _ON_POSTGRESQL.format(name=name, body=body, trigger=trigger)
            for name, body, trigger in cursor.fetchall()
        }


def trigger_differences(connection: Any) -> list[str]:
    """Name each guard that is missing, is not as declared, or is not declared."""
    expected = {
        trigger.name: trigger.create(connection.vendor) for trigger in declared_triggers(connection.vendor)
    }
    installed = installed_triggers(connection)
    differing = expected.items() ^ installed.items()
    return sorted({name for name, _sql in differing})


def restore_guards(connection: Any) -> None:
    """Install every guard anew if any is not as declared."""
    if trigger_differences(connection):
        with transaction.atomic(using=connection.alias):
            install_guards(connection)


def install_guards(connection: Any) -> None:
    """Put every declared guard in place."""
    lift_guards(connection)
    with connection.cursor() as cursor:
        for trigger in declared_triggers(connection.vendor):
            cursor.execute(trigger.create(connection.vendor))


def lift_guards(connection: Any) -> None:
    """Take every guard away, in this transaction.  For migrations and test resets only."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
                " WHERE NOT tgisinternal AND starts_with(tgname, %s)",
                [PREFIX],
            )
            for name, table in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name} ON {table}; DROP FUNCTION IF EXISTS {name}()")
        else:
            for name in installed_triggers(connection):
                cursor.execute(f"DROP TRIGGER {name}")


@contextmanager
def guards_lifted(connection: Any) -> Iterator[None]:
    """Lift the guards for the block: the one door for what a test has to reset."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no trigger goes while a check is pending
        lift_guards(connection)
        yield
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        install_guards(connection)


class LiftGuards(Operation):
    """The first operation of a migration that alters a guarded table; the last, too, if it is to go back.

    Nothing installs them within the migration: that is the step after ``migrate``, which knows all tables.
    """

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing in the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        lift_guards(schema_editor.connection)

    database_backwards = database_forwards
