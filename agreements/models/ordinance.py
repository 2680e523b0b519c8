"""What ordinances ask, and when councils meet: coordinators look after both."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.base import VisibleQuerySet, days_are_sensible, in_language
from agreements.rules.ordinance import COUNTS_DAYS, DueRule, DutyKind, OrdinanceRule, SessionDays

REGULAR_SESSIONS = 9  # a year; a council has one or two


class DutyRule(models.Model):
    """One duty that one ordinance lays down; it is public as it stands."""

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("body the ordinance binds"),
        related_name="duty_rules",
        help_text=_("The province, city, county or district. The police owe no duties of an ordinance."),
    )
    binds_subordinates = models.BooleanField(
        _("binds organs under it"),
        default=False,
        help_text=_("Its police commission and fire service, where they are entered as under this body."),
    )
    kind = models.CharField(_("duty under an ordinance"), max_length=20, choices=DutyKind.choices)
    due = models.CharField(_("deadline"), max_length=20, choices=DueRule.choices)
    days = models.PositiveSmallIntegerField(
        _("number of days"), null=True, blank=True, help_text=_("Only for a deadline that counts days.")
    )
    session = models.PositiveSmallIntegerField(
        _("regular session of the year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(REGULAR_SESSIONS)],
        help_text=_("Only for a deadline at a regular session: 1 for the first, 2 for the second."),
    )
    only_with_fiscal_burden = models.BooleanField(
        _("only with a fiscal burden"),
        default=False,
        help_text=_("Nothing is claimed of an agreement whose fiscal burden is not known."),
    )
    from_signing_year = models.BooleanField(
        _("already in the year of signing"),
        default=False,
        help_text=_("A yearly duty usually begins in the calendar year after the agreement took effect."),
    )
    in_force_from = models.DateField(
        _("in force from"),
        null=True,
        blank=True,
        help_text=_("Empty: to be confirmed. What an ordinance asked before its own date is not owed."),
    )
    in_force_until = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("The last day.")
    )
    basis_ko = models.CharField(
        _("legal basis (Korean)"), max_length=200, help_text=_("The title of the ordinance.")
    )
    basis_en = models.CharField(_("legal basis (English)"), max_length=200, blank=True)
    article = models.CharField(
        _("article"), max_length=60, blank=True, help_text=_("Only as it was read; leave it empty otherwise.")
    )
    asks_ko = models.CharField(_("what it asks (Korean)"), max_length=300, blank=True)
    asks_en = models.CharField(_("what it asks (English)"), max_length=300, blank=True)
    checked_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day someone last read it in the ordinance. Empty: it is marked “to be confirmed”."),
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = VisibleQuerySet.as_manager()
    basis = in_language("basis")
    asks = in_language("asks")

    class Meta:
        verbose_name = _("rule of an ordinance")
        verbose_name_plural = _("rules of ordinances")
        ordering = ["agency", "kind", "in_force_from", "pk"]
        constraints = [
            *days_are_sensible("duty_rule", "in_force_from", "in_force_until", "checked_on"),
            models.CheckConstraint(
                name="duty_rule_counts_days_where_its_deadline_does",
                condition=Q(due__in=COUNTS_DAYS, days__isnull=False)
                | ~Q(due__in=COUNTS_DAYS) & Q(days__isnull=True),
                violation_error_message=_("Give a number of days for a deadline that counts days only."),
            ),
            models.CheckConstraint(
                name="duty_rule_names_a_session_where_its_deadline_does",
                condition=Q(due=DueRule.YEARLY_SESSION, session__isnull=False)
                | ~Q(due=DueRule.YEARLY_SESSION) & Q(session__isnull=True),
                violation_error_message=_("Say which regular session, for a deadline at one only."),
            ),
            models.CheckConstraint(
                name="duty_rule_ends_after_it_begins",
                condition=Q(in_force_until__isnull=True)
                | Q(in_force_from__isnull=True)
                | Q(in_force_until__gte=F("in_force_from")),
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} – {self.get_kind_display()}"

    @property
    def rule(self) -> OrdinanceRule:
        """The same rule as ``rules/duties.py`` reads it."""
        return OrdinanceRule(
            self.pk, self.agency_id, *(getattr(self, name) for name in OrdinanceRule._fields[2:])
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
