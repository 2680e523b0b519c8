"""One promise is said in one way wherever it is said, and the numbers of each page add up.

A reader walks through every page and file of the demo register, in Korean and in English, today and on two
days past; on these, of the agencies only those that carry something.
"""

import pytest
from django.utils import timezone

from tests.demo import LOADED
from tests.web.addresses import addresses
from tests.web.walking import READERS, every_reader, walk

# It only keeps a choice of the reader.
NO_PAGES = {"/display/"}
PLACES = {
    "badges", "row", "row-sentence", "lead", "description", "deadline", "figures", "table of milestones",
    "line", "target line", "drawn", "card", "report", "event-outcome", "outcome", "nothing found",
    "commitments.csv", "milestones.csv", "targets.csv", "reports.csv", "reports.atom", "deadlines.ics",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """The day of the demo: these tests read no other register."""
    monkeypatch.setattr(timezone, "now", lambda: LOADED)


@every_reader
def test_each_promise_is_said_in_one_way(demo_register, reader):
    assert walk(*reader).contradictions() == {}


def test_the_walk_forgets_no_page(demo_register):
    pages = {address for address in addresses() if "." not in address}
    assert pages - walk("ko", "").pages.keys() == NO_PAGES


@pytest.mark.parametrize("reader", READERS[:2])
def test_a_promise_is_looked_for_in_every_place_that_speaks_of_one(demo_register, reader):
    """A place that this walk can no longer read would agree with everything."""
    read = {fact.place.rpartition("(")[2].rstrip(")") for fact in walk(*reader).facts}
    assert read >= PLACES
