"""Keys that are one value find what a list of them finds."""

import pytest

from agreements.lists.among import among
from agreements.models import Agency, Region
from tests import factories

pytestmark = pytest.mark.django_db


def keys_of(rows):
    return list(rows.order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def agencies():
    return [factories.agency(f"made-up-{number}", name_ko=f"가상시 {number}") for number in range(3)]


def test_they_find_the_rows_that_have_them_on_any_path(agencies):
    first, _other, last = (agency.pk for agency in agencies)
    keys = among([None, last, first, first, last + 1_000_000])
    assert keys_of(Agency.objects.filter(pk__in=keys)) == [first, last]
    agreement = factories.agreement()
    party = agreement.parties.first()
    assert keys_of(type(agreement).objects.filter(parties__in=among([party.pk]))) == [agreement.pk]
    assert not Agency.objects.exclude(pk__in=among(agency.pk for agency in Agency.objects.all())).exists()


def test_no_keys_find_nothing(agencies):
    assert not Agency.objects.filter(pk__in=among([])).exists()


def test_keys_that_are_texts_are_found_too():
    codes = keys_of(Region.objects.all())[:2]
    assert keys_of(Region.objects.filter(pk__in=among(codes))) == codes


def test_a_thousand_keys_are_as_many_values_in_the_query_as_one():
    def values(count):
        return len(Agency.objects.filter(pk__in=among(range(count))).query.sql_with_params()[1])

    assert values(1000) == values(1)
