"""Taking a list in parts: each row once, in the order of the list, whichever order was chosen."""

import pytest
from django.db.models import Q
from django.http import QueryDict

from agreements import lists
from agreements.lists.keyset import rows_behind
from agreements.lists.register_files import PARTIES, REGIONS, SOURCES, STATEMENTS
from tests.factories import TODAY

LISTINGS = (
    lists.AGREEMENTS, lists.COMMITMENTS, lists.PROGRAMS, lists.MILESTONES, lists.AGENCIES, lists.REPORTS,
    lists.INQUIRIES, lists.TARGETS, PARTIES, REGIONS, SOURCES, STATEMENTS,
)  # fmt: skip


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.name)
def test_the_rows_behind_each_row_are_those_that_the_list_has_behind_it(demo_register, listing):
    for sort in listing.sorts:
        rows = listing.select(QueryDict(f"sort={sort}"), today=TODAY).rows
        in_order = list(rows.values_list("pk", flat=True))
        for place in {0, 1, len(in_order) // 2, len(in_order) - 1} & set(range(len(in_order))):
            behind = rows_behind(rows, Q(pk=in_order[place]))
            assert list(behind.values_list("pk", flat=True)) == in_order[place + 1 :], (sort, place)


def test_a_row_of_another_list_has_nothing_behind_it(demo_register):
    assert rows_behind(lists.AGREEMENTS.select(QueryDict(""), today=TODAY).rows, Q(pk=-1)) is None
