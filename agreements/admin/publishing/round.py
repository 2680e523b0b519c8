"""Publishing what was handed in for a round: every public sentence on one page, one confirmation for all."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions import screening
from agreements.actions.batches import BatchRefused, do_with_all, try_with_all
from agreements.actions.checks import require_reason
from agreements.actions.refusals import ActRefused
from agreements.actions.screening import PersonalDataHit
from agreements.admin.accounts.roles import person_may
from agreements.admin.publishing import outline
from agreements.admin.publishing.many import PUBLISH_MANY, RETURN_MANY
from agreements.admin.publishing.outline import OutlineSection
from agreements.admin.records.forms import normalized_post
from agreements.admin.records.inquiry_warnings import inquiry_warnings
from agreements.admin.records.report_warnings import report_warnings
from agreements.desk.rounds import waiting_records
from agreements.models import DutyRecord, Inquiry, Round, RoundPart, StatusReport
from agreements.rules.publication import Act


@dataclass
class WaitingRecord:
    """A record that waits for review, with all that the public would read of it."""

    part: RoundPart
    record: Any
    key: str
    sections: list[OutlineSection]
    possible_cases: list[PersonalDataHit]
    chosen: bool
    refusal: str = ""

    @property
    def title(self) -> str:
        """Name what it is about: its promises, or the agreement of a duty."""
        if isinstance(self.record, DutyRecord):
            return str(self.record.agreement)
        return ", ".join(map(str, self.record.promises))


def outline_of(record: StatusReport | Inquiry | DutyRecord) -> list[OutlineSection]:
    if isinstance(record, StatusReport):
        warnings = OutlineSection(_("Look at this before you go on"), report_warnings(record))
        return [*outline.filled_sections(warnings), *outline.report_outline(record, Act.PUBLISH)]
    if isinstance(record, Inquiry):
        warnings = OutlineSection(
            _("Look at this before you go on"), inquiry_warnings(record, on=timezone.localdate())
        )
        return [*outline.filled_sections(warnings), *outline.inquiry_outline(record)]
    return outline.duty_record_outline(record)


def waiting_record(part: RoundPart, record: Any) -> WaitingRecord:
    """Put a record before the reviewer, chosen unless it may be about one child or a shelter."""
    cases = screening.possible_cases(record)
    return WaitingRecord(part, record, key_of(record), outline_of(record), cases, chosen=not cases)


def key_of(record: Any) -> str:
    """Identify a record as it was read: what changed since is refused."""
    return f"{record._meta.model_name}:{record.pk}:{record.version}"


def review_view(request: HttpRequest, pk: int, *, model_admin: Any) -> HttpResponse:
    """Show all that waits in a round; a POST publishes or returns what is chosen, all of it or nothing."""
    if not person_may(request, Act.EDIT, Round):
        raise PermissionDenied
    round_ = Round.objects.filter(pk=pk).first()
    if round_ is None:
        raise Http404(_("There is no such round."))
    waiting = [waiting_record(part, record) for part, record in waiting_records(round_)]
    error = ""
    if request.method == "POST":
        act = Act.RETURN if "return" in request.POST else Act.PUBLISH
        error = act_on_chosen(request, waiting, act)
        if not error:
            return redirect(model_admin.url("change", pk))
    else:
        mark_refused(
            waiting,
            try_with_all(
                Act.PUBLISH, [entry.record for entry in waiting], actor=request.user, now=timezone.now()
            ),
        )
    page: HttpResponse = model_admin.page_response(
        request,
        "admin/agreements/round_publish.html",
        _("Publish: %(round)s") % {"round": round_},
        original=round_,
        waiting=waiting,
        refused=sum(1 for entry in waiting if entry.refusal),
        error=error,
        note=request.POST.get("note", ""),
    )
    return page


def act_on_chosen(request: HttpRequest, waiting: list[WaitingRecord], act: Act) -> str:
    """Publish or return the chosen records; return why nothing was done, "" if it was."""
    posted = normalized_post(request.POST)
    keys = set(posted.getlist("record"))
    for entry in waiting:
        entry.chosen = entry.key in keys
    chosen = [entry.record for entry in waiting if entry.chosen]
    if keys - {entry.key for entry in waiting}:
        return _("Somebody changed or published one of the records meanwhile. Look at the list again.")
    if not chosen:
        return _("Choose at least one record.")
    arguments: dict[str, Any] = {"actor": request.user, "now": timezone.now()}
    try:
        if act == Act.RETURN:
            arguments["note"] = posted.get("note", "")
            require_reason(arguments["note"])
        do_with_all(act, chosen, **arguments)
    except BatchRefused as refusal:
        mark_refused(waiting, refusal.refused)
        return str(refusal)
    except ActRefused as refusal:
        return str(refusal)
    done = RETURN_MANY.done if act == Act.RETURN else PUBLISH_MANY.done
    messages.success(request, done(len(chosen)) % {"count": len(chosen)})
    return ""


def mark_refused(waiting: list[WaitingRecord], refused: Any) -> None:
    """Note beside each refused record why, and take it out of the choice."""
    why = {key_of(entry.record): str(entry.refusal) for entry in refused}
    for entry in waiting:
        entry.refusal = why.get(entry.key, "")
        entry.chosen = entry.chosen and not entry.refusal
