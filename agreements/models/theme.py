from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.base import VisibleQuerySet, in_language


class Theme(models.Model):
    """What an agreement or a promise is about; coordinators keep a small tree of two levels."""

    slug = models.SlugField(
        _("address name"),
        max_length=40,
        unique=True,
        help_text=_("Stands in the public address and never changes: lower-case letters and hyphens."),
    )
    name_ko = models.CharField(_("name (Korean)"), max_length=50, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("theme above"),
        related_name="children",
        null=True,
        blank=True,
        help_text=_("Whoever looks for the theme above finds this one too."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = VisibleQuerySet.as_manager()
    name = in_language("name")

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="theme_is_not_above_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("A theme cannot stand above itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
