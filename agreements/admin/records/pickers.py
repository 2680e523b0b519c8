"""Autocomplete fields that answer a made-up key with a form error; Django's own raise on it."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError

LARGEST_KEY = 2**63 - 1


def is_key(model: Any, value: Any) -> bool:
    try:
        key = model._meta.pk.to_python(value)
    except ValidationError:
        return False
    return not isinstance(key, int) or 0 < key <= LARGEST_KEY


class KeysOnly:
    """Of the values sent, looks up those that can be keys.  Its list opens inside the page's landmark."""

    field: Any

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        attrs = super().build_attrs(base_attrs, extra_attrs)  # type: ignore[misc]  # of the widget it is mixed into
        return attrs | {"data-dropdown-parent": "#content-start"}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        model = self.field.remote_field.model
        keys = [one for one in value if one in ("", None) or is_key(model, one)]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]


class Picker(KeysOnly, AutocompleteSelect):
    pass


class MultiplePicker(KeysOnly, AutocompleteSelectMultiple):
    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        # Its “clear all” would stand in a list without being an item; each choice can be taken out by itself.
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class PickedMany(forms.ModelMultipleChoiceField):
    def _check_values(self, value: Any) -> Any:
        for one in value:
            if not is_key(self.queryset.model, one):  # type: ignore[union-attr]
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(one)[:40]},
                )
        return super()._check_values(value)  # type: ignore[misc]  # Django's own hook
