"""A source is public where something public cites it, and nowhere else."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from agreements.actions.agreements import withdraw_agreement
from agreements.actions.programs import withdraw_program
from agreements.models import Recognition, Source
from agreements.models.staff import person_of
from agreements.rules import visibility
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import NOON, TODAY, published, reviewer

PUBLIC = AnonymousUser()


def cite_agreement(source):
    agreement = factories.agreement()
    agreement.sources.add(source)
    return agreement


def cite_duties(source):
    agreement = factories.agreement()
    agreement.commitments.update(duties_source=source)
    return agreement


def cite_head(source):
    agreement = factories.agreement()
    agreement.parties.filter(order=1).update(purpose_ko="안전한 도시", purpose_source=source)
    return agreement


def cite_program(source):
    program = factories.program()
    program.sources.add(source)
    return program


def cite_recognition(source):
    program = factories.program()
    given = Recognition(program=program, title_ko="표창", awarded_by=factories.agency())
    given.awarded = PartialDate.parse("2024")
    given.save()
    given.sources.add(source)
    return program


def cite_report(source):
    report = factories.report(published(factories.agreement()).commitments.get(), "on_track", "2023-01-01")
    report.sources.add(source)
    return report


def cite_milestone_report(source):
    report = factories.report(published(factories.program()).milestones.get(), "planned", "2023-01-01")
    report.sources.add(source)
    return report


CITING = [
    cite_agreement,
    cite_duties,
    cite_head,
    cite_program,
    cite_recognition,
    cite_report,
    cite_milestone_report,
]


def shows(source):
    return Source.objects.visible_to(PUBLIC).filter(pk=source.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("cite", CITING)
def test_a_source_shows_once_something_public_cites_it(cite):
    source = factories.source()
    record = cite(source)
    assert not shows(source)
    published(record)
    assert shows(source)


@pytest.mark.django_db
def test_a_source_cited_by_nothing_does_not_show():
    published(factories.agreement())
    source = factories.source()
    assert not shows(source)
    assert Source.objects.visible_to(person_of(reviewer(), on=TODAY)).filter(pk=source.pk).exists()


@pytest.mark.django_db
def test_a_source_cited_twice_shows_once_and_stays_while_one_citation_is_public():
    source = factories.source()
    first, second = published(cite_agreement(source)), published(cite_program(source))
    assert Source.objects.visible_to(PUBLIC).filter(pk=source.pk).count() == 1
    withdraw_agreement(first, reason="오류", actor=reviewer(), now=NOON)
    assert shows(source)
    withdraw_program(second, reason="오류", actor=reviewer(), now=NOON)
    assert not shows(source)


@pytest.mark.django_db
def test_a_reports_source_goes_when_its_agreement_is_withdrawn():
    source = factories.source()
    report = published(cite_report(source))
    withdraw_agreement(report.commitment.agreement, reason="오류", actor=reviewer(), now=NOON)
    assert not shows(source)


@pytest.mark.django_db
def test_every_way_to_cite_a_source_is_a_rule():
    """A new table that points at sources must say when its sources are public."""
    fields: list[Any] = Source._meta.get_fields(include_hidden=True)
    citing = {field.related_model._meta.object_name for field in fields if field.one_to_many}
    assert citing == {table for table, _, _ in visibility.CITATIONS}
