"""Many people save the same agreements at once: none of the accepted edits is lost or without its trace."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.performance.edits import faults, person, prepare

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_no_accepted_edit_is_lost():
    keys = prepare()[:3]
    with ThreadPoolExecutor(6) as threads:
        outcomes = list(threads.map(lambda number: person(number, 10, keys), range(6)))
    assert faults(outcomes) == []
    answers = {answer for outcome in outcomes for answer in outcome.answers}
    assert {"saved", "told of the conflict"} <= answers
    connection.close()
