"""The phase of agreements in SQL: the twin of ``rules.lifecycle.phase``, held to it by a test."""

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

from agreements.rules.lifecycle import Phase
from agreements.rules.visibility import PUBLISHED


def phase_sql(on: date, *, agreements: Any) -> Case:
    """The phase on day ``on`` of a row of agreements; ``agreements`` are all, to find successors among."""
    successors = agreements.filter(in_force_sql(on), state=PUBLISHED, supersedes__isnull=False)
    notice_days = Coalesce("notice_days", settings.EXPIRY_NOTICE_DAYS, output_field=IntegerField())
    notice = ExpressionWrapper(notice_days * Value(timedelta(days=1)), output_field=DurationField())
    left = ExpressionWrapper(F("expires_on") - Value(on), output_field=DurationField())
    return Case(
        When(pk__in=successors.values("supersedes"), then=Value(Phase.SUPERSEDED.value)),
        When(ended_on__lte=on, then=Value(Phase.ENDED.value)),
        When(renews=False, expires_on__lt=on, then=Value(Phase.EXPIRED.value)),
        When(Q(signed_on__isnull=True) | Q(signed_on__gt=on), then=Value(Phase.NEGOTIATING.value)),
        When(~in_force_sql(on), then=Value(Phase.SIGNED.value)),
        When(Q(renews=False) & LessThanOrEqual(left, notice), then=Value(Phase.EXPIRING.value)),
        default=Value(Phase.IN_FORCE.value),
        output_field=CharField(),
    )


def in_force_sql(on: date) -> Q:
    return Q(effective_on__lte=on) | Q(effective_on__isnull=True, signed_on__lte=on)
