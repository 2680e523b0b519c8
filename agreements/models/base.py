"""What several models share: visibility, two languages, partial dates, publication."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce
from django.db.models.query import ModelIterable
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agreements.models.presence import LATEST, has_states, valid_at
from agreements.rules import visibility
from agreements.rules.korean import in_english
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import EDITABLE, PublicationState, Review

PUBLIC = AnonymousUser()  # every public page, file and index shows what this user may see
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2200, 12, 31)


class VisibleQuerySet[M: models.Model](models.QuerySet[M]):
    def visible_to(self, user: Any) -> Self:
        """Keep the rows that ``rules/visibility.py`` lets ``user`` see."""
        return self.filter(visibility.visibility_rule(self.model._meta.model_name or "", user))


class RootQuerySet[M: models.Model](VisibleQuerySet[M]):
    """Agreements or programs; ``dated_by`` names the rows that tell since when (``models/term.py``)."""

    dated_by: str

    def known_at(self, seq: int | None) -> Self:
        """Keep those that were public at ``seq`` (None: now), with their dates of then as ``then``."""
        dates_then = FilteredRelation(self.dated_by, condition=valid_at(seq, f"{self.dated_by}__"))
        return self.annotate(then=dates_then).filter(then__isnull=False).select_related("then")


class SubjectQuerySet[M: models.Model](VisibleQuerySet[M]):
    """Commitments or milestones."""

    def known_at(self, seq: int | None) -> Self:
        """Keep those that were public at ``seq`` (None: now, which :meth:`visible_to` tells)."""
        if seq is None:
            return self
        return self.filter(has_states(str(self.model._meta.model_name), seq=seq))


@cache
def without_hidden(texts: tuple[str, ...]) -> type[ModelIterable]:
    """Return an iterable class whose rows have empty ``texts`` where the row is annotated as ``hidden``."""

    class WithoutHiddenText(ModelIterable):
        def __iter__(self) -> Iterator[Any]:
            for record in super().__iter__():
                if record.hidden:
                    for name in texts:
                        setattr(record, name, "")
                yield record

    return WithoutHiddenText


class Sequenced(models.Model):
    """What holds for the publication sequences ``[seq_from, seq_to)``."""

    seq_from = models.PositiveBigIntegerField(_("from sequence"))
    seq_to = models.PositiveBigIntegerField(_("to before sequence"), default=LATEST)

    class Meta:
        abstract = True


def in_language(name: str) -> property:
    """Read ``<name>_ko`` or, on English pages and where there is one, ``<name>_en``."""

    def read(instance: models.Model) -> str:
        if in_english() and (english := getattr(instance, f"{name}_en")):
            return english
        return getattr(instance, f"{name}_ko")

    return property(read)


class PartialDateProperty(property):
    """The two columns of a :class:`PartialDatePair` as one value, named as a field would be."""

    verbose_name: Any


class PartialDatePair:
    """Declares ``<name>_first`` and ``<name>_last`` on a model, and reads and writes them as one.

    Add :func:`partial_date_is_whole` to the model's constraints.
    """

    def __init__(self, verbose_name: Any, *, null: bool = False) -> None:
        self.verbose_name, self.null = verbose_name, null

    if TYPE_CHECKING:  # what the property that replaces this on the model reads and takes

        def __get__(self, instance: Any, owner: Any) -> Any: ...
        def __set__(self, instance: Any, value: PartialDate | None) -> None: ...

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        first, last = f"{name}_first", f"{name}_last"
        for column, end in ((first, _("first day")), (last, _("last day"))):
            label = format_lazy("{} ({})", self.verbose_name, end)
            field: models.DateField[Any, Any] = models.DateField(label, null=self.null, blank=self.null)
            field.contribute_to_class(cls, column)

        def read(instance: models.Model) -> PartialDate | None:
            return PartialDate.from_days(getattr(instance, first), getattr(instance, last))

        def write(instance: models.Model, value: PartialDate | None) -> None:
            days = (value.first, value.last) if value else (None, None)
            setattr(instance, first, days[0])
            setattr(instance, last, days[1])

        period = PartialDateProperty(read, write)
        period.verbose_name = self.verbose_name
        setattr(cls, name, period)


def partial_date_is_whole(model: str, name: str) -> models.CheckConstraint:
    """Hold a pair together: both days or neither, and in order.

    Both are asked for by name: a comparison with NULL is unknown, and what is unknown passes a CHECK.
    """
    first, last = f"{name}_first", f"{name}_last"
    return models.CheckConstraint(
        name=f"{model}_{name}_is_whole",
        condition=Q(**{f"{first}__isnull": True, f"{last}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{last}__isnull": False, f"{last}__gte": F(first)}),
        violation_error_message=_("A period needs its first and its last day, in that order."),
    )


def first_day_of_either(name: str, otherwise: str) -> models.GeneratedField:
    """Keep the first day of the partial date ``name``, or where it is empty of ``otherwise``, as a column."""
    return models.GeneratedField(
        expression=Coalesce(f"{name}_first", f"{otherwise}_first"),
        output_field=models.DateField(null=True),
        db_persist=True,
        verbose_name=_("day of signing or announcement"),
    )


def not_before(name: str, later: str, earlier: str, *, message: Any) -> models.CheckConstraint:
    """Hold that the day ``later`` is not before ``earlier``, where both are known.

    ``earlier`` may be the first day of a partial date: what the precision leaves open is not refused.
    """
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__gte": F(earlier)}),
        violation_error_message=message,
    )


def days_are_sensible(model: str, *names: str) -> list[models.CheckConstraint]:
    """Hold each day between 1800 and 2200: anything else is a slip of the keyboard."""
    return [
        models.CheckConstraint(
            name=f"{model}_{name}_is_sensible",
            condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (FIRST_DAY, LAST_DAY)}),
            violation_error_message=_("Write a day between the years 1800 and 2200."),
        )
        for name in names
    ]


def exactly_one(name: str, *fields: str, message: Any) -> models.CheckConstraint:
    """Hold that exactly one of the nullable ``fields`` is set."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=message)


def all_or_none(name: str, *fields: str, message: Any) -> models.CheckConstraint:
    """Hold that the nullable ``fields`` are all set or all empty."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True for field in fields})
        | Q(**{f"{field}__isnull": False for field in fields}),
        violation_error_message=message,
    )


# Of a quantity: up to a trillion, with hundredths.
QUANTITY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}


def quantity_is_not_negative(model: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{model}_{name}_is_not_negative",
        condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
        violation_error_message=_("A quantity cannot be below zero."),
    )


STAFF = settings.AUTH_USER_MODEL


class Publishable(models.Model):
    """A root record: one version, one publication state, and who led it there when."""

    state = models.CharField(
        _("publication state"),
        max_length=10,
        choices=PublicationState.choices,
        default=PublicationState.DRAFT,
        editable=False,
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)
    created_by = models.ForeignKey(
        STAFF, models.PROTECT, verbose_name=_("created by"), related_name="+", editable=False
    )
    assigned_to = models.ForeignKey(  # on whose desk a draft lies; a handover leaves who wrote it
        STAFF, models.PROTECT, verbose_name=_("person in charge"), related_name="+", null=True, editable=False
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        STAFF, models.PROTECT, verbose_name=_("submitted by"), related_name="+", null=True, editable=False
    )
    return_note = models.TextField(_("note of the return"), blank=True, editable=False)
    first_published_at = models.DateTimeField(_("first published at"), null=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(
        STAFF, models.PROTECT, verbose_name=_("published by"), related_name="+", null=True, editable=False
    )
    published_seq = models.PositiveBigIntegerField(_("publication sequence"), null=True, editable=False)
    review = models.CharField(_("review"), max_length=10, choices=Review.choices, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        STAFF, models.PROTECT, verbose_name=_("withdrawn by"), related_name="+", null=True, editable=False
    )
    withdrawal_reason = models.TextField(_("reason of the withdrawal"), blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        return self.state == PublicationState.PUBLISHED

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE


class Blankable(models.Model):
    """A record that keeps which redaction blanked its text."""

    redacted_by = models.ForeignKey(
        "agreements.LedgerEntry",
        models.PROTECT,
        verbose_name=_("redacted by entry"),
        related_name="+",
        null=True,
        editable=False,
    )

    class Meta:
        abstract = True


def publication_constraints(model: str) -> list[models.CheckConstraint]:
    """Give the constraints every publishable model has (a mixin's would be lost by Meta)."""
    return [
        all_or_none(
            f"{model}_submitted_by_whom_and_when",
            "submitted_at",
            "submitted_by",
            message=_("A submission needs both the person and the time."),
        ),
        all_or_none(
            f"{model}_published_by_whom_and_when",
            "published_at",
            "published_by",
            "first_published_at",
            "published_seq",
            message=_("A publication needs both the person and the time."),
        ),
        all_or_none(
            f"{model}_withdrawn_by_whom_and_when",
            "withdrawn_at",
            "withdrawn_by",
            message=_("A withdrawal needs both the person and the time."),
        ),
        models.CheckConstraint(
            name=f"{model}_published_means_by_someone",
            condition=~Q(state=PublicationState.PUBLISHED) | Q(published_at__isnull=False) & ~Q(review=""),
            violation_error_message=_("What is published was published by someone and has its review."),
        ),
        models.CheckConstraint(
            name=f"{model}_withdrawn_for_a_reason",
            condition=~Q(state=PublicationState.WITHDRAWN)
            | Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason=""),
            violation_error_message=_("A withdrawal needs its reason."),
        ),
    ]


def numbered_once_published(model: str, message: Any) -> models.CheckConstraint:
    """Hold that a record has its number from its first publication on."""
    return models.CheckConstraint(
        name=f"{model}_published_has_a_number",
        condition=Q(first_published_at__isnull=True) | Q(number__isnull=False),
        violation_error_message=message,
    )


def corrects_for_a_reason(model: str) -> models.CheckConstraint:
    """Hold that a correction says why, as long as its text is not blanked."""
    return models.CheckConstraint(
        name=f"{model}_corrects_for_a_reason",
        condition=Q(corrects__isnull=True) | ~Q(correction_reason_ko="") | Q(redacted_by__isnull=False),
        violation_error_message=_("A correction needs its reason."),
    )
