"""A file that breaks while it is sent ends as a broken one, not as a shorter file."""

import pytest
from django.db import DatabaseError

from agreements.lists.columns import reading
from tests import factories


def test_an_error_after_the_first_part_reaches_the_server_which_then_cuts_the_connection(
    db, client, monkeypatch
):
    for number in range(2):
        factories.agency(f"made-up-{number}", name_ko=f"가상시 {number}")
    readers = [reading._ChunkReader.read, breaks]

    def read_by_the_next(chunk_reader, chunk):
        return readers.pop(0)(chunk_reader, chunk)

    monkeypatch.setattr(reading, "FIRST_ROWS", 1)
    monkeypatch.setattr(reading._ChunkReader, "read", read_by_the_next)
    parts = iter(client.get("/agencies.csv?view=all"))
    assert "가상시" in next(parts).decode()
    with pytest.raises(DatabaseError):
        list(parts)


def breaks(_reader, _chunk):
    raise DatabaseError
