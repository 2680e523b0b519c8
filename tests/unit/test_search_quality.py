"""Of sixty queries written from the requirement, at least 95 % find the wanted record in the first three."""

from datetime import date

import pytest

from agreements.models import Agency, Agreement, Commitment, Milestone, Program, StatusReport
from agreements.parameters import Clock
from agreements.views.search import answer
from tests.search_queries import Query

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
ADDRESSED = {
    "agreement": (Agreement, "reference"), "commitment": (Commitment, "reference"),
    "program": (Program, "slug"), "milestone": (Milestone, "reference"), "agency": (Agency, "slug"),
}  # fmt: skip
ENOUGH = 0.95


def first_three(text: str) -> list[str]:
    clock = Clock(TODAY, today=TODAY)
    found = []
    for hit in answer(text, clock).best:
        if hit.kind == "report":
            found.append(f"report:{StatusReport.objects.get(pk=hit.key).public_reference}")
        else:
            model, address = ADDRESSED[hit.kind]
            found.append(f"{hit.kind}:{getattr(model.objects.get(pk=hit.key), address)}")
    return found[:3]


def missed(queries: tuple[Query, ...]) -> dict[str, list[str]]:
    found = {query.text: first_three(query.text) for query in queries}
    return {
        query.text: found[query.text] for query in queries if not set(query.wanted) & set(found[query.text])
    }
