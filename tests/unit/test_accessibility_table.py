"""docs/accessibility.md names every criterion, and every test it names exists."""

import re

import pytest

from tests.architecture import ROOT
from tests.web.semantics import CHECKS

PAGE = (ROOT / "docs/accessibility.md").read_text(encoding="utf-8")
# Levels A and AA of WCAG 2.2 (4.1.1 was taken out), by guideline.
WCAG = {
    "1.1": (1,), "1.2": (1, 2, 3, 4, 5), "1.3": (1, 2, 3, 4, 5), "1.4": (1, 2, 3, 4, 5, 10, 11, 12, 13),
    "2.1": (1, 2, 4), "2.2": (1, 2), "2.3": (1,), "2.4": (1, 2, 3, 4, 5, 6, 7, 11), "2.5": (1, 2, 3, 4, 7, 8),
    "3.1": (1, 2), "3.2": (1, 2, 3, 4, 6), "3.3": (1, 2, 3, 4, 7, 8), "4.1": (2, 3),
}  # fmt: skip
KWCAG = {
    "5.1": 1, "5.2": 1, "5.3": 3, "5.4": 4, "6.1": 4, "6.2": 2, "6.3": 1, "6.4": 4, "6.5": 4,
    "7.1": 1, "7.2": 2, "7.3": 4, "8.1": 1, "8.2": 1,
}  # fmt: skip
TEST = re.compile(r"`((?:web|unit|browser|admin)/test_\w+\.py)::(\w+)`")


def rows(page, cells):
    """The rows of the tables that have so many cells, as lists of them."""
    found = [line.strip("| ").split(" | ") for line in page.splitlines() if re.match(r"\| \d", line)]
    return [row for row in found if len(row) == cells]


def is_held(said):
    return bool(TEST.search(said)) or said.startswith(("Does not apply: ", "By hand: ", "By hand, "))


def missing(page):
    return [
        f"{path}::{name}"
        for path, name in TEST.findall(page)
        if not (ROOT / "tests" / path).exists()
        or f"\ndef {name}(" not in (ROOT / "tests" / path).read_text(encoding="utf-8")
    ]


def test_each_criterion_of_wcag_stands_there_once_with_a_test_or_a_reason():
    wanted = [f"{guideline}.{number}" for guideline, numbers in WCAG.items() for number in numbers]
    assert len(wanted) == 55
    assert [row[0] for row in rows(PAGE, 3)] == wanted
    assert [row[0] for row in rows(PAGE, 3) if not is_held(row[2])] == []


def test_each_item_of_kwcag_stands_there_once_and_leads_to_a_test_or_a_reason():
    wanted = [f"{part}.{number}" for part, count in KWCAG.items() for number in range(1, count + 1)]
    assert len(wanted) == 33
    assert [row[0] for row in rows(PAGE, 4)] == wanted
    criteria = {row[0] for row in rows(PAGE, 3)}
    for number, _name, criterion, said in rows(PAGE, 4):
        assert is_held(said) or (said.startswith("as there") and criterion in criteria), number


def test_every_test_that_is_named_exists():
    assert len(TEST.findall(PAGE)) > 30
    assert missing(PAGE) == []


def test_every_check_of_a_page_is_named():
    named = set(re.findall(r"`(\w+)`", PAGE))
    assert {check.__name__ for check in CHECKS} - named <= {"named_regions", "skipping"}


@pytest.mark.parametrize(
    "named", ["web/test_base.py::test_nothing", "web/test_nowhere.py::test_marks_carry_a_word"]
)
def test_a_test_that_is_not_there_is_found(named):
    assert missing(f"`{named}`") == [named]


@pytest.mark.parametrize(("said", "held"), [("we are careful", False), ("By hand: read aloud", True)])
def test_a_promise_is_no_test(said, held):
    assert is_held(said) is held
