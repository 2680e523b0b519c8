"""Autocomplete fields: only declared ones are answered, and an impossible key is an error of the form.

Django's own answer for every relation of every model, and raise on some of them and on impossible keys.
"""

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Q, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.lists.parameters import search_text
from agreements.models import Agency, Region
from agreements.rules.partial_date import PartialDate

LARGEST_KEY = 2**63 - 1
LAST_DAY: dict[Any, str] = {Region: "valid_to", Agency: "dissolved_on"}


def is_key(model: Any, value: Any) -> bool:
    try:
        key = model._meta.pk.to_python(value)
    except ValidationError:
        return False
    return not isinstance(key, int) or 0 < key <= LARGEST_KEY


class KeysOnly:
    """Look up only those of the values sent that can be keys; open the list inside the page's landmark."""

    field: Any

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        attrs = super().build_attrs(base_attrs, extra_attrs)  # type: ignore[misc]  # of the widget it is mixed into
        return attrs | {"data-dropdown-parent": "#content-start"}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        model = self.field.remote_field.model
        keys = [key for key in value if key in ("", None) or is_key(model, key)]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]


class Picker(KeysOnly, AutocompleteSelect):
    pass


class MultiplePicker(KeysOnly, AutocompleteSelectMultiple):
    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        # Its “clear all” would stand in a list without being an item; each choice can be taken out by itself.
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class PickedMany(forms.ModelMultipleChoiceField):
    def _check_values(self, value: Any) -> Any:
        for key in value:
            if not is_key(self.queryset.model, key):  # type: ignore[union-attr]
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(key)[:40]},
                )
        return super()._check_values(value)  # type: ignore[misc]  # Django's own hook


def picked_fields(site: AdminSite) -> set[tuple[str, str]]:
    """Collect (model, field) of each autocomplete field that an admin of the site or its inlines declare."""
    declared: set[tuple[str, str]] = set()
    for model_admin in site._registry.values():
        for owner in (model_admin, *model_admin.inlines):
            label = owner.model._meta.label_lower
            declared |= {(label, field) for field in owner.autocomplete_fields}
    return declared


class PickerView(AutocompleteJsonView):
    """Answer the search of an autocomplete field with a page of its choices, as JSON."""

    def process_request(self, request: HttpRequest) -> Any:
        term, model_admin, field, to_field_name = super().process_request(request)
        site: Any = self.admin_site
        if (field.model._meta.label_lower, field.name) not in picked_fields(site):
            raise PermissionDenied
        search_text(request.GET, "term")
        return term, model_admin, field, to_field_name

    def get_queryset(self) -> Any:
        """Give what is found, in a total order, or its pages overlap; what has ended comes last."""
        choices = super().get_queryset()
        related: Any = self.model_admin.list_select_related
        if related:
            choices = choices.select_related(*related)
        if choices.model is Agency:  # what was entered twice is chosen by the entry that goes on
            choices = choices.filter(same_as__isnull=True)
        order = choices.query.order_by or choices.model._meta.ordering or ["pk"]
        if last_day := LAST_DAY.get(choices.model):
            ended = Q(**{f"{last_day}__lt": timezone.localdate()})
            choices = choices.annotate(has_ended=Case(When(ended, then=1), default=0))
            order = ["has_ended", *order]
        return choices.order_by(*order)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        if getattr(obj, "has_ended", False):
            day = PartialDate.day(getattr(obj, LAST_DAY[type(obj)])).short()
            result["text"] += " (" + _("until %(day)s") % {"day": day} + ")"
        return result
