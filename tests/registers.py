"""Registers that many tests read: built once, and kept while the tests that follow ask for the same one.

    @shared_register
    def everything_published() -> Agreement:
        return published(factories.agreement())

makes a fixture.  The rows lie in a transaction that is never committed; each test works in a savepoint
inside it and so may change what it likes.  The objects a test is handed are copies.  A test that asks for
another register, or for none, finds none of this one's rows: ``lay`` takes them away first.

``build`` has no fixtures and must not depend on the clock, the language or the settings of a test: it runs
before these are set.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

type Build = Callable[[], Any]


def shared_register(build: Build) -> Any:
    """Turn ``build`` into a fixture of the same name that gives each test a copy of what it returns."""

    def copied(db: None) -> Any:
        assert register_in_database.build is build
        return deepcopy(register_in_database.objects)

    copied.build = build  # type: ignore[attr-defined]
    return pytest.fixture(name=build.__name__)(copied)


def register_of(item: pytest.Item) -> Build | None:
    """Return the ``build`` of the shared register that a test asks for, itself or through its fixtures."""
    fixtures = item._fixtureinfo.name2fixturedefs.values()
    builds = {getattr(definitions[-1].func, "build", None) for definitions in fixtures} - {None}
    assert len(builds) <= 1, f"{item.nodeid} asks for two registers"
    return builds.pop() if builds else None


class RegisterInDatabase:
    """What lies in the database between two tests."""

    def __init__(self) -> None:
        self.build: Build | None = None
        self.objects: Any = None
        self._transaction: transaction.Atomic | None = None

    def lay(self, build: Build | None) -> None:
        """Make the database hold what ``build`` makes and nothing else; with None nothing at all."""
        if build is self.build:
            return
        self.take_away()
        if build is None:
            return
        self._transaction = transaction.atomic()
        self._transaction._from_testcase = True  # type: ignore[attr-defined]  # as Django's TestCase does
        self._transaction.__enter__()
        try:
            with translation.override("ko"):
                self.objects = build()
        except BaseException:
            self.take_away()
            raise
        self.build = build

    def take_away(self) -> None:
        if self._transaction is not None:
            transaction.set_rollback(True)
            self._transaction.__exit__(None, None, None)
        self.build = self.objects = self._transaction = None


register_in_database = RegisterInDatabase()
