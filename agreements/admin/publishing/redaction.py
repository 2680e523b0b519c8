"""Redactions: personal data is blanked everywhere, for ever, by two people; the entries stay."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.actions.redactions import (
    check_redaction,
    entries_with_text,
    publish_redaction,
    require_text_in_ledger,
)
from agreements.actions.refusals import ActRefused
from agreements.admin.publishing.outline import FollowUp, OutlineSection, field_lines, filled_sections
from agreements.admin.publishing.publishable import SUBMIT_AND_RETURN
from agreements.admin.publishing.remedy import RemedyAdmin, draft_follow_ups, title_of
from agreements.models import Agreement, DutyRecord, Inquiry, Program, Redaction, Statement, StatusReport
from agreements.models.duty import DUTY_TEXTS
from agreements.models.inquiry import INQUIRY_TEXTS
from agreements.models.report import REPORT_TEXTS
from agreements.models.statement import ANSWERED_TITLES
from agreements.rules.publication import Act

SUBJECTS: dict[str, Any] = {
    "report": StatusReport,
    "agreement": Agreement,
    "program": Program,
    "statement": Statement,
    "duty": DutyRecord,
    "inquiry": Inquiry,
}
TEXTS = {
    StatusReport: REPORT_TEXTS,
    Statement: ("text_ko", "text_en"),
    DutyRecord: DUTY_TEXTS,
    Inquiry: INQUIRY_TEXTS,
}
STAYS: dict[Any, str | Promise] = {
    StatusReport: gettext_lazy("Status, dates, progress, who said it, and the sources"),
    DutyRecord: gettext_lazy("The agency, the duty, the day and the sources"),
    Statement: gettext_lazy("The agency and the day"),
    Inquiry: gettext_lazy("The promises, the days, the time covered, the result, and which agency was asked"),
}


def redaction_of(request: HttpRequest, record: Any) -> list[FollowUp]:
    """Offer to blank what is or was public of a record, where there is anything to blank."""
    field = next(name for name, model in SUBJECTS.items() if isinstance(record, model))
    try:
        require_text_in_ledger(record)
    except ActRefused:
        return []
    return draft_follow_ups(
        request,
        Redaction,
        by=field,
        of=record,
        label=_("Redact personal data"),
        what=_("For personal data only: the text is blanked everywhere and for ever."),
    )


@admin.register(Redaction)
class RedactionAdmin(RemedyAdmin):
    subjects = SUBJECTS
    once_public = gettext_lazy("It was done and cannot be undone: the text no longer exists.")
    search_fields = ["reason_ko", "agreement__reference", "program__slug"]
    search_help_text = gettext_lazy("Reason, reference or address name")
    do = {**SUBMIT_AND_RETURN, Act.PUBLISH: publish_redaction}
    done = {Act.PUBLISH: gettext_lazy("The text is blanked everywhere. That it was, and why, stays visible.")}
    what_happens = {
        Act.PUBLISH: gettext_lazy(
            "Once you press the button below, the text is blanked everywhere and for ever: on the public "
            "pages, in the ledger, in the history of staff, in search and in the stored files. Nobody can "
            "bring it back. The entries stay, with the day and the reason."
        )
    }
    fieldsets = [
        (None, {"fields": ["reason_ko"]}),
        (gettext_lazy("In English"), {"fields": ["reason_en"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.select_related(
            "report__commitment__agreement", "report__milestone__program", "agreement", "program",
            "duty__agency", "duty__agreement", "inquiry",
            "statement__agency", *(f"statement__{relation}" for relation in ANSWERED_TITLES),
        )  # fmt: skip

    def subject_of(self, record: Redaction) -> Any:
        return record.subject

    def require_startable(self, name: str, subject: Any) -> None:
        require_text_in_ledger(subject)

    def require_fit(self, record: Redaction) -> None:
        check_redaction(record, now=timezone.now())

    def explanation(self, subject: Any) -> str | Promise:
        if isinstance(subject, Agreement | Program):
            return _(
                "First change the record itself, so that it is free of personal data. This then blanks "
                "what the ledger and the history kept of its earlier wordings."
            )
        return _(
            "For personal data only. A mistake is corrected and a report that should not stand is withdrawn: "
            "both keep what was said. Never repeat the personal data in the reason."
        )

    def sections_of_subject(self, subject: Any) -> list[OutlineSection]:
        return redaction_sections(subject)

    def sections(self, record: Redaction, act: Act) -> list[OutlineSection]:
        return filled_sections(
            OutlineSection(_("The reason that everyone reads"), [record.reason]),
            OutlineSection(_("Concerns"), [title_of(record.subject)]),
            *redaction_sections(record.subject),
        )


def redaction_sections(subject: Any) -> list[OutlineSection]:
    """Return what is blanked for ever, and what stays."""
    if isinstance(subject, Agreement | Program):
        return wording_sections(subject)
    texts = field_lines(subject, *TEXTS[type(subject)])
    withdrawal = getattr(subject, "withdrawal", None)
    if withdrawal and withdrawal.is_public:  # one that still waits keeps its reason
        texts.append(f"{_('Reason of the withdrawal')}: {withdrawal.reason}")
    if isinstance(subject, DutyRecord) and subject.withdrawal_reason:
        texts.append(f"{_('Reason of the withdrawal')}: {subject.withdrawal_reason}")
    files = []
    if isinstance(subject, StatusReport | DutyRecord):
        files = [f"{document} ({document.name})" for document in subject.documents.exclude(file="")]
    return filled_sections(
        OutlineSection(_("Is blanked"), texts),
        OutlineSection(_("Files that are deleted"), files),
        OutlineSection(_("Stays"), [str(STAYS[type(subject)])]),
    )


def wording_sections(root: Agreement | Program) -> list[OutlineSection]:
    """Return what is blanked of the earlier wordings of an agreement or a program, and what stays."""
    count = entries_with_text(root).count()
    entries = ngettext(
        "The wording that %(count)s ledger entry kept.",
        "The wordings that %(count)s ledger entries kept.",
        count,
    ) % {"count": count}
    stays = [_("The record as it reads today"), _("References, days and who published it")]
    return [
        OutlineSection(_("Is blanked"), [entries, _("What the history of staff kept of its changes")]),
        OutlineSection(_("Stays"), stays),
    ]
