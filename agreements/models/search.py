"""The search index: the letters of each public record, and which two letters stand in which record.

It follows from the public records as ``rules/search_text.py`` reads them; ``actions/search_index.py`` keeps
it, ``manage.py reindex`` makes it anew.  Two letters and the kind of record are one number: no database
orders or folds it its own way, and what one kind has of two letters lies together.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.base import VisibleQuerySet


class SearchKind(models.TextChoices):
    AGREEMENT = "agreement", _("Agreement")
    COMMITMENT = "commitment", _("Commitment")
    PROGRAM = "program", _("Program")
    MILESTONE = "milestone", _("Milestone")
    AGENCY = "agency", _("Agency")
    REPORT = "report", _("Status report")
    INQUIRY = "inquiry", _("Inquiry")

    def number(self, bigram: int) -> int:
        """Return the number stored for two letters in this kind of record.  Kinds keep their order."""
        return bigram << KIND_BITS | KIND_NUMBERS[self]


KIND_BITS = 3
KIND_NUMBERS = {kind: number for number, kind in enumerate(SearchKind)}


class SearchText(models.Model):
    """What of one public record can be found.  Fields stand between line ends."""

    kind = models.CharField(_("kind"), max_length=10, choices=SearchKind.choices)
    record = models.PositiveBigIntegerField(_("key of the record"))
    title = models.TextField(_("letters of reference, titles or names"), blank=True)
    body = models.TextField(_("letters of the other texts"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("search text")
        verbose_name_plural = _("search texts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="search_text_is_one_per_record", fields=["kind", "record"])
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class SearchBigram(models.Model):
    """Two letters stand next to each other in a text of a kind."""

    pk = models.CompositePrimaryKey("bigram", "text")
    bigram = models.BigIntegerField(_("two letters in a kind of record"))
    text = models.ForeignKey(SearchText, models.CASCADE, related_name="bigrams")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("search bigram")
        verbose_name_plural = _("search bigrams")

    def __str__(self) -> str:
        return f"{self.bigram} {self.text_id}"
