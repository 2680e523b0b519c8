"""Every act of staff, to read."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from agreements.admin.history import told
from agreements.admin.roles import ByCoordinator, coordinates
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    Membership,
    Milestone,
    Program,
    Redaction,
    Region,
    Source,
    Statement,
    StatusReport,
    Trace,
    Withdrawal,
)

KINDS = {
    str(model._meta.model_name): model
    for model in (
        Agency, Agreement, Commitment, Membership, Milestone, Program, Redaction, Region, Source,
        Statement, StatusReport, User, Withdrawal,
    )
}  # fmt: skip


class TraceAdmin(ByCoordinator, admin.ModelAdmin):
    list_display = ["at", "actor", "act", "kind", "subject_label", "reason"]
    list_filter = ["act", ("actor", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["actor"]
    search_fields = ["subject_label", "reason"]
    date_hierarchy = "at"
    actions = None
    fields = ("at", "actor", "act", "kind", "subject_label", "reason", "what")
    readonly_fields = ("at", "actor", "act", "kind", "subject_label", "reason", "what")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return coordinates(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return coordinates(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("kind of record"), ordering="subject_kind")
    def kind(self, obj: Trace) -> str:
        model = KINDS.get(obj.subject_kind)
        return str(model._meta.verbose_name) if model else obj.subject_kind

    @admin.display(description=_("changes"))
    def what(self, obj: Trace) -> str:
        model = KINDS.get(obj.subject_kind)
        changes = told(obj, model).changes if model else []
        return format_html_join("\n", "{}: {} → {}", ((one.where, one.before, one.after) for one in changes))
