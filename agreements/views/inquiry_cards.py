"""What pages tell of inquiries: each in its place, also corrected, withdrawn or blanked ones."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import F, Q

from agreements.lists.agency_names import public_name
from agreements.lists.parameters import Clock
from agreements.models import Commitment, Inquiry, Milestone, Withdrawal
from agreements.models.base import PUBLIC
from agreements.rules.inquiry import question_sentence
from agreements.views.corrections import CorrectableCard, Correction, redactions_by_record
from agreements.views.querysets import prefetch_agencies, prefetch_public, public_rows
from agreements.views.statements import statements_by_record


@dataclass(frozen=True, kw_only=True)
class InquiryCard(CorrectableCard):
    """One inquiry in its place.

    ``inquiry`` is None once it was withdrawn.  Looked at from before its withdrawal it is there, hidden:
    without its text.
    """

    searched_on: date
    promises: list[Commitment | Milestone]
    on: date
    inquiry: Inquiry | None = None

    @property
    def question(self) -> str:
        """Say whether the agency was asked, and when."""
        inquiry = self.inquiry
        if inquiry is None or inquiry.asked_on is None:
            return question_sentence(None, asked_on=None, answer_by=None, answered_on=None, on=self.on)
        return question_sentence(
            public_name(inquiry.asked),
            asked_on=inquiry.asked_on,
            answer_by=inquiry.answer_by,
            answered_on=inquiry.answered_on,
            on=self.on,
        )


def inquiries_at(clock: Clock) -> Any:
    """The inquiries a page may tell of; ``hidden``: withdrawn since the clock, ``replaced``: corrected."""
    rows: Any = Inquiry.objects.visible_to(PUBLIC, seq=clock.seq).known_by(clock.on)
    rows = rows.with_replaced(seq=clock.seq).annotate(corrects_number=F("corrects__number"))
    return rows.fetch_mode(models.FETCH_RAISE).prefetch_related(
        prefetch_public("commitments", Commitment),
        prefetch_public("milestones", Milestone),
        prefetch_agencies("asked", clock.on),
    )


def inquiries_about(*same: Commitment | Milestone | None, clock: Clock) -> list[InquiryCard]:
    """Tell of the inquiries about one promise, its commitment or milestone or both, the last made first."""
    cards: dict[int, InquiryCard] = {}
    for promise in filter(None, same):
        about = {f"{promise._meta.model_name}s": promise}
        cards |= {card.number: card for card in inquiry_cards(clock, about)}
    return sorted(cards.values(), key=attrgetter("searched_on", "number"), reverse=True)


def inquiry_cards(clock: Clock, which: dict[str, Any]) -> list[InquiryCard]:
    """Tell of the inquiries that the lookups ``which`` leave, and of those withdrawn."""
    inquiries = list(inquiries_at(clock).filter(**which))
    withdrawals = withdrawals_by_inquiry(clock, which)
    keys = [*(inquiry.pk for inquiry in inquiries), *withdrawals]
    corrections = corrections_by_inquiry(clock, keys)
    redactions = redactions_by_record("inquiry", Q(inquiry__in=keys))
    statements = statements_by_record("inquiry", Q(inquiry__in=keys), on=clock.on, seq=clock.seq)
    cards = [
        InquiryCard(
            number=inquiry.number,
            published_at=inquiry.published_at,
            searched_on=inquiry.searched_on,
            promises=inquiry.promises,
            on=clock.on,
            inquiry=inquiry,
            corrects=inquiry.corrects_number,
            corrected=corrections.get(inquiry.pk),
            withdrawal=withdrawals.pop(inquiry.pk, None),
            redaction=redactions.get(inquiry.pk),
            statements=tuple(statements.get(inquiry.pk, ())),
        )
        for inquiry in inquiries
    ]
    promises = promises_by_inquiry(withdrawals) if withdrawals else {}
    gone = (
        withdrawn_card(clock, row, promises.get(key, []), corrections.get(key))
        for key, row in withdrawals.items()
    )
    return [*cards, *gone]


def promises_by_inquiry(keys: Iterable[int]) -> dict[int, list[Commitment | Milestone]]:
    """Return {inquiry: the public promises that it is about}, also of withdrawn ones."""
    keys = list(keys)
    promises: dict[int, list[Commitment | Milestone]] = defaultdict(list)
    for model in (Commitment, Milestone):
        rows: Any = public_rows(model).filter(inquiries__in=keys).annotate(inquiry_key=F("inquiries"))
        for promise in rows:
            promises[promise.inquiry_key].append(promise)
    return promises


def withdrawn_card(
    clock: Clock, withdrawal: Any, promises: list[Commitment | Milestone], corrected: Correction | None
) -> InquiryCard:
    """Tell no more of a withdrawn inquiry than that it was there, when, and for which promises."""
    return InquiryCard(
        number=withdrawal.number,
        published_at=withdrawal.inquiry_published_at,
        searched_on=withdrawal.searched_on,
        promises=promises,
        on=clock.on,
        corrected=corrected,
        withdrawal=withdrawal,
    )


def withdrawals_by_inquiry(clock: Clock, which: dict[str, Any]) -> dict[int, Any]:
    """Read the withdrawals, and of the inquiries no more than number and days.

    At a sequence also those of later: what was withdrawn since shows that it was.
    """
    of_inquiry = {f"inquiry__{lookup}": value for lookup, value in which.items()}
    rows = public_rows(Withdrawal).filter(**of_inquiry, inquiry__searched_on__lte=clock.on).annotate(
        number=F("inquiry__number"),
        searched_on=F("inquiry__searched_on"),
        inquiry_published_at=F("inquiry__published_at"),
    )  # fmt: skip
    if clock.seq is not None:
        rows = rows.filter(inquiry__published_seq__lte=clock.seq)
    return {row.inquiry_id: row for row in rows}


def corrections_by_inquiry(clock: Clock, keys: Iterable[int]) -> dict[int, Correction]:
    """Return {corrected inquiry: its correction}; one that was withdrawn since still replaced it."""
    keys = list(keys)
    withdrawals = public_rows(Withdrawal).filter(inquiry__corrects__in=keys)
    if clock.seq is not None:
        withdrawals = withdrawals.filter(inquiry__published_seq__lte=clock.seq)
    columns = ("inquiry__corrects", "inquiry__number", "inquiry__published_at")
    corrections = {
        key: Correction(number, published_at, None)
        for key, number, published_at in withdrawals.values_list(*columns)
    }
    visible: Any = Inquiry.objects.visible_to(PUBLIC, seq=clock.seq).fetch_mode(models.FETCH_RAISE)
    for row in visible.filter(corrects__in=keys):
        corrections[row.corrects_id] = Correction(row.number, row.published_at, row)
    return corrections
