"""Which reports there are, and the one that an address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.editions.document import Document, Section
from agreements.editions.performance import PerformanceReport
from agreements.editions.periods import Period, period_of
from agreements.editions.register import RegisterCard, RegisterOfAgreements
from agreements.editions.scopes import SCOPES, Scope, scope_of
from agreements.lists.columns.export import permanent_sequence
from agreements.lists.filter_fields import Label
from agreements.lists.ledger import newest_entry_known
from agreements.lists.parameters import BadParameter, Clock, as_of, clock, not_empty, require_known, single
from agreements.rules.ledger import ledger_head
from agreements.rules.partial_date import PartialDate

KINDS: dict[str, Label] = {
    "performance": gettext_lazy("Report on how promises were kept"),
    "register": gettext_lazy("Register of agreements"),
    "card": gettext_lazy("Register card"),
}
PARAMETERS = ("kind", "period", *SCOPES, "as_of", "seq")


@dataclass(frozen=True)
class OfficialReport:
    """A report as it was asked for by ``parameters``."""

    kind: str
    scope: Scope
    clock: Clock
    period: Period | None
    document: Document
    parameters: Mapping[str, str]

    @property
    def is_provisional(self) -> bool:
        return self.period is not None and not self.period.has_ended

    @property
    def permanent_parameters(self) -> dict[str, str]:
        """Return what makes the same report again; a period that has ended says its day itself."""
        clock_parameters = self.clock.permanent()
        if self.period is not None and self.period.has_ended:
            clock_parameters.pop("as_of")
        return {**self.parameters, **clock_parameters}

    @property
    def file_name(self) -> str:
        """Name a file of it, without its ending."""
        parts = [self.document.title, self.scope.label]
        if self.is_provisional:
            parts.append(_("provisional"))
        return "_".join("_".join(parts).split())


def report_of(parameters: Mapping[str, str], *, today: date) -> OfficialReport:
    """Make the report that an address asks for, in the active language.

    Raises:
        BadParameter: the kind, period, scope, day or sequence is none that is answered.
    """
    require_known(parameters, PARAMETERS)
    chosen = {name: single(parameters, name) for name in PARAMETERS}
    kind = chosen["kind"] or "register"
    if kind not in KINDS:
        raise BadParameter("kind", _("Write one of: %(names)s.") % {"names": ", ".join(KINDS)})
    period = period_for(kind, chosen, today=today)
    moment = moment_of(chosen, period, today=today)
    scope = scope_of(chosen, moment)
    if kind == "card" and scope.name != "agreement":
        raise BadParameter("agreement", _("A card is of one agreement: write its number."))
    document = document_of(kind, scope, moment, period)
    return OfficialReport(kind, scope, moment, period, document, not_empty(chosen, PARAMETERS))


def period_for(kind: str, chosen: Mapping[str, str], *, today: date) -> Period | None:
    """Return the period that a report on promises is of, as far as it had come; the others are of a day."""
    if kind == "performance":
        return period_of(chosen["period"], today=as_of(chosen, today=today))
    if chosen["period"]:
        raise BadParameter("period", _("This report is of a day: write “as_of”."))
    return None


def moment_of(chosen: Mapping[str, str], period: Period | None, *, today: date) -> Clock:
    parameters = {"seq": chosen["seq"], "as_of": f"{period.ends}" if period else chosen["as_of"]}
    try:
        return clock(parameters, today=today)
    except BadParameter as refused:
        if period and refused.name == "as_of":
            raise BadParameter("period", refused.message) from refused
        raise


def document_of(kind: str, scope: Scope, moment: Clock, period: Period | None) -> Document:
    title, sections = content_of(kind, scope, moment, period)
    day = PartialDate.day(moment.on).short()
    provisional = _("provisional: the period has not ended") if period and not period.has_ended else ""
    return Document(
        title=title,
        subtitle=" · ".join(filter(None, (scope.label, provisional))),
        running_head=" · ".join(filter(None, (title, scope.label, day, provisional))),
        base=tuple(base_lines(day, moment)),
        sections=sections,
    )


def content_of(
    kind: str, scope: Scope, moment: Clock, period: Period | None
) -> tuple[str, tuple[Section, ...]]:
    if period is not None:
        title = _("%(period)s: report on how promises were kept") % {"period": period.label}
        return title, PerformanceReport(scope, period, moment).sections()
    makers: dict[str, Any] = {"register": RegisterOfAgreements, "card": RegisterCard}
    return str(KINDS[kind]), makers[kind](scope, moment).sections()


def base_lines(day: str, moment: Clock) -> list[str]:
    """Say of which day a report is, what it rests on, and where that can be checked."""
    site = settings.SITE_NAME or _("Public-safety agreement tracker")
    return [
        _("Base date: %(day)s") % {"day": day},
        _("Publication sequence: %(seq)s") % {"seq": permanent_sequence(moment) or "0"},
        _("Head of the ledger: %(head)s") % {"head": ledger_head(newest_entry_known(moment))},
        _("From: %(site)s, %(department)s, %(address)s")
        % {"site": site, "department": settings.CONTACT_DEPARTMENT, "address": settings.SITE_URL},
    ]


def query_of(report: OfficialReport) -> str:
    return f"?{urlencode(report.permanent_parameters)}"
