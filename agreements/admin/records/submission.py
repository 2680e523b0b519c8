"""One submitted form of a record: bound, written by an action, and answered.

A submission is written once: a formset forgets which rows it deleted, even when that was rolled back.  What
is shown after a refused write is bound anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.admin import helpers
from django.contrib.admin.options import IS_POPUP_VAR, SOURCE_MODEL_VAR, TO_FIELD_VAR
from django.contrib.admin.utils import flatten_fieldsets
from django.db import IntegrityError, transaction
from django.forms import all_valid
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

# Under a name that the catalogue of ours is not made from: these texts are Django's.
from django.utils.translation import gettext as stock_text

from agreements.actions.checks import stale_version
from agreements.actions.conflicts import find_conflict
from agreements.actions.refusals import ActRefused, SimilarAgreements, StaleVersion
from agreements.admin import unsaved
from agreements.admin.records.forms import LARGEST_VERSION, AnotherAgreementForm
from agreements.admin.records.history import conflict_fields, history_of
from agreements.rules.whole_number import whole_number


class Submission:
    """The bound forms of one request.

    ``model_admin`` is a ``RecordAdmin``.  ``stored`` is the record as it was read, None where one is added;
    the forms fill an instance of their own.
    """

    def __init__(self, model_admin: Any, request: HttpRequest, stored: Any) -> None:
        self.model_admin, self.request, self.stored = model_admin, request, stored
        self.is_change = stored is not None
        self.instance = model_admin.get_object(request, str(stored.pk)) if self.is_change else None
        if self.is_change and self.instance is None:
            raise Http404  # deleted in this very moment
        self.fieldsets = model_admin.get_fieldsets(request, self.instance)
        form_class = model_admin.get_form(
            request, self.instance, change=self.is_change, fields=flatten_fieldsets(self.fieldsets)
        )
        self.form = form_class(request.POST, request.FILES, instance=self.instance)
        self.formsets, self.inlines = model_admin._create_formsets(
            request, self.form.instance, change=self.is_change
        )
        form_is_valid = self.form.is_valid()
        if form_is_valid:
            model_admin.save_form(request, self.form, change=self.is_change)
        self.is_valid = all_valid(self.formsets) and form_is_valid

    def again(self) -> "Submission":
        """Return the same form, bound anew."""
        return Submission(self.model_admin, self.request, self.stored)

    def write(self) -> None:
        """Save the record and its children; inside an action's transaction only.

        Raises:
            StaleVersion: the form was bound anew, and does not fit what somebody stored in between.
        """
        if not self.is_valid:
            raise stale_version(self.model_admin.root_of(self.form.instance))
        self.model_admin.write(self.request, self.form, self.formsets, self.is_change)

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Run the block in a transaction.

        Raises:
            ActRefused: an action refused, or somebody saved the same at this moment.
        """
        try:
            with transaction.atomic():
                yield
        except IntegrityError as error:
            raise ActRefused(self.model_admin.clash(self.request)) from error

    # ---- answers

    def answer_saved(self) -> HttpResponse:
        unsaved.mark_saved(self.request)
        respond = self.model_admin.response_change if self.is_change else self.model_admin.response_add
        answer: HttpResponse = respond(self.request, self.form.instance)
        return answer

    def refused_page(self, refusal: ActRefused, context: dict[str, Any]) -> HttpResponse:
        """Show the form as it was typed, with what an action refused."""
        if isinstance(refusal, StaleVersion):
            tried = self.again()
            root = self.model_admin.root_of(tried.form.instance)
            write = None if self.request.FILES else tried.write  # a file is stored once, not tried out
            context = context | both_versions(root, read=root.version, write=write)
        if isinstance(refusal, SimilarAgreements):
            confirmation = AnotherAgreementForm(label_suffix="")["different_from_similar"]
            context = context | {"similar": refusal, "another_agreement": confirmation}
        again = self.again()
        again.form.refuse(refusal)
        return again.form_page(context)

    def page_as_typed(self, context: dict[str, Any]) -> HttpResponse:
        """Show the form as it was typed, with nothing saved, and with what is wrong in it."""
        go_on = ActRefused(_("Nothing is saved yet. Everything below is as you typed it: go on."))
        again = self.again()
        again.form.refuse(go_on)
        return again.invalid_page(context)

    def invalid_page(self, context: dict[str, Any]) -> HttpResponse:
        """Show the form with its errors and, if somebody saved the record in between, with what they did."""
        root: Any = self.model_admin.root_of(self.stored) if self.is_change else None
        sent = self.request.POST.get("version", "")
        if hasattr(root, "version") and sent != str(root.version):
            opened = whole_number(sent, most=LARGEST_VERSION) or 0
            context = context | both_versions(root, read=opened)
            self.form.refuse(stale_version(root))
        return self.form_page(context)

    def form_page(self, context: dict[str, Any]) -> HttpResponse:
        """Show the bound forms on the page that Django's ``changeform_view`` makes of them."""
        model_admin, request, record = self.model_admin, self.request, self.instance
        adminform = helpers.AdminForm(
            self.form,
            list(self.fieldsets),
            model_admin.get_prepopulated_fields(request, record),
            model_admin.get_readonly_fields(request, record),
            model_admin=model_admin,
        )
        formsets = model_admin.get_inline_formsets(request, self.formsets, self.inlines, record)
        title = stock_text("Change %s") if self.is_change else stock_text("Add %s")
        page = {
            **model_admin.admin_site.each_context(request),
            "title": title % model_admin.opts.verbose_name,
            "subtitle": str(record) if record else None,
            "adminform": adminform,
            "object_id": str(record.pk) if record else None,
            "original": record,
            "is_popup": IS_POPUP_VAR in request.POST or IS_POPUP_VAR in request.GET,
            "source_model": request.GET.get(SOURCE_MODEL_VAR),
            "to_field": request.POST.get(TO_FIELD_VAR, request.GET.get(TO_FIELD_VAR)),
            "media": sum((formset.media for formset in formsets), model_admin.media + adminform.media),
            "inline_admin_formsets": formsets,
            "errors": helpers.AdminErrorList(self.form, self.formsets),
            "preserved_filters": model_admin.get_preserved_filters(request),
            **context,
        }
        answer: HttpResponse = model_admin.render_change_form(
            request, page, add=not self.is_change, change=self.is_change, obj=record
        )
        return answer


def both_versions(root: Any, *, read: int, write: Any = None) -> dict[str, Any]:
    """Return the context that compares a save that comes too late with what others changed since ``read``."""
    return {
        "conflict": conflict_fields(type(root), find_conflict(root, read=read, write=write)),
        "later_traces": history_of(type(root), root.pk, since=read),
    }
