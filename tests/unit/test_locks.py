"""The two locks: `make run` installs the first alone, all else the second, which must hold the first."""

import re
import tomllib
from pathlib import Path

import pytest

LOCKS = {name: Path(name).read_text() for name in ("requirements.lock", "requirements-dev.lock")}
PROJECT = tomllib.loads(Path("pyproject.toml").read_text())["project"]


def locked(name: str) -> dict[str, str]:
    """Return {package: version} of a lock."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCKS[name], re.MULTILINE))


def named(requirements: list[str]) -> set[str]:
    """Return the packages that pyproject.toml asks for, without versions and extras."""
    return {re.split(r"[\[<>=]", requirement)[0].lower() for requirement in requirements}


def test_development_has_what_runs_in_the_same_versions():
    running, developing = locked("requirements.lock"), locked("requirements-dev.lock")
    assert running
    assert running.items() <= developing.items()


def test_every_package_is_locked_where_pyproject_names_it():
    for_development = named(PROJECT["optional-dependencies"]["dev"])
    assert named(PROJECT["dependencies"]) <= locked("requirements.lock").keys()
    assert for_development <= locked("requirements-dev.lock").keys()
    assert not for_development & locked("requirements.lock").keys()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_registry_and_no_folder(name):
    assert not re.findall(r"://|index-url|find-links|^-|\s/\S+", LOCKS[name], re.MULTILINE)
