from collections.abc import Iterator
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.query import ModelIterable
from django.utils.translation import gettext_lazy as _

from agreements.models.base import VisibleQuerySet, days_are_sensible, in_language
from agreements.models.region import Region
from agreements.rules.agency_names import told_apart
from agreements.rules.succession import all_predecessors

PAGES_BESIDE_AGENCIES = ("compare",)  # stand below /agencies/ as the agencies do


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
    UNIVERSITY = "university", _("University")
    FIRE = "fire", _("Fire service")
    HOSPITAL = "hospital", _("Hospital")
    PUBLIC_INSTITUTION = "public_institution", _("Public institution")
    MILITARY = "military", _("Military")
    RESIDENTS_BODY = "residents_body", _("Residents' body")
    COMPANY = "company", _("Company")
    ASSOCIATION = "association", _("Association")
    OTHER = "other", _("Other")


class NamedOnDay(ModelIterable):
    """Agencies under the name that the row is annotated with."""

    def __iter__(self) -> Iterator[Any]:
        for agency in super().__iter__():
            if agency.former_ko:
                agency.name_ko, agency.name_en = agency.former_ko, agency.former_en
            yield agency


class AgencyQuerySet(VisibleQuerySet["Agency"]):
    def named_on(self, day: date) -> Self:
        """Give each agency the name that it had on ``day``: rows to show, not to save."""
        then: Any = FormerName.objects.filter(agency=OuterRef("pk"), until__gte=day).order_by("until")
        columns = {f"former_{code}": Subquery(then.values(f"name_{code}")[:1]) for code in ("ko", "en")}
        rows = self.annotate(**columns)
        rows._iterable_class = NamedOnDay
        return rows


class Agency(models.Model):
    """A public body or partner that signs agreements and carries commitments."""

    slug = models.SlugField(
        _("address name"),
        max_length=80,
        unique=True,
        help_text=_("Stands in the public address and never changes: lower-case letters and hyphens."),
    )
    name_ko = models.CharField(_("name (Korean)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    qualifier_ko = models.CharField(
        _("told apart by (Korean)"),
        max_length=30,
        blank=True,
        help_text=_(
            "Stands behind the name where another agency has the same, usually the province: Gangwon."
        ),
    )
    qualifier_en = models.CharField(_("told apart by (English)"), max_length=30, blank=True)
    other_names_ko = models.CharField(
        _("other names"),
        max_length=500,
        blank=True,
        help_text=_("Short names, separated by semicolons. Search finds them."),
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
    serves = models.ManyToManyField(
        Region,
        verbose_name=_("further regions it serves"),
        related_name="served_by",
        blank=True,
        help_text=_("Beside its own region. A county without a police station finds the one that serves it."),
    )
    successors: models.ManyToManyField = models.ManyToManyField(
        "self",
        through="AgencySuccession",
        through_fields=("agency", "successor"),
        symmetrical=False,
        related_name="predecessors",
        verbose_name=_("successors"),
        blank=True,
    )
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("entered twice, the same body as"),
        related_name="duplicates",
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

    objects = AgencyQuerySet.as_manager()
    bare_name = in_language("name")
    qualifier = in_language("qualifier")

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
            models.CheckConstraint(
                name="agency_is_not_its_own_duplicate",
                condition=Q(same_as__isnull=True) | ~Q(same_as=F("id")),
                violation_error_message=_("An agency cannot be entered twice as itself."),
            ),
            models.CheckConstraint(
                name="agency_slug_is_no_page",
                condition=~Q(slug__in=PAGES_BESIDE_AGENCIES),
                violation_error_message=_(
                    "A page of this site already has the address “compare”. Write another address name."
                ),
            ),
            models.UniqueConstraint(
                fields=["name_ko", "qualifier_ko"],
                name="agency_is_told_apart",
                violation_error_message=_(
                    "Another agency has this name. Say what tells the two apart, usually the province."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_still_to_come(self, on: date) -> bool:
        return self.founded_on is not None and self.founded_on > on

    def has_ended(self, on: date) -> bool:
        """Say whether it was dissolved before a day; on its last day it still stood."""
        return self.dissolved_on is not None and self.dissolved_on < on

    @property
    def name(self) -> str:
        """The name, with what tells it apart from another agency of that name: ``고성경찰서(강원)``."""
        return told_apart(self.bare_name, self.qualifier)


class AgencySuccession(models.Model):
    """One agency that took over from another, which ended; both may have several of the other."""

    agency = models.ForeignKey(Agency, models.CASCADE, verbose_name=_("agency"), related_name="successions")
    successor = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("successor"), related_name="predecessions"
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("successor of an agency")
        verbose_name_plural = _("successors of agencies")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "successor"],
                name="agency_succession_stands_once",
                violation_error_message=_("This successor is already listed."),
            ),
            models.CheckConstraint(
                name="agency_does_not_succeed_itself",
                condition=~Q(agency=F("successor")),
                violation_error_message=_("An agency cannot succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} → {self.successor}"


def predecessors_of_agencies() -> dict[int, dict[int, date]]:
    """Return {successor: {agency that it follows, to the first: its last day}} by their keys; one query.

    A body that was entered twice speaks for itself under both entries: each follows the other on every day.
    """
    rows = AgencySuccession.objects.order_by().values_list("agency", "successor", "agency__dissolved_on")
    entered_twice = Agency.objects.order_by().filter(same_as__isnull=False)
    no_day = Value(None, output_field=models.DateField())
    forth = entered_twice.values_list("pk", "same_as", no_day)
    back = entered_twice.values_list("same_as", "pk", no_day)
    return all_predecessors(rows.union(forth, back).order_by())


class FormerName(models.Model):
    """A name that an agency had until a day, while it was the same body."""

    agency = models.ForeignKey(Agency, models.CASCADE, verbose_name=_("agency"), related_name="former_names")
    name_ko = models.CharField(_("name (Korean)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    until = models.DateField(_("last day of this name"))

    objects = VisibleQuerySet.as_manager()
    name = in_language("name")

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["agency", "until"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "until"],
                name="former_name_is_one_per_last_day",
                violation_error_message=_("Another former name of this agency ends on that day."),
            ),
            *days_are_sensible("former_name", "until"),
        ]

    def __str__(self) -> str:
        return self.name
