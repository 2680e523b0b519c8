"""The personal-data check of a record: everyone sees the hits, a coordinator states why one is none."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import screening
from agreements.actions.refusals import Refused
from agreements.actions.screening import Found
from agreements.admin.accounts.roles import may
from agreements.admin.records.base import RecordAdmin
from agreements.admin.records.forms import nfc
from agreements.admin.records.uploads import read_ahead
from agreements.personal_data.detectors import Severity
from agreements.rules.publication import Act

HEADINGS = {
    Severity.ALWAYS: gettext_lazy("Has to be removed"),
    Severity.CLEAR: gettext_lazy("Blocks until it is removed or cleared"),
    Severity.WARN: gettext_lazy("Look at it; it does not block"),
}


class ClearanceForm(forms.Form):
    """One reason for each hit that can be cleared, under its fingerprint; those left empty still block."""

    def __init__(self, *args: Any, hits: list[Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for hit in hits:
            self.fields[hit.fingerprint] = forms.CharField(
                label=_("Why this is no personal data: %(what)s") % {"what": hit.what},
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            )

    def by_reason(self) -> dict[str, list[str]]:
        given: dict[str, list[str]] = {}
        for fingerprint, reason in self.cleaned_data.items():
            if reason:
                given.setdefault(reason, []).append(fingerprint)
        return given


class Screened(RecordAdmin):
    """A record whose public text and files go through the personal-data guard."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and self.has_view_permission(request):
            read_ahead(request.FILES.values())
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_screening"
        view = self.admin_site.admin_view(self.screening_view)
        return [path("<int:pk>/screening/", view, name=name), *super().get_urls()]

    def screening_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.get_object(request, str(pk))
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))  # type: ignore[attr-defined]  # Django has it, the stubs do not
        hits = screening.found_in(record)
        form = ClearanceForm(
            nfc(request.POST) if request.method == "POST" else None,
            hits=[hit for hit in hits if hit.clearable],
            label_suffix="",
        )
        if request.method == "POST" and not may(request, Act.CLEAR, self.model):
            raise PermissionDenied
        if form.is_bound and form.is_valid() and self.cleared(request, record, form):
            return redirect(self.url("screening", pk))
        return TemplateResponse(
            request, "admin/agreements/screening.html", self.screening_context(request, record, hits, form)
        )

    def cleared(self, request: HttpRequest, record: Any, form: ClearanceForm) -> bool:
        """Clear what was given a reason; else say what was refused at the form."""
        given = form.by_reason()
        if not given:
            form.add_error(None, _("Write the reason at one of the hits."))
            return False
        try:
            with transaction.atomic():
                for reason, fingerprints in given.items():
                    screening.clear(record, fingerprints, reason, actor=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return False
        messages.success(request, _("Cleared. The reason stays in the history of this record."))
        return True

    def screening_context(
        self, request: HttpRequest, record: Any, hits: list[Found], form: ClearanceForm
    ) -> dict[str, Any]:
        groups = [(heading, shown(hits, severity, form)) for severity, heading in HEADINGS.items()]
        return {
            **self.admin_site.each_context(request),
            "title": _("Personal-data check: %(record)s") % {"record": record},
            "opts": self.opts,
            "original": record,
            "groups": [(heading, listed) for heading, listed in groups if listed],
            "cleared": [hit for hit in hits if hit.cleared],
            "form": form,
            "may_clear": may(request, Act.CLEAR, self.model, record) and bool(form.fields),
        }


@dataclass(frozen=True)
class Shown:
    """A hit once, with every place where it stands and the field for its reason."""

    hit: Found
    places: list[str]
    reason: Any


def shown(hits: list[Found], severity: Severity, form: ClearanceForm) -> list[Shown]:
    places: dict[str, list[str]] = {}
    first: dict[str, Found] = {}
    for hit in hits:
        if hit.severity == severity and not hit.cleared:
            places.setdefault(hit.fingerprint, []).append(hit.where)
            first.setdefault(hit.fingerprint, hit)
    return [
        Shown(hit, list(dict.fromkeys(places[mark])), form[mark] if mark in form.fields else None)
        for mark, hit in first.items()
    ]
