"""Who works where (coordinators), and accounts and groups (superusers)."""

from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin as StockGroupAdmin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.db.models import ManyToManyField
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import RecordAdmin
from agreements.admin.handover import handover
from agreements.admin.roles import ByRole


class MembershipAdmin(RecordAdmin):
    list_display = ["user", "agency", "from_on", "until_on"]
    list_select_related = ["user", "agency"]
    search_fields = ["user__username", "agency__name_ko", "agency__other_names_ko"]
    search_help_text = _("Account or agency")
    autocomplete_fields = ["agency"]
    fields = ["user", "agency", "from_on", "until_on"]
    date_hierarchy = "from_on"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(partial(handover, model_admin=self))
        return [path("handover/", view, name="agreements_membership_handover"), *super().get_urls()]

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = get_user_model().objects.filter(is_staff=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class UserAdmin(ByRole, StockUserAdmin):
    list_display = ["username", "last_name", "first_name", "roles", "is_active", "is_superuser"]
    list_filter = ["groups", "is_active", "is_superuser"]
    # The roles are groups; Django's permissions per model decide nothing here.
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("last_name", "first_name", "email")}),
        (
            _("Role"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups"),
                "description": _(
                    "coordinator: reviews and publishes. editor: enters drafts and submits them. "
                    "“Staff” must be ticked to log in here."
                ),
            },
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    actions = None
    filter_horizontal = ()  # its script names controls that have no role; there are few roles
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def roles(self, obj: Any) -> str:
        return ", ".join(group.name for group in obj.groups.all())

    roles.short_description = _("role")  # type: ignore[attr-defined]


class GroupAdmin(ByRole, StockGroupAdmin):
    """The two groups are the roles; nobody adds, renames or removes them here."""

    fields = ["name"]
    actions = None
