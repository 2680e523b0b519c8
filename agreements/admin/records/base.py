"""What the admin of every record shares: one save is one edit through the actions, with one trace."""

import unicodedata
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import drafts
from agreements.actions.refusals import Refused
from agreements.admin.accounts.roles import ByRole, WithItsRecord, offered_to, sees_all
from agreements.admin.publishing.refusal import TellsRefusals
from agreements.admin.records.forms import RecordForm, RootForm
from agreements.admin.records.pickers import MultiplePicker, PickedMany, Picker
from agreements.admin.records.traced import TracedAdmin

# Django's empty choice, which its Korean catalogue does not have; ours gives it a translation.
EMPTY_CHOICE = gettext_lazy("- Select an option -")


def without(listed: list[Any], hidden: tuple[str, ...]) -> list[Any]:
    """Leave the rows that only link two records out of a nested list of what goes."""
    return [
        without(item, hidden) if isinstance(item, list) else item
        for item in listed
        if isinstance(item, list) or not str(item).startswith(hidden)
    ]


class PlainWidgets(BaseModelAdmin):
    """Text areas of a few lines; beside a picker only “add”, not four icons."""

    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}}

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.offered(db_field, request))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Picker(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.offered(db_field, request))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("form_class", PickedMany)
            kwargs.setdefault("widget", MultiplePicker(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def offered(self, db_field: Any, request: HttpRequest) -> Any:
        """What a field may name; what a record already names stays possible (see ``RecordForm``)."""
        return offered_to(request, db_field.remote_field.model._default_manager.all())

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = False
            field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field


class ChildInline(WithItsRecord, PlainWidgets, admin.StackedInline):
    """Children are entered with their root; the root decides whether they may change now."""

    form = RecordForm
    empty_value_display = "–"
    extra = 0
    view_on_site = False


class RecordAdmin(TellsRefusals, ByRole, PlainWidgets, TracedAdmin):
    form: type[RecordForm] = RootForm
    actions = None
    empty_value_display = "–"
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    view_on_site = False

    # ---- saving

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Everything is saved in one edit by save_related."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        root = self.root_of(form.instance)
        with (
            self.comparing(request, form, formsets, change),
            drafts.editing(root, actor=request.user, now=timezone.now()),
        ):
            self.write(request, form, formsets, change)

    def write(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the record, its root and its children; inside an action's transaction only."""
        record = form.instance
        root = self.root_of(record)
        root.save()
        if record is not root:
            record.save()
        form.save_m2m()
        for formset in formsets:
            self.save_formset(request, form, formset, change)
        self.check_saved(record)

    def check_saved(self, record: Any) -> None:
        """Refuse what may not even be saved as a draft; then nothing is."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        for name in self.get_readonly_fields(request, obj):
            form.base_fields.pop(name, None)  # Django leaves the declared ones in, and requires them
        return form

    # ---- deleting

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        drafts.delete_draft(obj, actor=request.user, now=timezone.now())

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except (Refused, models.ProtectedError) as refusal:
            text = refusal if isinstance(refusal, Refused) else _("Other records still refer to this one.")
            messages.error(request, str(text))
            return redirect(self.url("change", object_id))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A record's children go with it; no permission of their own is asked."""
        listed, counts, _lacking, protected = super().get_deleted_objects(objs, request)
        through: list[Any] = [many.remote_field.through for many in self.opts.many_to_many]
        links = [link._meta for link in through]
        hidden = tuple(f"{capfirst(str(link.verbose_name))}:" for link in links if link.auto_created)
        counted = {str(link.verbose_name_plural) for link in links if link.auto_created}
        kept = {name: count for name, count in counts.items() if str(name) not in counted}
        if protected and not sees_all(request, self.model):
            protected = [_("Other records still refer to this one.")]  # perhaps somebody else's drafts
        return without(listed, hidden), kept, set(), protected

    # ---- finding

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, unicodedata.normalize("NFC", search_term))

    def url(self, page: str, *args: Any) -> str:
        """The address of one of this model's admin pages."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)
