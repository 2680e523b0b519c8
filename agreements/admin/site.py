"""The staff's own admin site: its addresses, its first page, and the order of what is registered."""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from agreements.admin import dashboard, guide, menu, unsaved
from agreements.admin.accounts import door
from agreements.admin.accounts.passwords import OwnPasswordForm
from agreements.admin.accounts.roles import request_person
from agreements.admin.accounts.urls import PASSWORD_LINKS, SECOND_FACTOR
from agreements.admin.gallery import gallery_view
from agreements.admin.records.document import document_view, stored_copy_view
from agreements.admin.records.pickers import PickerView
from agreements.admin.search import search_view
from agreements.rules.roles import ROLES


class StaffSite(AdminSite):
    site_header = _("Agreement tracking: staff")
    site_title = _("Agreement tracking")
    index_title = _("To do today")
    enable_nav_sidebar = True
    password_change_form = OwnPasswordForm

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")  # drafts are deleted one by one, each with its own checks

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Guard every view of the admin but the log-in page, see ``door.py``."""
        stock: Any = super().admin_view(view, cacheable)
        return update_wrapper(door.guard_view(stock, self.has_permission), stock)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        ended = door.ENDED in request.GET and request.method == "GET"
        return super().login(
            request,
            {"ended": ended, "idle_minutes": settings.SESSION_IDLE_MINUTES, **(extra_context or {})},
        )

    def each_context(self, request: HttpRequest) -> Any:
        return super().each_context(request) | unsaved.page_context(request) | guide.page_context(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(
            request,
            {
                "has_role": bool(request_person(request).roles & set(ROLES)),
                "panels": dashboard.dashboard_panels(request),
                **(extra_context or {}),
            },
        )

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return PickerView.as_view(admin_site=self)(request)

    def get_urls(self) -> list[Any]:
        # Django's own “view on site” asks a record for its public address, which a draft does not have.
        stock = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]
        added = (
            ("documents/<int:pk>/", document_view, "document"),
            ("copies/<int:pk>/", stored_copy_view, "copy"),
            ("stay/", door.stay_view, "stay"),
            ("guide/", guide.guide_view, "guide"),
            ("guide/imports/", guide.guide_imports_view, "guide_imports"),
            ("gallery/", gallery_view, "gallery"),
            ("search/", partial(search_view, site=self), "search"),
            *SECOND_FACTOR,
        )
        patterns = [path(route, self.admin_view(view), name=name) for route, view, name in added]
        return [*patterns, *PASSWORD_LINKS, *stock]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        if app_label is None:
            return menu.grouped_apps(apps)
        for app in apps:
            app["models"] = menu.ordered_models([app])
        return apps
