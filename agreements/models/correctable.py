"""What reports and inquiries have in common: a later one may correct them, a withdrawal takes them back."""

from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, When

from agreements.models.base import VisibleQuerySet, without_hidden
from agreements.models.presence import published_by
from agreements.rules import visibility
from agreements.rules.publication import PublicationState

PUBLISHED = PublicationState.PUBLISHED


class CorrectableQuerySet[M: models.Model](VisibleQuerySet[M]):
    """``texts`` are the columns without which a withdrawn record is shown; ``Withdrawal`` and the rules of
    visibility know the records as ``called``."""

    texts: ClassVar[tuple[str, ...]]
    called: ClassVar[str]

    def visible_to(self, user: Any, *, seq: int | None = None) -> Self:
        """Leave the records ``user`` may see, as the site showed them at ``seq`` (None: now).

        At a sequence, what was withdrawn since is there again, ``hidden``: its facts and days, without text.
        Who reads columns instead of records must look at ``hidden`` before writing text, and nobody shows
        the evidence of a hidden record.
        """
        if seq is None:
            return super().visible_to(user)

        withdrawn = Case(
            When(withdrawal__state=PUBLISHED, then=True), default=False, output_field=models.BooleanField()
        )
        shown_then = visibility.SHOWN_THEN[self.called](seq)
        rows = self.filter(shown_then, published_seq__lte=seq).annotate(hidden=withdrawn)
        rows._iterable_class = without_hidden(self.texts)
        return rows

    def with_replaced(self, *, seq: int | None = None) -> Self:
        """Say of each whether a correction ``replaced`` it, as the site knew at ``seq`` (None: now).

        It stays replaced when its correction was withdrawn: it was wrong.
        """
        corrections = self.model._base_manager.filter(
            published_by(seq), state=PUBLISHED, corrects=OuterRef("pk")
        )
        return self.annotate(replaced=Exists(corrections))

    def effective(self, *, seq: int | None = None) -> Self:
        """Leave the published records that count, as the site knew them at ``seq`` (None: now)."""
        withdrawals = apps.get_model("agreements", "Withdrawal")._base_manager.filter(
            published_by(seq), state=PUBLISHED, **{self.called: OuterRef("pk")}
        )
        published = self.filter(published_by(seq), state=PUBLISHED).with_replaced(seq=seq)
        return published.filter(~Exists(withdrawals), replaced=False)
