from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.base import VisibleQuerySet, days_are_sensible, in_language
from agreements.models.region import Region


class AgencyKind(models.TextChoices):
    NATIONAL_POLICE = "national_police", _("National police")
    PROVINCIAL_POLICE = "provincial_police", _("Provincial police")
    POLICE_STATION = "police_station", _("Police station")
    POLICE_COMMISSION = "police_commission", _("Autonomous police commission")
    MINISTRY = "ministry", _("Ministry")
    PROVINCE = "province", _("Province")
    CITY_COUNTY = "city_county", _("City or county")
    DISTRICT = "district", _("District")
    COUNCIL = "council", _("Council")
    CHILD_PROTECTION = "child_protection", _("Child protection agency")
    EDUCATION = "education", _("Education office or school")
    FIRE = "fire", _("Fire service")
    COMPANY = "company", _("Company")
    ASSOCIATION = "association", _("Association")
    OTHER = "other", _("Other")


class Agency(models.Model):
    """A public body or partner that signs agreements and carries commitments."""

    slug = models.SlugField(
        _("address name"),
        max_length=80,
        unique=True,
        help_text=_("Stands in the public address and never changes: lower-case letters and hyphens."),
    )
    name_ko = models.CharField(_("name (Korean)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    other_names_ko = models.CharField(
        _("other names"),
        max_length=500,
        blank=True,
        help_text=_("Short and former names, separated by semicolons. Search finds them."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind.choices)
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("region"), related_name="agencies", null=True, blank=True
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("parent agency"),
        related_name="children",
        null=True,
        blank=True,
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    listed = models.BooleanField(
        _("listed publicly"),
        default=False,
        help_text=_("Only a listed agency can stand in a published agreement."),
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = VisibleQuerySet.as_manager()
    name = in_language("name")

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name_ko", "pk"]
        indexes = [
            models.Index(fields=["name_ko", "id"], name="agency_by_name"),
            models.Index(fields=["kind"], name="agency_by_kind"),
        ]
        constraints = [
            *days_are_sensible("agency", "founded_on", "dissolved_on"),
            models.CheckConstraint(
                name="agency_dissolved_after_it_is_founded",
                condition=Q(dissolved_on__isnull=True)
                | Q(founded_on__isnull=True)
                | Q(dissolved_on__gte=F("founded_on")),
                violation_error_message=_("The agency was dissolved before it was founded."),
            ),
            models.CheckConstraint(
                name="agency_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("An agency cannot be its own parent."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
