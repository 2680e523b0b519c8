from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.admin.records.base import RecordAdmin
from agreements.admin.records.forms import TreeForm
from agreements.models import Theme


class ThemeForm(TreeForm):
    def clean_parent(self) -> Theme | None:
        """Keep the tree at two levels, so that nothing can stand in a circle."""
        above: Theme | None = super().clean_parent()
        if above and above.parent_id:
            self.add_error("parent", _("“%(theme)s” stands under another theme itself.") % {"theme": above})
        if above and self.instance.pk and self.instance.children.exists():
            self.add_error("parent", _("Other themes stand under this one: it has to stand at the top."))
        return above


@admin.register(Theme)
class ThemeAdmin(RecordAdmin):
    form = ThemeForm
    list_display = ["name_ko", "slug", "name_en", "parent", "order"]
    list_select_related = ["parent"]
    search_fields = ["name_ko", "name_en", "slug", "parent__name_ko"]
    search_help_text = gettext_lazy("Name of the theme")
    fields = ["slug", "name_ko", "name_en", "parent", "order"]
    prepopulated_fields = {"slug": ["name_en"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["slug"] if obj is not None else []
