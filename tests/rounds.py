"""Which tests run on PostgreSQL too: those of what sends SQL of its own there.

The first round of `make test` runs everything on SQLite.  The second runs what stands here, and of that
only what asks a database at all: rules without one, pages and forms are the same on both.  A new module in
one of these folders is in the second round by itself; a page or form that PostgreSQL answers differently is
named here.  ``pytest.mark.postgres`` and ``pytest.mark.sqlite`` bind a test to one of the two.
"""

import pytest
from django.test import TransactionTestCase

ON_POSTGRESQL_TOO = (
    "tests/unit/",  # models, actions, SQL twins of rules, lists, exports, search, imports, verification
    "tests/test_golden.py",
    "tests/reliability/",  # locks, guards, acts at the same moment
    "tests/web/test_bad_input.py",  # PostgreSQL refuses values that SQLite takes
    "tests/web/test_canary.py",
    "tests/web/test_queries.py::test_more_rows_than_a_page_holds",
    "tests/web/test_search.py",
    "tests/web/test_search_quality.py",
    "tests/admin/test_list_parameters.py",  # a pattern or a number that one of the two cannot read
    "tests/browser/test_journeys.py::test_from_a_search_in_the_words_people_use",  # the one journey
)

# Of these, what stores and reads rows as everything does: what is tested is a rule, a file or a mail.
ON_SQLITE_ALONE = (
    "tests/unit/test_check_files.py",
    "tests/unit/test_demo.py",
    "tests/unit/test_labels.py",
    "tests/unit/test_remind.py",
    "tests/unit/test_screened_files.py",
    "tests/unit/test_screening.py",
    "tests/unit/test_settings.py",
)


def is_named(module: str) -> bool:
    """Tell whether tests of the module at this path are named above."""
    named = module.startswith(ON_POSTGRESQL_TOO) or any(name.startswith(module) for name in ON_POSTGRESQL_TOO)
    return named and module not in ON_SQLITE_ALONE


def is_test_case(cls: type | None) -> bool:
    return cls is not None and issubclass(cls, TransactionTestCase)


def asks_a_database(item: pytest.Item) -> bool:
    if is_test_case(getattr(item, "cls", None)) or item.get_closest_marker("django_db"):
        return True
    return "db" in getattr(item, "fixturenames", ())


def has_sql_of_its_own(item: pytest.Item) -> bool:
    if item.nodeid.startswith(ON_SQLITE_ALONE) or not item.nodeid.startswith(ON_POSTGRESQL_TOO):
        return False
    return asks_a_database(item) or item.get_closest_marker("postgres") is not None
