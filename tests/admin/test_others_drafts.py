"""What tells an editor of one agency that another has a draft: links, the desk, addresses, refusals."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.desk.digests import digests
from agreements.models import Agreement, DutyRecord, Membership
from tests import factories
from tests.admin.page import change, text

pytestmark = pytest.mark.django_db
ADD_DUTY = reverse("admin:agreements_dutyrecord_add")


@pytest.fixture
def paju() -> Any:
    return factories.agency("paju", name_ko="파주시")


@pytest.fixture
def goyang() -> Any:
    return factories.agency("goyang", name_ko="고양시")


@pytest.fixture
def editor(paju: Any) -> Client:
    """The editor of Paju, who works nowhere else."""
    account = factories.staff("editor", username="only Paju")
    get_user_model().objects.filter(pk=account.pk).update(email="editor@example.test")
    factories.works_for("only Paju", paju, since=timezone.localdate() - timedelta(days=9))
    client = Client()
    client.force_login(account)
    return client


def person() -> Any:
    return get_user_model().objects.get(username="only Paju")


# ---- duty records ----------------------------------------------------------------------------------------


@pytest.fixture
def shared(paju: Any, goyang: Any) -> Agreement:
    """A public agreement of both, each with a duty."""
    for body in (paju, goyang):
        factories.duty_rule(body, "self_evaluation", "yearly")
    return factories.published(factories.agreement(parties=[paju, goyang]))


def starting(agreement: Agreement, agency: Any) -> str:
    return f"{ADD_DUTY}?agreement={agreement.pk}&agency={agency.pk}&kind=self_evaluation&period=2023"


def test_a_draft_of_another_partys_duty_is_not_linked_on_the_agreement(editor, shared, paju, goyang):
    others = factories.duty_record(shared, goyang, "self_evaluation", "2023")
    own = factories.duty_record(shared, paju, "self_evaluation", "2023")
    links = [line.url for line in editor.get(change(shared)).context["duties"]]
    assert change(own) in links
    assert change(others) not in links


def test_the_address_of_another_partys_duty_begins_nothing_and_does_not_lead_to_its_draft(
    editor, shared, paju, goyang
):
    assert editor.get(starting(shared, paju)).status_code == 200
    factories.duty_record(shared, goyang, "self_evaluation", "2023")
    for response in (editor.get(starting(shared, goyang)), editor.post(starting(shared, goyang), {})):
        assert response["Location"].startswith(reverse("admin:agreements_agreement_changelist"))
    assert DutyRecord.objects.count() == 1


# ---- whoever moved ---------------------------------------------------------------------------------------


def test_what_came_back_is_told_to_its_author_until_the_author_moves(editor, paju):
    draft = factories.agreement(parties=[paju, factories.agency()], title_ko="돌아온 협약")
    Agreement.objects.filter(pk=draft.pk).update(state="returned", assigned_to=person())

    def mailed() -> str:
        return str([one.sections for one in digests(timezone.localdate())])

    assert "돌아온 협약" in text(editor.get("/admin/"))
    assert "돌아온 협약" in mailed()
    Membership.objects.filter(user=person()).update(until_on=timezone.localdate() - timedelta(days=1))
    assert "돌아온 협약" not in text(editor.get("/admin/"))
    assert "돌아온 협약" not in mailed()


# ---- addresses and refusals ------------------------------------------------------------------------------


def test_a_list_is_not_asked_by_what_refers_to_its_rows(editor, goyang):
    source = factories.source(label_ko="초안에만 쓰인 자료")
    draft = factories.agreement(parties=[goyang, factories.agency()])
    draft.sources.set([source])
    program = factories.program(owner=goyang)
    for address in (
        f"/admin/agreements/source/?agreements={draft.pk}",
        f"/admin/agreements/source/?agreements__id__exact={draft.pk}",
        f"/admin/agreements/agency/?programs={program.pk}",
    ):
        response = editor.get(address)
        assert response.status_code == 400, address
        assert "초안에만 쓰인 자료" not in response.content.decode()
    assert editor.get("/admin/agreements/source/?publisher=신문사").status_code == 200


def test_a_draft_that_stands_against_a_removal_is_not_named_to_others(editor, coordinator, paju, goyang):
    mine = factories.agreement(parties=[paju, factories.agency()])
    factories.agreement(parties=[goyang, factories.agency()], title_ko="고양시만의 협약", supersedes=mine)
    assert "고양시만의 협약" in text(coordinator.get(change(mine, "delete")))
    refused = text(editor.get(change(mine, "delete")))
    assert "고양시만의 협약" not in refused
    editor.post(change(mine, "delete"), {"post": "yes"})
    assert Agreement.objects.filter(pk=mine.pk).exists()


@pytest.mark.parametrize("number", ["2147483648", "9" * 20, "9" * 5000])
def test_a_list_asked_for_a_number_that_nothing_has_says_so(editor, number):
    for asked in (f"agreement/?begins_on__year={number}", f"agreement/?id__in=1,{number}"):
        assert editor.get(f"/admin/agreements/{asked}").status_code == 400
    assert editor.get("/admin/agreements/agreement/?begins_on__year=2022").status_code == 200
