"""What the person behind a request may do: the roles decide, not Django's per-model permissions."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.http import HttpRequest

from agreements.models.staff import acts_of
from agreements.rules.publication import Act


def acts(request: HttpRequest) -> frozenset[Act]:
    """The acts of the person's roles, read once a request."""
    known: frozenset[Act] | None = getattr(request, "acts", None)
    if known is None:
        known = acts_of(request.user)
        request.acts = known  # type: ignore[attr-defined]
    return known


def coordinates(request: HttpRequest) -> bool:
    """Say whether the person looks after agencies, regions, sources and who works where."""
    return Act.PUBLISH in acts(request)


class ByRole(BaseModelAdmin):
    """Everyone with a role sees it; who may enter drafts may add and change it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(acts(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(acts(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return Act.CREATE in acts(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return Act.EDIT in acts(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return Act.DELETE in acts(request)


class ByCoordinator(ByRole):
    """Everyone with a role sees it; coordinators look after it."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return coordinates(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return coordinates(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return coordinates(request)


class BySuperuser(BaseModelAdmin):
    """Accounts: not a matter of this register's roles."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)
