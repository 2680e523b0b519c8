"""Staff of a body that follows another look after what that one promised; nobody of it after what is new."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from agreements.actions.refusals import Incomplete
from agreements.desk.digests import empty_digests
from agreements.models import Agency, AgencySuccession, Agreement
from agreements.models.staff import may_do, person_of
from agreements.rules.publication import Act
from agreements.rules.roles import REPORT, VIEW
from tests import factories
from tests.factories import TODAY, published
from tests.registers import shared_register

pytestmark = pytest.mark.django_db


@shared_register
def register() -> Agreement:
    """An agreement that a body signed before it became another, and an editor of each of the two."""
    for slug in ("former", "present"):
        factories.staff("editor", username=slug)
        factories.works_for(slug, factories.agency(slug), since=date(2024, 1, 1))
    return published(factories.agreement(parties=[factories.agency("former"), factories.agency("police")]))


def follows() -> None:
    AgencySuccession.objects.create(
        agency=Agency.objects.get(slug="former"), successor=Agency.objects.get(slug="present")
    )


def editor(slug: str) -> Any:
    return get_user_model().objects.get(username=slug)


def test_an_editor_of_the_successor_reports_on_what_the_body_it_follows_promised(register):
    commitment = register.commitments.get()
    assert not may_do(person_of(editor("present"), on=TODAY), REPORT, commitment)
    follows()
    person = person_of(editor("present"), on=TODAY)
    assert may_do(person, REPORT, commitment)
    assert may_do(person, VIEW, register)
    draft = factories.report(commitment, "on_track", "2026-02-01")
    assert may_do(person, Act.EDIT, draft)


def test_staff_of_a_body_that_ended_have_no_part_in_what_its_successor_signs(register):
    follows()
    signed_since = published(
        factories.agreement(parties=[factories.agency("present"), factories.agency("police")])
    )
    person = person_of(editor("former"), on=TODAY)
    assert not may_do(person, REPORT, signed_since.commitments.get())
    assert may_do(person, REPORT, register.commitments.get())


def test_the_mail_is_about_the_same_agencies_as_the_desk(register):
    follows()
    for account in (editor("present"), editor("former")):
        account.email = f"{account.username}@example.org"
        account.is_staff = True
        account.save()
    persons = [digest.person for digest in empty_digests(TODAY)]
    assert {(person.key, person.agencies) for person in persons} == {
        (account.pk, person_of(account, on=TODAY).agencies)
        for account in (editor("present"), editor("former"))
    }


def test_a_successor_has_its_own_word_on_what_the_body_it_follows_signed(register):
    present = Agency.objects.get(slug="present")
    statement = factories.statement(register, present)
    with pytest.raises(Incomplete):
        published(statement)
    follows()
    published(statement)
