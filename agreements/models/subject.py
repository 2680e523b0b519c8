from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.base import in_language

HIGHEST_NUMBER = 999  # of a commitment, milestone or stage: what a document has, not what fits a column


class Subject(models.Model):
    """What a status report is about: a commitment or a milestone."""

    reference = models.CharField(  # noqa: DJ001  # null until first published, then for ever
        _("reference"), max_length=100, unique=True, null=True, editable=False
    )
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    title_ko = models.CharField(_("title (Korean)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    outcome_ko = models.CharField(
        _("sentence once fulfilled (Korean)"),
        max_length=100,
        blank=True,
        help_text=_("How the page says it after the date, for example “문을 열었습니다”."),
    )
    outcome_en = models.CharField(
        _("sentence once fulfilled (English)"),
        max_length=100,
        blank=True,
        help_text=_("For example “It opened”."),
    )

    title = in_language("title")
    outcome = in_language("outcome")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.reference or self.number} {self.title}"

    @property
    def public_reference(self) -> str:
        return str(self.reference)


def subject_constraints(model: str, root: str, message: Any) -> list[Any]:
    return [
        models.UniqueConstraint(
            name=f"{model}_number_is_unique_in_its_{root}",
            fields=[root, "number"],
            violation_error_message=message,
        ),
        models.CheckConstraint(
            name=f"{model}_number_starts_at_one",
            condition=Q(number__gte=1),
            violation_error_message=_("Numbers start at 1."),
        ),
    ]
