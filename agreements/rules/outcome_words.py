"""When a report says that something happened, and how that reads in public."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agreements.rules.lifecycle import CLOSED, CommitmentStatus

# Only these statuses claim that something happened; the others speak of what is planned or goes on.
CLAIMS_OUTCOME = CLOSED | {CommitmentStatus.PARTIAL}


class HappenedAs(TextChoices):
    """What the source tells of the time: that it happened then, or only that it had happened by then."""

    ON = "on", _("at that time")
    BY = "by", _("by then at the latest (the source does not tell when before)")
