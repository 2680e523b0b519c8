from datetime import date
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.base import (
    PartialDatePair,
    Publishable,
    RootQuerySet,
    VisibleQuerySet,
    days_are_sensible,
    first_day_of_either,
    in_language,
    not_before,
    partial_date_is_whole,
    publication_constraints,
)
from agreements.models.phase import phase_sql
from agreements.models.presence import valid_at
from agreements.models.source import Source
from agreements.models.term import SigningDates, Term
from agreements.models.theme import Theme
from agreements.rules.phase import EndReason, RenewalUnit
from agreements.rules.publication import PublicationState
from agreements.rules.yes_no_unknown import YesNoUnknown


class AgreementKind(models.TextChoices):
    LOI = "LOI", _("Letter of intent")
    MOU = "MOU", _("Memorandum of understanding")
    MOA = "MOA", _("Memorandum of agreement")


def yes_no_unknown(label: Any, meaning: Any) -> Any:
    """Declare a fact of an agreement on which ordinances hang; ``meaning`` says what it is."""
    return models.CharField(
        label,
        max_length=10,
        choices=YesNoUnknown.choices,
        default=YesNoUnknown.UNKNOWN,
        help_text=meaning,
    )


class AgreementQuerySet(RootQuerySet["Agreement"]):
    dated_by = "terms"

    def begun_by(self, on: date, *, seq: int | None = None) -> Self:
        """Leave those signed, or announced to be, by day ``on``, as was public at ``seq`` (None: now)."""
        return self.known_at(seq).filter(then__begins_on__lte=on)

    def with_phase(self, *, on: date, seq: int | None = None) -> Self:
        """Add to rows ``known_at`` the sequence their ``phase`` (a :class:`Phase` value) on day ``on``."""
        return self.annotate(phase=phase_sql(on, "then__", successors=Term.objects.filter(valid_at(seq))))

    def with_own_phase(self, *, on: date) -> Self:
        """Add the ``phase`` on day ``on`` by the dates that stand in the row, published or not."""
        published = Agreement.objects.filter(state=PublicationState.PUBLISHED)
        return self.annotate(phase=phase_sql(on, successors=published))


class Agreement(SigningDates, Publishable):
    """A letter of intent, memorandum of understanding or memorandum of agreement."""

    reference = models.CharField(  # noqa: DJ001  # null until first published, then for ever
        _("reference"), max_length=20, unique=True, null=True, editable=False
    )
    kind = models.CharField(_("kind"), max_length=3, choices=AgreementKind.choices, default=AgreementKind.MOU)
    title_ko = models.CharField(_("title (Korean)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    purpose_ko = models.TextField(_("purpose (Korean)"), blank=True)
    purpose_en = models.TextField(_("purpose (English)"), blank=True)
    note_ko = models.TextField(
        _("what the material leaves open (Korean)"),
        blank=True,
        help_text=_(
            "Shown publicly: a day or a party that it does not name, or where two sources contradict each "
            "other."
        ),
    )
    note_en = models.TextField(_("what the material leaves open (English)"), blank=True)
    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    place = models.CharField(_("place of signing"), max_length=200, blank=True)
    signed = PartialDatePair(_("signed on"), null=True)
    announced = PartialDatePair(_("signing only announced on"), null=True)
    begins_on = first_day_of_either("signed", "announced")
    effective_on = models.DateField(
        _("effective on"),
        null=True,
        blank=True,
        help_text=_(
            "Only where the material names it. Where it says “on signing” (체결과 동시에), write the day of "
            "signing."
        ),
    )
    expires_on = models.DateField(
        _("expires on"), null=True, blank=True, help_text=_("Leave empty if the term is not known.")
    )
    open_ended = models.BooleanField(
        _("holds until it is ended"),
        default=False,
        help_text=_("Only where the material says so; not where the term is merely unknown."),
    )
    renews = models.BooleanField(_("renews automatically"), default=False)
    renewal_number = models.PositiveSmallIntegerField(
        _("renews itself by"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("The number of years or months, where the material names it."),
    )
    renewal_unit = models.CharField(
        _("unit of the renewal"), max_length=5, choices=RenewalUnit.choices, blank=True
    )
    notice_days = models.PositiveSmallIntegerField(
        _("days of notice before expiry"),
        null=True,
        blank=True,
        help_text=_("From when on it counts as expiring soon. Empty: 90 days."),
    )
    lead_department = models.CharField(
        _("department in charge"), max_length=100, blank=True, help_text=_("Shown publicly.")
    )
    telephone = models.CharField(
        _("telephone of the department"), max_length=30, blank=True, help_text=_("Shown publicly.")
    )
    fiscal_burden = yes_no_unknown(
        _("fiscal burden"), _("Whether it puts a burden on a public budget. Only as a source says.")
    )
    mutual_duties = yes_no_unknown(
        _("mutual duties or waiver of rights"),
        _(
            "Whether the parties bind each other to anything or waive a right. Many ordinances leave out "
            "agreements that do neither."
        ),
    )
    council_matter = yes_no_unknown(
        _("matter of the council"),
        _(
            "Whether it contains what the council has to vote on (Local Autonomy Act, article 47), such as a "
            "duty outside the budget or a waiver of a right."
        ),
    )
    public_property = yes_no_unknown(
        _("public property"), _("Whether public property is acquired or disposed of by it.")
    )
    residents_rights = yes_no_unknown(
        _("residents' rights"), _("Whether it restricts rights of residents or lays duties on them.")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(
        _("reason of the end"), max_length=20, choices=EndReason.choices, blank=True
    )
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("supersedes"),
        related_name="successors",
        null=True,
        blank=True,
        help_text=_("The earlier agreement that this one replaces."),
    )
    non_disclosure_reason = models.CharField(
        _("reason why the original is not disclosed"),
        max_length=300,
        blank=True,
        help_text=_("Shown publicly instead of the original document."),
    )
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="agreements", blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="agreements", blank=True)

    objects = AgreementQuerySet.as_manager()
    title = in_language("title")
    purpose = in_language("purpose")
    note = in_language("note")

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-begins_on", "-pk"]
        indexes = [
            models.Index(fields=["state", "-begins_on", "-id"], name="agreement_newest_first"),
            models.Index(fields=["state", "expires_on"], name="agreement_by_expiry"),
        ]
        constraints = [
            *publication_constraints("agreement"),
            partial_date_is_whole("agreement", "signed"),
            partial_date_is_whole("agreement", "announced"),
            *days_are_sensible("agreement", "effective_on", "expires_on", "ended_on"),
            models.CheckConstraint(
                name="agreement_published_has_reference_and_date",
                condition=Q(first_published_at__isnull=True)
                | Q(reference__isnull=False)
                & (Q(signed_first__isnull=False) | Q(announced_first__isnull=False)),
                violation_error_message=_(
                    "A published agreement has a reference, and a date of signing or of its announcement."
                ),
            ),
            models.CheckConstraint(
                name="agreement_is_signed_or_only_announced",
                condition=Q(signed_first__isnull=True) | Q(announced_first__isnull=True),
                violation_error_message=_(
                    "Give the date of signing, or where nothing confirms that it was signed that of the "
                    "announcement; not both."
                ),
            ),
            not_before(
                "agreement_expires_after_it_is_signed",
                "expires_on",
                "signed_first",
                message=_("The expiry date is before the signing date."),
            ),
            not_before(
                "agreement_expires_after_it_takes_effect",
                "expires_on",
                "effective_on",
                message=_("The expiry date is before the effective date."),
            ),
            not_before(
                "agreement_takes_effect_after_it_is_signed",
                "effective_on",
                "signed_first",
                message=_("The effective date is before the signing date."),
            ),
            not_before(
                "agreement_ends_after_it_is_signed",
                "ended_on",
                "signed_first",
                message=_("The end is before the signing date."),
            ),
            models.CheckConstraint(
                name="agreement_is_open_ended_or_expires",
                condition=Q(open_ended=False) | Q(expires_on__isnull=True, renews=False),
                violation_error_message=_(
                    "What holds until it is ended has no expiry date and does not renew itself."
                ),
            ),
            models.CheckConstraint(
                name="agreement_renewal_is_whole",
                condition=Q(renewal_number__isnull=True, renewal_unit="")
                | Q(renews=True, renewal_number__gte=1) & ~Q(renewal_unit=""),
                violation_error_message=_(
                    "By how long it renews itself needs a number from 1 and a unit, and only what renews "
                    "automatically has one."
                ),
            ),
            models.CheckConstraint(
                name="agreement_ended_for_a_reason",
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                violation_error_message=_("An ended agreement needs both the day and the reason."),
            ),
            models.CheckConstraint(
                name="agreement_does_not_supersede_itself",
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                violation_error_message=_("An agreement cannot replace itself."),
            ),
        ]

    def __str__(self) -> str:
        if self.reference:
            return f"{self.reference} {self.title}"
        return self.title

    @property
    def public_reference(self) -> str:
        return str(self.reference)

    def get_absolute_url(self) -> str:
        return reverse("agreement", args=[self.reference])


class BudgetUnit(models.TextChoices):
    WON = "1", _("won")
    THOUSAND = "1000", _("thousand won")
    MILLION = "1000000", _("million won")


class BudgetShare(models.Model):
    """What one payer brings in, in the unit its document uses."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="budget")
    payer = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("payer"), related_name="+")
    amount = models.DecimalField(
        _("amount"), max_digits=15, decimal_places=3, validators=[MinValueValidator(0)]
    )
    unit = models.CharField(_("unit"), max_length=7, choices=BudgetUnit.choices, default=BudgetUnit.THOUSAND)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget share")
        verbose_name_plural = _("budget by payer")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="budget_share_stands_once_per_payer",
                fields=["agreement", "payer"],
                violation_error_message=_("This payer is already listed."),
            ),
            models.CheckConstraint(
                name="budget_share_is_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("The amount is negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer} {self.amount} {self.get_unit_display()}"
