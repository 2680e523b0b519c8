"""Rounds of reports: opened by a coordinator, with who has answered and who has not."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.rounds import set_agencies
from agreements.admin.accounts.roles import person_may, request_person
from agreements.admin.imports.round_part import part_faults, part_table, part_view
from agreements.admin.publishing.round import review_view
from agreements.admin.records.base import RecordAdmin
from agreements.admin.records.forms import PartialDateField, RootForm
from agreements.admin.records.pickers import MultiplePicker, PickedMany
from agreements.desk.base import sees_every_agency
from agreements.desk.rounds import asked_promises, waiting_records, without_answer
from agreements.models import Agency, Membership, Round, RoundPart
from agreements.rules.publication import Act


class RoundForm(RootForm):
    period = PartialDateField(
        label=gettext_lazy("period"), help_text=gettext_lazy("2026-Q3 (or 2026년 3분기), 2026-H1, 2026 …")
    )
    asked = PickedMany(
        Agency.objects.all(),
        label=gettext_lazy("agencies that are asked"),
        help_text=gettext_lazy(
            "Each gets its own promises. Those with staff of their own are chosen already."
        ),
        widget=MultiplePicker(Round._meta.get_field("agencies"), admin.site),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "asked" not in self.fields:
            return
        if self.instance._state.adding:
            self.initial["asked"] = agencies_with_staff()
        else:
            self.initial["asked"] = list(self.instance.agencies.values_list("pk", flat=True))

    def clean_closed_on(self) -> date | None:
        """Refuse a day that is still to come: a round is closed as soon as it has one."""
        closed_on = self.cleaned_data["closed_on"]
        if closed_on and closed_on > timezone.localdate():
            raise ValidationError(
                _("Leave it empty as long as answers may come; the last day is the due day.")
            )
        return closed_on


def agencies_with_staff() -> list[int]:
    """Return the keys of the agencies for which somebody works today."""
    members = Membership.objects.filter(until_on=None, user__is_active=True)
    return list(members.order_by("agency").values_list("agency", flat=True).distinct())


@dataclass(frozen=True)
class PartLine:
    """One agency of a round, how much it was asked and answered, and where it does so."""

    part: RoundPart
    url: str
    asked: int
    answered: int
    is_late: bool


@admin.register(Round)
class RoundAdmin(RecordAdmin):
    form = RoundForm
    periods = ("period",)
    change_form_template = "admin/agreements/round_form.html"
    list_display = ["name", "period_shown", "due_on", "answered", "closed_on"]
    search_fields = ["name"]
    search_help_text = gettext_lazy("Name")
    autocomplete_fields = ["agencies"]
    fields = ["name", "period", "due_on", "asked", "note", "closed_on"]

    def get_urls(self) -> list[Any]:
        protected = self.admin_site.admin_view
        pages = (
            ("parts/<int:pk>/", part_view, "agreements_roundpart_change"),
            ("parts/<int:pk>/table.xlsx", part_table, "agreements_roundpart_table"),
            ("parts/<int:pk>/faults.csv", part_faults, "agreements_roundpart_faults"),
            ("<int:pk>/review/", review_view, "agreements_round_review"),
        )
        patterns = [
            path(route, protected(partial(view, model_admin=self)), name=name) for route, view, name in pages
        ]
        return [*patterns, *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Name the fields of the form or, for who only reads, the columns that show the same."""
        if self.has_change_permission(request, obj):
            return self.fields
        return ["name", "period_shown", "due_on", "asked_shown", "note", "closed_on"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            return ()
        return ("period_shown", "asked_shown")

    def write(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        round_ = form.instance
        if round_._state.adding:
            round_.opened_by = request.user
        super().write(request, form, formsets, change)
        set_agencies(round_, form.cleaned_data["asked"])

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        context = super().page_context(request, record)
        if record is None:
            return context
        context["part_lines"] = part_lines(request, record)
        if person_may(request, Act.EDIT, Round):
            context["waiting"] = sum(1 for _part, _record in waiting_records(record))
            context["review_url"] = self.url("review", record.pk)
        return context

    # ---- columns

    @admin.display(description=gettext_lazy("period"), ordering="period_last")
    def period_shown(self, obj: Round) -> str:
        return self.short_date(obj.period)

    @admin.display(description=gettext_lazy("agencies that are asked"))
    def asked_shown(self, obj: Round) -> str:
        return ", ".join(map(str, obj.agencies.all()))

    @admin.display(description=gettext_lazy("answered"))
    def answered(self, obj: Round) -> str:
        parts = obj.parts.all()
        return _("%(answered)s of %(asked)s agencies") % {
            "answered": sum(1 for part in parts if part.answered_at),
            "asked": len(parts),
        }

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("parts")


def part_lines(request: HttpRequest, round_: Round) -> list[PartLine]:
    """Return the agencies of a round that the person sees, with how far each is."""
    person, today = request_person(request), timezone.localdate()
    parts = round_.parts.select_related("agency", "round")
    if not sees_every_agency(person):
        parts = parts.filter(agency__in=person.agencies)
    lines = []
    for part in parts:
        promises = asked_promises(part, on=today)
        is_late = part.answered_at is None and round_.is_open and round_.due_on < today
        url = reverse("admin:agreements_roundpart_change", args=[part.pk])
        answered = len(promises) - len(without_answer(promises))
        lines.append(PartLine(part, url, len(promises), answered, is_late))
    return lines
