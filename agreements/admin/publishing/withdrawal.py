"""Withdrawals: a published report or inquiry is taken back, with the reason, by two people."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.remedies import check_withdrawal, publish_withdrawal, require_counting
from agreements.actions.states import promise_of
from agreements.admin.publishing import outline
from agreements.admin.publishing.outline import FollowUp, OutlineSection, filled_sections
from agreements.admin.publishing.publishable import SUBMIT_AND_RETURN
from agreements.admin.publishing.remedy import RemedyAdmin, draft_follow_ups
from agreements.models import Inquiry, StatusReport, Withdrawal
from agreements.models.remedy import WITHDRAWABLE, named_in_withdrawals
from agreements.rules.lifecycle import STATUSES
from agreements.rules.publication import Act
from agreements.rules.states import state_on


def withdrawal_of(request: HttpRequest, record: StatusReport | Inquiry) -> list[FollowUp]:
    return draft_follow_ups(
        request,
        Withdrawal,
        by=named_in_withdrawals(record),
        of=record,
        label=_("Withdraw from publication"),
        what=_("It should never have been there. That it was, when and why it went stays visible."),
    )


@admin.register(Withdrawal)
class WithdrawalAdmin(RemedyAdmin):
    subjects = WITHDRAWABLE
    once_public = gettext_lazy(
        "It is public and cannot be taken back. If it was right after all, file it again as a new one."
    )
    search_fields = ["reason_ko", "report__commitment__reference", "report__milestone__reference"]
    search_help_text = gettext_lazy("Reason or reference")
    do = {**SUBMIT_AND_RETURN, Act.PUBLISH: publish_withdrawal}
    done = {Act.PUBLISH: gettext_lazy("It is withdrawn. The reason stays visible.")}
    what_happens = {
        Act.PUBLISH: gettext_lazy(
            "Once you press the button below, its text, evidence and dates disappear from the "
            "public pages. Its number, the day and the reason stay visible. The public ledger keeps the "
            "text: only a redaction takes personal data out of it. This cannot be undone."
        )
    }
    fieldsets = [
        (None, {"fields": ["reason_ko"]}),
        (gettext_lazy("In English"), {"fields": ["reason_en"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.select_related("report__commitment__agreement", "report__milestone__program", "inquiry")

    def subject_of(self, record: Withdrawal) -> Any:
        return record.subject

    def require_startable(self, name: str, subject: Any) -> None:
        require_counting(subject, field=name)

    def require_fit(self, record: Withdrawal) -> None:
        check_withdrawal(record, now=timezone.now())

    def explanation(self, subject: Any) -> str | Promise:
        return _(
            "If it only says something wrong, correct it instead: then both versions stay readable. "
            "Withdraw it if it should not stand there at all, for example on the wrong commitment."
        )

    def sections_of_subject(self, subject: Any) -> list[OutlineSection]:
        return outline_of(subject)

    def sections(self, record: Withdrawal, act: Act) -> list[OutlineSection]:
        return filled_sections(
            OutlineSection(_("The reason that everyone reads"), [record.reason]),
            what_counts_without(record.subject),
            *(
                OutlineSection(_("Disappears: %(what)s") % {"what": section.title}, section.lines)
                for section in outline_of(record.subject)
            ),
        )


def outline_of(record: StatusReport | Inquiry) -> list[OutlineSection]:
    """Return what the public reads of a report or inquiry, and what disappears with it."""
    if isinstance(record, Inquiry):
        return outline.inquiry_outline(record)
    return outline.report_outline(record, Act.WITHDRAW)


def what_counts_without(record: StatusReport | Inquiry) -> OutlineSection:
    """Return what holds for its promises from now on."""
    if isinstance(record, Inquiry):
        text = _("No status changes. As far as no other inquiry looked, nobody has looked from now on.")
        return OutlineSection(_("What counts from now on"), [text])
    return OutlineSection(
        _("What counts from now on for %(subject)s") % {"subject": record.subject},
        [state_without_report(record)],
    )


def state_without_report(withdrawn: StatusReport) -> str:
    """Return the status and target of today as they are without the withdrawn report."""
    promise = promise_of(withdrawn.subject)
    remaining = [report for report in promise.reports if report.id != withdrawn.pk]
    row = state_on(promise._replace(reports=remaining), timezone.localdate())
    status = _("Status: %(status)s") % {"status": dict(STATUSES)[row.status]}
    target_text = row.target.short() if row.target else _("none")
    target = _("Announced date: %(target)s") % {"target": target_text}
    return f"{status}\n{target}"
