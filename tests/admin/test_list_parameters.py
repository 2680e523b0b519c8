"""A list of the admin is asked by what it declares; everything else in its address is refused by name."""

import re
from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.db.models import CharField
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from agreements.admin.accounts.roles import ByRole
from agreements.admin.records.agreement import AgreementAdmin
from agreements.admin.records.pickers import picked_fields
from agreements.models import Agency
from tests import factories
from tests.admin.conftest import signed_in
from tests.web.page import Page

pytestmark = pytest.mark.django_db
AGREEMENTS = "/admin/agreements/agreement/"


@pytest.fixture
def superuser() -> Client:
    account = User.objects.create_superuser("superuser")
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def list_of(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.mark.parametrize("model", site._registry, ids=lambda model: model.__name__)
def test_the_search_and_the_days_of_a_list_are_named_in_korean(superuser, model):
    page = Page(superuser.get(list_of(model)))
    named = [*page.all("label", **{"for": "searchbar"}), *page.all("span", id="date-hierarchy-label")]
    for label in named:
        assert label.text == "" or re.search("[가-힣]", label.text), label.text
        assert not re.search("[a-z]{2}|None", label.text), label.text


def assert_refused(answer: Any, name: str) -> None:
    assert answer.status_code == 400, answer.request["QUERY_STRING"][:200]
    assert Page(answer).one("code").text == name


# ---- what is not declared


def test_no_list_is_asked_by_a_field_or_a_lookup_that_it_does_not_declare(superuser):
    for model, model_admin in site._registry.items():
        assert isinstance(model_admin, ByRole)
        texts = [field.name for field in model._meta.concrete_fields if isinstance(field, CharField)]
        relations = [relation.name for relation in model._meta.related_objects]
        names = [f"{name}__regex" for name in texts[:1]] + [f"{name}__id__exact" for name in relations[:1]]
        for name in ("pk__regex", "nonsense", *names):
            assert_refused(superuser.get(list_of(model), {name: "("}), name)


def test_a_regular_expression_never_reaches_the_database(superuser):
    factories.agreement(title_ko="협약")
    for query in (
        "title_ko__regex=^(.%2B)%2B(.%2B)%2B!$",
        "title_ko__iregex=(",
        "state__regex=(",
        "pk__regex=(",
    ):
        answer = superuser.get(f"{AGREEMENTS}?state__exact=draft&{query}")
        assert_refused(answer, query.partition("=")[0])
    assert f"{AGREEMENTS}?state__exact=draft" in Page(answer).links


# ---- what is declared


def test_every_kind_of_link_that_a_list_offers_is_answered(superuser):
    factories.published(factories.agreement())
    for model in site._registry:
        page = Page(superuser.get(list_of(model)))
        by_names = {frozenset(QueryDict(link[1:])): link for link in page.links if link.startswith("?")}
        assert by_names, model
        for link in by_names.values():
            assert superuser.get(list_of(model) + link).status_code == 200, (model, link)


# What the first page, the mails and the acts link to, and what Django itself adds to the address of a list.
LINKED = [
    "agreement/?state__exact=submitted",
    "agreement/?state__exact=published",
    "statusreport/?state__exact=returned",
    "commitment/?standing=late",
    "milestone/?standing=silent",
    "agreement/?phase=in_force&kind__exact=mou",
    "agreement/?begins_on__year=2022&begins_on__month=12&begins_on__day=13",
    "trace/?at__year=2026",
    "source/?publisher=신문사",
    "source/?publisher__isnull=True",
    "ordinance/?checked_on__isempty=1",
    "agreement/?q=순찰&o=2.-1&p=1&all=&_facets=True",
    "agreement/?_popup=1&_to_field=id",
    "agreement/?e=1",
    "agreement/?state__exact=nonsense",
    "agreement/?phase=nonsense",
]


def test_declared_filters_and_the_names_of_django_go_on_working(superuser):
    for address in LINKED:
        assert superuser.get(f"/admin/agreements/{address}").status_code == 200, address


def test_a_declared_filter_narrows_the_list(superuser):
    factories.agreement(title_ko="초안인 협약")
    factories.published(factories.agreement(title_ko="공개된 협약"))
    drafts = Page(superuser.get(f"{AGREEMENTS}?state__exact=draft")).text
    assert "초안인 협약" in drafts
    assert "공개된 협약" not in drafts
    dated = Page(superuser.get(f"{AGREEMENTS}?begins_on__year=2022")).text
    assert "초안인 협약" in dated


# ---- values that cannot be read


BAD_VALUES = [
    ("agreement/?begins_on__year=x", "begins_on__year"),
    ("agreement/?begins_on__year=9999", "begins_on__year"),
    ("agreement/?begins_on__year=1", "begins_on__year"),
    ("agreement/?begins_on__year=２０２２", "begins_on__year"),
    ("agreement/?begins_on__year=2022&begins_on__month=13", "begins_on__month"),
    ("agreement/?begins_on__year=2022&begins_on__month=2&begins_on__day=30", "begins_on__day"),
    ("agreement/?begins_on__month=2", "begins_on__month"),
    ("agreement/?begins_on__year=2022&begins_on__day=2", "begins_on__day"),
    ("agreement/?begins_on__gte=x", "begins_on__gte"),
    ("agreement/?state__exact=%00", "state__exact"),
    ("agreement/?state__exact=draft&state__exact=draft", "state__exact"),
    ("agreement/?q=" + "a%20" * 100, "q"),
    ("agreement/?q=%00", "q"),
    ("agreement/?p=-1", "p"),
    ("agreement/?p=99999999999", "p"),
    ("commitment/?program__id__exact=x", "program__id__exact"),
    ("commitment/?program__id__exact=99999999999999999999", "program__id__exact"),
    ("agency/?listed__exact=x", "listed__exact"),
    ("ordinance/?checked_on__isempty=x", "checked_on__isempty"),
    ("councilsession/?year=x", "year"),
]


def test_a_value_that_a_declared_filter_cannot_read_is_refused_by_name(superuser, monkeypatch):
    monkeypatch.setattr(AgreementAdmin, "list_per_page", 1)
    for _ in range(2):
        factories.agreement()
    for address, name in BAD_VALUES:
        assert_refused(superuser.get(f"/admin/agreements/{address}"), name)


# ---- pickers


def ask_picker(client: Client, label: str, field: str) -> int:
    app_label, model_name = label.split(".")
    asked = {"app_label": app_label, "model_name": model_name, "field_name": field}
    return client.get("/admin/autocomplete/", asked).status_code


def test_every_declared_picker_is_answered_and_no_other_relation(superuser):
    declared = picked_fields(site)
    for label, field in declared:
        assert ask_picker(superuser, label, field) == 200, (label, field)
    for field in Agency._meta.get_fields(include_hidden=True):
        if field.is_relation and ("agreements.agency", field.name) not in declared:
            assert ask_picker(superuser, "agreements.agency", field.name) == 403, field.name


def test_a_picker_is_not_asked_for_more_than_a_search_may_hold():
    asked = "?app_label=agreements&model_name=party&field_name=agency&term="
    client = signed_in("editor")
    assert client.get(f"/admin/autocomplete/{asked}{'a' * 100}").status_code == 200
    assert client.get(f"/admin/autocomplete/{asked}{'a' * 101}").status_code == 400


def test_every_picker_on_the_form_of_an_agreement_is_answered(superuser):
    page = signed_in("coordinator").get("/admin/agreements/agreement/add/").content.decode()
    shown = set(re.findall(r'data-model-name="(\w+)"\s+data-field-name="(\w+)"', page))
    assert ("commitment", "agencies") in shown  # picked by role, in three fields of other names
    for model_name, field in shown:
        assert ask_picker(superuser, f"agreements.{model_name}", field) == 200, (model_name, field)
