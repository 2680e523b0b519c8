"""Statements of agencies: a party's own word on a published report that concerns it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.remedies import (
    agencies_concerned,
    check_statement,
    publish_statement,
    require_counting,
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
    record_in_address,
    title_of,
)
from agreements.models import Agency, Statement, StatusReport
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import Act
from agreements.rules.roles import SPEAK


def statement_on(request: HttpRequest, report: StatusReport) -> list[FollowUp]:
    return draft_follow_ups(
        request,
        Statement,
        by="report",
        of=report,
        label=_("Statement of an agency"),
        what=_("A party adds its own word; it is shown beside the report."),
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
    subjects = {"report": StatusReport}
    one_at_a_time = False
    once_public = gettext_lazy("It is public and is never changed. Only personal data in it can be blanked.")
    list_display = ["subject_shown", "agency", "stated_on", "created_by", "state_badge"]
    list_select_related = ["agency", "created_by"]
    search_fields = [
        "agency__name_ko",
        "text_ko",
        "report__commitment__reference",
        "report__milestone__reference",
    ]
    search_help_text = gettext_lazy("Agency, text or reference")
    do = {**SUBMIT_AND_RETURN, Act.PUBLISH: publish_statement}
    what_happens = {
        Act.PUBLISH: gettext_lazy("Everyone will read the following beside the report, and in exports.")
    }
    fieldsets = [
        (None, {"fields": ["agency", "stated_on", "text_ko"]}),
        (gettext_lazy("In English"), {"fields": ["text_en"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.select_related("report__commitment__agreement", "report__milestone__program")

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        report = self.report_in(request)
        if db_field.name == "agency":
            speaking = Agency.objects.filter(pk__in=agencies_concerned(report) if report else [])
            kwargs["queryset"] = filter_granted(request, speaking, SPEAK)
            kwargs["help_text"] = _("Only a party of the agreement or an agency in charge is concerned.")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def report_in(self, request: HttpRequest) -> StatusReport | None:
        """Return the report that the statement of the form is about, or is to be about."""
        key = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        if key is None:
            report: StatusReport | None = record_in_address(request, StatusReport, "report")
            return report
        statement = self.get_object(request, key)
        return statement.report if statement else None

    def require_startable(self, name: str, subject: Any) -> None:
        require_counting(subject, field="report")

    def require_fit(self, record: Statement) -> None:
        check_statement(record, now=timezone.now())

    def explanation(self, subject: Any) -> str | Promise:
        return _(
            "Write down what the agency itself says, in its words. The report stays as it is; both are shown "
            "side by side. An agency makes one statement on a report."
        )

    def sections_of_subject(self, subject: Any) -> list[OutlineSection]:
        return outline.report_outline(subject, Act.PUBLISH)

    def sections(self, record: Statement, act: Act) -> list[OutlineSection]:
        day = PartialDate.day(record.stated_on).sentence()
        return [
            OutlineSection(_("Beside this report"), [title_of(record.report)]),
            OutlineSection(
                _("Statement of %(agency)s, %(day)s") % {"agency": record.agency, "day": day}, [record.text]
            ),
        ]

    def follow_ups(self, request: HttpRequest, record: Statement) -> list[FollowUp]:
        return redaction_of(request, record)
