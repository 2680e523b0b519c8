"""What the person behind a request may do: the table in ``rules/roles.py``, asked for models and records."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.admin.records.history import history_of
from agreements.admin.records.list_parameters import require_answerable
from agreements.lists.parameters import BadParameter
from agreements.models.staff import may_do, person_of
from agreements.rules import visibility
from agreements.rules.publication import Act
from agreements.rules.roles import AUDITOR, COORDINATOR, EDITOR, VIEW, Person, Whose
from agreements.rules.scope import granted_rows

ROLE_NAMES = {
    COORDINATOR: gettext_lazy("coordinator"),
    EDITOR: gettext_lazy("editor"),
    AUDITOR: gettext_lazy("auditor"),
}


def role_name(group: str) -> str:
    """Return the name of a role for a page; the group itself where it is none of ours."""
    return str(ROLE_NAMES.get(group, group))


def request_person(request: HttpRequest) -> Person:
    """Return the person's roles and agencies of today, read once a request."""
    person: Person | None = getattr(request, "person", None)
    if person is None:
        person = person_of(request.user, on=timezone.localdate())
        request.person = person  # type: ignore[attr-defined]  # for as long as the request
    return person


def person_may(request: HttpRequest, doing: str, model: Any, record: Model | None = None) -> bool:
    """Say whether the person may do it with ``record`` or, without one, with some record of ``model``."""
    person = request_person(request)
    if record:
        return may_do(person, doing, record)
    return person.may(doing, model._meta.model_name)


def filter_granted(request: HttpRequest, rows: QuerySet[Any], doing: str = VIEW) -> QuerySet[Any]:
    """Filter the rows with which the person may do it."""
    return rows.filter(granted_rows(str(rows.model._meta.model_name), doing, request_person(request)))


def sees_all(request: HttpRequest, model: Any) -> bool:
    """Say whether the person may look at every record of the model."""
    grants = request_person(request).grants(VIEW, model._meta.model_name)
    return any(grant.whose == Whose.ALL for grant in grants)


def filter_selectable(request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Filter the rows that the person may name in a record: what they may see, and what is public."""
    name = str(rows.model._meta.model_name)
    if name not in visibility.ASKED:
        return rows
    return rows.filter(visibility.visibility_rule(name, request_person(request)))


class ByRole(ModelAdmin):
    """Grant models, rows and records as the table of roles says.

    A list answers its declared filters only.  The history of a record is the traces that actions left.
    """

    object_history_template = "admin/agreements/object_history.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return person_may(request, VIEW, self.model)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person_may(request, VIEW, self.model, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person_may(request, Act.CREATE, self.model)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person_may(request, Act.EDIT, self.model, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person_may(request, Act.DELETE, self.model, obj)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        require_answerable(self, request)
        try:
            return super().get_changelist_instance(request)
        except IncorrectLookupParameters as error:  # all others were read above
            raise BadParameter(PAGE_VAR, _("This list has no such page.")) from error

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return filter_selectable(request, rows)
        return filter_granted(request, rows)

    def page_response(
        self, request: HttpRequest, template: str, title: str, **context: Any
    ) -> TemplateResponse:
        """Return a page of this admin that is none of Django's own."""
        basics = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, template, basics | context)

    # ---- history

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write no log entry: the action left a trace."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write no log entry: the action left a trace."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Write no log entry: the action left a trace."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return []

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        traces = history_of(self.model, object_id)
        return super().history_view(request, object_id, {"traces": traces, **(extra_context or {})})
