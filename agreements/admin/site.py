"""The staff's own admin site, and everything that stands in it."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext_lazy

from agreements.admin import dashboard
from agreements.admin.accounts import door, second_factor
from agreements.admin.accounts.account import OwnPasswordForm, UserAdmin
from agreements.admin.accounts.roles import person
from agreements.admin.accounts.staff import GroupAdmin, MembershipAdmin
from agreements.admin.gallery import gallery
from agreements.admin.publishing.redaction import RedactionAdmin
from agreements.admin.publishing.statement import StatementAdmin
from agreements.admin.publishing.withdrawal import WithdrawalAdmin
from agreements.admin.records.agency import AgencyAdmin
from agreements.admin.records.agreement import AgreementAdmin
from agreements.admin.records.commitment import CommitmentAdmin
from agreements.admin.records.document import copy, document
from agreements.admin.records.duty import DutyRecordAdmin
from agreements.admin.records.milestone import MilestoneAdmin
from agreements.admin.records.ordinance import CouncilSessionAdmin, DutyRuleAdmin
from agreements.admin.records.program import ProgramAdmin
from agreements.admin.records.region import RegionAdmin
from agreements.admin.records.reminder import ReminderAdmin
from agreements.admin.records.report import StatusReportAdmin
from agreements.admin.records.source import SourceAdmin
from agreements.admin.records.trace import TraceAdmin
from agreements.models import (
    Agency,
    Agreement,
    Commitment,
    CouncilSession,
    DutyRecord,
    DutyRule,
    Membership,
    Milestone,
    Program,
    Redaction,
    Region,
    Reminder,
    Source,
    Statement,
    StatusReport,
    Trace,
    Withdrawal,
)
from agreements.rules.roles import ROLES

# In the order of the work, which is the order on the first page.
PLACES: dict[Any, Any] = {
    Agreement: AgreementAdmin,
    Program: ProgramAdmin,
    StatusReport: StatusReportAdmin,
    DutyRecord: DutyRecordAdmin,
    Statement: StatementAdmin,
    Withdrawal: WithdrawalAdmin,
    Redaction: RedactionAdmin,
    Commitment: CommitmentAdmin,
    Milestone: MilestoneAdmin,
    Source: SourceAdmin,
    Agency: AgencyAdmin,
    Region: RegionAdmin,
    DutyRule: DutyRuleAdmin,
    CouncilSession: CouncilSessionAdmin,
    Membership: MembershipAdmin,
    Reminder: ReminderAdmin,
    Trace: TraceAdmin,
    User: UserAdmin,
    Group: GroupAdmin,
}


# What Django's own Korean catalogue lacks or says stiffly; ours goes first.
DJANGO_SAYS = (
    gettext_noop("Filter by %(field_name)s"),
    gettext_noop(" By %(filter_title)s "),
    gettext_noop("Select %s to change"),
    gettext_noop("Select %s to view"),
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below."),
    gettext_noop("The {name} “{obj}” was changed successfully."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    gettext_noop("The %(name)s “%(obj)s” was deleted successfully."),
    gettext_noop("You may edit it again below."),
    gettext_noop("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    gettext_noop(
        "Please enter your old password, for security’s sake, and then enter your new password twice so we "
        "can verify you typed it in correctly."
    ),
    ngettext_lazy("Please correct the error below.", "Please correct the errors below.", 1),
)


class StaffSite(AdminSite):
    site_header = _("Agreement tracking: staff")
    site_title = _("Agreement tracking")
    index_title = _("To do today")
    enable_nav_sidebar = True
    password_change_form = OwnPasswordForm

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Every view of the admin but the log-in page goes through here, and so through the door."""
        stock: Any = super().admin_view(view, cacheable)
        return update_wrapper(door.guarded(stock, self.has_permission), stock)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        ended = door.ENDED in request.GET and request.method == "GET"
        return super().login(
            request,
            {"ended": ended, "idle_minutes": settings.SESSION_IDLE_MINUTES, **(extra_context or {})},
        )

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(
            request,
            {
                "has_role": bool(person(request).roles & set(ROLES)),
                "panels": dashboard.panels(request),
                **(extra_context or {}),
            },
        )

    def get_urls(self) -> list[Any]:
        # Django's own “view on site” asks a record for its public address, which a draft does not have.
        stock = [found for found in super().get_urls() if getattr(found, "name", "") != "view_on_site"]
        own: dict[str, tuple[str, Callable[..., Any]]] = {
            "document": ("documents/<int:pk>/", document),
            "copy": ("copies/<int:pk>/", copy),
            "gallery": ("gallery/", gallery),
            "second_factor": ("second-factor/", second_factor.overview),
            "second_factor_enrol": ("second-factor/enrol/", second_factor.enrol),
            "second_factor_codes": ("second-factor/codes/", second_factor.renew_codes),
            "second_factor_remove": ("second-factor/remove/", second_factor.remove),
        }
        return [
            *(path(route, self.admin_view(view), name=name) for name, (route, view) in own.items()),
            *stock,
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        order = {model._meta.object_name: place for place, model in enumerate(PLACES)}
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda entry: order[entry["object_name"]])
        return sorted(apps, key=lambda app: app["app_label"] != "agreements")


site = StaffSite(name="admin")
for model, place in PLACES.items():
    site.register(model, place)
