"""What the admin does instead of Django's log: the actions leave traces, and those are the history."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from agreements.admin.records.history import history_of


class TracedAdmin(admin.ModelAdmin):
    object_history_template = "admin/agreements/object_history.html"

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The action left a trace."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The action left a trace."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """The action left a trace."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return []

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        traces = history_of(self.model, object_id)
        return super().history_view(request, object_id, {"traces": traces, **(extra_context or {})})
