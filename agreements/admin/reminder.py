"""Which digest was mailed to whom, to read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.actions.digests import SECTIONS
from agreements.admin.roles import ByCoordinator, coordinates
from agreements.models import Reminder

TITLES = {section.kind: section.title for section in SECTIONS}


class ReminderAdmin(ByCoordinator, admin.ModelAdmin):
    list_display = ["on", "person", "items", "by_kind", "outcome", "sent_at"]
    list_filter = ["outcome", ("person", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["person"]
    date_hierarchy = "on"
    actions = None
    fields = readonly_fields = ("on", "person", "items", "by_kind", "outcome", "begun_at", "sent_at")

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

    @admin.display(description=_("number by kind"))
    def by_kind(self, obj: Reminder) -> str:
        return ", ".join(f"{TITLES.get(kind, kind)} {count}" for kind, count in obj.kinds.items())
