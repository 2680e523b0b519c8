"""Every public page in a browser: nothing for axe to find, no complaint, nothing wider than the screen.

Everything in Korean, and of English in high contrast what language and contrast change;
``tests/performance/public_site.py`` goes through all settings.
"""

import pytest
from django.db import transaction

from tests import factories, scenario
from tests.performance.public_site import STATES, is_page
from tests.web.addresses import addresses, names

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


COLOUR_AND_LANGUAGE = (
    "color-contrast",
    "link-in-text-block",
    "html-has-lang",
    "html-lang-valid",
    "valid-lang",
)


@pytest.mark.parametrize(
    ("prefix", "contrast", "rules"), [("", "standard", ()), ("/en", "more", COLOUR_AND_LANGUAGE)]
)
def test_no_public_page_has_a_fault(person, prefix, contrast, rules):
    with transaction.atomic():  # else its rows would have to come in the order of their keys
        paju = scenario.paju()
        factories.with_region_and_theme(paju.city, paju.agreement)
    citizen = person()
    citizen.open(f"/display/?contrast={contrast}&text=normal&next=/")
    pages = [*filter(is_page, (next(addresses(name), "") for name in names()))]
    for address in pages if rules else [*pages, *STATES]:
        answer = citizen.page.goto(citizen.site + prefix + address)
        if answer.status >= 400:
            citizen.complaints.clear()  # Chromium remarks on the refusal that was asked for
        citizen.finds_no_fault(rules=rules)
