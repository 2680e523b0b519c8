"""Who works where (coordinators), and the groups (superusers)."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin as StockGroupAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import RecordAdmin
from agreements.admin.forms import RecordForm
from agreements.admin.roles import ByCoordinator, BySuperuser


class MembershipAdmin(ByCoordinator, RecordAdmin):
    form = RecordForm
    list_display = ["user", "agency", "from_on", "until_on"]
    list_select_related = ["user", "agency"]
    search_fields = ["user__username", "agency__name_ko", "agency__other_names_ko"]
    search_help_text = _("Account or agency")
    autocomplete_fields = ["agency"]
    fields = ["user", "agency", "from_on", "until_on"]
    date_hierarchy = "from_on"

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = get_user_model().objects.filter(is_staff=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class GroupAdmin(BySuperuser, StockGroupAdmin):
    """The two groups are the roles; nobody adds, renames or removes them here."""

    fields = ["name"]
    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
