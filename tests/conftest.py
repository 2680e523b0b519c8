"""What every test may rely on: the browser, the two databases, and no silent skips."""

import gc
import json
import os
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import IO, Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis
from hypothesis.database import DirectoryBasedExampleDatabase

from agreements.personal_data.files import reading
from agreements.personal_data.files.findings import Finding
from tests import demo, scenario
from tests.registers import register_in_database, register_of, shared_register
from tests.rounds import has_sql_of_its_own, is_named, is_test_case

# A reset between transactional tests empties guarded tables, through the same door as migrations.
_empty_the_tables = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _empty_the_tables_with_the_guards_lifted(self: TransactionTestCase) -> None:
    from agreements.models import guards

    with guards.guards_lifted(connection):
        _empty_the_tables(self)


TransactionTestCase._fixture_teardown = _empty_the_tables_with_the_guards_lifted  # type: ignore[attr-defined]

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
NGINX = os.environ.get("NGINX", "/usr/sbin/nginx")
# marker: the program it needs, and what to do where that is missing
PROGRAMS = {
    "browser": (CHROMIUM, "set CHROMIUM, or apt-get install chromium fonts-noto-cjk"),
    "nginx": (NGINX, "set NGINX, or apt-get install nginx-light"),
}
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"

hypothesis.register_profile(
    "mou",
    deadline=None,  # two cores shared by two workers and a browser: a slow example is no defect
    database=DirectoryBasedExampleDatabase(settings.VAR_DIR / "hypothesis"),
)
hypothesis.load_profile("mou")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--own-sql", action="store_true", help="only what tests/rounds.py names")


def pytest_configure(config: pytest.Config) -> None:
    settings.TEST_DIR.mkdir(exist_ok=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # the workers' databases live here too: only the first process
        shutil.rmtree(settings.TEST_DIR, ignore_errors=True)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import no module of which nothing is asked in this round."""
    module = collection_path.relative_to(config.rootpath).as_posix()
    if config.getoption("own_sql") and module.endswith(".py") and not is_named(module):
        return True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each round runs what its database can answer; the other round runs the rest."""
    other = "sqlite" if connection.vendor == "postgresql" else "postgres"
    narrowed = config.getoption("own_sql")
    elsewhere = {
        item
        for item in items
        if item.get_closest_marker(other) or (narrowed and not has_sql_of_its_own(item))
    }
    if elsewhere:
        config.hook.pytest_deselected(items=list(elsewhere))
        items[:] = [item for item in items if item not in elsewhere]
    items[:] = side_by_side(items)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep the garbage collector from walking through every module again and again: a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def side_by_side(items: list[pytest.Item]) -> list[pytest.Item]:
    """Within a module, bring the tests of one shared register together; those without one follow."""
    return [
        item
        for _module, items_of_module in groupby(items, key=lambda item: item.nodeid.partition("::")[0])
        for item in sorted(items_of_module, key=lambda item: getattr(register_of(item), "__name__", "~"))
    ]


@pytest.fixture(scope="session")
def _registers_end(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        register_in_database.take_away()


@pytest.fixture
def _register_laid(request: pytest.FixtureRequest, _registers_end: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        register_in_database.lay(register_of(request.node))


@pytest.fixture
def _django_db_helper(_register_laid: None, _django_db_helper: None) -> None:
    """pytest-django's, which opens the transaction or savepoint of one test, after the shared register."""


@pytest.fixture(scope="class")
def _no_register_under_a_test_case(request: pytest.FixtureRequest, django_db_blocker: Any) -> None:
    if is_test_case(request.cls):
        with django_db_blocker.unblock():
            register_in_database.take_away()


@pytest.fixture(autouse=True, scope="class")
def _django_setup_unittest(_no_register_under_a_test_case: None, _django_setup_unittest: None) -> None:
    """pytest-django's, which opens the transaction of a ``TestCase``; that one builds what it needs."""


@pytest.fixture(scope="session")
def _no_register_before_playwright(django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        register_in_database.take_away()


@pytest.fixture(scope="session")
def playwright(
    _no_register_before_playwright: None, playwright: Any, django_db_blocker: Any
) -> Iterator[Any]:
    """pytest-playwright's.  While its event loop runs, Django gives this thread another connection."""
    yield playwright
    with django_db_blocker.unblock():
        register_in_database.take_away()


@shared_register
def paju() -> scenario.Paju:
    return scenario.paju()


demo_register = shared_register(demo.demo_register)
nationwide_register = shared_register(demo.nationwide_register)


read_in_own_process = reading.findings_of_file


def read_in_this_process(file: IO[bytes], ending: str) -> list[Finding]:
    """Give what the process of its own would, without the third of a second that it takes to start."""
    from agreements.personal_data.files import child

    return list(json.loads(json.dumps(child.examine_file(file, ending))))


@pytest.fixture(autouse=True, scope="session")
def _files_are_read_in_this_process() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(reading, "findings_of_file", read_in_this_process)
        yield


@pytest.fixture
def files_read_in_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let uploaded files be read as on a server, with the limits of a process of their own."""
    monkeypatch.setattr(reading, "findings_of_file", read_in_own_process)


@pytest.fixture(autouse=True)
def _begin_in_korean() -> None:
    """A request under /en/ leaves its language behind in the thread; no test may find it there."""
    translation.deactivate()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (program, remedy) in PROGRAMS.items():
        if item.get_closest_marker(marker) and not Path(program).exists():
            reason = f"no program at {program} ({remedy})"
            if REQUIRE_ALL:
                pytest.fail(reason, pytrace=False)
            pytest.skip(reason)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium, quiet: it must not phone home from a test."""
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",  # the tests run as root on CI
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "locale": "ko-KR", "timezone_id": "Asia/Seoul"}
