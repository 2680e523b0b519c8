"""What the reports of a commitment may say in numbers and dates: its unit and its rhythm decide."""

from typing import Any

from django.utils.translation import gettext as _

from agreements.actions.refusals import Incomplete
from agreements.models import Agreement, Commitment, StatusReport


def check_quantity(report: StatusReport, **_context: Any) -> None:
    """Check that the number which a report gives is a number of something.

    Raises:
        Incomplete: its commitment has no unit.
    """
    has_unit = report.commitment is not None and report.commitment.quantity_unit_ko != ""
    if report.quantity_done is not None and not has_unit:
        raise Incomplete(
            _("This has no unit to count in. Enter the unit of the commitment first, or leave this empty."),
            field="quantity_done",
        )


def check_rhythm(report: StatusReport, **_context: Any) -> None:
    """Check that a report of what repeats names no date, and does not say that there is none.

    Raises:
        Incomplete: it does.
    """
    if report.commitment is None or not report.commitment.repeats:
        return
    for field in ("target", "target_undated"):
        if getattr(report, field):
            raise Incomplete(
                _("This promise repeats and has no date by which it is done. Leave this empty."),
                field=field,
            )


def check_reports_fit(agreement: Agreement) -> None:
    """Check that what is published of the commitments still means something as they are now.

    Raises:
        Incomplete: as :func:`require_fitting_reports`.
    """
    for commitment in agreement.commitments.filter(reference__isnull=False):
        require_fitting_reports(commitment)


def require_fitting_reports(commitment: Commitment) -> None:
    """Demand that no published report names a date of what repeats, or a number without a unit.

    Raises:
        Incomplete: one does.
    """
    published = commitment.reports.effective()
    if commitment.repeats and published.announcing().exists():
        raise Incomplete(
            _("A published report of “%(commitment)s” names a date. What repeats has none: correct it first.")
            % {"commitment": commitment},
            field="repeats",
        )
    if not commitment.quantity_unit_ko and published.filter(quantity_done__isnull=False).exists():
        raise Incomplete(
            _("A published report of “%(commitment)s” counts in its unit, which therefore stays.")
            % {"commitment": commitment},
            field="quantity_unit_ko",
        )
