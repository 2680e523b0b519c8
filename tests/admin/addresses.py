"""Every address of the admin: what it asks of the roles table, and a record to open it with."""

from typing import Any

from django.contrib.admin import site
from django.urls import reverse

from agreements.rules.publication import Act
from agreements.rules.roles import ROLES, SUPERUSER, VIEW
from tests import factories
from tests.admin.records import (
    REVIEWED,
    duty_record,
    in_state,
    report_on_something_public,
    stored_file,
    subject_of,
)

# What a page of a record asks of the table.  The confirmation of an act opens in any state, and says why not.
PAGES: dict[str, str] = {
    "changelist": VIEW,
    "add": Act.CREATE,
    "history": VIEW,
    "change": VIEW,
    "preview": VIEW,
    "card": VIEW,
    "duplicate": Act.CREATE,
    "screening": VIEW,
    "twice": Act.EDIT,
    "grid": Act.EDIT,
    "delete": Act.DELETE,
    "submit": Act.SUBMIT,
    "return": Act.RETURN,
    "publish": Act.PUBLISH,
    "withdraw": Act.WITHDRAW,
    "handover": Act.HAND_OVER,
    "password_change": Act.EDIT,
    "second_factor": Act.EDIT,  # a superuser takes away somebody else's
    "send_link": Act.EDIT,
    "invite": Act.CREATE,
    "import": Act.EDIT,
    "process_import": Act.EDIT,
    "table": VIEW,
    "faults": VIEW,  # of a refused table of a round
    "review": Act.EDIT,  # of a round; publishing asks again for each record
    "import_template": Act.EDIT,
    "import_faults": Act.EDIT,
}
IMPORT_PAGES = ("import", "process_import", "import_template", "import_faults")
# Pages of no record: rows and forms are filtered, not refused.
OF_NO_RECORD = (
    "changelist",
    "add",
    "invite",
    "handover",
    *IMPORT_PAGES,
)
# Rows that are edited with another record are imported by whoever may edit that.
IMPORTED_WITH = {("milestone", page): "program" for page in IMPORT_PAGES}
# The other pages: the account's own, and what serves several models.
EVERYBODY = {*ROLES, SUPERUSER, "none"}
SPECIAL: dict[str, set[str]] = {
    "index": EVERYBODY,
    "logout": EVERYBODY,
    "password_change": EVERYBODY,
    "password_change_done": EVERYBODY,
    "jsi18n": EVERYBODY,
    "gallery": EVERYBODY,
    "stay": EVERYBODY,
    "guide": EVERYBODY,
    "guide_imports": EVERYBODY,
    "search": EVERYBODY,
    "second_factor": EVERYBODY,
    **{f"second_factor_{page}": EVERYBODY for page in ("enrol", "codes", "remove")},
    "app_list": EVERYBODY - {"none"},
    "autocomplete": EVERYBODY - {"none"},
    "document": EVERYBODY - {"none"},
    "copy": EVERYBODY - {"none"},
}
OPEN_TO_EVERYONE = {"login", "password_reset", "password_reset_confirm"}
ONLY_POSTED = {"logout", "stay", "second_factor_codes", "second_factor_remove"}


def patterns(found: list[Any]) -> list[Any]:
    flat = []
    for one in found:
        flat += patterns(one.url_patterns) if hasattr(one, "url_patterns") else [one]
    return flat


# Two have no name: the catch-all, and the redirect from a record's address of Django 1.8.
NAMES = sorted({one.name for one in patterns(site.get_urls()) if one.name})


def read(name: str) -> tuple[str, str]:
    """The model and the page in the name of an address."""
    _app, model, page = name.split("_", 2)
    return model, page


def special(name: str) -> str:
    if name == "app_list":
        return reverse("admin:app_list", args=["agreements"])
    if name == "autocomplete":
        query = "?app_label=agreements&model_name=party&field_name=agency"
        return reverse("admin:autocomplete") + query
    if name in ("document", "copy"):
        return reverse(f"admin:{name}", args=[stored_file(name)])
    return reverse(f"admin:{name}")


def about_a_report() -> str:
    return f"report={factories.published(report_on_something_public()).pk}"


def about_a_duty() -> str:
    record = duty_record()
    return f"agreement={record.agreement_id}&agency={record.agency_id}&kind=self_evaluation&period=2024"


def address(name: str) -> str:
    """The address, with a record in a state in which its page makes sense."""
    if name in SPECIAL:
        return special(name)
    model, page = read(name)
    if page in OF_NO_RECORD:
        return reverse(f"admin:{name}")
    state = {"withdraw": "published", "publish": "submitted", "return": "submitted"}.get(page, "draft")
    record = in_state(model, state) if model in REVIEWED else subject_of(name)
    return reverse(f"admin:{name}", args=[record.pk])
