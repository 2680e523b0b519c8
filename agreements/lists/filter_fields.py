"""The form fields of filters: what they take, and how their choices are written."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from agreements.lists.parameters import year_of
from agreements.rules.korean import has_hangul, in_english

REFERENCE_LENGTH = 200  # longer than any

Label = str | Promise
Option = tuple[str, Any]  # value and label, or the label of a group and its options


class PlainSelect(forms.Select):
    """Writes its options itself: a template for each of 500 agencies takes longer than the whole page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        choices: Any = self.choices
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        options = format_html_join(
            "\n", "{}", ((render_choice(key, label, chosen),) for key, label in choices)
        )
        return format_html("<select{}>\n{}\n</select>", attributes, options)


def render_choice(key: str, label: Any, chosen: str) -> SafeString:
    """Write one option, or the group ``key`` of the options ``label``."""
    if isinstance(label, list):
        return format_html('<optgroup label="{}">\n{}\n</optgroup>', key, render_options(label, chosen))
    return render_options([(key, label)], chosen)


def render_options(options: Iterable[tuple[str, Label]], chosen: str) -> SafeString:
    return format_html_join(
        "\n",
        '<option value="{}"{}{}>{}</option>',
        (
            (key, " selected" if key == chosen else "", language_of(str(label)), label)
            for key, label in options
        ),
    )


def language_of(label: str) -> str:
    """The attribute that says of Korean letters on an English page that they are Korean."""
    if in_english() and has_hangul(label):
        return format_html(' lang="{}"', "ko")
    return ""


class OneOf(forms.ChoiceField):
    """One of a list of values.  A list that is read from the database is read once, when first needed."""

    widget = PlainSelect
    default_error_messages = {"invalid_choice": gettext_lazy("“%(value)s” is not one of the choices.")}

    def validate(self, value: str) -> None:
        if value:
            self.read_choices()
        try:
            super().validate(value)
        except ValidationError as error:
            short = {"value": value[:40]}
            raise ValidationError(self.error_messages["invalid_choice"], params=short) from error

    def read_choices(self) -> list[tuple[str, Label]]:
        choices: Any = self.choices
        if not isinstance(choices, list):
            self.choices = choices = list(choices)
        return choices


class YearField(forms.IntegerField):
    default_error_messages = {"invalid": gettext_lazy("Write a year of four digits, such as 2022.")}
    widget = PlainSelect

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        year = year_of(str(value))
        if year is None:
            raise ValidationError(self.error_messages["invalid"])
        return year


class StageField(forms.IntegerField):
    widget = PlainSelect


class ReferenceField(forms.CharField):
    """The reference of a record that must exist; there are too many to offer as a list."""

    widget = forms.TextInput({"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"})

    def __init__(self, *, exists: Callable[[str], bool], **options: Any) -> None:
        super().__init__(max_length=REFERENCE_LENGTH, **options)
        self.exists = exists
        self.error_messages["max_length"] = gettext_lazy("It is too long.")

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not self.exists(text):
            raise ValidationError(gettext_lazy("“%(value)s” is not known."), params={"value": text[:40]})
        return text
