"""Every act of staff, to read."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from agreements.admin.history import told
from agreements.admin.roles import ByRole
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


class TraceAdmin(ByRole, admin.ModelAdmin):
    list_display = ["at", "actor", "act", "kind", "subject_label", "reason"]
    list_filter = ["act", ("actor", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["actor"]
    search_fields = ["subject_label", "reason", "actor__username", "actor__last_name"]
    search_help_text = _("Title, reason or person")
    date_hierarchy = "at"
    actions = None
    fields = ("at", "actor", "act", "kind", "subject_label", "reason", "what")
    readonly_fields = ("at", "actor", "act", "kind", "subject_label", "reason", "what")

    @admin.display(description=_("kind of record"), ordering="subject_kind")
    def kind(self, obj: Trace) -> str:
        model = KINDS.get(obj.subject_kind)
        return str(model._meta.verbose_name) if model else obj.subject_kind

    @admin.display(description=_("changes"))
    def what(self, obj: Trace) -> str:
        model = KINDS.get(obj.subject_kind)
        changes = told(obj, model).changes if model else []
        return format_html_join("\n", "{}: {} → {}", ((one.where, one.before, one.after) for one in changes))
