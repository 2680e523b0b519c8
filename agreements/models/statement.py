"""An agency's own word beside what is public about it."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Expression, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.agreement import Agreement
from agreements.models.base import (
    Publishable,
    VisibleQuerySet,
    days_are_sensible,
    exactly_one,
    in_language,
    publication_constraints,
)
from agreements.models.commitment import Commitment
from agreements.models.duty import DutyRecord
from agreements.models.inquiry import Inquiry
from agreements.models.program import Milestone, Program
from agreements.models.report import StatusReport

type Answered = StatusReport | Agreement | Commitment | Milestone | DutyRecord | Inquiry

# What a statement can answer: its fields, of which exactly one is set.
ANSWERED = ("report", "agreement", "commitment", "milestone", "duty", "inquiry")
# From a statement to the agreement or program that holds what it answers.
ROOT_LOOKUPS: dict[Any, tuple[str, ...]] = {
    Agreement: (
        "agreement", "commitment__agreement", "report__commitment__agreement", "duty__agreement",
        "inquiry__commitments__agreement",
    ),
    Program: ("milestone__program", "report__milestone__program", "inquiry__milestones__program"),
}  # fmt: skip
# The relations of which the titles of what it answers are made.
ANSWERED_TITLES = (
    "report__commitment__agreement",
    "report__milestone__program",
    "agreement",
    "commitment__agreement",
    "milestone__program",
    "duty__agency",
    "duty__agreement",
    "inquiry",
)


def _answered(model: Any, verbose_name: Any) -> Any:
    return models.ForeignKey(
        model, models.PROTECT, verbose_name=verbose_name, related_name="statements", null=True, blank=True
    )


class StatementQuerySet(VisibleQuerySet["Statement"]):
    def on_records(self, field: str, keys: Iterable[int] | Expression) -> Self:
        """Return those on the records under ``keys``, which they name by ``field``.

        They are looked up in a query of its own: in one with their agencies SQLite tries each agency with
        each key.
        """
        on_records: Any = Statement._default_manager.filter(**{f"{field}__in": keys}).order_by()
        return self.filter(pk__in=on_records.values("pk"))


class Statement(Publishable):
    """An agency's own word (기관 설명) on one public record that concerns it."""

    report = _answered(StatusReport, _("status report"))
    agreement = _answered(Agreement, _("agreement"))
    commitment = _answered(Commitment, _("commitment"))
    milestone = _answered(Milestone, _("milestone"))
    duty = _answered(DutyRecord, _("duty record"))
    inquiry = _answered(Inquiry, _("inquiry"))
    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("agency"), related_name="own_statements"
    )
    stated_on = models.DateField(_("stated on"))
    text_ko = models.TextField(_("statement (Korean)"))
    text_en = models.TextField(_("statement (English)"), blank=True)

    objects = StatementQuerySet.as_manager()
    text = in_language("text")

    class Meta:
        verbose_name = _("statement of an agency")
        verbose_name_plural = _("statements of agencies")
        ordering = ["stated_on", "pk"]
        constraints = [
            *publication_constraints("statement"),
            *days_are_sensible("statement", "stated_on"),
            exactly_one(
                "statement_answers_one_record",
                *ANSWERED,
                message=_("A statement stands beside exactly one record."),
            ),
            *(
                models.UniqueConstraint(
                    name=f"statement_is_one_per_{field}_and_agency",
                    fields=[field, "agency"],
                    violation_error_message=_("This agency already has a statement on this record."),
                )
                for field in ANSWERED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} – {self.subject}"

    @property
    def answered(self) -> str:
        """The field that names the record it stands beside."""
        return next(field for field in ANSWERED if getattr(self, f"{field}_id"))

    @property
    def subject(self) -> Answered:
        """The record it stands beside."""
        subject: Answered = getattr(self, self.answered)
        return subject

    @property
    def ledger_record(self) -> StatusReport | Agreement | Program | DutyRecord | Inquiry:
        """The record to which its ledger entry belongs: a promise has none of its own."""
        subject = self.subject
        return subject.root if isinstance(subject, Commitment | Milestone) else subject


def statements_within(root: Agreement | Program) -> Q:
    """Return the filter of the statements on an agreement or program and on all that it holds.

    A statement on an inquiry about several of its promises is found several times.
    """
    within = Q()
    for lookup in ROOT_LOOKUPS[type(root)]:
        within |= Q(**{lookup: root})
    return within
