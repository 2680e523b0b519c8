"""A save that is refused: said at the form, with what was typed still in it and, where somebody else was
faster, what each of the two changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from agreements.actions.checks import overtaken
from agreements.actions.conflicts import conflict
from agreements.actions.refusals import Refused, StaleVersion
from agreements.admin.records.forms import LARGEST_VERSION, nfc
from agreements.admin.records.history import history_of, told_conflict
from agreements.rules.whole_number import whole_number


class TellsRefusals(ModelAdmin):
    """``write(request, form, formsets, change)`` saves a record with its children, in an action."""

    write: Any

    def root_of(self, record: Any) -> Any:
        """The record whose version and state count for an edit of this one."""
        return record

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        sent = nfc(request.POST)
        sent.pop("_saveasnew", None)  # no button of ours; Django would obey it
        request.POST = sent  # type: ignore[assignment]  # a copy, so it is mutable
        if frozen := self._frozen_meanwhile(request, object_id):
            return frozen
        attempt = partial(super().changeform_view, request, object_id, form_url)
        try:
            return self._attempted(request, object_id, attempt, extra_context or {})
        except PermissionDenied:
            if not object_id or not self.has_change_permission(request):
                raise
            messages.error(request, str(self.clash(request)))  # it was submitted in this very moment
            return redirect(request.path)

    def _attempted(
        self,
        request: HttpRequest,
        object_id: str | None,
        attempt: Callable[[dict[str, Any]], HttpResponse],
        context: dict[str, Any],
    ) -> HttpResponse:
        """Take the form and, if it is refused, show it again with why."""
        refused: Refused | None
        try:
            response = attempt(context)
        except Refused as refusal:
            refused = refusal
        except IntegrityError:
            refused = Refused(self.clash(request))
        else:
            refused = self._overtaken(request, object_id, response)
            if refused is None:
                return response
        request.refusal = refused  # type: ignore[attr-defined]  # for its form, see RecordAdmin.get_form
        return attempt({**context, **getattr(request, "both", {})})

    def clash(self, request: HttpRequest) -> str | Promise:
        """What happened when the database refused a second one of what there may be only one."""
        return _("Somebody else saved the same at this moment. Look at it again and save.")

    def _frozen_meanwhile(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """Say why a record that the person's role may edit cannot be edited now; None if it can."""
        record = self.get_object(request, object_id) if object_id else None
        if record is None or not self.has_change_permission(request):
            return None
        if self.has_change_permission(request, record):
            return None
        messages.error(request, str(self.why_locked(request, record)))
        return redirect(request.path)

    def why_locked(self, request: HttpRequest, record: Any) -> str | Promise:
        return _("“%(record)s” cannot be changed.") % {"record": record}

    # ---- two people at once

    @contextmanager
    def comparing(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> Iterator[None]:
        """Work out, for a save that comes too late, what it would have changed beside what others did."""
        root = self.root_of(form.instance)
        read = root.version
        try:
            yield
        except StaleVersion:  # a file is stored once, not tried out
            write = None if request.FILES else partial(self.write, request, form, formsets, change)
            self._show_both(request, root, read=read, write=write)
            raise

    def _overtaken(
        self, request: HttpRequest, object_id: str | None, response: HttpResponse
    ) -> StaleVersion | None:
        """What also has to be said of a form with errors: somebody saved the record in between."""
        record = self.get_object(request, object_id) if object_id else None
        if record is None or response.status_code != HTTPStatus.OK:
            return None
        root, sent = self.root_of(record), request.POST.get("version", "")
        if sent == str(root.version) or not hasattr(root, "version"):
            return None
        self._show_both(request, root, read=whole_number(sent, most=LARGEST_VERSION) or 0)
        return overtaken(root)

    def _show_both(self, request: HttpRequest, root: Any, *, read: int, write: Any = None) -> None:
        request.both = {  # type: ignore[attr-defined]  # kept while the exception passes
            "conflict": told_conflict(type(root), conflict(root, read=read, write=write)),
            "others": history_of(type(root), root.pk, since=read),
        }
