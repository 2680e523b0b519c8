"""Public agreements that are about to expire."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.desk.base import AgencySection, RowText
from agreements.models import Agreement
from agreements.rules import reminders
from agreements.rules.partial_date import short_day
from agreements.rules.phase import Phase
from agreements.rules.publication import PublicationState

EXPIRING_DAYS = 90
NOT_RUNNING = (Phase.SUPERSEDED, Phase.ENDED, Phase.EXPIRED, Phase.NOT_SIGNED, Phase.UNCONFIRMED)


class ExpiringAgreements(AgencySection):
    """Agreements that do not renew themselves, of their parties and of who carries their commitments."""

    kind = "expiring"
    page_title = gettext_lazy("Expires within 90 days")
    page_empty = gettext_lazy("No public agreement expires within 90 days.")
    mail_title = gettext_lazy("Agreements that expire")
    agency_lookups = ("parties__agency", "commitments__roles__agency")
    counted_columns = {Agreement: "pk"}

    def rows(self, *, on: date) -> Any:
        days = (on, on + timedelta(days=EXPIRING_DAYS))
        public: Any = Agreement.objects.filter(state=PublicationState.PUBLISHED, renews=False)
        expiring = public.filter(expires_on__range=days).with_own_phase(on=on)
        return expiring.exclude(phase__in=NOT_RUNNING).order_by("expires_on", "pk")

    def is_mailed(self, row: Any, *, on: date) -> bool:
        return reminders.reminds_of_expiry(row.expires_on, on=on)

    def page_text(self, row: Any, *, on: date) -> RowText:
        return RowText(str(row), _("until %(day)s") % {"day": short_day(row.expires_on)})
