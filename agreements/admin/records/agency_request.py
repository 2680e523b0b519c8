"""Requests for agencies: asked beside the pickers of agencies, answered by a coordinator."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.agency_requests import begin_request, note_answer
from agreements.admin.records.agency import ANSWERED_REQUEST
from agreements.admin.records.base import RecordAdmin
from agreements.models import AgencyRequest
from agreements.models.staff import staff_name

ASKED = ["name_ko", "note"]
ANSWER = ["agency", "declined_because"]


@admin.register(AgencyRequest)
class AgencyRequestAdmin(RecordAdmin):
    change_form_template = "admin/agreements/agency_request_form.html"
    list_display = ["name_ko", "asker", "asked_at", "answer_shown"]
    list_filter = [("answered_at", admin.EmptyFieldListFilter)]
    list_select_related = ["asked_by", "agency"]
    search_fields = ["name_ko", "note", "agency__name_ko"]
    search_help_text = gettext_lazy("Name or note")
    autocomplete_fields = ["agency"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_answered)

    def why_locked(self, request: HttpRequest, record: AgencyRequest) -> str | Promise:
        return _("“%(request)s” was answered already.") % {"request": record}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Name what is asked where a request is added, then who asked, then the answer or its fields."""
        if obj is None:
            return ASKED
        if self.has_change_permission(request, obj):
            return [*ASKED, "asker", *ANSWER]
        return [*ASKED, "asker", "answer_shown"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ()
        return (*ASKED, "asker", "answer_shown")

    def write(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        note = note_answer if change else begin_request
        note(form.instance, actor=request.user, now=timezone.now())
        super().write(request, form, formsets, change)

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context = super().page_context(request, record)
        if record is not None and self.has_change_permission(request, record):
            context["add_agency_url"] = add_agency_url(record)
        return context

    # ---- columns

    @admin.display(description=gettext_lazy("asked by"), ordering="asked_by")
    def asker(self, obj: AgencyRequest) -> str:
        return staff_name(obj.asked_by)

    @admin.display(description=gettext_lazy("answer"))
    def answer_shown(self, obj: AgencyRequest) -> str:
        return obj.answer or _("waits for a coordinator")


def add_agency_url(asked: AgencyRequest) -> str:
    """Return the form of a new agency, filled in with what was asked for; saving it is the answer."""
    query = urlencode({"name_ko": asked.name_ko, ANSWERED_REQUEST: asked.pk})
    return f"{reverse('admin:agreements_agency_add')}?{query}"
