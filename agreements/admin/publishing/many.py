"""One act with many records of a list: a page that names each of them, and then all of them or none."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.actions import screening
from agreements.actions.batches import BatchAct, BatchRefused, RefusedRecord, do_with_all, try_with_all
from agreements.actions.listing import list_agency
from agreements.admin import unsaved
from agreements.admin.records.forms import LARGEST_VERSION, sent_form
from agreements.models.staff import staff_name
from agreements.rules.publication import Act

MOST_RECORDS = 100
CONFIRMED = "confirmed"  # the button of the page; the list itself sends no such field
# What a trial is done with before anybody typed it.
TRIAL_NOTE = "–"


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("note of the return"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        max_length=1000,
        help_text=gettext_lazy("What has to be changed? Only staff read this. Each record gets this note."),
        error_messages={"required": gettext_lazy("Write down what has to be changed.")},
    )


class StaffField(forms.ModelChoiceField):
    def label_from_instance(self, user: Any) -> str:
        return staff_name(user)


class AssignmentForm(forms.Form):
    to = StaffField(
        get_user_model().objects.filter(is_staff=True, is_active=True).order_by("username"),
        label=gettext_lazy("person in charge"),
        help_text=gettext_lazy("The drafts then stand on this person's first page. Who wrote them stays."),
    )


@dataclass(frozen=True)
class ManyAct:
    """``trial``: what the act can be tried with before its form is filled; None where it cannot be."""

    name: str
    act: BatchAct
    label: Any  # lazily translated
    what_happens: str | Promise
    done: Callable[[int], str]
    form: type[forms.Form] = forms.Form
    trial: dict[str, Any] | None = field(default_factory=dict)

    @property
    def publishes(self) -> bool:
        return self.act == Act.PUBLISH

    @property
    def is_screened(self) -> bool:
        return self.act in (Act.SUBMIT, Act.PUBLISH)


SUBMIT_MANY = ManyAct(
    "submit_many",
    Act.SUBMIT,
    Act.SUBMIT.label,
    gettext_lazy(
        "They are frozen until a coordinator publishes or returns them. Nothing becomes public yet."
    ),
    lambda count: ngettext(
        "Review was asked for %(count)s record.", "Review was asked for %(count)s records.", count
    ),
)
RETURN_MANY = ManyAct(
    "return_many",
    Act.RETURN,
    Act.RETURN.label,
    gettext_lazy("Their authors can change them again and see your note. Nothing becomes public."),
    lambda count: ngettext(
        "%(count)s record went back with your note.", "%(count)s records went back with your note.", count
    ),
    NoteForm,
    {"note": TRIAL_NOTE},
)
PUBLISH_MANY = ManyAct(
    "publish_many",
    Act.PUBLISH,
    Act.PUBLISH.label,
    gettext_lazy("Once you press the button below, everyone sees what stands under each record."),
    lambda count: ngettext("%(count)s record is public now.", "%(count)s records are public now.", count),
)
ASSIGN_MANY = ManyAct(
    "assign_many",
    Act.HAND_OVER,
    gettext_lazy("Assign to a person"),
    gettext_lazy("The drafts lie on another desk. Nothing in them changes, and nothing becomes public."),
    lambda count: ngettext("%(count)s record was assigned.", "%(count)s records were assigned.", count),
    AssignmentForm,
    None,
)
LIST_MANY = ManyAct(
    "list_many",
    list_agency,
    gettext_lazy("Show to everyone"),
    gettext_lazy("Everyone sees these agencies. Once something public names one, it stays listed."),
    lambda count: ngettext("%(count)s agency is listed now.", "%(count)s agencies are listed now.", count),
)


@dataclass
class ListedRecord:
    """A record on the page: its version as it was read, why it is refused, what the public would see."""

    record: Any
    version: int
    url: str
    refusal: str = ""
    sections: Sequence[Any] = ()
    compared: Any = None
    link_previews: Sequence[Any] = ()
    warnings: Sequence[Any] = ()


def confirm_many(
    request: HttpRequest, records: QuerySet[Any], *, many_act: ManyAct, model_admin: Any
) -> HttpResponse | None:
    """Name each of the chosen records and refuse those that cannot; the page's button does the act.

    Returns None, for the list as it was, where there are too many.
    """
    chosen = list(records.order_by("pk")[: MOST_RECORDS + 1])
    if len(chosen) > MOST_RECORDS:
        sentence = _("At most %(count)s records can be chosen at once. Narrow the list down.")
        messages.error(request, sentence % {"count": MOST_RECORDS})
        return None

    is_confirmed, is_restored = CONFIRMED in request.POST, unsaved.is_restored(request)
    is_filled = is_confirmed or is_restored
    form = many_act.form(sent_form(request) if is_filled else None, label_suffix="")
    refused: Iterable[RefusedRecord] = ()
    context: dict[str, Any] = {}
    if is_confirmed and not is_restored and form.is_valid():
        for record in chosen:
            record.version = version_read(request, record)
        try:
            do_with_all(many_act.act, chosen, actor=request.user, now=timezone.now(), **form.cleaned_data)
        except BatchRefused as refusal:
            refused = refusal.refused
            context["refusal"] = str(refusal)
        else:
            unsaved.mark_saved(request)
            messages.success(request, many_act.done(len(chosen)) % {"count": len(chosen)})
            return redirect(request.get_full_path())
    elif many_act.trial is not None:
        refused = try_with_all(many_act.act, chosen, actor=request.user, now=timezone.now(), **many_act.trial)

    reasons = {refusal.record.pk: str(refusal.refusal) for refusal in refused}
    fresh = records.order_by("pk").filter(pk__in=[record.pk for record in chosen])  # a trial leaves marks
    listed = [listed_record(record, many_act, model_admin, reasons) for record in fresh]
    context |= {
        "many_act": many_act,
        "form": form,
        "form_address": f"{unsaved.form_address(request)}#{many_act.name}",  # a list has several such forms
        "form_bound": is_filled,
        "fit": [row for row in listed if not row.refusal],
        "refused": [row for row in listed if row.refusal],
    }
    title = _("%(act)s: %(count)s records") % {"act": many_act.label, "count": len(listed)}
    page: HttpResponse = model_admin.page_response(request, "admin/agreements/many.html", title, **context)
    return page


def version_read(request: HttpRequest, record: Any) -> int:
    """Return the version that the page showed of a record; -1, which none has, where it sent none."""
    text = request.POST.get(f"version_{record.pk}", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_VERSION))
    return int(text) if is_number else -1


def listed_record(record: Any, many_act: ManyAct, model_admin: Any, reasons: dict[Any, str]) -> ListedRecord:
    row = ListedRecord(
        record,
        record.version,
        model_admin.url("change", record.pk),
        refusal=reasons.get(record.pk, ""),
    )
    if row.refusal:
        return row
    if many_act.publishes:
        row.sections = model_admin.sections(record, Act.PUBLISH)
        row.compared = model_admin.compared(record)
        row.link_previews = model_admin.link_previews(record)
    if many_act.is_screened:
        row.warnings = screening.possible_cases(record)
    return row


# Offered by the lists of drafts, and of agencies; ``has_<…>_permission`` of their admin says to whom.


@admin.action(description=SUBMIT_MANY.label, permissions=["submit"])
def submit_many(model_admin: Any, request: HttpRequest, records: QuerySet[Any]) -> HttpResponse | None:
    return confirm_many(request, records, many_act=SUBMIT_MANY, model_admin=model_admin)


@admin.action(description=RETURN_MANY.label, permissions=["return"])
def return_many(model_admin: Any, request: HttpRequest, records: QuerySet[Any]) -> HttpResponse | None:
    return confirm_many(request, records, many_act=RETURN_MANY, model_admin=model_admin)


@admin.action(description=PUBLISH_MANY.label, permissions=["publish"])
def publish_many(model_admin: Any, request: HttpRequest, records: QuerySet[Any]) -> HttpResponse | None:
    return confirm_many(request, records, many_act=PUBLISH_MANY, model_admin=model_admin)


@admin.action(description=ASSIGN_MANY.label, permissions=["assign"])
def assign_many(model_admin: Any, request: HttpRequest, records: QuerySet[Any]) -> HttpResponse | None:
    return confirm_many(request, records, many_act=ASSIGN_MANY, model_admin=model_admin)


@admin.action(description=LIST_MANY.label, permissions=["list"])
def list_many(model_admin: Any, request: HttpRequest, records: QuerySet[Any]) -> HttpResponse | None:
    return confirm_many(request, records, many_act=LIST_MANY, model_admin=model_admin)


OF_DRAFTS = (submit_many, return_many, publish_many, assign_many)
