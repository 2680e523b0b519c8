"""Statements of agencies: an agency's own word on a public record that concerns it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.refusals import ActRefused
from agreements.actions.statements import (
    agencies_concerned,
    check_statement,
    publish_statement,
    require_answerable,
)
from agreements.admin.accounts.roles import filter_granted
from agreements.admin.publishing import outline
from agreements.admin.publishing.outline import FollowUp, OutlineSection
from agreements.admin.publishing.publishable import SUBMIT_AND_RETURN
from agreements.admin.publishing.redaction import redaction_of
from agreements.admin.publishing.remedy import (
    RemedyAdmin,
    RemedyForm,
    draft_follow_ups,
    title_of,
)
from agreements.models import Agency, Statement, StatusReport
from agreements.models.statement import ANSWERED, ANSWERED_TITLES, Answered
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import Act
from agreements.rules.roles import SPEAK

ANSWERED_MODELS: dict[str, Any] = {
    field: Statement._meta.get_field(field).related_model for field in ANSWERED
}


def statement_on(request: HttpRequest, record: Answered) -> list[FollowUp]:
    """Offer to add an agency's own word to a record that can be answered."""
    field = next(name for name, model in ANSWERED_MODELS.items() if isinstance(record, model))
    try:
        require_answerable(record, field=field)
    except ActRefused:
        return []
    return draft_follow_ups(
        request,
        Statement,
        by=field,
        of=record,
        label=_("Add a statement of an agency"),
        what=_("An agency that it concerns adds its own word; it is shown beside the record."),
        one_at_a_time=False,
    )


class StatementForm(RemedyForm):
    def clean(self) -> Any:
        cleaned = super().clean()
        stated_on = self.cleaned_data.get("stated_on")
        if stated_on and stated_on > timezone.localdate():
            self.add_error("stated_on", _("The day of the statement lies in the future."))
        return cleaned


@admin.register(Statement)
class StatementAdmin(RemedyAdmin):
    form = StatementForm
    subjects = ANSWERED_MODELS
    start_from = gettext_lazy(
        "This begins on the page of what it answers. Open a public agreement, promise, report or duty record "
        "and press “Add a statement of an agency” there."
    )
    one_at_a_time = False
    once_public = gettext_lazy("It is public and is never changed. Only personal data in it can be blanked.")
    list_display = ["subject_shown", "agency", "stated_on", "created_by", "state_badge"]
    list_select_related = ["agency", "created_by"]
    search_fields = [
        "agency__name_ko",
        "text_ko",
        *(f"{field}__reference" for field in ("agreement", "commitment", "milestone")),
        *(f"report__{field}__reference" for field in ("commitment", "milestone")),
        "duty__agreement__reference",
    ]
    search_help_text = gettext_lazy("Agency, text or reference")
    do = {**SUBMIT_AND_RETURN, Act.PUBLISH: publish_statement}
    what_happens = {
        Act.PUBLISH: gettext_lazy("Everyone will read the following beside the record, and in exports.")
    }
    fieldsets = [
        (None, {"fields": ["agency", "stated_on", "text_ko"]}),
        (gettext_lazy("In English"), {"fields": ["text_en"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related(*ANSWERED_TITLES)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "agency":
            answered = self.answered_in(request)
            concerned = agencies_concerned(answered) if answered else Agency.objects.none()
            kwargs["queryset"] = filter_granted(request, concerned, SPEAK)
            kwargs["help_text"] = _("Only an agency that it concerns: a party, in charge, or named there.")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def answered_in(self, request: HttpRequest) -> Answered | None:
        """Return the record that the statement of the form answers, or is to answer."""
        key = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        statement = self.get_object(request, key) if key else None
        answered: Answered | None = self.subject_of_page(request, statement)
        return answered

    def subject_of(self, record: Statement) -> Answered:
        return record.subject

    def require_startable(self, name: str, subject: Any) -> None:
        require_answerable(subject, field=name)

    def require_fit(self, record: Statement) -> None:
        check_statement(record, now=timezone.now())

    def explanation(self, subject: Any) -> str | Promise:
        return _(
            "Write down what the agency itself says, in its words. The record stays as it is; both are shown "
            "side by side. An agency makes one statement on a record."
        )

    def sections_of_subject(self, subject: Any) -> list[OutlineSection]:
        if isinstance(subject, StatusReport):
            return outline.report_outline(subject, Act.PUBLISH)
        return [OutlineSection(str(subject._meta.verbose_name), [str(subject)])]

    def sections(self, record: Statement, act: Act) -> list[OutlineSection]:
        day = PartialDate.day(record.stated_on).sentence()
        return [
            OutlineSection(_("Beside this record"), [title_of(record.subject)]),
            OutlineSection(
                _("Statement of %(agency)s, %(day)s") % {"agency": record.agency, "day": day}, [record.text]
            ),
        ]

    def follow_ups(self, request: HttpRequest, record: Statement) -> list[FollowUp]:
        return redaction_of(request, record)
