"""A shared register is whole for every test, and nothing of it is left for a test that asks for none."""

from types import SimpleNamespace

import pytest

from agreements.models import Agency
from tests import factories
from tests.registers import register_in_database, register_of, shared_register


@shared_register
def paju_alone() -> Agency:
    return factories.agency("paju", name_ko="파주시")


@shared_register
def goyang_alone() -> Agency:
    return factories.agency("goyang", name_ko="고양시")


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_changes_the_next_does_not_find(paju_alone, turn):
    assert (paju_alone.name_ko, Agency.objects.get().name_ko) == ("파주시", "파주시")
    paju_alone.name_ko = "다른 이름"
    paju_alone.save()
    factories.agency("another")


def test_another_register_takes_the_place_of_the_first(goyang_alone):
    assert [agency.slug for agency in Agency.objects.all()] == ["goyang"]


@pytest.mark.django_db
def test_a_test_that_asks_for_none_finds_an_empty_database():
    assert not Agency.objects.exists()
    assert register_in_database.build is None


def test_two_registers_at_once_are_refused(request):
    fixtures = {name: [SimpleNamespace(func=lambda: None)] for name in ("paju_alone", "goyang_alone")}
    for name, (definition,) in fixtures.items():
        definition.func.build = name
    item = SimpleNamespace(nodeid="test_of_two", _fixtureinfo=SimpleNamespace(name2fixturedefs=fixtures))
    with pytest.raises(AssertionError, match="test_of_two asks for two registers"):
        register_of(item)
