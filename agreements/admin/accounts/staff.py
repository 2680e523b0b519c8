"""Who works where (coordinators), and the groups (superusers)."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin as StockGroupAdmin
from django.contrib.auth.models import Group
from django.urls import path
from django.utils.translation import gettext_lazy as _

from agreements.admin.accounts.handover import handover_view
from agreements.admin.accounts.roles import ByRole, role_name
from agreements.admin.records.base import RecordAdmin
from agreements.models import Membership


@admin.register(Membership)
class MembershipAdmin(RecordAdmin):
    list_display = ["user", "agency", "from_on", "until_on"]
    list_select_related = ["user", "agency"]
    search_fields = ["user__username", "agency__name_ko", "agency__other_names_ko"]
    search_help_text = _("Account or agency")
    autocomplete_fields = ["agency"]
    fields = ["user", "agency", "from_on", "until_on"]
    date_hierarchy = "from_on"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(partial(handover_view, model_admin=self))
        return [path("handover/", view, name="agreements_membership_handover"), *super().get_urls()]

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = get_user_model().objects.filter(is_staff=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


admin.site.unregister(Group)  # the import of Django's own admin registered it


@admin.register(Group)
class GroupAdmin(ByRole, StockGroupAdmin):
    """Show the groups, which are the roles; they cannot be added, renamed or removed."""

    object_history_template = "admin/object_history.html"  # Django's own: it has no traces
    fields = ["name"]
    list_display = ["role"]
    search_fields = []  # there are three
    actions = None

    @admin.display(description=_("role"), ordering="name")
    def role(self, obj: Group) -> str:
        return role_name(obj.name)
