"""Every address of the admin, and who may open it.  One that is not listed here fails."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.admin.site import site
from agreements.models import Membership, Region, Reminder, Trace
from tests import factories
from tests.admin.page import text
from tests.web.test_document import filed

pytestmark = pytest.mark.django_db

# Who gets a page; everyone else with a staff account gets 403, everyone without one the log-in page.
ALL = {"none", "editor", "coordinator", "superuser"}
ROLES = {"editor", "coordinator", "superuser"}
COORDINATORS = {"coordinator", "superuser"}
SUPERUSERS = {"superuser"}
NOBODY: set[str] = set()

REMEDIES = ("statement", "withdrawal", "redaction")
REVIEWED = ("agreement", "program", "statusreport", *REMEDIES)

TABLE: dict[str, set[str]] = {
    "index": ALL,
    "logout": ALL,
    "password_change": ALL,
    "password_change_done": ALL,
    "second_factor": ALL,
    **{f"second_factor_{page}": ALL for page in ("enrol", "codes", "remove")},
    "jsi18n": ALL,
    "app_list": ROLES,
    "autocomplete": ROLES,
    "document": ROLES,
    "copy": ROLES,
    **{
        f"agreements_{model}_{page}": who
        for model in ("agreement", "program", "statusreport")
        for page, who in {
            "changelist": ROLES,
            "add": ROLES,
            "history": ROLES,
            "change": ROLES,
            "delete": ROLES,
            "preview": ROLES,
            "submit": ROLES,
            "return": COORDINATORS,
            "publish": COORDINATORS,
            "withdraw": COORDINATORS,
        }.items()
        if (model, page) != ("statusreport", "withdraw")  # a withdrawal of its own does that
    },
    **{
        f"agreements_{model}_{page}": who
        for model in REMEDIES
        for page, who in {
            "changelist": ROLES,
            "add": ROLES,
            "history": ROLES,
            "change": ROLES,
            "delete": ROLES,
            "preview": ROLES,
            "submit": ROLES,
            "return": COORDINATORS,
            "publish": COORDINATORS,
        }.items()
    },
    **{
        f"agreements_{model}_{page}": who
        for model in ("commitment", "milestone")
        for page, who in {
            "changelist": ROLES,
            "add": NOBODY,  # entered inside their agreement or program
            "history": ROLES,
            "change": ROLES,
            "delete": NOBODY,
        }.items()
    },
    **{f"agreements_source_{page}": ROLES for page in ("changelist", "add", "history", "change")},
    "agreements_source_delete": COORDINATORS,
    **{
        f"agreements_{model}_{page}": who
        for model in ("agency", "region", "membership")
        for page, who in {
            "changelist": ROLES,
            "add": COORDINATORS,
            "history": ROLES,
            "change": ROLES,  # editors read it
            "delete": COORDINATORS,
        }.items()
    },
    **{
        f"agreements_{model}_{page}": NOBODY if page in ("add", "delete") else COORDINATORS
        for model in ("trace", "reminder")  # written by the house itself
        for page in ("changelist", "add", "history", "change", "delete")
    },
    "auth_user_changelist": SUPERUSERS,
    "auth_user_add": SUPERUSERS,
    "auth_user_history": SUPERUSERS,
    "auth_user_change": SUPERUSERS,
    "auth_user_delete": SUPERUSERS,
    "auth_user_password_change": SUPERUSERS,
    "auth_user_second_factor": SUPERUSERS,
    "auth_group_changelist": SUPERUSERS,
    "auth_group_add": NOBODY,
    "auth_group_history": SUPERUSERS,
    "auth_group_change": SUPERUSERS,
    "auth_group_delete": NOBODY,
}
OPEN_TO_EVERYONE = {"login"}
ONLY_POSTED = {"logout", "second_factor_codes", "second_factor_remove"}


def patterns(found: list[Any]) -> list[Any]:
    flat = []
    for one in found:
        flat += patterns(one.url_patterns) if hasattr(one, "url_patterns") else [one]
    return flat


# Two have no name: the catch-all, and the redirect from a record's address of Django 1.8.
NAMES = sorted({one.name for one in patterns(site.get_urls()) if one.name})


def test_every_address_of_the_admin_stands_in_the_table():
    assert set(NAMES) == set(TABLE) | OPEN_TO_EVERYONE


def clients() -> dict[str, Client]:
    people = {
        "editor": factories.staff("editor"),
        "coordinator": factories.reviewer(),
        "none": get_user_model().objects.create_user("no role", is_staff=True),
        "superuser": get_user_model().objects.create_superuser("superuser"),
    }
    found = {}
    for name, person in people.items():
        found[name] = Client()
        found[name].force_login(person)
    return found


def subject_of(name: str) -> Any:
    """A record in a state in which the page makes sense."""
    model, _, page = name.removeprefix("agreements_").rpartition("_")
    state = {"withdraw": "published", "publish": "submitted", "return": "submitted"}.get(page, "draft")
    if model in REVIEWED:
        return in_state(model, state)
    if model == "commitment":
        return factories.agreement().commitments.get()
    if model == "milestone":
        return factories.program().milestones.get()
    makers: dict[str, Any] = {
        "agency": factories.agency,
        "source": factories.source,
        "region": lambda: Region.objects.create(code="41", name_ko="경기도"),
        "membership": membership,
        "trace": trace,
        "reminder": reminder,
        "auth_user": factories.author,
        "auth_user_password": factories.author,
        "auth_user_second": factories.author,
        "auth_group": lambda: Group.objects.get_or_create(name="editor")[0],
    }
    return makers[model]()


def in_state(model: str, state: str) -> Any:
    makers: dict[str, Any] = {
        "agreement": factories.agreement,
        "program": factories.program,
        "statusreport": report_on_something_public,
        "statement": statement,
        "withdrawal": lambda: factories.withdrawal(factories.published(report_on_something_public())),
        "redaction": lambda: factories.redaction(factories.published(report_on_something_public())),
    }
    made = makers[model]()
    if state == "published":
        return factories.published(made)
    made.state = state
    made.save()
    return made


def report_on_something_public() -> Any:
    return factories.report(
        factories.published(factories.agreement()).commitments.get(), "on_track", "2023", note_ko="밝힌 내용"
    )


def statement() -> Any:
    about = factories.published(report_on_something_public())
    return factories.statement(about, about.subject.agreement.parties.all()[0].agency)


def membership() -> Membership:
    return Membership.objects.create(
        user=factories.author(), agency=factories.agency(), from_on=factories.TODAY
    )


def trace() -> Trace:
    return Trace.objects.create(
        at=timezone.now(), actor=factories.author(), act="edit", subject_kind="agency", subject_id="1"
    )


def reminder() -> Reminder:
    return Reminder.objects.create(
        person=factories.author(), on=factories.TODAY, items=1, kinds={"late": 1}, begun_at=timezone.now()
    )


def address(name: str) -> str:
    if name == "app_list":
        return reverse("admin:app_list", args=["agreements"])
    if name == "autocomplete":
        query = "?app_label=agreements&model_name=party&field_name=agency"
        return reverse("admin:autocomplete") + query
    if name in ("document", "copy"):
        return reverse(f"admin:{name}", args=[stored_file(name)])
    if name.endswith("_add") and name.split("_")[1] in REMEDIES:
        about = factories.published(report_on_something_public())
        return f"{reverse(f'admin:{name}')}?report={about.pk}"
    if not name.startswith(("agreements_", "auth_")) or name.endswith(("_changelist", "_add")):
        return reverse(f"admin:{name}")
    return reverse(f"admin:{name}", args=[subject_of(name).pk])


def stored_file(name: str) -> int:
    stored = filed(factories.agreement())
    if name == "document":
        return stored.pk
    return factories.source(stored_copy=stored.file.name, sha256=stored.sha256).pk


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_address_opens_for_its_roles_only(name):
    ContentType.objects.clear_cache()
    url = address(name)
    for role, client in clients().items():
        response = (
            client.post(url) if name in ONLY_POSTED else client.get(url, follow=name == "second_factor")
        )
        if role in TABLE[name]:
            assert response.status_code == 200, (role, response.status_code)
        else:
            assert response.status_code in (403, 404), (role, response.status_code)
    stranger = Client().post(url) if name in ONLY_POSTED else Client().get(url)
    assert stranger.status_code == 302
    if name not in ONLY_POSTED:
        assert stranger["Location"].startswith(f"{reverse('admin:login')}?next=/admin/")


def test_a_member_of_staff_without_a_role_is_told_whom_to_ask():
    shown = text(clients()["none"].get("/admin/"))
    assert "총괄 담당자에게 역할을 요청하세요" in shown
    assert "이행과제" not in shown


@pytest.mark.parametrize("page", ["publish", "return"])
def test_an_editor_who_posts_to_an_act_of_coordinators_changes_nothing(page):
    agreement = in_state("agreement", "submitted")
    client = clients()["editor"]
    response = client.post(
        reverse(f"admin:agreements_agreement_{page}", args=[agreement.pk]), {"version": 0, "reason": "사유"}
    )
    assert response.status_code == 403
    agreement.refresh_from_db()
    assert (agreement.state, agreement.reference) == ("submitted", None)


@pytest.mark.parametrize("model", ["agency", "region", "membership"])
def test_an_editor_who_posts_to_what_coordinators_look_after_changes_nothing(model):
    record = subject_of(f"agreements_{model}_change")
    url = reverse(f"admin:agreements_{model}_change", args=[record.pk])
    response = clients()["editor"].post(url, {"name_ko": "바뀐 이름", "from_on": "2020-01-01", "version": 0})
    assert response.status_code == 403
    stored = type(record).objects.filter(pk=record.pk).values().get()
    assert stored == {name: getattr(record, name) for name in stored}


def test_an_editor_who_posts_a_change_of_something_public_changes_nothing():
    agreement = in_state("agreement", "published")
    commitment = agreement.commitments.get()
    client = clients()["editor"]
    grounds = {"change-kind": "correction", "change-reason": "오기", "version": agreement.version}
    for record in (agreement, commitment):
        url = reverse(f"admin:agreements_{record._meta.model_name}_change", args=[record.pk])
        refused = client.post(url, {"title_ko": "바뀐 제목", **grounds}, follow=True)
        assert "총괄 담당자만 사유를 적어 바꿀 수 있" in text(refused)
        assert type(record).objects.get(pk=record.pk).title_ko == record.title_ko
    assert not Trace.objects.filter(act="change").exists()
