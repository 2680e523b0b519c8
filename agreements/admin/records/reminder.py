"""Which digest was mailed to whom, to read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.accounts.roles import ByRole
from agreements.desk.sections import DAILY_MAIL
from agreements.models import Reminder

TITLES = {section.kind: section.mail_title for section in DAILY_MAIL}


@admin.register(Reminder)
class ReminderAdmin(ByRole):
    object_history_template = "admin/object_history.html"  # Django's own: it has no traces
    list_display = ["on", "person", "items", "by_kind", "outcome", "sent_at"]
    list_filter = ["outcome", ("person", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["person"]
    date_hierarchy = "on"
    actions = None
    fields = readonly_fields = ("on", "person", "items", "by_kind", "outcome", "begun_at", "sent_at")

    @admin.display(description=_("number by kind"))
    def by_kind(self, obj: Reminder) -> str:
        return ", ".join(f"{TITLES.get(kind, kind)} {count}" for kind, count in obj.kinds.items())
