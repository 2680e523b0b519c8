"""Pages and files of a past day answer as before, whatever else became public since."""

import re

import pytest

from tests import factories
from tests.factories import published
from tests.web.addresses import addresses

DAY = "2023-08-01"


def answers(client, query):
    """Every page and file that has a past day, without today's publication number."""
    found = {}
    for address in addresses():
        if address.startswith("/sitemap"):
            continue  # of today, whatever is asked
        if address.startswith(("/api/", "/data/", "/editions/")):
            continue  # they name the newest sequence and head in their rows, which those of the files are
        if address.endswith((".xlsx", ".json", ".hwpx")):
            continue  # the cells of CSV or page (test_export_formats.py, test_editions.py)
        response = client.get(f"{address}?{query}")
        if response.status_code == 200:
            body = b"".join(response.streaming_content) if response.streaming else response.content
            # In an address, in words, and as the last column of a file, behind the day.
            found[address] = re.sub(rf"(seq=|순번 |,{DAY},)\d+", r"\1", body.decode())
    return found


@pytest.mark.parametrize("at", ["a publication", "today's knowledge"])
def test_a_past_day_answers_as_before_what_did_not_change(paju, client, at):
    query = f"as_of={DAY}"
    if at == "a publication":
        query += f"&seq={paju.agreement.published_seq + 3}"
    before = answers(client, query)
    other = published(factories.agreement(parties=[paju.city, paju.police], signed="2024-05-02"))
    for subject in (other.commitments.get(), paju.unheard):
        published(factories.report(subject, "on_track", "2024-06-03", target="2025"))
    after = answers(client, query)

    assert {address for address in before if before[address] != after[address]} == set()
    assert len(before) > 40
