"""Duty records: that an agency met a duty, or says that it did not; started on the agreement's page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.duties import (
    check_day,
    check_duty_record,
    publish_duty_record,
    withdraw_duty_record,
)
from agreements.actions.refusals import ActRefused, WrongState
from agreements.admin.accounts.roles import person_may
from agreements.admin.publishing import outline
from agreements.admin.publishing.outline import FollowUp, OutlineSection
from agreements.admin.publishing.publishable import SUBMIT_AND_RETURN
from agreements.admin.publishing.redaction import redaction_of
from agreements.admin.publishing.remedy import RemedyAdmin, RemedyForm, redirect_to_begun
from agreements.admin.publishing.statement import statement_on
from agreements.admin.records import duties
from agreements.admin.records.document import DocumentInline
from agreements.admin.records.own_agency import OwnAgencyFilter
from agreements.models import Agency, Agreement, DutyRecord
from agreements.models.base import Publishable
from agreements.rules.publication import Act, PublicationState


class DutyRecordForm(RemedyForm):
    """``duty`` is set by the admin: which duty a new record is of."""

    duty: duties.DutyKey | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.duty and self.instance.pk is None:
            self.instance.agency_id, self.instance.kind, self.instance.period = self.duty

    def _post_clean(self) -> None:
        """Check the day already here, so that its refusal is an error of the field."""
        super()._post_clean()  # type: ignore[misc]  # Django's hook that fills the instance
        if not self.errors:
            try:
                check_day(self.instance, today=timezone.localdate())
            except ActRefused as refusal:
                self.add_error(refusal.field, str(refusal))


@admin.register(DutyRecord)
class DutyRecordAdmin(RemedyAdmin):
    imports = "duty_records"
    form = DutyRecordForm
    subjects = {"agreement": Agreement}
    one_at_a_time = False  # one draft of a duty, see add_view
    starts_at = Agreement
    start_from = gettext_lazy(
        "This begins on the page of its agreement. Open a published agreement and press “Register a record” "
        "beside the duty."
    )
    once_public = gettext_lazy(
        "It is public and is never changed. If it is wrong, withdraw it with the reason and register a new "
        "record."
    )
    list_display = ["duty_shown", "agreement", "outcome", "done_on", "created_by", "state_badge"]
    list_filter = [OwnAgencyFilter, "state", "kind", "outcome"]
    list_select_related = ["agreement", "agency", "created_by"]
    search_fields = ["agreement__reference", "agreement__title_ko", "agency__name_ko", "result_ko"]
    search_help_text = gettext_lazy("Reference, agreement, agency or text")
    autocomplete_fields = ["sources"]
    inlines = [DocumentInline]
    do = {**SUBMIT_AND_RETURN, Act.PUBLISH: publish_duty_record, Act.WITHDRAW: withdraw_duty_record}
    fieldsets = [
        (
            gettext_lazy("What was done"),
            {"fields": ["outcome", "done_on", "result_ko", "improvement_ko"]},
        ),
        (
            gettext_lazy("What it rests on"),
            {
                "fields": ["sources"],
                "description": gettext_lazy(
                    "At least one source here, or one public document below, is needed for publication."
                ),
            },
        ),
        (
            gettext_lazy("In English"),
            {"fields": ["result_en", "improvement_en"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("agreement", "agency")

    # ---- which duty it is of

    def about(self, request: HttpRequest) -> tuple[str, Any] | None:
        about = super().about(request)
        if about is None or duties.named_duty(request, about[1]) is None:
            return None
        return about

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        draft = self.draft_begun(request)
        if draft is not None:
            return redirect_to_begun(request, draft)
        return super().add_view(request, form_url, extra_context)

    def draft_begun(self, request: HttpRequest) -> DutyRecord | None:
        """Return the draft of the duty that the address names, for who opens the form of a new one."""
        if request.method != "GET" or not person_may(request, Act.CREATE, DutyRecord):
            return None
        about = self.about(request)
        if about is None:
            return None
        _name, agreement = about
        key = duties.named_duty(request, agreement)
        return duties.duty_draft(agreement, key) if key else None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.duty = duties.named_duty(request, form.about[1]) if form.about else None
        return form

    def require_startable(self, name: str, subject: Any) -> None:
        if not subject.is_public:
            raise WrongState(_("“%(record)s” is not public.") % {"record": subject})

    def explanation(self, subject: Any) -> str | Promise:
        return _(
            "Register what the agency did and when, with its result. A second person publishes it. Write "
            "“not carried out” only if the agency itself says so."
        )

    def sections_of_subject(self, subject: Any) -> list[OutlineSection]:
        return [OutlineSection(_("Agreement"), [str(subject)])]

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context = super().page_context(request, record)
        subject = self.about(request) if record is None else None
        if subject is None:
            return context
        agency, kind, period = duties.named_duty(request, subject[1])  # type: ignore[misc]  # about() read it
        record_to_begin = DutyRecord(agency=Agency.objects.get(pk=agency), kind=kind)
        record_to_begin.period = period
        return context | {"title": str(record_to_begin)}

    # ---- publication

    def require_fit(self, record: DutyRecord) -> None:
        check_duty_record(record, now=timezone.now())

    def possible_acts(self, request: HttpRequest, record: Publishable) -> list[Act]:
        acts = super().possible_acts(request, record)
        if record.first_published_at is None:
            return acts
        return [act for act in acts if act == Act.WITHDRAW]

    def why_locked(self, request: HttpRequest, record: Publishable) -> str | Promise:
        if record.state == PublicationState.WITHDRAWN:
            return _(
                "It was public and was withdrawn for good. Register a new record on the agreement's page."
            )
        return super().why_locked(request, record)

    def follow_ups(self, request: HttpRequest, record: DutyRecord) -> list[FollowUp]:
        if record.first_published_at is None:
            return []
        return [*statement_on(request, record), *redaction_of(request, record)]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        if obj is None or not obj.is_public or not obj.agreement.is_public:
            return None
        return str(obj.get_absolute_url())

    def sections(self, record: DutyRecord, act: Act) -> list[OutlineSection]:
        return outline.duty_record_outline(record)

    # ---- columns

    @admin.display(description=gettext_lazy("duty under an ordinance"), ordering="kind")
    def duty_shown(self, obj: DutyRecord) -> str:
        return str(obj)
