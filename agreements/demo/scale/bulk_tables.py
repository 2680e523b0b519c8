"""Writing many rows of many tables: by COPY on PostgreSQL, by ``executemany`` on SQLite."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.core.management.color import no_style
from django.db import connection

NULL, LINE_END = r"\N", r"\n"  # as COPY reads them


def stored_fields(model: Any) -> list[Any]:
    """Return the columns of a table that are written, in one order for all databases."""
    return [column for column in model._meta.local_concrete_fields if not column.generated]


def write_lines(model: Any, lines: str) -> None:
    """Append rows, one a line, with tabs between the cells."""
    table = model._meta.db_table
    quoted = [connection.ops.quote_name(column.column) for column in stored_fields(model)]
    columns = ", ".join(quoted)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write(lines)
        else:
            slots = ", ".join(["%s"] * len(quoted))
            insert = f"INSERT INTO {table} ({columns}) VALUES ({slots})"  # noqa: S608  # our own names
            # In some order of their keys: rows that go to the same page of an index come one after the other.
            cursor.executemany(insert, list(map(cells_of, sorted(lines[:-1].split("\n")))))


def cells_of(line: str) -> list[str | None]:
    """Return the cells of a line; SQLite makes numbers of the texts in number columns."""
    cells = line.split("\t")
    if "\\" not in line:
        return cells  # type: ignore[return-value]  # a list that nobody changes
    return [None if cell == NULL else cell.replace(LINE_END, "\n") for cell in cells]


def highest_key(model: Any) -> int:
    key: int | None = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return key or 0


def set_sequences(models: Iterable[Any]) -> None:
    """Let the database go on counting after the keys that were given."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# ---- without indexes -----------------------------------------------------------------------------------

_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = ANY(%s) AND connamespace = current_schema()::regnamespace
    AND (conrelid = ANY(%s::regclass[]) OR confrelid = ANY(%s::regclass[])) ORDER BY 1, 2
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) ORDER BY 1
"""


@contextmanager
def without_indexes(models: Iterable[Any]) -> Iterator[None]:
    """Take keys and indexes off the tables for the block; on PostgreSQL, where making them anew is faster.

    What is made anew is checked as a whole: a row that breaks a key fails here.  SQLite asks the indexes for
    rows that name a new one before it is there, and would read whole tables.
    """
    if connection.vendor != "postgresql":
        yield
        return

    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no key goes while a check is pending
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")  # most indexes are sorted in memory
        foreign_keys = keys_taken_off(cursor, ["f"], tables)
        own_keys = keys_taken_off(cursor, ["p", "u"], tables)
        indexes = indexes_taken_off(cursor, tables)
    yield
    with connection.cursor() as cursor:
        for key in own_keys:
            cursor.execute(key.statement)
        for definition in indexes:
            cursor.execute(definition)
        for key in foreign_keys:
            cursor.execute(key.statement)


class Key(NamedTuple):
    """A constraint that is a key, with the SQL that defines it."""

    table: str
    name: str
    definition: str

    @property
    def statement(self) -> str:
        return f'ALTER TABLE {self.table} ADD CONSTRAINT "{self.name}" {self.definition}'


def keys_taken_off(cursor: Any, kinds: list[str], tables: list[str]) -> list[Key]:
    """Drop the keys of some kinds that lie on the tables or lead to them, and return them."""
    cursor.execute(_KEYS, [kinds, tables, tables])
    keys = list(map(Key._make, cursor.fetchall()))
    for key in keys:
        cursor.execute(f'ALTER TABLE {key.table} DROP CONSTRAINT "{key.name}"')
    return keys


def indexes_taken_off(cursor: Any, tables: list[str]) -> list[str]:
    """Drop the indexes of the tables that belong to no key; return the SQL that makes them."""
    cursor.execute(_INDEXES, [tables])
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in indexes]
