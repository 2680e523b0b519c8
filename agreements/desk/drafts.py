"""Drafts on their way through the review: what waits for it, what came back, and what is unfinished."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy

from agreements.desk.base import (
    PageRows,
    RowText,
    Section,
    StaffOfAgencies,
    agencies_by_row,
)
from agreements.models import (
    Agreement,
    DutyRecord,
    Inquiry,
    Program,
    Redaction,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.models.staff import staff_name
from agreements.models.statement import ANSWERED_TITLES
from agreements.rules.partial_date import short_day
from agreements.rules.publication import Act, PublicationState
from agreements.rules.roles import EDITOR, VIEW, Person
from agreements.rules.scope import agency_lookups, granted_rows

SUBJECT_OF_REPORT = ("report__commitment", "report__milestone")
# The kinds of drafts, each with the relations of which its title is made.
RELATED: dict[Any, tuple[str, ...]] = {
    Agreement: (),
    Program: (),
    StatusReport: ("commitment", "milestone"),
    Inquiry: (),
    Statement: ("agency", *ANSWERED_TITLES),
    Withdrawal: (*SUBJECT_OF_REPORT, "inquiry"),
    DutyRecord: ("agreement", "agency"),
    Redaction: (
        *SUBJECT_OF_REPORT,
        "inquiry",
        "agreement",
        "program",
        *(f"statement__{lookup}" for lookup in ANSWERED_TITLES),
        "statement__agency",
        "duty__agency",
    ),
}


class DraftSection(Section):
    """Drafts of all kinds in some states, those that have waited longest first."""

    states: tuple[PublicationState, ...]

    def drafts(self, model: Any) -> Any:
        drafts = model.objects.filter(state__in=self.states)
        return drafts.order_by(Coalesce("submitted_at", "created_at"), "pk")

    def whose(self, person: Person) -> Q:
        """Return the filter of drafts that lie with ``person``, of those that they may see."""
        return Q(assigned_to=person.key)

    def page_rows(self, person: Person, *, on: date, limit: int) -> PageRows:
        counts, drafts = {}, []
        for model in RELATED:
            visible = granted_rows(str(model._meta.model_name), VIEW, person)
            rows = self.drafts(model).filter(visible, self.whose(person))
            counts[model] = rows.count()
            if counts[model]:
                drafts += with_relations(rows)[:limit]
        return PageRows(sorted(drafts, key=waiting_since)[:limit], counts)

    def all_drafts(self) -> list[Any]:
        drafts = [draft for model in RELATED for draft in with_relations(self.drafts(model))]
        return sorted(drafts, key=waiting_since)

    def page_text(self, row: Any, *, on: date) -> RowText:
        person = row.submitted_by if row.submitted_at else row.created_by
        day = short_day(timezone.localdate(waiting_since(row)))
        return RowText(draft_label(row), f"{staff_name(person)}, {day}")

    def mail_text(self, row: Any, *, on: date) -> RowText:
        return RowText(draft_label(row))


class DraftsToReview(DraftSection):
    """For those who publish; in the mail not what they wrote or submitted, for somebody else reviews that."""

    kind = "review"
    permission = (Act.PUBLISH, "statusreport")
    page_title = gettext_lazy("Waiting for review")
    page_empty = gettext_lazy("Nothing waits for review.")
    mail_title = gettext_lazy("Waiting for your review")
    states = (PublicationState.SUBMITTED,)

    def whose(self, person: Person) -> Q:
        return Q()

    def mail_rows(self, people: list[Person], *, on: date) -> Iterator[tuple[Any, frozenset[int]]]:
        reviewers = frozenset(person.key for person in people)
        for draft in self.all_drafts():
            if settings.ONE_PERSON_OFFICE:
                yield draft, reviewers
            else:
                yield draft, reviewers - {draft.created_by_id, draft.submitted_by_id}


class ReturnedDrafts(DraftSection):
    """For those to whom a draft came back, unless they work elsewhere by now."""

    kind = "returned"
    permission = (Act.CREATE, "statusreport")
    page_title = gettext_lazy("Returned to me")
    page_empty = gettext_lazy("Nothing came back from review.")
    mail_title = gettext_lazy("Returned to you")
    states = (PublicationState.RETURNED,)

    def mail_rows(self, people: list[Person], *, on: date) -> Iterator[tuple[Any, frozenset[int]]]:
        agencies = {model: self.agencies_of_editors(model) for model in RELATED}
        staff = StaffOfAgencies(people)
        for draft in self.all_drafts():
            yield draft, staff.keys(agencies[type(draft)][draft.pk]) & {draft.assigned_to_id}

    def agencies_of_editors(self, model: Any) -> dict[Any, set[int]]:
        """Return {draft.pk: keys of the agencies whose editors may change it}."""
        lookups = agency_lookups(str(model._meta.model_name), Act.EDIT, EDITOR)
        return agencies_by_row(self.drafts(model), sorted(lookups))


class UnfinishedDrafts(DraftSection):
    """On the page only."""

    kind = "drafts"
    permission = (Act.CREATE, "statusreport")
    page_title = gettext_lazy("My drafts")
    page_empty = gettext_lazy("No unfinished draft of yours.")
    states = (PublicationState.DRAFT, PublicationState.WITHDRAWN)


def with_relations(drafts: Any) -> Any:
    return drafts.select_related("submitted_by", "created_by", *RELATED[drafts.model])


def waiting_since(draft: Any) -> datetime:
    since: datetime = draft.submitted_at or draft.created_at
    return since


def draft_label(draft: Any) -> str:
    """Name the kind of a draft and what it is about; a report by its commitment or milestone too."""
    subject = draft.subject if isinstance(draft, Redaction) else draft
    report = getattr(subject, "report", None) or subject
    if isinstance(report, StatusReport):
        return f"{draft._meta.verbose_name} · {report.subject}: {subject}"
    return f"{draft._meta.verbose_name} · {subject}"
