"""A record of each model that the admin shows, in a state in which its pages make sense."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from agreements.models import AgencyRequest, Reminder, RoundPart, Trace
from tests import factories
from tests.web.test_document import filed

REMEDIES = ("statement", "withdrawal", "redaction")
REVIEWED = ("agreement", "program", "statusreport", "inquiry", "dutyrecord", *REMEDIES)


def subject_of(name: str) -> Any:
    """A record in a state in which the page makes sense."""
    model, _, page = name.removeprefix("agreements_").rpartition("_")
    state = {"withdraw": "published", "publish": "submitted", "return": "submitted"}.get(page, "draft")
    if model in REVIEWED:
        return in_state(model, state)
    if model == "commitment":
        return factories.agreement().commitments.get()
    if model == "milestone":
        return factories.program().milestones.get()
    makers: dict[str, Any] = {
        "agency": factories.agency,
        "agencyrequest": lambda: factories.agency_request(f"재단 {AgencyRequest.objects.count()}"),
        "source": factories.source,
        "ordinance": lambda: factories.duty_rule(factories.agency(), "disclosure", "monthly").ordinance,
        "councilsession": lambda: factories.council_session(factories.agency(), *[factories.TODAY] * 2),
        "region": factories.region,
        "theme": factories.theme,
        "membership": factories.membership,
        "round": lambda: factories.round_of(factories.agency()),
        "roundpart": lambda: RoundPart.objects.get(round=factories.round_of(factories.agency())),
        "trace": trace,
        "reminder": reminder,
        "auth_user": factories.author,
        "auth_user_password": factories.author,
        "auth_user_second": factories.author,
        "auth_user_send": factories.author,
        "auth_group": lambda: Group.objects.get_or_create(name="editor")[0],
    }
    return makers[model]()


def in_state(model: str, state: str) -> Any:
    makers: dict[str, Any] = {
        "agreement": factories.agreement,
        "program": factories.program,
        "statusreport": report_on_something_public,
        "statement": statement,
        "dutyrecord": duty_record,
        "inquiry": inquiry_on_something_public,
        "withdrawal": lambda: factories.withdrawal(factories.published(report_on_something_public())),
        "redaction": lambda: factories.redaction(factories.published(report_on_something_public())),
    }
    made = makers[model]()
    if state == "published":
        return factories.published(made)
    made.state = state
    made.save()
    return made


def report_on_something_public() -> Any:
    return factories.report(
        factories.published(factories.agreement()).commitments.get(), "on_track", "2023", note_ko="밝힌 내용"
    )


def inquiry_on_something_public() -> Any:
    return factories.inquiry(factories.published(factories.agreement()).commitments.get())


def statement() -> Any:
    about = factories.published(report_on_something_public())
    return factories.statement(about, about.subject.agreement.parties.all()[0].agency)


def duty_record() -> Any:
    about = factories.published(factories.agreement())
    return factories.duty_record(about, about.parties.all()[0].agency, "self_evaluation", "2023")


def reminder() -> Reminder:
    given = {"items": 1, "kinds": {"late": 1}, "begun_at": timezone.now()}
    return Reminder.objects.get_or_create(person=factories.author(), on=factories.TODAY, defaults=given)[0]


def trace() -> Trace:
    return Trace.objects.create(
        at=timezone.now(), actor=factories.author(), act="edit", subject_kind="agency", subject_id="1"
    )


def stored_file(name: str) -> int:
    stored = filed(factories.agreement())
    if name == "document":
        return stored.pk
    return factories.source(stored_copy=stored.file.name, sha256=stored.sha256).pk
