"""Rows that are made in Python, with the little of a queryset that pages and files ask for."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any


class DerivedRows:
    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows = rows

    def __getitem__(self, key: Any) -> Any:
        return self.rows[key]

    def part(self, begin: int, end: int) -> "DerivedRows":
        return DerivedRows(self.rows[begin:end])

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def count(self) -> int:
        return len(self.rows)

    def values_list(self, *names: str) -> "DerivedRows":
        """Give two or more attributes of each row."""
        return DerivedRows(list(map(attrgetter(*names), self.rows)))

    def iterator(self, *, chunk_size: int) -> Iterator[Any]:
        return iter(self.rows)
