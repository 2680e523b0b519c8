from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.base import VisibleQuerySet, days_are_sensible, in_language, not_before
from agreements.rules.region_names import full_name_in_language


class Region(models.Model):
    """A province (2 digits of its legal-dong code), a city, county or district (5), or a district of a city.

    A region that was renamed or joined to another ended, and its successor has a code of its own.
    """

    code = models.CharField(
        _("legal-dong code"),
        max_length=5,
        primary_key=True,
        validators=[
            RegexValidator(r"\A[0-9]{2}([0-9]{3})?\Z", _("Two digits for a province, five for a city."))
        ],
        help_text=_("Two digits for a province, five for a city or county."),
    )
    name_ko = models.CharField(_("name (Korean)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("upper region"),
        related_name="children",
        null=True,
        blank=True,
        help_text=_("The province, or of a district of a city the city."),
    )
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    successors: models.ManyToManyField = models.ManyToManyField(
        "self",
        through="RegionSuccession",
        through_fields=("region", "successor"),
        symmetrical=False,
        related_name="predecessors",
        verbose_name=_("successors"),
        blank=True,
    )

    version = models.PositiveIntegerField(_("version"), default=0, db_default=0, editable=False)

    objects = VisibleQuerySet.as_manager()
    name = in_language("name")

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            *days_are_sensible("region", "valid_from", "valid_to"),
            not_before(
                "region_ends_after_it_begins",
                "valid_to",
                "valid_from",
                message=_("The last day of the region is before its first."),
            ),
            models.CheckConstraint(
                name="region_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("code")),
                violation_error_message=_("A region cannot be its own upper region."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The full name with province (and city): ``경기도 수원시 장안구``.

        Reads up to two parents: ``select_related("parent__parent")``.
        """
        names = [self.name]
        if self.parent:
            names.append(self.parent.name)
            if self.parent.parent:
                names.append(self.parent.parent.name)
        return full_name_in_language(*names)


class RegionSuccession(models.Model):
    """One region that took over from another, which ended; both may have several of the other."""

    region = models.ForeignKey(Region, models.CASCADE, verbose_name=_("region"), related_name="successions")
    successor = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("successor"), related_name="predecessions"
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("successor of a region")
        verbose_name_plural = _("successors of regions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "successor"],
                name="region_succession_stands_once",
                violation_error_message=_("This successor is already listed."),
            ),
            models.CheckConstraint(
                name="region_does_not_succeed_itself",
                condition=~Q(region=F("successor")),
                violation_error_message=_("A region cannot succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} → {self.successor}"
