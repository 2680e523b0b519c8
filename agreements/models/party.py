from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agency import Agency
from agreements.models.agreement import Agreement
from agreements.models.base import PartialDatePair, VisibleQuerySet, in_language, partial_date_is_whole
from agreements.models.source import Source


class PartyRole(models.TextChoices):
    PARTY = "party", _("Party")
    WITNESS = "witness", _("Witness")
    MEDIATOR = "mediator", _("Mediator")


class Capacity(models.TextChoices):
    HEAD = "head", _("As head")
    DEPUTY = "deputy", _("As deputy head")
    ACTING = "acting", _("As acting head")
    FOR_OTHERS = "for_others", _("On behalf of others")


class Party(models.Model):
    """An agency in an agreement as it signed: its name of then, who signed for it, what its head said."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("agency"), related_name="participations"
    )
    role = models.CharField(_("role"), max_length=10, choices=PartyRole.choices, default=PartyRole.PARTY)
    signed_as_ko = models.CharField(
        _("name at signing (Korean)"),
        max_length=200,
        blank=True,
        help_text=_("Only where the agency signed under another name than it has today."),
    )
    signed_as_en = models.CharField(_("name at signing (English)"), max_length=200, blank=True)
    signatory = models.CharField(_("signatory"), max_length=50, blank=True)
    signatory_title_ko = models.CharField(_("signatory's title (Korean)"), max_length=50, blank=True)
    signatory_title_en = models.CharField(_("signatory's title (English)"), max_length=80, blank=True)
    capacity = models.CharField(
        _("capacity of the signatory"), max_length=10, choices=Capacity.choices, blank=True
    )
    signed_for_ko = models.CharField(
        _("signed on behalf of (Korean)"),
        max_length=200,
        blank=True,
        help_text=_("Offices or bodies, such as 회원 대학 17곳; the name of no other person."),
    )
    signed_for_en = models.CharField(_("signed on behalf of (English)"), max_length=200, blank=True)
    purpose_ko = models.TextField(
        _("what its head said the agreement is for (Korean)"),
        blank=True,
        help_text=_("Close to the head's own words, with the source that quotes them."),
    )
    purpose_en = models.TextField(_("what its head said the agreement is for (English)"), blank=True)
    purpose_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("source of what its head said"),
        related_name="quoted_parties",
        null=True,
        blank=True,
    )
    members_number = models.PositiveSmallIntegerField(
        _("number of members it signed for"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Of an association: how many, even where not every name is known."),
    )
    members_ko = models.TextField(
        _("names of those members (Korean)"),
        blank=True,
        help_text=_("The names that are known, separated by semicolons."),
    )
    members_en = models.TextField(_("names of those members (English)"), blank=True)
    joined = PartialDatePair(_("joined later on"), null=True)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects = VisibleQuerySet.as_manager()
    signed_as = in_language("signed_as")
    signatory_title = in_language("signatory_title")
    signed_for = in_language("signed_for")
    purpose = in_language("purpose")
    members = in_language("members")

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["order", "pk"]
        indexes = [  # few have one, see ``Commitment``
            models.Index(
                fields=["purpose_source"],
                condition=Q(purpose_source__isnull=False),
                name="party_by_purpose_source",
            ),
        ]
        constraints = [
            partial_date_is_whole("party", "joined"),
            models.CheckConstraint(
                name="party_capacity_is_of_a_signatory",
                condition=Q(capacity="") | ~Q(signatory="") | ~Q(signatory_title_ko=""),
                violation_error_message=_(
                    "Name the signatory, or the signatory's title, to say the capacity."
                ),
            ),
            models.CheckConstraint(
                name="party_signed_for_whom_on_behalf_of_others",
                condition=Q(signed_for_ko="", signed_for_en="") | Q(capacity=Capacity.FOR_OTHERS),
                violation_error_message=_(
                    "For whom it was signed is said only of a signature on behalf of others."
                ),
            ),
            models.CheckConstraint(
                name="party_purpose_has_its_source",
                condition=Q(purpose_ko="", purpose_en="", purpose_source__isnull=True)
                | ~Q(purpose_ko="") & Q(purpose_source__isnull=False),
                violation_error_message=_(
                    "What the head said needs its words in Korean and the source that quotes them."
                ),
            ),
            models.CheckConstraint(
                name="party_members_number_starts_at_one",
                condition=Q(members_number__isnull=True) | Q(members_number__gte=1),
                violation_error_message=_("The number of members is at least 1."),
            ),
            models.UniqueConstraint(
                name="party_stands_once_in_an_agreement",
                fields=["agreement", "agency"],
                violation_error_message=_("This agency is already a party."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.agency)

    @property
    def signed_under_another_name(self) -> bool:
        return self.signed_as_ko not in ("", self.agency.name_ko)

    @property
    def member_names(self) -> list[str]:
        """Return the known names of the members it signed for, in the language of the page."""
        return split_names(self.members)


def split_names(names: str) -> list[str]:
    return [name for name in map(str.strip, names.split(";")) if name]
