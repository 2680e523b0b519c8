"""Every address of the admin against the one table of ``rules/roles.py``; what stands in neither fails."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.admin.menu import ORDER
from agreements.models import Trace
from agreements.rules.publication import TRANSITIONS
from agreements.rules.roles import GRANTS, SUPERUSER, VIEW
from tests import factories
from tests.admin.addresses import (
    IMPORTED_WITH,
    NAMES,
    OF_NO_RECORD,
    ONLY_POSTED,
    OPEN_TO_EVERYONE,
    PAGES,
    SPECIAL,
    about_a_duty,
    about_a_report,
    read,
    special,
)
from tests.admin.page import text
from tests.admin.records import (
    REMEDIES,
    REVIEWED,
    in_state,
    subject_of,
)
from tests.registers import shared_register

pytestmark = pytest.mark.django_db

DRAFTS = [(model, state) for model in REVIEWED for state in ("draft", "submitted", "published")]


def test_every_address_and_every_model_of_the_admin_stands_in_a_table():
    named = set().union(*(grant.models for grant in GRANTS))
    assert {model._meta.model_name for model in site._registry} <= named
    assert sorted(model._meta.object_name for model in site._registry) == sorted(ORDER)
    assert OPEN_TO_EVERYONE | set(SPECIAL) <= set(NAMES)
    for name in set(NAMES) - OPEN_TO_EVERYONE - set(SPECIAL):
        model, page = read(name)
        assert model in named, name
        assert page in PAGES, name


# ---- people ---------------------------------------------------------------------------------------------

# Whose record it is for the person: an editor of an agency in it, of another agency, or one who moved.
PEOPLE = {
    "coordinator": ("coordinator", False),
    "auditor": ("auditor", False),
    "editor": ("editor", True),
    "editor elsewhere": ("editor", False),
    "editor who moved": ("editor", False),
    "none": ("none", False),
    SUPERUSER: (SUPERUSER, False),
}


@shared_register
def sessions() -> dict[str, str]:
    """Everybody, signed in: the key of each person's session."""
    keys = {}
    for name, (role, _own) in PEOPLE.items():
        if role == SUPERUSER:
            user = get_user_model().objects.create_superuser("superuser")
        elif role == "none":
            user = get_user_model().objects.create_user("no role", is_staff=True)
        else:
            user = factories.staff(role, username=name)
        client = Client()
        client.force_login(user)
        keys[name] = client.cookies["sessionid"].value
    elsewhere = factories.agency("elsewhere")
    factories.works_for("editor elsewhere", elsewhere, since=timezone.localdate())
    return keys


def clients(sessions: dict[str, str], of: Any = ()) -> dict[str, Client]:
    """A browser for everybody; ``of`` are the agencies in the record."""
    today = timezone.localdate()
    factories.works_for("editor", *of, since=today)
    yesterday = today - timedelta(days=1)
    factories.works_for("editor who moved", *of, since=yesterday, until=yesterday)
    browsers = {name: Client() for name in sessions}
    for name, key in sessions.items():
        browsers[name].cookies["sessionid"] = key
    return browsers


def granted(role: str, own: bool, doing: str, model: str, state: str | None = None) -> bool:
    """What the table says, read as plainly as can be."""
    held = {"coordinator", SUPERUSER} if role == SUPERUSER else {role}
    return any(
        grant.role in held
        and doing in grant.doing
        and model in grant.models
        and (own or grant.whose == "all")
        and (state is None or grant.states is None or state in grant.states)
        for grant in GRANTS
    )


def opens(role: str, own: bool, model: str, page: str, state: str | None) -> bool:
    doing = PAGES[page]
    if (model, page) in IMPORTED_WITH:
        model = IMPORTED_WITH[model, page]
    if page in OF_NO_RECORD:
        return granted(role, True, doing, model)
    seen = granted(role, own, VIEW, model, state)
    if page in ("submit", "return", "publish", "withdraw", "duplicate"):
        return seen and granted(role, True, doing, model)
    return seen and granted(role, own, doing, model, state)


@pytest.fixture
def unrendered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave pages empty: who may open one is decided before it is drawn."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


def expect(client: Client, url: str, allowed: bool, who: object) -> None:
    response = client.get(url)
    if allowed:
        assert response.status_code == 200, (who, url)
    elif response.status_code == 302:  # as Django answers for what does not exist, or is not theirs to see
        where = response["Location"].partition("?")[0]
        lists = [reverse(f"admin:agreements_{model}_changelist") for model in ("statusreport", "agreement")]
        assert where in ("/admin/", *lists), who
    else:
        assert response.status_code in (403, 404), (who, url)


def is_previewed_no_more(model, page, state):
    return (page, state) == ("preview", "published") and model != "redaction"  # which has no page of its own


@pytest.mark.parametrize(("model", "state"), DRAFTS)
def test_each_page_of_a_draft_opens_for_whom_the_table_says(sessions, unrendered, model, state):
    record = in_state(model, state)
    everybody = clients(sessions, of=factories.agencies_in(record))
    for name in NAMES:
        if not name.startswith(f"agreements_{model}_") or read(name)[1] in OF_NO_RECORD:
            continue
        page = read(name)[1]
        if page == "delete" and state == "published":
            continue  # nobody deletes what was public, whatever the role
        url = reverse(f"admin:{name}", args=[record.pk])
        for who, (role, own) in PEOPLE.items():
            allowed = opens(role, own, model, page, state)
            leads_on = (page, state) == ("card", "published") or is_previewed_no_more(model, page, state)
            if leads_on and allowed:  # the public one is the same
                assert "/admin/" not in everybody[who].get(url)["Location"]
            else:
                expect(everybody[who], url, allowed, who)


ONES_OWN = ("membership", "agencyrequest")
OTHERS = [name for name in NAMES if name not in {*SPECIAL, *OPEN_TO_EVERYONE}]
OTHERS = [name for name in OTHERS if read(name)[0] not in REVIEWED or read(name)[1] in OF_NO_RECORD]


@pytest.mark.parametrize("name", OTHERS)
def test_each_other_page_opens_for_whom_the_table_says(sessions, unrendered, name):
    ContentType.objects.clear_cache()
    model, page = read(name)
    record = None if page in OF_NO_RECORD else subject_of(name)
    of = factories.agencies_in(record) if record else [factories.agency("paju")]
    everybody = clients(sessions, of)
    about = ""
    if page == "add" and model in (*REMEDIES, "dutyrecord"):  # begun on a record: only where the person may
        everybody["editor"].force_login(factories.author())
        about = f"?{about_a_duty() if model == 'dutyrecord' else about_a_report()}"
    url = reverse(f"admin:{name}", args=[record.pk] if record else []) + about
    state = "draft" if model in ("commitment", "milestone") else None
    for who, (role, own) in PEOPLE.items():
        if model in ONES_OWN and page in ("change", "history", "delete") and role == "editor":
            continue  # see test_an_editor_sees_only_their_own_membership, and test_agency_requests.py
        not_theirs = about and who in ("editor elsewhere", "editor who moved")
        expect(everybody[who], url, not not_theirs and opens(role, own, model, page, state), who)


@pytest.mark.parametrize("name", sorted(SPECIAL))
def test_each_special_page_opens_for_whom_its_table_says(sessions, unrendered, name):
    everybody = clients(sessions)
    url = special(name)
    for who, (role, _own) in PEOPLE.items():
        if name == "document" and role == "editor":
            continue  # whose it is decides: see test_scope.py
        client = everybody[who]
        found = client.post(url) if name in ONLY_POSTED else client.get(url, follow=name == "second_factor")
        assert (found.status_code == 200) == (role in SPECIAL[name]), (who, found.status_code)


def test_a_stranger_is_asked_to_log_in():
    for name in set(NAMES) - OPEN_TO_EVERYONE:
        args = [] if name in SPECIAL and name not in ("app_list", "document", "copy") else ["agreements"]
        if name in ("document", "copy") or (name not in SPECIAL and read(name)[1] not in OF_NO_RECORD):
            args = [1]
        elif name not in SPECIAL:
            args = []
        url = reverse(f"admin:{name}", args=args)
        stranger = Client().post(url) if name in ONLY_POSTED else Client().get(url)
        assert stranger.status_code == 302, name
        if name not in ONLY_POSTED:
            assert stranger["Location"].startswith(f"{reverse('admin:login')}?next=/admin/"), name


def test_the_table_and_the_acts_agree_on_the_states_in_which_an_act_is_possible():
    for grant in GRANTS:
        for act in set(grant.doing) & set(TRANSITIONS):
            assert grant.states == TRANSITIONS[act].sources, (grant.role, act)


def test_a_member_of_staff_without_a_role_is_told_whom_to_ask(sessions):
    shown = text(clients(sessions)["none"].get("/admin/"))
    assert "최고 관리자에게 역할을 요청하세요" in shown
    assert "이행과제" not in shown


@pytest.mark.parametrize("page", ["publish", "return"])
def test_an_editor_who_posts_to_an_act_of_coordinators_changes_nothing(sessions, page):
    agreement = in_state("agreement", "submitted")
    client = clients(sessions)["editor"]
    response = client.post(
        reverse(f"admin:agreements_agreement_{page}", args=[agreement.pk]), {"version": 0, "reason": "사유"}
    )
    assert response.status_code == 403
    agreement.refresh_from_db()
    assert (agreement.state, agreement.reference) == ("submitted", None)


@pytest.mark.parametrize("model", ["agency", "region", "theme", "membership", "ordinance", "councilsession"])
def test_an_editor_who_posts_to_what_coordinators_look_after_changes_nothing(sessions, model):
    record = subject_of(f"agreements_{model}_change")
    url = reverse(f"admin:agreements_{model}_change", args=[record.pk])
    response = clients(sessions)["editor"].post(
        url, {"name_ko": "바뀐 이름", "from_on": "2020-01-01", "version": 0}
    )
    assert response.status_code in (302, 403)
    stored = type(record).objects.filter(pk=record.pk).values().get()
    assert stored == {name: getattr(record, name) for name in stored}


def test_an_editor_who_posts_a_change_of_something_public_changes_nothing(sessions):
    agreement = in_state("agreement", "published")
    commitment = agreement.commitments.get()
    client = clients(sessions, of=factories.agencies_in(agreement))["editor"]
    grounds = {"change-kind": "correction", "change-reason": "오기", "version": agreement.version}
    for record in (agreement, commitment):
        url = reverse(f"admin:agreements_{record._meta.model_name}_change", args=[record.pk])
        refused = client.post(url, {"title_ko": "바뀐 제목", **grounds}, follow=True)
        assert "총괄 담당자만 사유를 적어 바꿀 수 있" in text(refused)
        assert type(record).objects.get(pk=record.pk).title_ko == record.title_ko
    assert not Trace.objects.filter(act="change").exists()
