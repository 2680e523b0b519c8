"""Several people save one agreement in the same moment: no accepted edit is lost or without its trace.

``tests/performance/edits.py`` does it with any number of people for any time.
"""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.test import Client

from agreements.models import Agreement, Trace
from tests import factories
from tests.admin.page import form
from tests.factories import published
from tests.performance.edits import judged
from tests.reliability.at_once import at_once

# On SQLite writers wait for each other before they read.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
PEOPLE = 4


def open_form(address: str, purpose: str) -> tuple[Client, dict[str, Any]]:
    """Log a person in who opens the form and types ``purpose``, up to the last press of the button."""
    client = Client()
    client.force_login(factories.staff("coordinator", username=purpose))
    filled = form(client.get(address)) | {"purpose_ko": [purpose]}
    if Agreement.objects.get().is_public:
        question = client.post(address, filled)
        filled = form(question) | {"change-kind": "correction", "change-reason": "보완"}
    return client, filled


def save(address: str, client: Client, filled: dict[str, Any]) -> str:
    return judged(client.post(address, filled))


@pytest.mark.parametrize("publish", [lambda draft: draft, published], ids=["draft", "published"])
def test_of_several_who_save_an_agreement_at_once_one_is_accepted_and_the_others_see_why_not(publish):
    agreement = publish(factories.agreement())
    address = f"/admin/agreements/agreement/{agreement.pk}/change/"
    purposes = [f"{number}번 담당자가 쓴 목적" for number in range(PEOPLE)]
    opened = [open_form(address, purpose) for purpose in purposes]
    answers = at_once(partial(save, address, *person) for person in opened)
    assert Counter(answers) == {"saved": 1, "told of the conflict": PEOPLE - 1}
    accepted = purposes[answers.index("saved")]
    agreement.refresh_from_db()
    assert agreement.purpose_ko == accepted
    (trace,) = Trace.objects.filter(subject_kind="agreement", act__in=("edit", "change"))
    assert accepted in str(trace.changes)
