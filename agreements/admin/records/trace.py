"""Every act of staff, to read: who, when, on what, from what to what, why."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from agreements.admin.accounts.roles import ByRole
from agreements.admin.records.history import FieldChange, trace_entry
from agreements.models import Trace

ROWS = 3  # changes of a trace in the list; its own page has all


def model_of_trace(trace: Trace) -> Any:
    """Return the model of a trace's record; None for one that no longer exists."""
    for model in apps.get_models():
        if model._meta.model_name == trace.subject_kind:
            return model
    return None


def trace_changes(trace: Trace) -> list[FieldChange]:
    model = model_of_trace(trace)
    return trace_entry(trace, model).changes if model else []


@admin.register(Trace)
class TraceAdmin(ByRole):
    object_history_template = "admin/object_history.html"  # Django's own: it has no traces
    list_display = ["at", "actor", "act", "kind", "subject_label", "first_changes", "reason"]
    list_filter = ["act", ("actor", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["actor"]
    list_per_page = 50
    search_fields = ["subject_label", "reason", "actor__username", "actor__last_name"]
    search_help_text = _("Title, reason or person")
    date_hierarchy = "at"
    actions = None
    fields = ("at", "actor", "act", "kind", "subject_label", "reason", "what")
    readonly_fields = ("at", "actor", "act", "kind", "subject_label", "reason", "what")

    @admin.display(description=_("kind of record"), ordering="subject_kind")
    def kind(self, obj: Trace) -> str:
        model = model_of_trace(obj)
        return str(model._meta.verbose_name) if model else obj.subject_kind

    @admin.display(description=_("changes"))
    def what(self, obj: Trace) -> str:
        return in_lines(trace_changes(obj))

    @admin.display(description=_("changes"))
    def first_changes(self, obj: Trace) -> str:
        changes = trace_changes(obj)
        more = len(changes) - ROWS
        ending = _(" and %(more)s more") % {"more": more} if more > 0 else ""
        return format_html("{}{}", in_lines(changes[:ROWS]), ending)


def in_lines(changes: list[FieldChange]) -> str:
    lines = ((change.where, change.before, change.after) for change in changes)
    return format_html_join("\n", '<span class="changed">{}: {} → {}</span>', lines)
