from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.actions.circles import InCircle, require_successor_after
from agreements.admin.records.base import ChildInline, RecordAdmin
from agreements.admin.records.forms import ChildFormSet, TreeForm
from agreements.models import Region, RegionSuccession


class SuccessorFormSet(ChildFormSet):
    """The successors of a region or an agency: none twice, and none that it follows itself."""

    distinct = "successor"

    def clean(self) -> None:
        super().clean()
        if self.instance._state.adding:  # nothing follows, or is followed by, what is not stored
            return
        for form in self.forms:
            successor = getattr(form, "cleaned_data", {}).get("successor")
            if successor is None or form in self.deleted_forms:
                continue
            try:
                require_successor_after(self.instance, successor)
            except InCircle as refusal:
                form.add_error("successor", str(refusal))


class RegionSuccessionInline(ChildInline):
    model = RegionSuccession
    fk_name = "region"
    formset = SuccessorFormSet
    autocomplete_fields = ["successor"]
    fields = ["successor"]


@admin.register(Region)
class RegionAdmin(RecordAdmin):
    form = TreeForm
    list_display = ["code", "name_ko", "name_en", "parent", "valid_from", "valid_to"]
    list_select_related = ["parent__parent__parent"]
    search_fields = ["name_ko", "name_en", "code", "parent__name_ko", "parent__parent__name_ko"]
    search_help_text = _("Name, that of a region above it, or legal-dong code")
    autocomplete_fields = ["parent"]
    fields = ["code", "name_ko", "name_en", "parent", ("valid_from", "valid_to")]
    inlines = [RegionSuccessionInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("parent__parent")  # for its name in full

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code"] if obj is not None else []
