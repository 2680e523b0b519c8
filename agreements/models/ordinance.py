"""What ordinances ask, and when councils meet: coordinators look after both."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.base import VisibleQuerySet, days_are_sensible, in_language
from agreements.rules.ordinance import (
    COUNTS_DAYS,
    YEARLY,
    DueRule,
    DutyCondition,
    DutyKind,
    OrdinanceRule,
    SessionDays,
)
from agreements.rules.partial_date import short_day

REGULAR_SESSIONS = 9  # a year; a council has one or two

# What a rule may hang on; each is a fact of the agreement by the same name without "on_".
TRIGGER_FIELDS = ("on_fiscal_burden", "on_council_matter", "on_public_property", "on_residents_rights")


class OrdinanceForm(models.TextChoices):
    ORDINANCE = "ordinance", _("Ordinance")
    RULE = "rule", _("Rule that carries out an ordinance")


class Ordinance(models.Model):
    """An ordinance or rule of local government on agreements; it is public as it stands."""

    slug = models.SlugField(
        _("short name in addresses"), max_length=60, unique=True, help_text=_("It stays once it is public.")
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("body the ordinance binds"),
        related_name="ordinances",
        help_text=_(
            "The province, city, county or district, or a council with an ordinance of its own. The "
            "police owe no duties of an ordinance."
        ),
    )
    form = models.CharField(
        _("form of the ordinance"),
        max_length=10,
        choices=OrdinanceForm.choices,
        default=OrdinanceForm.ORDINANCE,
    )
    title_ko = models.CharField(_("title of the ordinance (Korean)"), max_length=200)
    title_en = models.CharField(_("title of the ordinance (English)"), max_length=200, blank=True)
    promulgation_number = models.CharField(_("promulgation number"), max_length=20, blank=True)
    promulgated_on = models.DateField(_("promulgated on"), null=True, blank=True)
    in_force_from = models.DateField(
        _("this text in force from"), null=True, blank=True, help_text=_("Of the text that was read.")
    )
    transitional_ko = models.TextField(
        _("transitional clause (Korean)"),
        blank=True,
        help_text=_("What it says of agreements that are older than it."),
    )
    transitional_en = models.TextField(_("transitional clause (English)"), blank=True)
    exemptions_ko = models.TextField(_("what it leaves out (Korean)"), blank=True)
    exemptions_en = models.TextField(_("what it leaves out (English)"), blank=True)
    exemption_ko = models.CharField(
        _("clause that exempts agreements without mutual duties (Korean)"),
        max_length=300,
        blank=True,
        help_text=_(
            "A sentence with its article, where it leaves out agreements without mutual duties or waiver of "
            "rights. It is shown beside each duty that is not owed for this reason."
        ),
    )
    exemption_en = models.CharField(
        _("clause that exempts agreements without mutual duties (English)"), max_length=300, blank=True
    )
    source_publisher = models.CharField(_("publisher of the text"), max_length=100, blank=True)
    source_title = models.CharField(_("title of the source"), max_length=300, blank=True)
    checked_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day someone last read it in the ordinance. Empty: it is marked “to be confirmed”."),
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = VisibleQuerySet.as_manager()
    title = in_language("title")
    transitional = in_language("transitional")
    exemptions = in_language("exemptions")
    exemption = in_language("exemption")

    class Meta:
        verbose_name = _("ordinance")
        verbose_name_plural = _("ordinances")
        ordering = ["agency", "title_ko", "pk"]
        constraints = [*days_are_sensible("ordinance", "promulgated_on", "in_force_from", "checked_on")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ordinance", args=[self.slug])


class OrdinanceNote(models.Model):
    """What an ordinance says that no rule can: shown with it, and claims nothing."""

    ordinance = models.ForeignKey(Ordinance, models.CASCADE, related_name="notes")
    article = models.CharField(_("article"), max_length=60, blank=True)
    text_ko = models.TextField(_("what it says (Korean)"))
    text_en = models.TextField(_("what it says (English)"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects = VisibleQuerySet.as_manager()
    text = in_language("text")

    class Meta:
        verbose_name = _("note on an ordinance")
        verbose_name_plural = _("notes on an ordinance")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.article or self.text[:50]


class DutyRule(models.Model):
    """One duty that one ordinance lays down, in one version; it is public as it stands."""

    ordinance = models.ForeignKey(
        Ordinance, models.CASCADE, verbose_name=_("ordinance"), related_name="rules"
    )
    kind = models.CharField(_("duty under an ordinance"), max_length=20, choices=DutyKind.choices)
    due = models.CharField(_("due day"), max_length=20, choices=DueRule.choices)
    days = models.PositiveSmallIntegerField(
        _("number of days"), null=True, blank=True, help_text=_("Only for a due day that counts days.")
    )
    session = models.PositiveSmallIntegerField(
        _("regular session of the year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(REGULAR_SESSIONS)],
        help_text=_("Only for a due day at a regular session: 1 for the first, 2 for the second."),
    )
    article = models.CharField(
        _("article"), max_length=60, blank=True, help_text=_("Only as it was read; leave it empty otherwise.")
    )
    asks_ko = models.CharField(_("what it asks (Korean)"), max_length=300, blank=True)
    asks_en = models.CharField(_("what it asks (English)"), max_length=300, blank=True)
    in_force_from = models.DateField(
        _("in force from"),
        null=True,
        blank=True,
        help_text=_("Empty: to be confirmed. What an ordinance asked before its own date is not owed."),
    )
    in_force_until = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("The last day.")
    )
    condition = models.CharField(
        _("asked of which agreements"),
        max_length=10,
        choices=DutyCondition.choices,
        default=DutyCondition.ALWAYS,
        help_text=_("Where an agreement does not say what decides, nothing is claimed of it."),
    )
    on_fiscal_burden = models.BooleanField(_("fiscal burden"), default=False)
    on_council_matter = models.BooleanField(_("matter of the council"), default=False)
    on_public_property = models.BooleanField(_("public property"), default=False)
    on_residents_rights = models.BooleanField(_("residents' rights"), default=False)
    except_council_matter = models.BooleanField(
        _("not of what the council votes on"),
        default=False,
        help_text=_("The ordinance asks for a vote instead."),
    )
    exempt_without_mutual_duties = models.BooleanField(
        _("exempts agreements without mutual duties"),
        default=False,
        help_text=_("Not owed where the parties take on no mutual duties and waive no rights."),
    )
    signed_from = models.DateField(
        _("of agreements signed from"),
        null=True,
        blank=True,
        help_text=_("Only where the ordinance does not clearly bind older agreements."),
    )
    older_unclear = models.BooleanField(
        _("silent on older agreements"),
        default=False,
        help_text=_("The text does not say whether it binds agreements signed before that day."),
    )
    from_signing_year = models.BooleanField(
        _("already in the year of signing"),
        default=False,
        help_text=_("A yearly duty usually begins in the calendar year after the agreement took effect."),
    )
    signing_year_only = models.BooleanField(
        _("only in the year of signing"), default=False, help_text=_("Only for a yearly duty.")
    )
    binds_subordinates = models.BooleanField(
        _("binds organs under it"),
        default=False,
        help_text=_(
            "Its police commission and fire service, where they are entered as under this body. Only where "
            "the text says so."
        ),
    )

    objects = VisibleQuerySet.as_manager()
    asks = in_language("asks")

    class Meta:
        verbose_name = _("rule of an ordinance")
        verbose_name_plural = _("rules of ordinances")
        ordering = ["ordinance", "kind", "in_force_from", "pk"]
        constraints = [
            *days_are_sensible("duty_rule", "in_force_from", "in_force_until", "signed_from"),
            models.CheckConstraint(
                name="duty_rule_counts_days_where_its_deadline_does",
                condition=Q(due__in=COUNTS_DAYS, days__isnull=False)
                | ~Q(due__in=COUNTS_DAYS) & Q(days__isnull=True),
                violation_error_message=_("Give a number of days for a due day that counts days only."),
            ),
            models.CheckConstraint(
                name="duty_rule_names_a_session_where_its_deadline_does",
                condition=Q(due=DueRule.YEARLY_SESSION, session__isnull=False)
                | ~Q(due=DueRule.YEARLY_SESSION) & Q(session__isnull=True),
                violation_error_message=_("Say which regular session, for a due day at one only."),
            ),
            models.CheckConstraint(
                name="duty_rule_ends_after_it_begins",
                condition=Q(in_force_until__isnull=True)
                | Q(in_force_from__isnull=True)
                | Q(in_force_until__gte=F("in_force_from")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                name="duty_rule_names_what_its_condition_asks",
                condition=Q(condition=DutyCondition.ALWAYS, **dict.fromkeys(TRIGGER_FIELDS, False))
                | ~Q(condition=DutyCondition.ALWAYS) & ~Q(**dict.fromkeys(TRIGGER_FIELDS, False)),
                violation_error_message=_(
                    "Choose what decides, for a duty that is not asked of every agreement only."
                ),
            ),
            models.CheckConstraint(
                name="duty_rule_is_silent_on_what_is_older_than_a_day",
                condition=Q(older_unclear=False) | Q(signed_from__isnull=False),
                violation_error_message=_("Write from which day agreements are certainly bound."),
            ),
            models.CheckConstraint(
                name="duty_rule_of_the_signing_year_is_yearly",
                condition=Q(signing_year_only=False) | Q(due__in=YEARLY),
                violation_error_message=_("Only a yearly duty can be one of the year of signing only."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordinance.agency} – {self.get_kind_display()}"

    @property
    def version_name(self) -> str:
        """Name one version of the duty: ordinance, article, duty, and from when to when it is in force."""
        name = f"{self.ordinance} {self.article}".strip() + f" · {self.get_kind_display()}"
        if self.in_force_from or self.in_force_until:
            name += f" ({short_day(self.in_force_from)} – {short_day(self.in_force_until)})"
        return name

    @property
    def triggers(self) -> tuple[str, ...]:
        """The facts of an agreement on which its ``condition`` hangs."""
        return tuple(name.removeprefix("on_") for name in TRIGGER_FIELDS if getattr(self, name))

    @property
    def rule(self) -> OrdinanceRule:
        """The same rule as ``rules/duties.py`` reads it; read its ordinance with it."""
        return OrdinanceRule(
            self.pk,
            self.ordinance.agency_id,
            *(getattr(self, name) for name in OrdinanceRule._fields[2:-1]),  # the last is the bound body's
        )


class CouncilSession(models.Model):
    """A session of the council to which a body reports."""

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("body whose council it is"),
        related_name="council_sessions",
        help_text=_("The province, city, county or district, as in the rules of its ordinance."),
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("For example “제366회 정례회”."))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1900)])
    ordinal = models.PositiveSmallIntegerField(
        _("which regular session of the year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(REGULAR_SESSIONS)],
        help_text=_("1 for the first, 2 for the second; empty for an extraordinary session."),
    )
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("council session")
        verbose_name_plural = _("council sessions")
        ordering = ["agency", "-begins_on"]
        constraints = [
            *days_are_sensible("council_session", "begins_on", "ends_on"),
            models.CheckConstraint(
                name="council_session_ends_after_it_begins",
                condition=Q(ends_on__gte=F("begins_on")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.UniqueConstraint(
                name="council_session_begins_once",
                fields=["agency", "begins_on"],
                violation_error_message=_("A session of this council that begins on this day is recorded."),
            ),
            models.UniqueConstraint(
                name="council_session_is_one_regular_of_its_number",
                fields=["agency", "year", "ordinal"],
                violation_error_message=_("This regular session of the year is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.name}"

    @property
    def session(self) -> SessionDays:
        """The same session as ``rules/duties.py`` reads it."""
        return SessionDays(self.begins_on, self.ends_on, self.year, self.ordinal)
