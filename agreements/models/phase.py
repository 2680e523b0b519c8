"""The phase of agreements in SQL: the twin of ``rules.phase.agreement_phase``, held to it by a test."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual

from agreements.rules.phase import Phase


def phase_sql(on: date, of: str = "", *, successors: Any) -> Case:
    """Return the phase on day ``on`` of rows whose dates are found under the prefix ``of``.

    ``successors`` are the public agreements, or their terms, among which may be one that replaces it.
    """
    signed_successors = successors.filter(signed_first__lte=on, supersedes__isnull=False)
    replaced = signed_successors.exclude(effective_on__gt=on).values("supersedes")
    notice_days = Coalesce(f"{of}notice_days", settings.EXPIRY_NOTICE_DAYS, output_field=IntegerField())
    notice = ExpressionWrapper(notice_days * Value(timedelta(days=1)), output_field=DurationField())
    time_left = ExpressionWrapper(F(f"{of}expires_on") - Value(on), output_field=DurationField())
    renews_not = Q(**{f"{of}renews": False})
    known_term = Q(**{f"{of}expires_on__isnull": False}) | Q(**{f"{of}open_ended": True})
    return Case(
        When(pk__in=replaced, then=Value(Phase.SUPERSEDED.value)),
        When(**{f"{of}ended_on__lte": on}, then=Value(Phase.ENDED.value)),
        When(renews_not & Q(**{f"{of}expires_on__lt": on}), then=Value(Phase.EXPIRED.value)),
        When(**{f"{of}signed_first__isnull": True}, then=Value(Phase.UNCONFIRMED.value)),
        When(**{f"{of}signed_first__gt": on}, then=Value(Phase.NOT_SIGNED.value)),
        When(**{f"{of}effective_on__gt": on}, then=Value(Phase.SIGNED.value)),
        When(renews_not & LessThanOrEqual(time_left, notice), then=Value(Phase.EXPIRING.value)),
        When(known_term, then=Value(Phase.IN_FORCE.value)),
        default=Value(Phase.UNKNOWN_TERM.value),
        output_field=CharField(),
    )
