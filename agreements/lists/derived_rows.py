"""Rows that are made in Python, with the little of a queryset that pages and files ask for."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any


class DerivedRows:
    def __init__(self, found: Sequence[Any]) -> None:
        self.found = found

    def __getitem__(self, key: Any) -> Any:
        return self.found[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def count(self) -> int:
        return len(self.found)

    def values_list(self, *names: str) -> "DerivedRows":
        """Give two or more attributes of each row."""
        return DerivedRows(list(map(attrgetter(*names), self.found)))

    def iterator(self, *, chunk_size: int) -> Iterator[Any]:
        return iter(self.found)
