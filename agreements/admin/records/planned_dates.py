"""The announced date beside a new promise: typed with it, saved as the draft of its first report."""

from collections.abc import Iterable
from itertools import chain
from operator import attrgetter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.actions.planned_dates import day_of_announcement, draft_planned_date
from agreements.admin.records.forms import PartialDateField
from agreements.admin.records.pickers import Picker
from agreements.models import Agency, StatusReport
from agreements.models.base import Publishable
from agreements.rules.publication import PublicationState

DRAFT_STATES = (PublicationState.DRAFT, PublicationState.RETURNED)
PLANNED = ("planned", "planned_by")
HELP = gettext_lazy(
    "Only a date that the document names, as precise as it is there: 2026, 2026-H1, 2026-06. Saving makes "
    "the draft of its first report from it."
)


class PlannedDateForm(forms.Form):
    """The two fields, for the form of a commitment or milestone."""

    planned = PartialDateField(label=gettext_lazy("announced date"), required=False, help_text=HELP)
    planned_by: Any  # see ``picker_of_agency``

    def partial_dates(self) -> list[str]:
        """Leave out the date that is no column of the record."""
        names: list[str] = super().partial_dates()  # type: ignore[misc]  # of the form it is mixed into
        names.remove("planned")
        return names

    def usual_speaker(self) -> Agency | None:
        """Return who announced the date if nobody is named."""
        raise NotImplementedError

    def offer_planned_date(self, reports: Iterable[StatusReport]) -> None:
        """Say beside the field which reports with a date there are already."""
        with_date = list(filter(attrgetter("target"), reports))
        if not with_date:
            return
        address = "admin:agreements_statusreport_change"
        rows = [
            (reverse(address, args=[report.pk]), report.target.short(), report.get_state_display())
            for report in with_date
        ]
        links = format_html_join(", ", '<a href="{}" target="_blank">{} ({})</a>', rows)
        self.fields["planned"].help_text = format_html("{} {} {}", HELP, _("Reported already:"), links)

    def check_planned_date(self, root: Any) -> None:
        """Say at the fields what is missing for a report of the date."""
        if not self.cleaned_data.get("planned"):
            return
        if self.cleaned_data.get("repeats"):
            self.add_error("planned", _("What repeats has no date by which it is done. Leave this empty."))
        if day_of_announcement(root) is None:
            self.add_error(
                "planned",
                _("When was that date announced? Write the day of the signing or decision first."),
            )
        if self.speaker() is None:
            self.add_error("planned_by", _("Who announced the date? Choose the agency."))

    def speaker(self) -> Agency | None:
        return self.cleaned_data.get("planned_by") or self.usual_speaker()


def picker_of_agency(admin_site: Any) -> forms.ModelChoiceField:
    """Return the field of who announced the date."""
    return forms.ModelChoiceField(
        Agency.objects.all(),
        label=gettext_lazy("who announced it"),
        required=False,
        help_text=gettext_lazy("Only if it was not the lead agency or the owner of the program."),
        widget=Picker(StatusReport._meta.get_field("stated_by"), admin_site),
    )


def without_planned_date(fieldsets: Any) -> list[Any]:
    """Return the fieldsets without the two fields, for whom or where nothing is drafted."""
    return [
        (name, options | {"fields": [field for field in options["fields"] if field not in PLANNED]})
        for name, options in fieldsets
    ]


def takes_planned_dates(root: Publishable | None) -> bool:
    """Say whether a record is still drafted; a report on what is public has a form of its own."""
    return root is None or root.state in DRAFT_STATES


def draft_planned_dates(request: HttpRequest, form: Any, formsets: Iterable[Any]) -> None:
    """Draft a report for each of the saved forms in which a date was typed; the record keeps them in mind."""
    drafted = []
    for row in (form, *chain.from_iterable(formsets)):
        planned = getattr(row, "cleaned_data", {}).get("planned")
        if planned is None or row.cleaned_data.get("DELETE"):
            continue
        report = draft_planned_date(
            row.instance, planned, stated_by=row.speaker(), actor=request.user, now=timezone.now()
        )
        if report is not None:
            drafted.append(report)
    form.instance.planned_reports = drafted


def say_what_was_drafted(request: HttpRequest, record: Any) -> None:
    """Tell whoever saved a form where the dates typed in it went."""
    count = len(record.planned_reports)
    if not count:
        return
    sentence = ngettext(
        "%(count)s announced date became the draft of a report. It stands under “My drafts”; ask for its "
        "review once this is public.",
        "%(count)s announced dates became drafts of reports. They stand under “My drafts”; ask for their "
        "review once this is public.",
        count,
    )
    messages.info(request, sentence % {"count": count})
