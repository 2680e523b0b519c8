"""How the forms of records and of their children show a field, see their ``formfield_for_dbfield``."""

from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db.models import DateField, ForeignKey, ManyToManyField, TextField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from agreements.admin.accounts.roles import filter_selectable, person_may
from agreements.admin.records.forms import DayField
from agreements.admin.records.pickers import MultiplePicker, PickedMany, Picker
from agreements.models import Agency, AgencyRequest
from agreements.rules.publication import Act

FIELD_OPTIONS: dict[Any, Any] = {
    DateField: {"form_class": DayField},
    TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})},
}


def relation_options(model_admin: Any, db_field: Any, request: HttpRequest) -> dict[str, Any]:
    """Return the form field options of a relation: the rows that the person may name, and our picker.

    Rows that a record already names stay possible, see ``RecordForm``.
    """
    if not isinstance(db_field, ForeignKey | ManyToManyField):
        return {}
    options: dict[str, Any] = {
        "queryset": filter_selectable(request, db_field.remote_field.model._default_manager.all())
    }
    if db_field.name not in model_admin.get_autocomplete_fields(request):
        return options
    if isinstance(db_field, ForeignKey):
        return options | {"widget": Picker(db_field, model_admin.admin_site)}
    return options | {"widget": MultiplePicker(db_field, model_admin.admin_site), "form_class": PickedMany}


def with_request_link(field: Any, db_field: Any, request: HttpRequest) -> Any:
    """Offer, beside a field that picks one agency, to ask for one that is not in the list.

    The link opens another tab: what was typed in the form stays where it is.
    """
    if not isinstance(db_field, ForeignKey) or db_field.related_model is not Agency:
        return field
    if person_may(request, Act.CREATE, Agency) or not person_may(request, Act.CREATE, AgencyRequest):
        return field
    field.help_text = format_html(
        '{} <a class="request-agency" href="{}" target="_blank">{}</a>',
        field.help_text,
        reverse("admin:agreements_agencyrequest_add"),
        _("Not in the list? Ask for the agency (new tab)"),
    )
    return field


def with_add_only(field: Any) -> Any:
    """Take away the icons beside a relation's field that change, delete and view; the one that adds stays."""
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_change_related = False
        field.widget.can_delete_related = False
        field.widget.can_view_related = False
    return field
