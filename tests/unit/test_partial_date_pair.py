"""The two columns of a partial date: both or neither, in order; refused by forms and by the database."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests import factories

FIRST, LAST = date(2023, 9, 1), date(2023, 9, 30)

# Each pair of the models whose columns may be empty, with its constraint.
PAIRS = [
    pytest.param(model, constraint, id=constraint.name)
    for model in apps.get_app_config("agreements").get_models()
    for constraint in model._meta.constraints
    if constraint.name.endswith("_is_whole") and not constraint.name.startswith("agreement_renewal")
]


def columns_of(constraint):
    """Return the names of the two columns, first and last."""
    names = {name.removesuffix("__isnull") for name, _value in constraint.condition.children[0].children}
    return sorted(names)


@pytest.mark.parametrize(("model", "constraint"), PAIRS)
@pytest.mark.parametrize("days", [(FIRST, None), (None, LAST), (LAST, FIRST)])
def test_half_a_period_or_one_that_runs_backwards_is_refused(db, model, constraint, days):
    record = model(**dict(zip(columns_of(constraint), days, strict=True)))
    with pytest.raises(ValidationError):
        constraint.validate(model, record)


@pytest.mark.parametrize(("model", "constraint"), PAIRS)
def test_a_period_of_one_day_is_whole(db, model, constraint):
    constraint.validate(model, model(**dict.fromkeys(columns_of(constraint), FIRST)))


@pytest.mark.parametrize("days", [(FIRST, None), (None, LAST), (LAST, FIRST)])
def test_the_database_refuses_half_a_period_too(db, days):
    party = factories.agreement().parties.get(order=1)
    stored = type(party).objects.filter(pk=party.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        stored.update(joined_first=days[0], joined_last=days[1])
    stored.update(joined_first=FIRST, joined_last=LAST)
    stored.update(joined_first=None, joined_last=None)
