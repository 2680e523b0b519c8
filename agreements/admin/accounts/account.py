"""Accounts, for superusers: every save is one act, and no save overwrites another's."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import ManyToManyField, ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import accounts, second_factor
from agreements.actions.refusals import ActRefused
from agreements.admin.accounts.invitation import invite_view, send_link_view
from agreements.admin.accounts.passwords import PasswordForm
from agreements.admin.accounts.roles import ByRole, role_name
from agreements.admin.records.pickers import PickedMany
from agreements.models.second_factor import telephone_of


class UserForm(UserChangeForm):
    """Carry the digest of the account that was opened, so that no save overwrites another one."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["read"] = accounts.account_digest(self.instance)


class PickedRoles(PickedMany):
    def label_from_instance(self, obj: Any) -> str:
        return role_name(obj.name)


class RoleFilter(admin.RelatedFieldListFilter):
    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        return [
            (key, role_name(str(name))) for key, name in super().field_choices(field, request, model_admin)
        ]


admin.site.unregister(User)  # the import of Django's own admin registered it


@admin.register(User)
class UserAdmin(ByRole, StockUserAdmin):
    form = UserForm
    list_display = ["username", "last_name", "first_name", "roles", "is_active", "is_superuser"]
    list_filter = [("groups", RoleFilter), "is_active", "is_superuser"]
    search_help_text = gettext_lazy("Log-in name, name or e-mail address")
    change_form_template = "admin/agreements/user_form.html"
    change_list_template = "admin/agreements/user_list.html"
    # The roles are groups; Django's permissions per model decide nothing here.
    fieldsets = (
        (None, {"fields": ("username", "password", "read")}),
        (gettext_lazy("Person"), {"fields": ("last_name", "first_name", "email")}),
        (
            gettext_lazy("Role"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups"),
                "description": gettext_lazy(
                    "A coordinator reviews and publishes, an editor enters drafts and submits them, an "
                    "auditor reads. To log in, an account is in use and one of staff."
                ),
            },
        ),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    actions = None
    filter_horizontal = ()  # its script names controls that have no role; there are few roles
    formfield_overrides = {
        ManyToManyField: {"widget": forms.CheckboxSelectMultiple, "form_class": PickedRoles}
    }

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("role"))
    def roles(self, obj: Any) -> str:
        return ", ".join(role_name(group.name) for group in obj.groups.all())

    # ---- saving

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save nothing here: ``save_related`` saves everything in one edit."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        digest = form.cleaned_data.get("read", "")
        user = form.instance
        with accounts.editing_account(user, read=digest, actor=request.user, now=timezone.now()):
            if change:  # nothing but what the form shows: a password set meanwhile stays
                user.save(update_fields=[name for name in form.cleaned_data if name in accounts.FIELDS])
            else:
                user.save()
            form.save_m2m()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ActRefused as refusal:
            messages.error(request, str(refusal))
        except IntegrityError:  # an account of the same name, added in this very moment
            messages.error(
                request, _("Somebody else saved the same at this moment. Look at it again and save.")
            )
        return redirect(request.path)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        accounts.delete_account(obj, actor=request.user, now=timezone.now())

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            messages.error(request, _("Other records still refer to this one."))
            return redirect("admin:auth_user_change", object_id)

    # ---- password and second factor

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002  # Django's name
        of_this_request = type(self)(self.model, self.admin_site)
        of_this_request.change_password_form = partial(PasswordForm, actor=request.user)
        return super(UserAdmin, of_this_request).user_change_password(request, id, form_url)

    def get_urls(self) -> list[Any]:
        pages = (
            ("<int:pk>/second-factor/", self.reset_second_factor, "auth_user_second_factor"),
            ("<int:pk>/send-link/", partial(send_link_view, model_admin=self), "auth_user_send_link"),
            ("invite/", partial(invite_view, model_admin=self), "auth_user_invite"),
        )
        protected = self.admin_site.admin_view
        patterns = [path(route, protected(view), name=name) for route, view, name in pages]
        return [*patterns, *super().get_urls()]

    def reset_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for confirmation, then remove the second factor of somebody who lost it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if request.method == "POST":
            try:
                second_factor.reset_factor_of(user, actor=request.user, now=timezone.now())
            except ActRefused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("The second factor was removed."))
            return redirect(reverse("admin:auth_user_change", args=[pk]))
        return self.page_response(
            request,
            "admin/second_factor/reset.html",
            _("Remove the second factor"),
            original=user,
            has_one=telephone_of(user) is not None,
        )
