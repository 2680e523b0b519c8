"""Documents are entered with their record; staff download them here, the public through its own view."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.admin.accounts.roles import person_may, request_person
from agreements.admin.records.base import ChildInline
from agreements.admin.records.forms import ChildFormSet, RecordForm
from agreements.admin.records.uploads import ACCEPT, ALLOWED, TYPES, examine_upload, findings_of
from agreements.models import Document, Source
from agreements.rules.roles import VIEW
from agreements.views.stored_files import handed_out


def file_link(route: str, record: Any, file: Any) -> SafeString:
    """Link a stored file for staff, with the digest it is checked against."""
    name = getattr(record, "name", "") or PurePath(file.name).name
    return format_html(
        '<a href="{}">{}</a> <span class="checksum">SHA-256 {}</span>',
        reverse(route, args=[record.pk]),
        name,
        record.sha256,
    )


class StoredFileInput(forms.FileInput):
    """A file input that says which file is stored and links it for staff."""

    def __init__(self, route: str, **kwargs: Any) -> None:
        super().__init__(attrs={"accept": ACCEPT}, **kwargs)
        self.route = route

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        record = getattr(value, "instance", None)
        if record is None or not value:
            return field
        return format_html(
            '<p class="file-upload">{} {}. {}</p>{}',
            _("Stored:"),
            file_link(self.route, record, value),
            _("To replace it, choose another file:"),
            field,
        )


class DocumentForm(RecordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].widget = StoredFileInput("admin:document")
            self.fields["file"].widget.is_required = False
            self.fields["file"].help_text = _(
                "Allowed are: %(allowed)s. From photos (jpg) the place where they were taken is removed."
            ) % {"allowed": ALLOWED}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            upload = examine_upload(file)
            self.instance.name, self.instance.size = upload.name, upload.size
            self.instance.content_type, self.instance.sha256 = upload.content_type, upload.sha256
            self.instance.findings, self.instance.screened_at = findings_of(upload), timezone.now()
            return upload.file
        return file


class DocumentFormSet(ChildFormSet):
    """To a published record a file is only added, and by itself (see ``change.py``); then it is shown."""

    def clean(self) -> None:
        if getattr(self.instance, "is_public", False):
            for form in self.forms:
                self._refuse_upload_into_public(form)
        super().clean()

    def _refuse_upload_into_public(self, form: Any) -> None:
        if "file" not in form.changed_data:
            return
        if form.instance.pk:
            form.add_error("file", _("A file of a published record is not replaced. Add a new document."))
        elif getattr(form, "cleaned_data", {}).get("public"):
            form.add_error(
                "public",
                _("Save the file first without this tick; then tick it and confirm what the public sees."),
            )


class DocumentInline(ChildInline):
    model = Document
    form = DocumentForm
    formset = DocumentFormSet
    fieldsets = [
        (None, {"fields": ["kind", "title_ko", "file", "public"]}),
        (gettext_lazy("In English"), {"fields": ["title_en"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["stored"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Link the file of a read-only form to our own view; Django would link an address not served."""
        parent_admin = self.admin_site.get_model_admin(self.parent_model)
        if parent_admin.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        (title, options), english = super().get_fieldsets(request, obj)
        fields = ["stored" if name == "file" else name for name in options["fields"]]
        return [(title, {**options, "fields": fields}), english]

    @admin.display(description=gettext_lazy("file"))
    def stored(self, obj: Document) -> str:
        return file_link("admin:document", obj, obj.file) if obj.file else ""


@require_safe
def document_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a stored document to a member of staff."""
    document = get_object_or_404(rows_for_staff(request, Document).exclude(file=""), pk=pk)
    return handed_out(
        request,
        document.file,
        name=document.name,
        content_type=document.content_type,
        sha256=document.sha256,
    )


@require_safe
def stored_copy_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the stored copy of a source to a member of staff."""
    source = get_object_or_404(rows_for_staff(request, Source).exclude(stored_copy=""), pk=pk)
    ending = PurePath(str(source.stored_copy)).suffix.lower()
    content_type, _matches = TYPES.get(ending, ("application/octet-stream", None))
    return handed_out(
        request,
        source.stored_copy,
        name=f"source-{source.pk}{ending}",
        content_type=content_type,
        sha256=source.sha256,
    )


def rows_for_staff(request: HttpRequest, model: Any) -> Any:
    """Return the rows that this member of staff may see.

    Raises:
        PermissionDenied: the account has no role.
    """
    if not person_may(request, VIEW, model):
        raise PermissionDenied
    return model.objects.visible_to(request_person(request))
