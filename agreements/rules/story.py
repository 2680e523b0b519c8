"""The one fair sentence a page begins with: what is known, who said it, where somebody looked.

It states days only to an outcome that a source dates to a single day, and never says "late" of something
that no source of after the date says is not done.

Over 400 lines: the sentences of promises, agreements, programs, agencies and places are read side by side, so
that none says in another way what its neighbour says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext

from agreements.rules.decision import decision_sentence
from agreements.rules.judged_dates import JudgedDate, judged_sentence
from agreements.rules.korean import with_particles
from agreements.rules.lifecycle import (
    CLOSED,
    FULFILLED,
    UNREPORTED,
    UNSEARCHED,
    CommitmentStatus,
    HappenedAs,
    MilestoneStatus,
)
from agreements.rules.outcome import DateResult, Outcome
from agreements.rules.partial_date import PartialDate
from agreements.rules.rhythm import Rhythm
from agreements.rules.states import Standing


class Situation(Protocol):
    """What the sentence needs of a stored state with its standing."""

    status: str
    standing: str
    silent: bool
    first_target: PartialDate | None
    target: PartialDate | None
    times_moved: int
    not_yet_on: date | None
    searched_on: date | None
    repeats: str

    @property
    def outcome(self) -> Outcome | None: ...


@dataclass(frozen=True)
class LastWord:
    """The report that a status rests on: who said what when."""

    speaker: str
    said_on: PartialDate
    status_label: str
    period: PartialDate | None = None  # of what repeats: the one that it stands for


class SpokenDates(NamedTuple):
    """Who named the date that counts, who the first one, and the dates to hold against what happened."""

    target_speaker: str
    first_speaker: str
    judged: Sequence[JudgedDate]


def promise_sentence(
    situation: Situation,
    *,
    last_word: LastWord | None,
    outcome_phrase: str = "",
    target_speaker: str = "",
    first_speaker: str = "",
    judged: Sequence[JudgedDate] = (),
    quantity: str = "",
    beside_headline: bool = False,
) -> str:
    """Say what became of one commitment or milestone.

    ``outcome_phrase`` is its own phrase for being fulfilled, ``target_speaker`` who named the date that
    counts, ``first_speaker`` who named the first one, ``judged`` the dates to hold against what happened,
    oldest first, ``quantity`` how much was last said to be done.  Beside a headline the fulfilment itself
    is not said again, where that says all of it.
    """
    dates = SpokenDates(target_speaker, first_speaker, judged)
    outcome = situation.outcome
    says_outcome = not (beside_headline and outcome and outcome.period)
    sentences = [_status_sentence(situation, last_word, outcome_phrase, dates, says_outcome)]
    if situation.repeats:
        sentences.insert(0, str(IN_RHYTHM[situation.repeats]))
    if quantity:
        sentences.append(_("The number last given is %(quantity)s.") % {"quantity": quantity})
    return capitalised(" ".join(sentences))


def capitalised(sentence: str) -> str:
    """Begin a sentence with a capital letter, where it begins with a name or a phrase typed by staff."""
    return sentence[:1].upper() + sentence[1:]


IN_RHYTHM: dict[str, str | Promise] = {
    Rhythm.YEARLY: gettext_lazy("It was promised for every year."),
    Rhythm.HALF_YEARLY: gettext_lazy("It was promised for every half-year."),
    Rhythm.QUARTERLY: gettext_lazy("It was promised for every quarter."),
    Rhythm.MONTHLY: gettext_lazy("It was promised for every month."),
}


def _status_sentence(
    situation: Situation,
    last_word: LastWord | None,
    outcome_phrase: str,
    dates: SpokenDates,
    says_outcome: bool,
) -> str:
    """Say on what its status rests and, of what does not repeat, how that compares with its dates."""
    if situation.status == UNSEARCHED or last_word is None:
        return _nothing_reported(situation)
    if last_word.period:
        return with_particles(_sentence_of_period(last_word, last_word.period))
    outcome = situation.outcome
    if situation.status not in FULFILLED or outcome is None:
        return with_particles(" ".join(_open_sentences(situation, last_word, dates)))
    if outcome.disputed:
        return with_particles(_disputed_sentence(last_word))
    sentences = _fulfilled_sentences(situation.status, outcome, outcome_phrase, says_outcome)
    return with_particles(" ".join([*sentences, judged_sentence(dates.judged)]))


def _nothing_reported(situation: Situation) -> str:
    if situation.status == UNREPORTED and situation.searched_on is not None:
        day = PartialDate.day(situation.searched_on).short()
        return _("No report is recorded. An inquiry of %(day)s found nothing on its progress.") % {"day": day}
    return _(
        "No report is recorded, nor any inquiry from which its progress could be told (not looked for yet)."
    )


def _sentence_of_period(last_word: LastWord, period: PartialDate) -> str:
    """Say what the newest report of something that repeats says, and of which period."""
    values = {
        "period": period.sentence(),
        "status": last_word.status_label,
        "speaker": last_word.speaker,
        "said_on": last_word.said_on.sentence(),
    }
    return _("Newest report, of %(period)s: “%(status)s” (%(speaker)s, %(said_on)s).") % values


# ---- fulfilled ------------------------------------------------------------------------------------


def _fulfilled_sentences(status: str, outcome: Outcome, phrase: str, says_outcome: bool) -> list[str]:
    values = {"when": outcome_when(outcome), "outcome": phrase}
    continuing = status == CommitmentStatus.CONTINUING
    if phrase or not says_outcome:
        sentences = [_("%(outcome)s %(when)s.") % values] if says_outcome else []
        if continuing:
            sentences.append(_("It has been carried on since."))
        return sentences

    if continuing:
        return [_("It was carried out %(when)s and has been carried on since.") % values]

    return [_("It was fulfilled %(when)s.") % values]


def _disputed_sentence(last_word: LastWord) -> str:
    values = {"speaker": last_word.speaker, "when": last_word.said_on.when()}
    return (
        _(
            "%(speaker)s said %(when)s that it was fulfilled; another source says of a later day that it "
            "was not (the records disagree)."
        )
        % values
    )


def outcome_when(outcome: Outcome) -> str:
    """Write when something was fulfilled as the adverb of a sentence, exactly as far as it is known."""
    if outcome.latest is None:
        return _("on a day that the records disagree on")
    if outcome.period is not None:
        return outcome.period.when()
    latest = PartialDate.day(outcome.latest).sentence()
    if outcome.happened_as == HappenedAs.BY or outcome.earliest is None:
        return _("by %(day)s at the latest (the material does not tell when before that)") % {"day": latest}

    first = PartialDate.day(outcome.earliest).sentence()
    return _("between %(first)s and %(last)s") % {"first": first, "last": latest}


def outcome_short(outcome: Outcome) -> str:
    """Write when something was fulfilled as a table does."""
    if outcome.latest is None:
        return _("disputed")
    if outcome.period is not None:
        return outcome.period.short()
    latest = PartialDate.day(outcome.latest).short()
    if outcome.happened_as == HappenedAs.BY or outcome.earliest is None:
        return _("by %(day)s") % {"day": latest}
    return f"{PartialDate.day(outcome.earliest).short()}–{latest}"


# ---- not fulfilled --------------------------------------------------------------------------------


def _open_sentences(situation: Situation, last_word: LastWord, dates: SpokenDates) -> list[str]:
    values = {
        "speaker": last_word.speaker,
        "when": last_word.said_on.when(),
        "said_on": last_word.said_on.sentence(),
        "status": last_word.status_label,
    }
    sentence = _("Last stated: “%(status)s” (%(speaker)s, %(said_on)s).")
    if situation.status == MilestoneStatus.PLANNED:
        sentence = _("%(speaker)s announced it %(when)s.")
    if situation.status in CLOSED:
        return [sentence % values]

    return [sentence % values, *_date_sentences(situation, dates), *_passed_sentences(situation)]


def _date_sentences(situation: Situation, dates: SpokenDates) -> list[str]:
    """Say which date counts, who named it, and how often dates were moved."""
    first_date = {
        "first": situation.first_target.sentence() if situation.first_target else "",
        "speaker": dates.first_speaker,
    }
    if situation.target is not None:
        values = {"target": situation.target.sentence(), "speaker": dates.target_speaker}
        sentences = [_("The date that counts is %(target)s (%(speaker)s).") % values]
    elif situation.first_target is not None:
        text = _("No date of the agencies that promised it stands now (first: %(first)s, %(speaker)s).")
        sentences = [text % first_date]
    else:
        sentences = [_("No date was announced.")]

    if situation.times_moved and situation.first_target:
        moved = ngettext(
            "The date was changed once (first: %(first)s, %(speaker)s).",
            "The date was changed %(times)s times (first: %(first)s, %(speaker)s).",
            situation.times_moved,
        )
        sentences.append(moved % (first_date | {"times": situation.times_moved}))
    return sentences


def _passed_sentences(situation: Situation) -> list[str]:
    """Say what is known since the date passed, and who looked."""
    match situation.standing:
        case Standing.LATE if situation.not_yet_on:
            day = {"day": PartialDate.day(situation.not_yet_on).short()}
            return [_("That date has passed, and a source says that it was not done as of %(day)s.") % day]
        case Standing.UNCONFIRMED if situation.searched_on:
            day = {"day": PartialDate.day(situation.searched_on).short()}
            return [_("That date has passed. An inquiry of %(day)s found nothing that confirms it.") % day]
        case Standing.UNCHECKED:
            return [_("That date has passed, and no search since then is recorded.")]
    if situation.silent:
        return [_("No report of the last year is recorded.")]
    return []


# ---- agreements and programs ------------------------------------------------------------------------


@dataclass(frozen=True)
class StatusTally:
    """How many commitments or milestones stand where."""

    total: int
    fulfilled: int
    late: int
    unconfirmed: int
    unchecked: int
    unreported: int
    unsearched: int
    period_done: int = 0  # of what repeats: open, and done for a period
    under_way: int = 0  # and no announced date of it has passed


class Signing(Protocol):
    """When an agreement was signed, or its signing announced."""

    signed: PartialDate | None
    announced: PartialDate | None


def agreement_sentence(*, dates: Signing, parties: int, joined: int = 0, tally: StatusTally, on: date) -> str:
    """Say how many signed when, how many ``joined`` since, and how many commitments stand where on ``on``."""
    signed = ngettext(
        "Signed %(when)s by %(parties)s agency.", "Signed %(when)s by %(parties)s agencies.", parties
    )
    if dates.signed is None:
        signed = ngettext(
            "Its signing by %(parties)s agency was announced %(when)s; that it was signed is unconfirmed.",
            "Its signing by %(parties)s agencies was announced %(when)s; that it was signed is unconfirmed.",
            parties,
        )
    signing = dates.signed or dates.announced
    signed %= {"when": signing.when() if signing else "", "parties": parties}
    if joined:
        later = ngettext("%(count)s agency joined later.", "%(count)s agencies joined later.", joined)
        signed = f"{signed} {later % {'count': joined}}"
    opening = _("of %(total)s commitments %(fulfilled)s fulfilled")
    return f"{signed} {_counts_sentence(opening, tally, on)}"


def program_sentence(
    *, decided: PartialDate | None, how: str, by: str | None, tally: StatusTally, on: date
) -> str:
    """Say when the program was decided how and by whom, and how many milestones stand where on day ``on``."""
    counts = _counts_sentence(_("of %(total)s milestones %(fulfilled)s reached"), tally, on)
    return f"{decision_sentence(decided, how=how, by=by)} {counts}".strip()


@dataclass(frozen=True)
class AgencyTally:
    """What an agency signed and carries, and how the dates fared that it announced itself."""

    agreements: int
    promises: int
    fulfilled: int = 0
    unsearched: int = 0
    dates: Mapping[DateResult, int] = field(default_factory=dict)  # how many came to each result


def agency_sentence(tally: AgencyTally, *, on: date) -> str:
    """Say what an agency takes part in, what became of it, and how its own dates fared: all of them."""
    values = {
        "day": PartialDate.day(on).short(),
        "agreements": _agreements(tally.agreements),
        "promises": _promises(tally.promises),
        "fulfilled": tally.fulfilled,
    }
    if tally.promises:
        text = _(
            "As of %(day)s it takes part in %(agreements)s and carries %(promises)s; fulfilment is confirmed"
            " of %(fulfilled)s of these."
        )
    else:
        text = _("As of %(day)s it takes part in %(agreements)s; no promise of it is recorded.")
    sentences = [text % values]
    if tally.unsearched:
        text = _("Of %(unsearched)s of them nobody has looked yet.")
        sentences.append(text % {"unsearched": tally.unsearched})
    if tally.dates:
        sentences.append(_dates_sentence(tally.dates))
    return " ".join(sentences)


def _dates_sentence(dates: Mapping[DateResult, int]) -> str:
    """Say what became of the dates that an agency announced; the parts add up to all of them."""
    parts = (
        (DateResult.WITHIN, _("%(count)s fulfilled within it")),
        (DateResult.AFTER, _("%(count)s fulfilled after it")),
        (DateResult.UNKNOWN, _("%(count)s fulfilled without the material telling whether within it")),
        (DateResult.AFTERWARDS, _("%(count)s named only once it was fulfilled")),
        (DateResult.OPEN, _("%(count)s without a known outcome yet")),
    )
    results = [text % {"count": dates[result]} for result, text in parts if dates.get(result)]
    total = sum(dates.values())
    text = ngettext(
        "The %(count)s date that it announced itself: %(results)s.",
        "The %(count)s dates that it announced itself: %(results)s.",
        total,
    )
    return text % {"count": total, "results": ", ".join(results)}


def part_sentence(*, agreements: int, promises: int, fulfilled: int, on: date) -> str:
    """Say how many agreements and promises a region or theme has, and how many of these are fulfilled."""
    text = _(
        "As of %(day)s it has %(agreements)s and %(promises)s; fulfilment is confirmed of %(fulfilled)s"
        " of these."
    )
    return text % {
        "day": PartialDate.day(on).short(),
        "agreements": _agreements(agreements),
        "promises": _promises(promises),
        "fulfilled": fulfilled,
    }


def _agreements(count: int) -> str:
    phrase = npgettext("in a sentence", "%(count)s agreement", "%(count)s agreements", count)
    return phrase % {"count": count}


def _promises(count: int) -> str:
    phrase = npgettext("in a sentence", "%(count)s promise", "%(count)s promises", count)
    return phrase % {"count": count}


def _counts_sentence(opening: str, tally: StatusTally, on: date) -> str:
    counts = [opening % {"total": tally.total, "fulfilled": tally.fulfilled}]
    parts = [
        (tally.under_way, _("%(count)s under way")),
        (tally.period_done, _("%(count)s repeating and done for a period")),
        (tally.late, _("%(count)s past the announced date")),
        (tally.unconfirmed, _("%(count)s past the date and not confirmed")),
        (tally.unchecked, _("%(count)s past the date and not looked for yet")),
        (tally.unreported, _("%(count)s without confirmed progress")),
        (tally.unsearched, _("%(count)s not looked for yet")),
    ]
    in_another_state = tally.total - tally.fulfilled - sum(count for count, _text in parts)
    parts.append((in_another_state, _("%(count)s in another state")))
    counts += [text % {"count": count} for count, text in parts if count > 0]
    day = PartialDate.day(on).short()
    return _("As of %(day)s: %(counts)s.") % {"day": day, "counts": ", ".join(counts)}
