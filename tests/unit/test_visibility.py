"""What the public sees: every model, in every publication state, and what is cited by nothing public."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from agreements.actions import drafts
from agreements.actions.agreements import withdraw_agreement
from agreements.actions.programs import withdraw_program
from agreements.models import (
    Agency,
    Agreement,
    Amendment,
    BudgetShare,
    CommitmentAgency,
    CouncilSession,
    Document,
    DutyRecord,
    DutyRule,
    Ordinance,
    OrdinanceNote,
    Party,
    Program,
    Recognition,
    Region,
    Source,
    StatusReport,
    Theme,
)
from agreements.models.base import VisibleQuerySet
from agreements.models.staff import person_of
from agreements.rules import visibility
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import PublicationState
from tests import factories
from tests.factories import NOON, TODAY, author, published, reviewer

PUBLIC = AnonymousUser()
FOR_STAFF_ONLY = {
    "trace", "membership", "reminder", "round", "roundpart", "roundanswer", "agencyrequest",
}  # fmt: skip
# Have a rule of their own, tested by itself.
OF_NO_RECORD = {
    "region",
    "regionsuccession",
    "theme",
    "agency",
    "agencysuccession",
    "formername",
    "ledgerentry",
    "searchtext",
    "searchbigram",
    "statement",
    "withdrawal",
    "redaction",
    "dutyrule",
    "ordinance",
    "ordinancenote",
    "councilsession",
}


def models():
    return {model._meta.model_name: model for model in apps.get_app_config("agreements").get_models()}


# ---- the rules are complete ------------------------------------------------------------------------


def test_every_model_has_a_rule_or_is_for_staff_only():
    assert set(models()) == visibility.ASKED | FOR_STAFF_ONLY


def test_every_model_with_a_rule_is_asked_through_visible_to():
    for name in set(models()) - FOR_STAFF_ONLY:
        assert issubclass(models()[name].objects._queryset_class, VisibleQuerySet), name


@pytest.mark.parametrize("name", [*sorted(FOR_STAFF_ONLY), "user", "no_such_model", ""])
def test_a_model_without_a_rule_is_nobodys(name):
    with pytest.raises(KeyError):
        visibility.visibility_rule(name, PUBLIC)


@pytest.mark.parametrize("name", sorted(FOR_STAFF_ONLY))
def test_what_is_for_staff_only_cannot_even_be_asked_for(name):
    assert not hasattr(models()[name].objects, "visible_to")


# ---- publication states ------------------------------------------------------------------------------


def document(public=True, **owner):
    return Document.objects.create(
        screened_at=factories.NOON,
        kind="agreement",
        title_ko="협약서",
        file="x",
        name="x.pdf",
        size=1,
        public=public,
        **owner,
    )


def whole_agreement():
    """A draft with one of everything that can belong to it."""
    agreement = factories.agreement()
    commitment = agreement.commitments.get()
    commitment.duties_source = factories.source()
    commitment.save()
    BudgetShare.objects.create(agreement=agreement, payer=factories.agency(), amount=1)
    Amendment.objects.create(
        agreement=agreement, number=1, signed=PartialDate.day(date(2023, 1, 1)), reason_ko="변경"
    )
    document(agreement=agreement)
    return agreement


def whole_program():
    program = factories.program()
    given = Recognition(program=program, title_ko="표창", awarded_by=factories.agency())
    given.awarded = PartialDate.parse("2024")
    given.save()
    given.sources.add(factories.source())
    document(program=program)
    return program


def with_report(root):
    """Publish it with one published report and that report's document."""
    root = published(root)
    subject = root.commitments.get() if isinstance(root, Agreement) else root.milestones.get()
    report = factories.report(subject, "on_track" if isinstance(root, Agreement) else "planned", "2023-01-01")
    document(report=report)
    published(report)
    if isinstance(root, Agreement):
        party = root.parties.earliest("pk").agency
        published(factories.duty_record(root, party, "self_evaluation", "2023"))
    root.refresh_from_db()
    return root


def lead(root, state):
    """Lead a whole draft to a publication state, the way staff do it."""
    if state in {"published", "withdrawn"}:
        root = with_report(root)
    if state in {"submitted", "returned"}:
        drafts.submit_draft(root, actor=author(), now=NOON)
        root.refresh_from_db()
    if state == "returned":
        drafts.return_draft(root, note="보완", actor=reviewer(), now=NOON)
    if state == "withdrawn":
        withdraw = withdraw_agreement if isinstance(root, Agreement) else withdraw_program
        withdraw(root, reason="오류", actor=reviewer(), now=NOON)
    root.refresh_from_db()
    assert root.state == state
    return root


def counted(who, names=frozenset(visibility.RULES) - OF_NO_RECORD):
    """How many rows of each model ``who`` may see."""
    return {name: models()[name].objects.visible_to(who).count() for name in names}


def coordinator():
    return person_of(reviewer(), on=TODAY)


@pytest.mark.django_db
def test_a_published_agreement_and_program_show_one_of_everything():
    program = lead(whole_program(), "published")
    agreement = whole_agreement()
    agreement.commitments.update(carried_out_by=program.milestones.get())
    lead(agreement, "published")
    assert {name for name, count in counted(PUBLIC).items() if not count} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("state", [state for state in PublicationState.values if state != "published"])
def test_nothing_of_an_agreement_or_program_shows_in_any_other_state(state):
    lead(whole_agreement(), state)
    lead(whole_program(), state)
    assert {name: count for name, count in counted(PUBLIC).items() if count} == {}
    assert all(
        counted(coordinator(), {"agreement", "program", "commitment", "milestone", "document"}).values()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_an_unpublished_report_of_something_public_does_not_show(state):
    agreement = published(factories.agreement())
    report = factories.report(agreement.commitments.get(), "on_track", "2023-01-01")
    document(report=report)
    if state != "draft":
        drafts.submit_draft(report, actor=author(), now=NOON)
        report.refresh_from_db()
    if state == "returned":
        drafts.return_draft(report, note="보완", actor=reviewer(), now=NOON)
    for model in (StatusReport, Document):
        assert not model.objects.visible_to(PUBLIC).exists()
    assert list(Source.objects.visible_to(PUBLIC)) == list(agreement.sources.all())


@pytest.mark.django_db
def test_a_document_shows_only_when_it_is_marked_public():
    agreement = factories.agreement()
    hidden, shown = document(public=False, agreement=agreement), document(agreement=agreement)
    published(agreement)
    assert set(Document.objects.visible_to(PUBLIC)) == {shown}
    assert set(Document.objects.visible_to(coordinator())) == {hidden, shown}


# ---- agencies -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_agency_shows_when_a_coordinator_listed_it():
    listed = factories.agency()
    factories.agency(listed=False)
    assert list(Agency.objects.visible_to(PUBLIC)) == [listed]


@pytest.mark.django_db
def test_every_theme_shows():
    theme = Theme.objects.create(slug="traffic", name_ko="교통")
    assert list(Theme.objects.visible_to(PUBLIC)) == [theme]


@pytest.mark.django_db
def test_every_region_shows():
    Region.objects.create(code="41", name_ko="경기도")
    assert Region.objects.visible_to(PUBLIC).count() == 1


@pytest.mark.django_db
def test_what_names_an_agency_that_lost_its_listing_does_not_show():
    agreement, program = lead(whole_agreement(), "published"), lead(whole_program(), "published")
    Agency.objects.update(listed=False)
    naming: list[Any] = [Party, BudgetShare, Recognition, CommitmentAgency, DutyRecord]
    for model in naming:
        assert model.objects.exists()
        assert not model.objects.visible_to(PUBLIC).exists(), model
    assert Agreement.objects.visible_to(PUBLIC).get() == agreement
    assert Program.objects.visible_to(PUBLIC).get() == program


@pytest.mark.django_db
def test_the_rules_and_the_council_of_an_agency_show_with_it():
    body, hidden = factories.agency(), factories.agency(listed=False)
    for one in (body, hidden):
        rule = factories.duty_rule(one, "self_evaluation", "yearly")
        OrdinanceNote.objects.create(ordinance=rule.ordinance, text_ko="긴급하면 조건부로 체결")
        factories.council_session(one, date(2023, 2, 1), date(2023, 2, 9))
    assert [found.agency for found in CouncilSession.objects.visible_to(PUBLIC)] == [body]
    assert [found.agency for found in Ordinance.objects.visible_to(PUBLIC)] == [body]
    for model in (DutyRule, OrdinanceNote):
        assert [found.ordinance.agency for found in model.objects.visible_to(PUBLIC)] == [body]


# ---- who asks -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_staff_see_drafts_only_where_they_are_asked_for_as_staff():
    factories.agreement()
    assert not Agreement.objects.visible_to(reviewer()).exists(), "on a public page everybody is the public"
    assert Agreement.objects.visible_to(coordinator()).exists()


@pytest.mark.django_db
def test_who_is_no_longer_active_or_has_no_role_sees_what_the_public_sees():
    factories.agreement()
    gone = reviewer()
    gone.is_active = False
    for nobody in (gone, factories.staff("no role of ours", username="no role")):
        person = person_of(nobody, on=TODAY)
        assert (person.agencies, person.may("view", "agreement")) == (frozenset(), False)
        assert not Agreement.objects.visible_to(person).exists()
