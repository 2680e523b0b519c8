"""Children of a large record: listed in its form, each edited by itself; numbers are proposed."""

from collections.abc import Iterable
from itertools import filterfalse
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agreements.admin.records.base import ChildInline
from agreements.admin.records.forms import ChildFormSet
from agreements.models import Commitment, Milestone
from agreements.rules.whole_number import whole_number

MOST_SHOWN = 20  # children whose fields a form shows; with 300 it had 9,000 fields and took a minute
LARGEST_KEY = 2**63 - 1


def was_public(row: Any) -> bool:
    return bool(getattr(row, "reference", None))


class ListedChild(NamedTuple):
    record: Any
    url: str
    may_be_removed: bool
    is_removed: bool


class ListedFormSet(ChildFormSet):
    """Show up to ``MOST_SHOWN`` children as forms; of more only a list, and forms for new ones.

    A child of the list is ticked to be removed.  It is edited on a page of its own or, where it has none, in
    this form: ``opened`` is the key of the one whose form is shown.
    """

    opened: int | None = None

    @cached_property
    def stored(self) -> list[Any]:
        """Return the stored children in their order."""
        if self.instance.pk is None:
            return []
        return list(super().get_queryset())

    @cached_property
    def listed(self) -> list[Any]:
        """Return the stored children that have no form here."""
        if self.is_bound:
            keys_of_forms = self._keys_of_forms()
            return [row for row in self.stored if str(row.pk) not in keys_of_forms]
        if len(self.stored) <= MOST_SHOWN:
            return []
        return [row for row in self.stored if row.pk != self.opened]

    def _keys_of_forms(self) -> set[str]:
        most = min(self.initial_form_count(), self.absolute_max)  # the first is whatever was sent
        names = (f"{self.add_prefix(index)}-id" for index in range(most))
        return {self.data.get(name, "") for name in names}

    def get_queryset(self) -> Any:
        """Return the children that have a form; of a form that was sent its keys say which."""
        if self.is_bound or not self.listed:
            return super().get_queryset()
        if not hasattr(self, "_shown"):
            self._shown = super().get_queryset().filter(pk=self.opened)
        return self._shown

    @property
    def removed_name(self) -> str:
        return f"{self.prefix}-removed"

    @cached_property
    def removed_keys(self) -> set[str]:
        posted: Any = self.data  # of a browser: a QueryDict
        return set(posted.getlist(self.removed_name)) if self.is_bound else set()

    def is_ticked(self, row: Any) -> bool:
        return str(row.pk) in self.removed_keys

    @property
    def removed(self) -> list[Any]:
        """Return the children of the list that are ticked."""
        return list(filter(self.is_ticked, self.listed))

    @property
    def kept(self) -> list[Any]:
        return list(filterfalse(self.is_ticked, self.listed))

    def listed_children(self) -> list[ListedChild]:
        """Return what the list of the form says of each child."""
        return list(map(self._listed_child, self.listed))

    def _listed_child(self, row: Any) -> ListedChild:
        return ListedChild(row, self.address_of(row), not was_public(row), self.is_ticked(row))

    def address_of(self, row: Any) -> str:
        """Return where a child of the list is edited."""
        return f"?{self.prefix}={row.pk}#{self.prefix}-0"

    def clean(self) -> None:
        super().clean()
        for row in filter(was_public, self.removed):
            raise ValidationError(
                _("“%(record)s” was public once and cannot be removed. Untick “Delete”."),
                params={"record": row},
            )
        for row in self.removed:
            if isinstance(row, Commitment | Milestone) and row.reports.exists():
                raise ValidationError(
                    _("“%(record)s” has the draft of a report. Delete that first, or untick “Delete”."),
                    params={"record": row},
                )

    def save(self, commit: bool = True) -> Any:
        for row in self.removed:
            row.delete()
        return super().save(commit)


class NumberedFormSet(ListedFormSet):
    """Children in the order of a number: a new one gets the next, unless somebody types another.

    ``numbered`` is the field of the number.
    """

    numbered = "number"
    distinct = "number"

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk is not None or self.numbered not in form.fields:
            return
        number = form.fields[self.numbered]
        number.required = False
        number.initial = None
        number.help_text = _("Leave it empty for the next number.")
        if index is not None:  # of a form that was sent too: with only a proposed number it is still empty
            form.initial[self.numbered] = self._highest(self.stored) + index - self.initial_form_count() + 1

    def _highest(self, rows: Iterable[Any]) -> int:
        return max((getattr(row, self.numbered) for row in rows), default=0)

    def clean(self) -> None:
        self._give_numbers()
        super().clean()

    def _give_numbers(self) -> None:
        """Give each new child without a number the one after the highest."""
        staying = self._staying_forms()
        numbers = [form.cleaned_data.get(self.numbered) or 0 for form in staying]
        highest = max([*numbers, self._highest(self.kept)])
        for form in filter(self._is_unnumbered, staying):
            highest += 1
            form.cleaned_data[self.numbered] = highest
            setattr(form.instance, self.numbered, highest)

    def _staying_forms(self) -> list[Any]:
        """Return the forms that were read and whose children are not removed."""
        return [form for form in self.forms if hasattr(form, "cleaned_data") and not self.goes(form)]

    def _is_unnumbered(self, form: Any) -> bool:
        """Say whether a form without errors holds a new child that nobody numbered."""
        is_new = form.instance.pk is None and form.has_changed()
        return is_new and not form.errors and form.cleaned_data.get(self.numbered) is None


class PagedFormSet(NumberedFormSet):
    """Children that have pages of their own."""

    def address_of(self, row: Any) -> str:
        options = row._meta
        return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])


class ListedInline(ChildInline):
    """Children of which a large record only lists most; ``formset`` is a :class:`ListedFormSet`."""

    template = "admin/agreements/listed_inline.html"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        opened = request.GET.get(str(formset.get_default_prefix()), "")
        formset.opened = whole_number(opened, most=LARGEST_KEY)
        return formset
