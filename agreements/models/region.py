from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.base import VisibleQuerySet, in_language


class Region(models.Model):
    """A province (2 digits of its legal-dong code) or a city, county or district (5)."""

    code = models.CharField(
        _("legal-dong code"),
        max_length=5,
        primary_key=True,
        validators=[RegexValidator(r"\A\d{2}(\d{3})?\Z", _("Two digits for a province, five for a city."))],
        help_text=_("Two digits for a province, five for a city or county."),
    )
    name_ko = models.CharField(_("name (Korean)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("province"), related_name="children", null=True, blank=True
    )

    version = models.PositiveIntegerField(_("version"), default=0, db_default=0, editable=False)

    objects = VisibleQuerySet.as_manager()
    name = in_language("name")

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
