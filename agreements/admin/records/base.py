"""What the admin of every record shares: one save is one edit through the actions, with one trace."""

import unicodedata
from contextlib import AbstractContextManager
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions import drafts
from agreements.actions.refusals import ActRefused
from agreements.admin import unsaved
from agreements.admin.accounts.roles import ByRole, person_may, sees_all
from agreements.admin.imports.pages import ImportPages
from agreements.admin.publishing.change import change_published_record
from agreements.admin.records.form_fields import (
    FIELD_OPTIONS,
    relation_options,
    with_add_only,
    with_request_link,
)
from agreements.admin.records.forms import RecordForm, RootForm, normalized_post
from agreements.admin.records.pickers import is_key
from agreements.admin.records.planned_dates import draft_planned_dates, say_what_was_drafted
from agreements.admin.records.remarks import say_remarks
from agreements.admin.records.submission import Submission
from agreements.desk.search import found_rows
from agreements.lists.parameters import BadParameter
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import Act
from agreements.rules.roles import VIEW

# Django's empty choice, which its Korean catalogue does not have; ours gives it a translation.
EMPTY_CHOICE = gettext_lazy("- Select an option -")


def without_links(listed: list[Any], prefixes: tuple[str, ...]) -> list[Any]:
    """Return a nested list of what is deleted without the items that begin with one of ``prefixes``."""
    kept = []
    for item in listed:
        if isinstance(item, list):
            kept.append(without_links(item, prefixes))
        elif not str(item).startswith(prefixes):
            kept.append(item)
    return kept


class ChildInline(admin.StackedInline):
    """Children of a record, for whoever may edit the record, and while it can be edited."""

    form = RecordForm
    formfield_overrides = FIELD_OPTIONS
    empty_value_display = "–"
    forms_on_add = 0  # forms that a record has at least, empty ones too; Django's button adds more
    view_on_site = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person_may(request, VIEW, self.parent_model)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person_may(request, Act.EDIT, self.parent_model)

    has_add_permission = has_delete_permission = has_change_permission

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Offer as many empty forms as the record lacks of ``forms_on_add``."""
        if obj is None or not self.forms_on_add:
            return self.forms_on_add
        parent: Any = _get_foreign_key(self.parent_model, self.model, fk_name=self.fk_name)
        stored = self.model._default_manager.filter(**{parent.name: obj}).count()
        return max(0, self.forms_on_add - stored)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        options = relation_options(self, db_field, request) | kwargs
        field = with_add_only(super().formfield_for_dbfield(db_field, request, **options))
        return with_request_link(field, db_field, request)


class RecordAdmin(ByRole):
    form: type[RecordForm] = RootForm
    formfield_overrides = FIELD_OPTIONS
    actions: Any = None
    empty_value_display = "–"
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    view_on_site = False
    imports = ""  # which table of ``imports/`` its list can import

    def get_urls(self) -> list[Any]:
        pages = ImportPages(self, self.imports).urls() if self.imports else []
        return [*pages, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_import = self.imports and ImportPages(self, self.imports).are_open_to(request)
        return super().changelist_view(request, {**(extra_context or {}), "may_import": may_import})

    def root_of(self, record: Any) -> Any:
        """Return the record whose version and state count for an edit of this one."""
        return record

    # ---- who may what, now

    def changeable(self, request: HttpRequest, record: Any) -> bool:
        """Say whether the record is public and the person may change it with its grounds."""
        return record is not None and person_may(request, Act.CHANGE, self.model, record)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) or self.changeable(request, obj)

    def why_locked(self, request: HttpRequest, record: Any) -> str | Promise:
        return _("“%(record)s” cannot be changed.") % {"record": record}

    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Do what was chosen above a list with the records that are ticked.

        Raises:
            BadParameter: what was sent for one of them can be no key.
        """
        for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
            if not is_key(self.model, key):
                raise BadParameter(ACTION_CHECKBOX_NAME, _("This list has no such value."))
        return super().response_action(request, *args, **kwargs)

    # ---- the form: shown, saved, or shown again with what was refused

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        """Return the context of the form's page; ``record`` is None where one is added."""
        return {"changing": self.changeable(request, record)}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        record = self.get_object(request, unquote(object_id)) if object_id else None
        context = self.page_context(request, record) | (extra_context or {})
        if request.method != "POST" or (object_id and record is None):
            return super().changeform_view(request, object_id, form_url, context)
        if not self.may_submit(request, record):
            raise PermissionDenied
        if record is not None and not self.has_change_permission(request, record):  # frozen meanwhile
            messages.error(request, str(self.why_locked(request, record)))
            return redirect(request.path)
        posted = normalized_post(request.POST)
        posted.pop("_saveasnew", None)  # no button of ours; Django would obey it
        request.POST = posted  # type: ignore[assignment]  # a copy, so it is mutable
        if unsaved.is_restored(request):
            return Submission(self, request, record).page_as_typed(context)
        if self.changeable(request, record):
            return change_published_record(self, request, record, context)
        return self.save_submission(Submission(self, request, record), context)

    def may_submit(self, request: HttpRequest, record: Any) -> bool:
        """Say whether the person may submit such a form at all, in whatever state the record is now.

        Raises:
            DisallowedModelAdminToField: a popup asks for a column that no relation of ours refers to.
        """
        to_field = request.POST.get(TO_FIELD_VAR, request.GET.get(TO_FIELD_VAR))
        if to_field and not self.to_field_allowed(request, to_field):
            raise DisallowedModelAdminToField(f"The field {to_field} cannot be referenced.")
        if record is None:
            return self.has_add_permission(request)
        return self.has_view_or_change_permission(request, record) and self.has_change_permission(request)

    def save_submission(self, submission: Submission, context: dict[str, Any]) -> HttpResponse:
        """Save in one edit, with one trace, or show the form again with what was refused."""
        if not submission.is_valid:
            return submission.invalid_page(context)
        root = self.root_of(submission.form.instance)
        try:
            with submission.saving(), self.editing(submission.request, root):
                submission.write()
        except ActRefused as refusal:
            return submission.refused_page(refusal, context)
        say_remarks(submission.request, submission.form)
        say_what_was_drafted(submission.request, submission.form.instance)
        return submission.answer_saved()

    def editing(self, request: HttpRequest, root: Any) -> AbstractContextManager[None]:
        """Return the edit in which a submitted form is written."""
        return drafts.editing_record(root, actor=request.user, now=timezone.now())

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
        draft_planned_dates(request, form, formsets)
        self.check_saved(record)

    def check_saved(self, record: Any) -> None:
        """Check what even a draft needs; a refusal rolls the save back."""

    def clash(self, request: HttpRequest) -> str | Promise:
        """Return the sentence shown when the database refused a record that exists already."""
        return _("Somebody else saved the same at this moment. Look at it again and save.")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        for name in self.get_readonly_fields(request, obj):
            form.base_fields.pop(name, None)  # Django leaves the declared ones in, and requires them
        return form

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        options = relation_options(self, db_field, request) | kwargs
        field = with_add_only(super().formfield_for_dbfield(db_field, request, **options))
        return with_request_link(field, db_field, request)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj is not None else self.prepopulated_fields

    # ---- deleting

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        drafts.delete_draft(obj, actor=request.user, now=timezone.now())

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ActRefused as refusal:
            messages.error(request, str(refusal))
        except models.ProtectedError:
            messages.error(request, _("Other records still refer to this one."))
        return redirect(self.url("change", object_id))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Return what is deleted with the records: their children, which need no permission of their own.

        Rows that only link two records are neither listed nor counted.
        """
        listed, counts, _lacking, protected = super().get_deleted_objects(objs, request)
        links = self.link_tables()
        prefixes = tuple(f"{capfirst(str(link.verbose_name))}:" for link in links)
        plurals = {str(link.verbose_name_plural) for link in links}
        counts = {name: count for name, count in counts.items() if str(name) not in plurals}
        if protected and not sees_all(request, self.model):
            protected = [_("Other records still refer to this one.")]  # perhaps somebody else's drafts
        return without_links(listed, prefixes), counts, set(), protected

    def link_tables(self) -> list[Any]:
        """Return the options of the models that Django made to link this model with others."""
        fields: Any = self.opts.many_to_many
        through = [field.remote_field.through._meta for field in fields]
        return [options for options in through if options.auto_created]

    # ---- finding

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        term = unicodedata.normalize("NFC", search_term)
        return found_rows(queryset, self.get_search_fields(request), term), False

    def short_date(self, value: PartialDate | None) -> str:
        """Write a date for a column of a list."""
        return value.short() if value else self.empty_value_display

    def url(self, page: str, *args: Any) -> str:
        """Return the address of one of this model's admin pages."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)
