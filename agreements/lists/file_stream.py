"""A file that is written while it is read: what it needs of the database may take longer than a page."""

from collections.abc import Generator, Iterator

from django.conf import settings
from django.db import DatabaseError, connection


class FileStream(Iterator[bytes]):
    """The parts of a file, read under the file's limit of time in place of the request's.

    The first part is read at once: an error is then an error, and no broken file.

    PostgreSQL counts no time for a cursor that outlives its transaction, so the file is read within one,
    and the limit ends with it.  Django calls ``close`` at the end of each answer; a connection that was
    left without it is dropped by Django before the next request, as its autocommit is off.
    """

    def __init__(self, parts: Generator[bytes]) -> None:
        self._parts = parts
        self._has_transaction = connection.vendor == "postgresql" and not connection.in_atomic_block
        try:
            if self._has_transaction:
                begin_with_limit(settings.FILE_STATEMENT_TIMEOUT)
            self._first: bytes | None = next(parts, None)
        except BaseException:
            self.close()
            raise

    def __next__(self) -> bytes:
        if self._first is None:
            return next(self._parts)
        part, self._first = self._first, None
        return part

    def close(self) -> None:
        """End the transaction; what was not read yet stays unread."""
        self._parts.close()
        if not self._has_transaction:
            return
        self._has_transaction = False
        try:
            connection.rollback()  # nothing was written
            connection.set_autocommit(True)
        except DatabaseError:
            connection.close()


def begin_with_limit(statement_timeout: str) -> None:
    """Begin a transaction whose cursors are read to their end.

    PostgreSQL plans a cursor for its first tenth, which for a whole file took thirty times as long.
    """
    connection.set_autocommit(False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [statement_timeout])
        cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
