"""Nothing stands above itself or succeeds itself, by however many steps: what an edit refuses at its end."""

from itertools import pairwise

import pytest

from agreements.actions.circles import InCircle
from agreements.actions.drafts import editing_record
from agreements.models import Agency, AgencySuccession, Region, RegionSuccession, Theme, Trace
from tests import factories
from tests.factories import NOON, reviewer

pytestmark = pytest.mark.django_db


def three(kind):
    """Three records of a kind; the first stands under the second, which stands under the third."""
    if kind is Agency:
        chain = [factories.agency() for _number in range(3)]
    elif kind is Region:
        chain = [Region.objects.create(code=code, name_ko=code) for code in ("11110", "11111", "11")]
    else:
        chain = [Theme.objects.create(slug=slug, name_ko=slug) for slug in "abc"]
    for below, above in pairwise(chain):
        below.parent = above
        below.save()
    return chain


@pytest.mark.parametrize("kind", [Agency, Region, Theme])
def test_what_somebody_moved_meanwhile_does_not_end_above_itself(kind):
    first, _second, third = three(kind)
    with pytest.raises(InCircle) as refusal, editing_record(third, actor=reviewer(), now=NOON):
        third.parent = first
        third.save()
    assert refusal.value.field == "parent"
    assert kind.objects.get(pk=third.pk).parent is None
    assert not Trace.objects.exists()
    with editing_record(first, actor=reviewer(), now=NOON):  # one step up is none
        first.parent = third
        first.save()


@pytest.mark.parametrize(
    ("kind", "table", "column"), [(Agency, AgencySuccession, "agency"), (Region, RegionSuccession, "region")]
)
def test_what_somebody_ended_meanwhile_does_not_succeed_itself(kind, table, column):
    first, second, third = three(kind)
    for before, after in ((first, second), (second, third)):
        table.objects.create(**{column: before}, successor=after)
    with pytest.raises(InCircle), editing_record(third, actor=reviewer(), now=NOON):
        third.save()
        table.objects.create(**{column: third}, successor=first)
    assert table.objects.count() == 2
