"""Sources: everyone may add one; what the public already relies on stays as it is."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.admin.accounts.roles import person_may
from agreements.admin.records.base import RecordAdmin
from agreements.admin.records.document import StoredFileInput
from agreements.admin.records.forms import CheckedRecordForm, PartialDateField
from agreements.admin.records.uploads import ALLOWED, examine_upload
from agreements.models import Recognition, Source
from agreements.models.base import PUBLIC
from agreements.rules.publication import Act

CITED = ("publisher", "label_ko", "label_en", "published", "url")


class SourceForm(CheckedRecordForm):
    published = PartialDateField(label=gettext_lazy("published"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "stored_copy" in self.fields:
            self.fields["stored_copy"].widget = StoredFileInput("admin:copy")
            self.fields["stored_copy"].help_text = _(
                "For staff only: a press article is its publisher's. Allowed are: %(allowed)s."
            ) % {"allowed": ALLOWED}

    def clean_stored_copy(self) -> Any:
        file = self.cleaned_data["stored_copy"]
        if file and "stored_copy" in self.changed_data:
            upload = examine_upload(file)
            self.instance.sha256 = upload.sha256
            return upload.file
        return file


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    imports = "sources"
    form = SourceForm
    list_display = ["label_ko", "publisher", "published", "link", "checked_on"]
    search_fields = ["label_ko", "label_en", "publisher", "url"]
    search_help_text = gettext_lazy("Headline, publisher or address")
    date_hierarchy = "published_last"
    list_filter = ["publisher"]
    fieldsets = [
        (
            None,
            {
                "fields": ["publisher", "label_ko", "published", "url", "checked_on", "stored_copy"],
                "description": gettext_lazy(
                    "Public material that a statement rests on. "
                    "The public sees publisher, title, day and address."
                ),
            },
        ),
        (gettext_lazy("In English"), {"fields": ["label_en"], "classes": ["collapse"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return CITED if obj is not None and is_cited_publicly(obj) else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        permitted = super().has_change_permission(request, obj)
        if obj is None or not permitted:
            return permitted
        return looks_after(request) or not is_cited_publicly(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or not is_cited(obj))

    def why_locked(self, request: HttpRequest, record: Any) -> str | Promise:
        return _("Something public rests on this source. Only a coordinator may note when it was checked.")

    @admin.display(description=gettext_lazy("published"), ordering="published_last")
    def published(self, obj: Source) -> str:
        return self.short_date(obj.published)

    @admin.display(description=gettext_lazy("address"))
    def link(self, obj: Source) -> str:
        if not obj.url:
            return ""
        return format_html(
            '<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>', obj.url, _("Open")
        )


def looks_after(request: HttpRequest) -> bool:
    """Say whether the person may also change the sources that something public rests on."""
    return person_may(request, Act.DELETE, Source)


def is_cited_publicly(source: Source) -> bool:
    return Source.objects.visible_to(PUBLIC).filter(pk=source.pk).exists()


def is_cited(source: Source) -> bool:
    citing: list[QuerySet[Any]] = [
        source.agreements.all(),
        source.programs.all(),
        source.reports.all(),
        source.duty_records.all(),
        source.duty_commitments.all(),
        Recognition.objects.filter(sources=source),
    ]
    return any(rows.exists() for rows in citing)
