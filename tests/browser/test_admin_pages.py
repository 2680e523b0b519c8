"""Every page of the admin under axe and our content policy, while its controls are used."""

from typing import Any

import pytest
from django.urls import reverse

from agreements.rules.roles import SUPERUSER
from tests import factories
from tests.admin.addresses import NAMES, OF_NO_RECORD, OPEN_TO_EVERYONE, SPECIAL, read
from tests.admin.records import REMEDIES, REVIEWED, in_state, subject_of
from tests.admin.test_permissions import opens
from tests.browser.conftest import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATE = {"publish": "submitted", "return": "submitted", "withdraw": "published"}
# Pages that say of any record the same with the same template: axe looks at those of two models.
LIKE_EACH_OTHER = (
    "history", "delete", "submit", "return", "withdraw", "handover", "screening", "import", "process_import",
)  # fmt: skip
FILES = ("import_template", "import_faults", "table")
WITH_AXE = ("agreement", "statusreport")
MODELS = sorted({read(name)[0] for name in NAMES if name not in SPECIAL and name not in OPEN_TO_EVERYONE})


def addresses(model: str) -> list[tuple[str, str]]:
    """Every page of a model that somebody may open, with a record in a state in which it makes sense."""
    found = []
    for name in NAMES:
        if name in SPECIAL or name in OPEN_TO_EVERYONE or read(name)[0] != model:
            continue
        page = read(name)[1]
        state = STATE.get(page, "draft")
        if page in FILES or not opens(SUPERUSER, True, model, page, state):
            continue
        if page == "add" and model in (*REMEDIES, "dutyrecord"):
            continue  # these begin on another record's page: tests/browser/test_remedies.py
        if page in OF_NO_RECORD:
            found.append((page, reverse(f"admin:{name}")))
        else:
            record = in_state(model, state) if model in REVIEWED else subject_of(name)
            found.append((page, reverse(f"admin:{name}", args=[record.pk])))
    return found


@pytest.mark.parametrize("model", MODELS)
def test_every_page_of_a_model_is_used_without_a_fault(person, model):
    superuser = person("coordinator", "coordinator")
    factories.superuser("coordinator")
    page = superuser.page
    for kind, address in addresses(model):
        superuser.open(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, address
        for box in page.locator(".select2-selection:visible").all()[:2]:
            box.click()
            page.wait_for_selector(".select2-results__option--highlighted, .select2-results__message")
            assert superuser.complaints == []
            assert violations(page, within=".select2-container--open") == [], address
            superuser.complaints.clear()  # axe's own
            page.locator(".select2-container--open .select2-search__field").first.press("Escape")
        for more in page.locator(".add-row a:visible").all():
            more.click()
        if kind in LIKE_EACH_OTHER and model not in WITH_AXE:
            superuser.fits_the_screen()
        else:
            superuser.finds_no_fault()
        page.set_viewport_size({"width": 1280, "height": 900})


def test_the_first_page_of_each_role_has_no_fault(person):
    in_state("agreement", "submitted")
    in_state("statusreport", "published")
    for role in ("coordinator", "editor", "auditor"):
        someone = person(role, "editor of Paju" if role == "editor" else role)
        someone.open("/admin/")
        someone.finds_no_fault()


def test_logging_in_and_changing_a_password_have_no_fault(person):
    stranger: Any = person()
    stranger.open("/admin/login/")
    stranger.finds_no_fault()
    someone = person("editor", "editor of Paju")
    someone.open("/admin/password_change/")
    someone.finds_no_fault()
