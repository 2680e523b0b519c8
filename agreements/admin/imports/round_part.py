"""What one agency hands in for a round: its tables to download, a file to upload or grids to type in.

Both become the same tables, read as any import is: preview, then exactly that, submitted to the coordinator.
An editor of several departments narrows all of it down to one of them (``?department=``).
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from agreements.actions.refusals import ActRefused
from agreements.actions.rounds import mark_answered, require_open
from agreements.admin import unsaved
from agreements.admin.accounts.roles import request_person
from agreements.admin.imports.held_upload import HeldUpload, discard_old
from agreements.admin.imports.pages import TableOutcome, UploadForm, faults_download
from agreements.admin.imports.round_answers import (
    RoundAnswers,
    fingerprints_by_kind,
    fingerprints_of,
    is_refused,
)
from agreements.admin.imports.round_table import (
    DUTIES,
    PROMISES,
    Grid,
    round_book,
    row_of_duty,
    row_of_promise,
)
from agreements.admin.records.forms import PartialDateField, normalized_post
from agreements.desk.rounds import (
    AskedDuty,
    AskedPromise,
    agencies_of_part,
    asked_duties,
    asked_promises,
    without_answer,
)
from agreements.imports.facts_given import FactsGiven
from agreements.lists.parameters import BadParameter
from agreements.models import RoundPart
from agreements.models.staff import may_do
from agreements.rules.partial_date import PartialDate
from agreements.rules.roles import SPEAK, VIEW

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_LONGER_VALID = gettext_lazy("This preview is no longer valid. Upload the file again.")
NOUN = "round"  # of a held upload; its owner and the part stand in the slip


class GivenForm(forms.Form):
    """What holds for every row whose cells say nothing of it."""

    said_on = PartialDateField(
        label=gettext_lazy("Day of the answers"),
        help_text=gettext_lazy("The day as of which the table speaks; on which somebody looked."),
    )
    source_title = forms.CharField(
        label=gettext_lazy("Source: title"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("What everyone will read as the source, where a row names no other one."),
    )
    source_url = forms.URLField(
        label=gettext_lazy("Source: address"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )
    department = forms.CharField(
        label=gettext_lazy("Who looked"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("For “No change” and “Looked, nothing found”: a department, never a person."),
    )
    where = forms.CharField(label=gettext_lazy("Where was looked"), max_length=300, required=False)
    words = forms.CharField(label=gettext_lazy("Words that were typed"), max_length=300, required=False)

    def given(self, part: RoundPart) -> FactsGiven:
        today = PartialDate.day(timezone.localdate())
        covers_to = min(part.round.period, today, key=lambda period: period.last)
        return FactsGiven(
            part=part,
            agencies=agencies_of_part(part),
            stated_by=part.agency,
            covers_from=PartialDate.day(part.round.period.first),
            covers_to=PartialDate.day(covers_to.last),
            **self.cleaned_data,
        )


def part_view(request: HttpRequest, pk: int, *, model_admin: Any) -> HttpResponse:
    """Show what an agency is asked; a POST previews a table, writes it, or says that the answers are all."""
    part = visible_part(request, pk)
    page = PartPage(request, part, model_admin)
    if request.method != "POST":
        return page.answer()
    try:
        require_open(part, actor=request.user, now=timezone.now())
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(page.url)
    if unsaved.is_restored(request):
        return page.answer()
    if "finish" in request.POST:
        return page.finish()
    if "slip" in request.POST:
        return page.write()
    return page.preview()


def visible_part(request: HttpRequest, pk: int) -> RoundPart:
    """
    Raises:
        Http404: there is no such part.
        PermissionDenied: it is of an agency of which the person sees nothing here.
    """
    part = RoundPart.objects.select_related("round", "agency").filter(pk=pk).first()
    if part is None:
        raise Http404(_("There is no such part of a round."))
    person = request_person(request)
    if not may_do(person, VIEW, part):
        raise PermissionDenied
    return part


@require_safe
def part_table(request: HttpRequest, pk: int, *, model_admin: Any) -> HttpResponse:
    """Hand out what the agency is asked as tables to fill in."""
    part = visible_part(request, pk)
    asked = Asked(part, request.GET, posted=QueryDict())
    answer = HttpResponse(round_book(asked.grids), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="round-{part.round_id}-{part.agency.slug}.xlsx"'
    return answer


def part_faults(request: HttpRequest, pk: int, *, model_admin: Any) -> HttpResponse:
    """Hand out the list of faults of a refused table."""
    part = visible_part(request, pk)
    if request.method != "POST":
        return part_view(request, pk, model_admin=model_admin)
    download = faults_download(request, f"round-{part.round_id}-{part.agency.slug}-faults.csv")
    if download is None:
        messages.error(request, NO_LONGER_VALID)
        return redirect("admin:agreements_roundpart_change", pk)
    return download


class Asked:
    """What an agency is asked, narrowed down to the department of a query, as lists and as grids."""

    def __init__(self, part: RoundPart, parameters: QueryDict, *, posted: QueryDict) -> None:
        """
        Raises:
            BadParameter: nothing is asked of such a department.
        """
        today = timezone.localdate()
        self.all_promises = asked_promises(part, on=today)
        self.all_duties = asked_duties(part, on=today)
        rows: list[AskedPromise | AskedDuty] = [*self.all_promises, *self.all_duties]
        self.departments = sorted({row.department for row in rows} - {""})
        self.department = parameters.get("department", "")
        if self.department and self.department not in self.departments:
            raise BadParameter("department", _("Nothing is asked of this department."))
        self.promises = self._of_department(self.all_promises)
        self.duties = self._of_department(self.all_duties)
        self.grids = (
            Grid(PROMISES, map(row_of_promise, self.promises), posted),
            Grid(DUTIES, map(row_of_duty, self.duties), posted),
        )

    def _of_department(self, rows: list[Any]) -> list[Any]:
        return [row for row in rows if self.department in ("", row.department)]

    @property
    def is_answered(self) -> bool:
        """Say whether every promise has an answer, and every duty that is known to be due."""
        due = [duty.answers for duty in self.all_duties if duty.is_open]
        return all((*due, *(promise.answers for promise in self.all_promises)))


class PartPage:
    """The page of one part, for one request."""

    def __init__(self, request: HttpRequest, part: RoundPart, model_admin: Any) -> None:
        self.request, self.part, self.model_admin = request, part, model_admin
        self.noun = f"{NOUN}-{part.pk}"
        posted = normalized_post(request.POST)
        self.asked = Asked(part, request.GET, posted=posted)
        self.url = with_department(
            reverse("admin:agreements_roundpart_change", args=[part.pk]), self.asked.department
        )
        self.given_form = GivenForm(
            posted if request.method == "POST" else None,
            initial={
                "said_on": PartialDate.day(timezone.localdate()),
                "source_title": _("What was handed in for “%(round)s”") % {"round": part.round},
            },
            label_suffix="",
        )
        self.upload_form = UploadForm(
            files=request.FILES if "upload" in request.POST else None, label_suffix=""
        )

    # ---- the steps

    def preview(self) -> HttpResponse:
        file = self._file()
        if file is None or not self.given_form.is_valid():
            return self.answer()
        discard_old(now=timezone.now())
        outcomes = self._answers(file.file, file.name).check()
        slip = ""
        if not is_refused(outcomes):
            held = HeldUpload.hold(file, noun=self.noun, owner=self.request.user.pk or 0)
            slip = held.slip(fingerprints_of(outcomes))
        return self.answer(outcomes=outcomes, file_name=file.name, slip=slip)

    def write(self) -> HttpResponse:
        slip, owner = self.request.POST["slip"], self.request.user.pk or 0
        if not self.given_form.is_valid():
            return self._no_longer_valid()
        try:
            with HeldUpload.taken(slip, noun=self.noun, owner=owner) as (file, held, fingerprints):
                outcomes = self._answers(file, held.file_name).write(fingerprints_by_kind(fingerprints))
        except FileNotFoundError:
            return self._no_longer_valid()
        if is_refused(outcomes):
            return self.answer(outcomes=outcomes, file_name=held.file_name)
        unsaved.mark_saved(self.request)
        handed_in = sum(outcome.outcome.stored_rows for outcome in outcomes)
        messages.success(self.request, handed_in_message(handed_in))
        if Asked(self.part, QueryDict(), posted=QueryDict()).is_answered:
            return self.finish()
        return redirect(self.url)

    def finish(self) -> HttpResponse:
        try:
            mark_answered(self.part, actor=self.request.user, now=timezone.now())
        except ActRefused as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, _("The answers of “%(part)s” are complete.") % {"part": self.part})
        return redirect(self.url)

    def _file(self) -> Any:
        """Return what was uploaded, or what was typed into the grid as a table; None if neither is there."""
        if "upload" in self.request.POST:
            if not self.upload_form.is_valid():
                return None
            return self.upload_form.cleaned_data["import_file"]
        return ContentFile(round_book(self.asked.grids), name=_("Typed in the table below") + ".xlsx")

    def _answers(self, file: Any, name: str) -> RoundAnswers:
        given = self.given_form.given(self.part)
        return RoundAnswers(file, name, given=given, actor=self.request.user, now=timezone.now())

    def _no_longer_valid(self) -> HttpResponse:
        messages.error(self.request, NO_LONGER_VALID)
        return self.answer()

    # ---- the page

    def answer(
        self, *, outcomes: Sequence[TableOutcome] = (), file_name: str = "", slip: str = ""
    ) -> HttpResponse:
        asked = self.asked
        may_answer = may_do(request_person(self.request), SPEAK, self.part.agency)
        table_url = reverse("admin:agreements_roundpart_table", args=[self.part.pk])
        page: HttpResponse = self.model_admin.page_response(
            self.request,
            "admin/agreements/round_part.html",
            str(self.part),
            part=self.part,
            original=self.part.round,
            may_answer=may_answer and self.part.round.is_open,
            asked=asked,
            unanswered=len(without_answer(asked.promises)),
            unanswered_of_agency=len(without_answer(asked.all_promises)),
            table_url=with_department(table_url, asked.department),
            faults_url=reverse("admin:agreements_roundpart_faults", args=[self.part.pk]),
            form=self.upload_form,
            given_form=self.given_form,
            outcomes=outcomes,
            file_name=file_name,
            slip=slip,
            page_url=self.url,
        )
        return page


def with_department(url: str, department: str) -> str:
    if not department:
        return url
    return f"{url}?{urlencode({'department': department})}"


def handed_in_message(count: int) -> str:
    return ngettext(
        "%(count)s answer went to the coordinator.", "%(count)s answers went to the coordinator.", count
    ) % {"count": count}
