"""What one agency hands in for a round: its promises to download, a table to upload or a grid to type in.

Both become the same table, read as any import is: preview, then exactly that, submitted to the coordinator.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from agreements.actions.refusals import ActRefused
from agreements.actions.rounds import mark_answered, require_open
from agreements.admin import unsaved
from agreements.admin.accounts.roles import request_person
from agreements.admin.imports.held_upload import HeldUpload, discard_old
from agreements.admin.imports.pages import MOST_ROWS, VERDICTS, UploadForm
from agreements.admin.imports.round_table import GRID, grid_rows, grid_table, round_book
from agreements.admin.records.forms import PartialDateField, normalized_post
from agreements.desk.rounds import agencies_of_part, asked_promises
from agreements.imports.complaints import complaint_at
from agreements.imports.facts_given import FactsGiven
from agreements.imports.importing import Outcome, TableImport
from agreements.imports.reports import ReportImport
from agreements.models import RoundPart
from agreements.models.staff import may_do
from agreements.rules.partial_date import PartialDate
from agreements.rules.roles import SPEAK, VIEW

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
    """Hand out the promises of the agency as a table to fill in."""
    part = visible_part(request, pk)
    book = round_book(asked_promises(part, on=timezone.localdate()))
    answer = HttpResponse(
        book, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = f'attachment; filename="round-{part.round_id}-{part.agency.slug}.xlsx"'
    return answer


class PartPage:
    """The page of one part, for one request."""

    def __init__(self, request: HttpRequest, part: RoundPart, model_admin: Any) -> None:
        self.request, self.part, self.model_admin = request, part, model_admin
        self.url = reverse("admin:agreements_roundpart_change", args=[part.pk])
        self.noun = f"{NOUN}-{part.pk}"
        self.asked = asked_promises(part, on=timezone.localdate())
        posted = normalized_post(request.POST)
        self.grid = grid_rows(self.asked, posted)
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
        # The plans hold every row to what its submission asks; trying 65 of them out takes four seconds more.
        outcome = self._import(file.file, file.name).check()
        slip = ""
        if outcome.writes and not outcome.refused:
            held = HeldUpload.hold(file, noun=self.noun, owner=self.request.user.pk or 0)
            slip = held.slip(outcome.fingerprints)
        return self.answer(outcome=outcome, file_name=file.name, slip=slip)

    def write(self) -> HttpResponse:
        owner = self.request.user.pk or 0
        held_and_fingerprints = HeldUpload.from_slip(self.request.POST["slip"], noun=self.noun, owner=owner)
        if held_and_fingerprints is None or not self.given_form.is_valid():
            return self._no_longer_valid()
        held, fingerprints = held_and_fingerprints
        try:
            with held.taken() as file:
                outcome = self._import(file, held.file_name).write(fingerprints=fingerprints)
        except FileNotFoundError:
            return self._no_longer_valid()
        if outcome.refused:
            return self.answer(outcome=outcome, file_name=held.file_name)
        unsaved.mark_saved(self.request)
        messages.success(self.request, handed_in_message(outcome.writes))
        if all(asked_promise.answers for asked_promise in asked_promises(self.part, on=timezone.localdate())):
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
        return ContentFile(grid_table(self.grid), name=_("Typed in the table below") + ".csv")

    def _import(self, file: Any, name: str) -> TableImport:
        form_facts = self.given_form.given(self.part)
        importer = type("RoundReports", (ReportImport,), {"defaults": form_facts})
        return TableImport(importer, file, name, self.request.user, timezone.now(), MOST_ROWS, keep=True)

    def _no_longer_valid(self) -> HttpResponse:
        outcome = Outcome()
        outcome.add_complaint(complaint_at(_("This preview is no longer valid. Upload the file again.")))
        return self.answer(outcome=outcome)

    # ---- the page

    def answer(self, *, outcome: Outcome | None = None, file_name: str = "", slip: str = "") -> HttpResponse:
        counts, plans = [], []
        if outcome is not None:
            counts = [(VERDICTS[verdict], count) for verdict, count in outcome.counts.items()]
            if not outcome.refused:
                plans = [(plan, VERDICTS[plan.verdict]) for plan in outcome.plans if plan.changes]
        may_answer = may_do(request_person(self.request), SPEAK, self.part.agency)
        page: HttpResponse = self.model_admin.page_response(
            self.request,
            "admin/agreements/round_part.html",
            str(self.part),
            part=self.part,
            original=self.part.round,
            may_answer=may_answer and self.part.round.is_open,
            asked=self.asked,
            unanswered=sum(1 for asked_promise in self.asked if not asked_promise.answers),
            grid_columns=GRID,
            grid=self.grid,
            form=self.upload_form,
            given_form=self.given_form,
            outcome=outcome,
            file_name=file_name,
            slip=slip,
            counts=counts,
            plans=plans,
        )
        return page


def handed_in_message(count: int) -> str:
    return ngettext(
        "%(count)s answer went to the coordinator.", "%(count)s answers went to the coordinator.", count
    ) % {"count": count}
