"""Documents are entered with their record; staff download them here, the public through its own view."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.admin.base import ChildInline
from agreements.admin.forms import ChildFormSet, RecordForm
from agreements.admin.roles import may, person
from agreements.admin.uploads import ACCEPT, ALLOWED, examined, findings_of
from agreements.models import Document, Source
from agreements.rules.roles import VIEW


class StoredFileInput(forms.FileInput):
    """A file input that says which file is stored and links it for staff."""

    def __init__(self, route: str, **kwargs: Any) -> None:
        super().__init__(attrs={"accept": ACCEPT}, **kwargs)
        self.route = route

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        stored = getattr(value, "instance", None)
        if stored is None or not value:
            return field
        return format_html(
            '<p class="file-upload">{} <a href="{}">{}</a>. {}</p>{}',
            _("Stored:"),
            reverse(self.route, args=[stored.pk]),
            getattr(stored, "name", "") or PurePath(value.name).name,
            _("To replace it, choose another file:"),
            field,
        )


class DocumentForm(RecordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].widget = StoredFileInput("admin:document")
            self.fields["file"].widget.is_required = False
            self.fields["file"].help_text = _("Allowed are: %(allowed)s.") % {"allowed": ALLOWED}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            upload = examined(file)
            self.instance.name, self.instance.size = upload.name, upload.size
            self.instance.content_type, self.instance.sha256 = upload.content_type, upload.sha256
            self.instance.findings, self.instance.screened_at = findings_of(file, upload), timezone.now()
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


@require_safe
def document(request: HttpRequest, pk: int) -> FileResponse:
    """Hand a stored document to a member of staff."""
    found = get_object_or_404(seen(request, Document), pk=pk)
    return _download(found.file, found.name, found.content_type)


@require_safe
def copy(request: HttpRequest, pk: int) -> FileResponse:
    """Hand the stored copy of a source to a member of staff."""
    found = get_object_or_404(seen(request, Source).exclude(stored_copy=""), pk=pk)
    return _download(found.stored_copy, PurePath(str(found.stored_copy)).name, "")


def seen(request: HttpRequest, model: Any) -> Any:
    """The rows that this member of staff may see.

    Raises:
        PermissionDenied: the account has no role.
    """
    if not may(request, VIEW, model):
        raise PermissionDenied
    return model.objects.visible_to(person(request))


def _download(file: Any, name: str, content_type: str) -> FileResponse:
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("The file is missing in the store.")) from error
    return FileResponse(
        opened, as_attachment=True, filename=name, content_type=content_type or "application/octet-stream"
    )
