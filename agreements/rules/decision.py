"""How a body came to its program: a resolution, a decision and an announced plan are different things."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from agreements.rules.korean import with_particles
from agreements.rules.partial_date import PartialDate


class DecidedHow(TextChoices):
    """As a source says it; empty where none does, and then no page claims more than that it was set."""

    RESOLVED = "resolved", gettext_lazy("Resolved")
    DECIDED = "decided", gettext_lazy("Decided")
    ANNOUNCED = "announced", gettext_lazy("Plan announced")


NOT_KNOWN = gettext_lazy("Set")
LABELS: Mapping[str, str | Promise] = {**dict(DecidedHow.choices), "": NOT_KNOWN}
MEANINGS: Mapping[str, str | Promise] = {
    DecidedHow.RESOLVED: gettext_lazy("A body deliberated on the program and voted for it."),
    DecidedHow.DECIDED: gettext_lazy("The agency decided on it; a source says so and of no vote."),
    DecidedHow.ANNOUNCED: gettext_lazy("The agency said that it plans it; nothing says that it was decided."),
    "": gettext_lazy("The sources date the program and do not say how it was decided."),
}
EVENTS: Mapping[str, str | Promise] = {
    DecidedHow.RESOLVED: gettext_lazy("Program resolved"),
    DecidedHow.DECIDED: gettext_lazy("Program decided"),
    DecidedHow.ANNOUNCED: gettext_lazy("Program announced as a plan"),
    "": gettext_lazy("Program set"),
}
SENTENCES: Mapping[str, str | Promise] = {
    DecidedHow.RESOLVED: gettext_lazy("Resolved %(when)s."),
    DecidedHow.DECIDED: gettext_lazy("Decided %(when)s."),
    DecidedHow.ANNOUNCED: gettext_lazy("Announced as a plan %(when)s."),
    "": gettext_lazy("Set %(when)s."),
}
SENTENCES_WITH_BODY: Mapping[str, str | Promise] = {
    DecidedHow.RESOLVED: gettext_lazy("Resolved %(when)s by %(agency)s."),
    DecidedHow.DECIDED: gettext_lazy("Decided %(when)s by %(agency)s."),
    DecidedHow.ANNOUNCED: gettext_lazy("Announced as a plan %(when)s by %(agency)s."),
    "": gettext_lazy("Set %(when)s by %(agency)s."),
}


def decision_sentence(decided: PartialDate | None, *, how: str, by: object | None) -> str:
    """Say when ``by`` (an agency, None where not known) did what; nothing where no source dates it."""
    if decided is None:
        return ""
    if by is None:
        return str(SENTENCES[how]) % {"when": decided.when()}
    return with_particles(str(SENTENCES_WITH_BODY[how]) % {"when": decided.when(), "agency": by})
