"""Which act leads a record from which publication state to which: the table the actions obey."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PublicationState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn from publication")


class Review(TextChoices):
    """Who looked at a record before it became public; the public sees which."""

    REVIEWED = "reviewed", _("Reviewed by a second person")
    ONE_PERSON = "one_person", _("Published without a reviewer (one-person office)")
    SERVICE = "service", _("Published by the demo service account without a reviewer")


class Act(TextChoices):
    CREATE = "create", _("Create")
    EDIT = "edit", _("Edit")
    DELETE = "delete", _("Delete draft")
    SUBMIT = "submit", _("Submit for review")
    RETURN = "return", _("Return")
    PUBLISH = "publish", _("Publish")
    WITHDRAW = "withdraw", _("Withdraw from publication")
    CHANGE = "change", _("Change what is published")
    HAND_OVER = "hand_over", _("Hand over")
    CLEAR = "clear", _("Clear as no personal data")
    PASSWORD = "password", _("Change a password")
    LINK = "link", _("Issue a link for a password")
    ENROL = "enrol", _("Set up a second factor")
    UNENROL = "unenrol", _("Remove a second factor")


class ChangeKind(TextChoices):
    """Why the public facts of a published record change."""

    AMENDMENT = "amendment", _("Changed by an amendment the parties signed")
    CORRECTION = "correction", _("Correction of a mistake in the record")


# Acts on an account, not on a record: its owner's own, or a superuser's.
OF_ACCOUNTS = frozenset({Act.PASSWORD, Act.LINK, Act.ENROL, Act.UNENROL})

# Whoever did one of these to a record has written it, and does not publish it.
AUTHORING = frozenset({Act.CREATE, Act.EDIT, Act.SUBMIT})
EDITABLE = frozenset({PublicationState.DRAFT, PublicationState.RETURNED, PublicationState.WITHDRAWN})


@dataclass(frozen=True)
class Transition:
    sources: frozenset[PublicationState]
    to: PublicationState
    needs_reason: bool = False


TRANSITIONS: dict[Act, Transition] = {
    Act.SUBMIT: Transition(EDITABLE, PublicationState.SUBMITTED),
    Act.RETURN: Transition(
        frozenset({PublicationState.SUBMITTED}), PublicationState.RETURNED, needs_reason=True
    ),
    Act.PUBLISH: Transition(frozenset({PublicationState.SUBMITTED}), PublicationState.PUBLISHED),
    Act.WITHDRAW: Transition(
        frozenset({PublicationState.PUBLISHED}), PublicationState.WITHDRAWN, needs_reason=True
    ),
}
