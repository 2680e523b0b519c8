"""Why an act was refused.  Every message is a translated sentence that says what to do."""

from collections.abc import Sequence
from typing import Any

from agreements.rules.korean import with_particles


class ActRefused(Exception):
    """An act that was not done; nothing was written.  ``field`` names the form field at fault, if one."""

    def __init__(self, message: Any, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message, self.field = message, field

    def __str__(self) -> str:
        return with_particles(str(self.message))


class NotAllowed(ActRefused):
    """The person's role does not include this act."""


class WrongState(ActRefused):
    """The record's publication state does not allow this act."""


class StaleVersion(ActRefused):
    """Somebody saved the record after it was read."""


class FourEyes(ActRefused):
    """Whoever wrote a record does not publish it."""


class Incomplete(ActRefused):
    """Something that the public would need is missing."""


class NotListed(Incomplete):
    """It names ``agencies`` that the public may not see yet."""

    def __init__(self, message: Any, *, agencies: Sequence[Any]) -> None:
        super().__init__(message)
        self.agencies = agencies


class EvidenceMissing(Incomplete):
    """No public source and no public document."""


class PersonalData(ActRefused):
    """What the public would read looks like personal data; ``hits`` say where, masked."""

    def __init__(self, message: Any, *, hits: Sequence[Any], field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.hits = hits


class SimilarAgreements(ActRefused):
    """It may be the same as others: ``seen``, which the person may see, and perhaps ``hidden`` ones."""

    def __init__(self, message: Any, *, seen: Sequence[Any], hidden: bool) -> None:
        super().__init__(message, field="different_from_similar")
        self.seen, self.hidden = seen, hidden
