"""Every public page in a browser: nothing for axe to find, no complaint, nothing wider than the screen.

Two settings here, which differ in all of language, screen and contrast; ``tests/performance/public_site.py``
goes through all of them.
"""

import pytest
from django.db import transaction

from tests import scenario
from tests.performance.public_site import STATES, is_page
from tests.web.addresses import addresses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("prefix", "width", "contrast"), [("", 1280, "standard"), ("/en", 390, "more")])
def test_no_public_page_has_a_fault(person, prefix, width, contrast):
    with transaction.atomic():  # else its rows would have to come in the order of their keys
        scenario.paju()
    citizen = person(viewport={"width": width, "height": 900})
    citizen.open(f"/display/?contrast={contrast}&text=normal&next=/")
    for address in [*filter(is_page, addresses()), *STATES]:
        answer = citizen.page.goto(citizen.site + prefix + address)
        if answer.status >= 400:
            citizen.complaints.clear()  # Chromium remarks on the refusal that was asked for
        citizen.finds_no_fault(widths=(width,))
