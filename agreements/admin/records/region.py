from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.admin.records.base import RecordAdmin
from agreements.models import Region


@admin.register(Region)
class RegionAdmin(RecordAdmin):
    list_display = ["code", "name_ko", "name_en", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name_ko", "name_en", "code"]
    search_help_text = _("Name or legal-dong code")
    autocomplete_fields = ["parent"]
    fields = ["code", "name_ko", "name_en", "parent"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code"] if obj is not None else []
