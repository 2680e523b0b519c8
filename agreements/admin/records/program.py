"""Programs: stages and milestones in order, and what the program was given for it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.programs import check_program, publish_program, withdraw_program
from agreements.admin.publishing import outline
from agreements.admin.publishing.change import BY_COORDINATORS
from agreements.admin.publishing.outline import FollowUp, OutlineSection
from agreements.admin.publishing.publishable import SUBMIT_AND_RETURN, PublishableAdmin
from agreements.admin.publishing.redaction import redaction_of
from agreements.admin.records.base import ChildInline
from agreements.admin.records.document import DocumentInline
from agreements.admin.records.forms import PartialDateField, RecordForm, RootForm
from agreements.admin.records.inquiry import inquiry_into
from agreements.admin.records.milestone import MilestoneInline
from agreements.admin.records.own_agency import OwnAgencyFilter
from agreements.models import Program, Recognition
from agreements.rules.publication import Act


class ProgramForm(RootForm):
    decided = PartialDateField(label=gettext_lazy("decided"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.first_published_at and "slug" in self.fields:
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _("It stands in public addresses and stays.")


class RecognitionForm(RecordForm):
    awarded = PartialDateField(label=gettext_lazy("awarded"))


class RecognitionInline(ChildInline):
    model = Recognition
    form = RecognitionForm
    autocomplete_fields = ["awarded_by", "sources"]
    fieldsets = [
        (None, {"fields": ["title_ko", "awarded_by", "awarded", "amount_krw", "sources"]}),
        (gettext_lazy("In English"), {"fields": ["title_en"], "classes": ["collapse"]}),
    ]

    @admin.display(description=gettext_lazy("awarded"))
    def awarded(self, obj: Recognition) -> str:
        return str(obj.awarded.short())


@admin.register(Program)
class ProgramAdmin(PublishableAdmin):
    imports = "programs"
    once_public = BY_COORDINATORS
    form = ProgramForm
    list_display = ["title_ko", "owner", "decided", "milestone_count", "state_badge"]
    list_filter = [OwnAgencyFilter, "state", ("owner", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["owner"]
    search_fields = [
        "title_ko", "title_en", "slug", "owner__name_ko", "note_ko", "milestones__title_ko",
    ]  # fmt: skip
    search_help_text = gettext_lazy("Title or owner")
    date_hierarchy = "decided_last"
    autocomplete_fields = ["owner", "decided_by", "sources"]
    prepopulated_fields = {"slug": ["title_en"]}
    inlines = [MilestoneInline, RecognitionInline, DocumentInline]
    do = {**SUBMIT_AND_RETURN, Act.PUBLISH: publish_program, Act.WITHDRAW: withdraw_program}
    fieldsets = [
        (
            gettext_lazy("What the program is"),
            {
                "fields": [
                    "title_ko",
                    "title_en",
                    "slug",
                    "owner",
                    "decided",
                    "decided_how",
                    "decided_by",
                    "note_ko",
                    "notice_ko",
                ]
            },
        ),
        (gettext_lazy("Department in charge"), {"fields": ["lead_department", "telephone"]}),
        (
            gettext_lazy("What it rests on"),
            {
                "fields": ["sources"],
                "description": gettext_lazy(
                    "Public material on this program. Not in the list yet? Press + and add it. "
                    "At least one source, or one public document below, is needed for publication."
                ),
            },
        ),
        (gettext_lazy("In English"), {"fields": ["note_en", "notice_en"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        rows: QuerySet[Program] = super().get_queryset(request)
        return rows.annotate(milestone_total=Count("milestones"))

    def follow_ups(self, request: HttpRequest, record: Program) -> list[FollowUp]:
        return [*inquiry_into(request, record.milestones.all()), *redaction_of(request, record)]

    def require_fit(self, record: Program) -> None:
        check_program(record)

    def sections(self, record: Program, act: Act) -> list[OutlineSection]:
        return outline.program_outline(record, act)

    @admin.display(description=gettext_lazy("decided"), ordering="decided_last")
    def decided(self, obj: Program) -> str:
        return self.short_date(obj.decided)

    @admin.display(description=gettext_lazy("milestones"), ordering="milestone_total")
    def milestone_count(self, obj: Any) -> int:
        return int(obj.milestone_total)
