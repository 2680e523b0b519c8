"""The columns every published record has: who looked at it before it became public."""

from django.utils.translation import gettext_lazy as _

from agreements.lists.columns import cells
from agreements.lists.columns.export import Column, Kind
from agreements.rules.publication import Review

REVIEW_COLUMNS = (
    Column(
        "review",
        _("Review (code)"),
        cells.value("review"),
        _("Who looked at it before it became public."),
        Kind.CODE,
    ),
    Column("review_label", _("Review"), cells.label("review", Review.choices), _("The same in words.")),
)
