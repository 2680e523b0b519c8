"""What coordinators enter is public at once: every text of it is screened before it is kept."""

from datetime import date
from typing import Any

import pytest
from django.db import models

from agreements.actions.drafts import PUBLIC_AT_ONCE, editing_record
from agreements.actions.refusals import PersonalData
from agreements.actions.traces import CHILDREN
from agreements.models import Agency, CouncilSession, DutyRule, FormerName, Ordinance, OrdinanceNote
from tests import factories
from tests.factories import NOON, reviewer

pytestmark = pytest.mark.django_db

NUMBER = "010-2345-6789"


def stored(model: Any) -> tuple[Any, Any]:
    """Return a record of the model, and the one with which it is edited."""
    if model in (FormerName, Agency):
        agency = factories.agency()
        name = FormerName.objects.create(agency=agency, name_ko="옛 이름", until=date(2023, 6, 10))
        return (name if model is FormerName else agency), agency
    if model in (Ordinance, OrdinanceNote, DutyRule):
        rule = factories.duty_rule(factories.agency(), "self_evaluation", "yearly")
        note = OrdinanceNote.objects.create(ordinance=rule.ordinance, text_ko="글")
        return {Ordinance: rule.ordinance, OrdinanceNote: note, DutyRule: rule}[model], rule.ordinance
    if model is CouncilSession:
        session = factories.council_session(factories.agency(), date(2024, 6, 1), date(2024, 6, 20))
        return session, session
    record = getattr(factories, model.__name__.lower())()
    return record, record


def screened_models() -> list[Any]:
    children = [
        child
        for root in PUBLIC_AT_ONCE
        for name in CHILDREN.get(root, ())
        if (child := root._meta.get_field(name).related_model) and texts_of(child)
    ]
    return [*PUBLIC_AT_ONCE, *children]


def texts_of(model: Any) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not (field.choices or field.primary_key or isinstance(field, models.SlugField))
    ]


@pytest.mark.parametrize(
    ("model", "field"), [(model, field) for model in screened_models() for field in texts_of(model)]
)
def test_a_telephone_number_is_refused_in_every_text(model, field):
    record, root = stored(model)
    with pytest.raises(PersonalData), editing_record(root, actor=reviewer(), now=NOON):
        root.save()
        setattr(record, field, NUMBER)
        record.save()
