"""Publishing an inquiry (조사 기록): that somebody looked, and what came up.  It changes no status."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.checks import require_listed, require_text
from agreements.actions.corrections import check_correction, entry_of_correctable
from agreements.actions.publication import PublicationSteps, next_number, publish_record
from agreements.actions.refusals import Incomplete, PersonalData, WrongState
from agreements.actions.states import update_states
from agreements.models import Commitment, Inquiry, LedgerEntry, Milestone
from agreements.personal_data.person_names import looks_like_person
from agreements.rules.inquiry import cut_to_day_of_search


@transaction.atomic
def publish_inquiry(inquiry: Inquiry, *, actor: Any, now: datetime, service: bool = False) -> LedgerEntry:
    """Make a reviewed inquiry public; a correction replaces the one it names.

    Raises:
        NotAllowed, StaleVersion, PersonalData.
        WrongState: it is not waiting for review, a promise is not public, or what it corrects is no
            published inquiry that still counts.
        FourEyes: ``actor`` wrote it, unless ``service`` (the demo loader) or a one-person office.
        Incomplete: it is about nothing, lies in the future, does not say what came up, or its question and
            answer do not fit together.
    """
    return publish_record(inquiry, INQUIRY_STEPS, actor=actor, now=now, service=service)


def _number_inquiry(inquiry: Inquiry, **_context: Any) -> None:
    """Give the inquiry its number, and cut the time it covers at the day on which somebody looked."""
    inquiry.number = next_number(Inquiry.objects.all())
    inquiry.covers_to = cut_to_day_of_search(inquiry.covers_to, searched_on=inquiry.searched_on)
    inquiry.save(update_fields=["number", "covers_to_first", "covers_to_last"])


def _settle_inquiry(inquiry: Inquiry, entry: LedgerEntry) -> None:
    promises = set(inquiry.promises)
    if inquiry.corrects:  # it may have been about others
        promises.update(inquiry.corrects.promises)
    update_states(promises, seq=entry.seq)


def check_inquiry(inquiry: Inquiry, *, now: datetime) -> None:
    """Check that the inquiry could be published now.

    Raises:
        WrongState, Incomplete, PersonalData: as :func:`publish_inquiry`.
    """
    require_public_promises(inquiry.commitments.all(), inquiry.milestones.all())
    require_listed(list(filter(None, [inquiry.asked_id])))
    check_correction(
        inquiry,
        among=Inquiry.objects,
        none_of_them=_("Only a published inquiry that still counts can be corrected."),
        says_the_same=_("The correction says the same as the inquiry it corrects. Put right what is wrong."),
    )
    today = timezone.localdate(now)
    for check in CHECKS_OF_WORDS:
        check(inquiry, today=today)


INQUIRY_STEPS = PublicationSteps(
    check=check_inquiry,
    prepare=_number_inquiry,
    entry_text=entry_of_correctable,
    settle=_settle_inquiry,
)


def require_public_promises(commitments: Iterable[Commitment], milestones: Iterable[Milestone]) -> None:
    """Demand at least one promise, and that the public may read every one.

    Raises:
        Incomplete: it is about nothing.
        WrongState: a promise is not public.
    """
    chosen: dict[str, Iterable[Commitment | Milestone]] = {
        "commitments": commitments,
        "milestones": milestones,
    }
    if not any(map(list, chosen.values())):
        raise Incomplete(_("Choose at least one commitment or milestone."), field="commitments")

    for field, promises in chosen.items():
        hidden = [str(promise) for promise in promises if not promise.root.is_public]
        if hidden:
            raise WrongState(
                _("“%(records)s” is not public. Publish it before what was found about it.")
                % {"records": ", ".join(hidden)},
                field=field,
            )


def check_department(inquiry: Inquiry, **_context: Any) -> None:
    """Check that an office looked and no person is named.

    Raises:
        PersonalData: the text looks like a person's name.
    """
    if looks_like_person(inquiry.department):
        raise PersonalData(
            _("This looks like a person's name. Name the department or office."), hits=[], field="department"
        )


def check_time_covered(inquiry: Inquiry, *, today: date) -> None:
    """Check the day of the search, and the time for which somebody looked.

    An end after the day of the search is no fault: publishing cuts it (:func:`cut_to_day_of_search`).

    Raises:
        Incomplete: the search lies in the future, or the time covered begins after it or ends too early.
    """
    if inquiry.searched_on > today:
        raise Incomplete(_("The day of the search lies in the future."), field="searched_on")

    if inquiry.covers_from.first > inquiry.searched_on:
        raise Incomplete(
            _("The time covered begins after the day of the search. Nobody can look at what is to come."),
            field="covers_from",
        )
    if inquiry.covers_to.last < inquiry.covers_from.first:
        raise Incomplete(_("The time covered ends before it begins."), field="covers_to")


def check_note(inquiry: Inquiry, **_context: Any) -> None:
    """Check that it says what came up.

    Raises:
        Incomplete: it does not.
    """
    require_text(
        inquiry.note_ko,
        _("Say what came up; where nothing was found, what only came up instead."),
        field="note_ko",
    )


def check_question(inquiry: Inquiry, *, today: date) -> None:
    """Check whom it asked, when, by when an answer was due, and the answer.

    Raises:
        Incomplete: one of them is missing beside another, comes too early or lies in the future.
    """
    if inquiry.asked_id is None:
        _require_no_question(inquiry)
        return

    if inquiry.asked_on is None:
        raise Incomplete(_("Write down the day on which the agency was asked."), field="asked_on")
    if inquiry.asked_on > today:
        raise Incomplete(_("The day of the question lies in the future."), field="asked_on")
    if inquiry.answer_by and inquiry.answer_by < inquiry.asked_on:
        raise Incomplete(_("The answer would be due before the question."), field="answer_by")
    _check_answer(inquiry, asked_on=inquiry.asked_on, today=today)


def _require_no_question(inquiry: Inquiry) -> None:
    for field in ("asked_on", "answer_by", "answered_on", "answer_ko", "answer_en"):
        if getattr(inquiry, field):
            raise Incomplete(_("Name the agency that was asked, or leave this empty."), field=field)


def _check_answer(inquiry: Inquiry, *, asked_on: date, today: date) -> None:
    if inquiry.answered_on is None:
        for field in ("answer_ko", "answer_en"):
            if getattr(inquiry, field):
                raise Incomplete(_("Write down the day of the answer."), field="answered_on")
        return

    if inquiry.answered_on < asked_on:
        raise Incomplete(_("The answer is older than the question."), field="answered_on")
    if inquiry.answered_on > today:
        raise Incomplete(_("The day of the answer lies in the future."), field="answered_on")
    require_text(inquiry.answer_ko, _("Write down what the agency answered."), field="answer_ko")


# What can be checked of an inquiry's own words as soon as they are typed.
CHECKS_OF_WORDS: tuple[Callable[..., None], ...] = (
    check_department, check_time_covered, check_note, check_question,
)  # fmt: skip
