"""Promises that repeat: their rhythm, and the periods that the reports of one stand for.

A promise that repeats has no day on which it is done.  Each of its reports stands for its own period, so
that no arithmetic makes the promise late or, after one good year, fulfilled for ever.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Rhythm(TextChoices):
    """How often what was promised comes round."""

    YEARLY = "yearly", _("Every year")
    HALF_YEARLY = "half_yearly", _("Every half-year")
    QUARTERLY = "quarterly", _("Every quarter")
    MONTHLY = "monthly", _("Every month")
