"""What a form of a report does not refuse, but asks its author and its reviewer to look at again."""

from typing import Any

from django.utils.translation import gettext as _

from agreements.actions.states import sides_of_promise
from agreements.lists.promises import about_promises, key_of
from agreements.models import StatusReport
from agreements.rules.lifecycle import CLOSED, FULFILLED, CommitmentStatus, HappenedAs
from agreements.rules.outcome_words import said_phrase


def report_warnings(report: StatusReport) -> list[str]:
    """Return a sentence for each thing about a stored report that is often a mistake."""
    warnings = [
        _warning_of_reopening(report),
        _warning_of_press_day(report),
        _warning_of_first_fulfilment(report),
    ]
    return [warning for warning in warnings if warning]


def _warning_of_reopening(report: StatusReport) -> str:
    """Ask about an open status that was said after a fulfilment."""
    if report.status in CLOSED:
        return ""
    said_before = _fulfilments_beside(report).filter(said_on_last__lte=report.said_on.last)
    before = said_before.order_by("said_on_last", "pk").last()
    if before is None:
        return ""

    values = {"report": before, "status": report.get_status_display()}
    message = _(
        "An earlier report says that it was carried out (%(report)s). “%(status)s” takes that back only as "
        "the same agency's later word that it is not done. If the earlier report is wrong, correct it."
    )
    if report.commitment:
        message = _(
            "An earlier report says that it was carried out (%(report)s). If it is done again or taken "
            "further, choose “Continuing after completion” instead of “%(status)s”. If the earlier report "
            "is wrong, correct it."
        )
    return message % values


def _warning_of_press_day(report: StatusReport) -> str:
    """Ask about something that happened on the very day on which a source appeared."""
    if report.happened is None or report.happened_as != HappenedAs.ON:
        return ""
    if not any(source.published.contains(report.happened) for source in report.sources.all()):
        return ""
    return _(
        "Please check that the day on which it was reported was not written down as the day on which it was "
        "done. If the article gives no date, choose “by then at the latest”."
    )


def _warning_of_first_fulfilment(report: StatusReport) -> str:
    """Ask about the day of a taking further that will count as that of the fulfilment."""
    if report.status != CommitmentStatus.CONTINUING or report.happened_as != HappenedAs.ON:
        return ""
    if _fulfilments_beside(report).filter(happened_last__lte=report.happened.last).exists():
        return ""
    return _(
        "No earlier report says that it was carried out, so this day will count as the day on which it was "
        "first done. If the material does not tell when that was, choose “by then at the latest”."
    )


def _fulfilments_beside(report: StatusReport) -> Any:
    """Return what says on either side that its promise was carried out, but for the one it corrects."""
    of_promise = about_promises(map(key_of, sides_of_promise(report.subject)))
    fulfilled: Any = StatusReport.objects.effective().filter(of_promise, status__in=sorted(FULFILLED))
    return fulfilled.exclude(pk=report.corrects_id)


def public_words(report: StatusReport) -> list[str]:
    """Return what the public pages will say of its two days."""
    return [phrase for phrase in (said_phrase(report.said_on), report.outcome) if phrase]
