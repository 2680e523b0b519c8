"""Every term that a reader of public pages meets: its name, its meaning, its place in the glossary.

Names of statuses, standings and the like are the code's own labels, so that page and glossary cannot differ.
Over 400 lines: it is one list, and is read and translated as one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from agreements.models.ledger import EntryKind
from agreements.models.report import Origin
from agreements.rules import decision
from agreements.rules.duties import DutyState
from agreements.rules.inquiry import InquiryResult
from agreements.rules.lifecycle import (
    COMMITMENT_STATUSES,
    MILESTONE_STATUSES,
    PERIOD_DONE,
    UNREPORTED,
    UNSEARCHED,
    CommitmentStatus,
    MilestoneStatus,
)
from agreements.rules.outcome import Verdict
from agreements.rules.phase import Phase
from agreements.rules.states import Standing
from agreements.rules.targets import TargetChange

Label = str | Promise


@dataclass(frozen=True)
class Term:
    """One entry.  ``anchor`` is its permanent place: ``/glossary/#<anchor>``.

    ``days`` adds a sentence with the number that ``setting`` holds.
    """

    anchor: str
    label: Label
    meaning: Label
    days: Any = None
    setting: str = ""

    @property
    def sentence_of_days(self) -> str:
        if self.days is None:
            return ""
        return str(self.days % {"days": getattr(settings, self.setting)})


@dataclass(frozen=True)
class GlossarySection:
    anchor: str
    title: Label
    terms: tuple[Term, ...]


def anchor_of(kind: str, code: str) -> str:
    """Return the place of a code: ``("phase", "in_force")`` has ``phase-in-force``."""
    return f"{kind}-{code or 'other'}".replace("_", "-")


def terms_of(
    kind: str, choices: Iterable[tuple[str, Label]], meanings: Mapping[Any, Label]
) -> tuple[Term, ...]:
    return tuple(Term(anchor_of(kind, code), label, meanings[code]) for code, label in choices)


MEANINGS_OF_STATUSES: dict[str, Label] = {
    UNSEARCHED: _("Nobody has looked yet. It says nothing about the agency."),
    UNREPORTED: _(
        "An inquiry looked on the day that is named and found nothing. It does not say that nothing was done."
    ),
    CommitmentStatus.NOT_STARTED: _("The agency itself says that it has not begun."),
    CommitmentStatus.ON_TRACK: _("It is being carried out as announced."),
    CommitmentStatus.PARTIAL: _("A part of it is being carried out, or was."),
    CommitmentStatus.COMPLETED: _("What was promised has been done."),
    CommitmentStatus.CONTINUING: _("It was done, and is repeated or taken further."),
    CommitmentStatus.ON_HOLD: _("The agency has suspended it. Its announced date still counts."),
    CommitmentStatus.DROPPED: _("The agency has given it up."),
    PERIOD_DONE: _(
        "It repeats, and its newest report says that it was done for one period. It stays open and does not "
        "count as fulfilled, since nothing is said of the periods to come."
    ),
    MilestoneStatus.PLANNED: _("It was announced; nothing says that it has begun."),
    MilestoneStatus.UNDER_WAY: _("It has begun."),
    MilestoneStatus.REACHED: _("It has been reached."),
    MilestoneStatus.CANCELLED: _("The agency has cancelled it."),
}
MEANINGS_OF_STANDINGS: dict[str, Label] = {
    Standing.LATE: _("The announced date has passed, and a source of a later day says that it was not done."),
    Standing.UNCONFIRMED: _(
        "The announced date has passed, and somebody looked since then and found neither that it was done "
        "nor that it was not."
    ),
    Standing.UNCHECKED: _("The announced date has passed, and nobody has looked since."),
    Standing.DUE_SOON: _("The last day of the announced period is near."),
    Standing.ON_TIME: _("The last day of the announced period is still ahead."),
    Standing.UNDATED: _("No date was announced, or it was withdrawn."),
    Standing.CLOSED: _("It is done, given up or cancelled; no announced date counts any more."),
}
MEANINGS_OF_CHANGES: dict[str, Label] = {
    TargetChange.FIRST: _("The first date that this agency named."),
    TargetChange.REFINED: _(
        "The new date lies within the period the same agency named before. It does not count as a change."
    ),
    TargetChange.WIDENED: _(
        "The new date contains the period the same agency named before, and was said before that had "
        "passed. It does not count as a change."
    ),
    TargetChange.MOVED: _(
        "The new date lies outside the period the same agency named before. The days are counted from the "
        "last day of the one to the last day of the other."
    ),
    TargetChange.REMOVED: _("The agency said that its date no longer holds. It counts as a change."),
    TargetChange.RESTATED: _("The same agency named the same date again."),
    TargetChange.UNDATED: _("The agency spoke of it and named no date."),
}
MEANINGS_OF_VERDICTS: dict[str, Label] = {
    Verdict.WITHIN: _("It was fulfilled on the last day of the announced date at the latest."),
    Verdict.AFTER: _("It was fulfilled after the last day of the announced date."),
    Verdict.UNKNOWN: _(
        "It was fulfilled, but the material leaves open whether that was before or after the date."
    ),
    Verdict.AFTERWARDS: _("The date was named only once it was fulfilled, and is not judged."),
}
MEANINGS_OF_FINDINGS: dict[str, Label] = {
    InquiryResult.NOTHING_FOUND: _(
        "The department looked there, with these words and for this time, and found nothing that tells "
        "what became of it."
    ),
    InquiryResult.FOUND: _("The department found material, and reports rest on it."),
}
MEANINGS_OF_ORIGINS: dict[str, Label] = {
    Origin.AGENCY: _("The agency itself handed the report in."),
    Origin.RESEARCH: _("The department found it in material that is open to everyone, such as the press."),
}
MEANINGS_OF_PHASES: dict[str, Label] = {
    Phase.NOT_SIGNED: _("On this day it had not been signed."),
    Phase.UNCONFIRMED: _("Its signing was announced, and nothing confirms that it was signed."),
    Phase.SIGNED: _("It is signed and takes effect on a later day."),
    Phase.IN_FORCE: _(
        "It is in effect, and it is known until when: to the end of its term, or until it is ended."
    ),
    Phase.UNKNOWN_TERM: _("It is signed, but the material does not say until when it holds."),
    Phase.EXPIRING: _("Its term ends soon."),
    Phase.EXPIRED: _("Its term has passed and it does not renew."),
    Phase.ENDED: _("The parties ended it; the reason is named."),
    Phase.SUPERSEDED: _("A later agreement in force has replaced it."),
}
MEANINGS_OF_DUTY_STATES: dict[str, Label] = {
    DutyState.DONE: _("A record says when it was carried out."),
    DutyState.DONE_LATE: _("A record says that it was carried out after the due day."),
    DutyState.NOT_DONE: _("The agency itself says that it was not carried out."),
    DutyState.NO_RECORD: _(
        "The due day has passed and no record is registered here. It does not say that nothing was done."
    ),
    DutyState.DUE_SOON: _("The due day is near."),
    DutyState.DUE_LATER: _("The due day is still ahead."),
    DutyState.DEADLINE_UNKNOWN: _("The due day hangs on a council session that is not registered here."),
    DutyState.UNCONFIRMED: _("Nobody has confirmed here what the ordinance of this body asks."),
    DutyState.TERM_UNKNOWN: _(
        "Whether it is asked hangs on how long the agreement holds, and that is not known."
    ),
    DutyState.NO_DEADLINE: _("The ordinance asks it and names no day."),
    DutyState.APPLICATION_UNKNOWN: _(
        "Whether the ordinance asks it hangs on facts of the agreement that nobody has confirmed."
    ),
    DutyState.NOT_OWED: _("The ordinance does not ask it of this agreement; the clause is named."),
}
MEANINGS_OF_ENTRIES: dict[str, Label] = {
    EntryKind.PUBLICATION: _("A record became public."),
    EntryKind.WITHDRAWAL: _("A record was taken out of view; the reason is public."),
    EntryKind.CORRECTION: _("A new report or inquiry took the place of a wrong one."),
    EntryKind.CHANGE: _("What is public was changed; before and after are named."),
    EntryKind.STATEMENT: _("An agency's own word on anything public about it."),
    EntryKind.REDACTION: _("Personal data was blanked. That it was, and why, stays public."),
}
EXTRA_DAYS: dict[str, tuple[Any, str]] = {
    "standing-due-soon": (
        ngettext_lazy("It is %(days)s day away at most.", "It is %(days)s days away at most.", "days"),
        "DUE_SOON_DAYS",
    ),
    "phase-expiring": (
        ngettext_lazy(
            "The agreement names the days of notice; where it does not, %(days)s day counts.",
            "The agreement names the days of notice; where it does not, %(days)s days count.",
            "days",
        ),
        "EXPIRY_NOTICE_DAYS",
    ),
}


def with_days(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(
        Term(term.anchor, term.label, term.meaning, *EXTRA_DAYS.get(term.anchor, (None, "")))
        for term in terms
    )


PROMISES = (
    Term(
        "promise",
        _("Promise"),
        _(
            "What agencies said they would do: a commitment of an agreement or a milestone of a program. "
            "Where a milestone carries out a commitment, the two are the same promise and are counted once."
        ),
    ),
    Term(
        "agreement",
        _("Agreement"),
        _("A memorandum in which public bodies put down what they will do together: LOI, MOU or MOA."),
    ),
    Term("party", _("Parties"), _("The agencies that signed an agreement, under the names of that day.")),
    Term("commitment", _("Commitment"), _("One numbered promise of an agreement, in its own words.")),
    Term(
        "program",
        _("Program"),
        _("A plan of one agency by which commitments are carried out, in stages."),
    ),
    Term("milestone", _("Milestone"), _("One step of a program, with its stage and number.")),
    Term(
        "same-promise",
        _("Same promise"),
        _(
            "A commitment and the milestone that carries it out are one promise: they have one history and "
            "one answer, and are counted once."
        ),
    ),
    Term(
        "roles",
        _("Lead, support, joint"),
        _(
            "The part that the agreement gives an agency in a commitment. Joint: several carry it, and the "
            "agreement names no lead."
        ),
    ),
    Term("owner", _("Owner"), _("The agency whose program it is.")),
    Term(
        "amendment",
        _("Amendment"),
        _("A formal change of an agreement that the parties signed, with its day and reason."),
    ),
    Term("theme", _("Theme"), _("What agreements and promises are about. Staff choose it.")),
    Term(
        "region",
        _("Region"),
        _(
            "The area of the agencies that stand in a record, by legal district code. What belongs to a city "
            "is also found under its province."
        ),
    ),
)
DATES = (
    Term(
        "announced-date",
        _("Announced date"),
        _(
            "Until when an agency said that it would be done. Sources often name a month, a half year or a "
            "year. Such a date has passed only after the last day of its period, in Seoul."
        ),
    ),
    Term(
        "whose-date",
        _("Whose date it is"),
        _(
            "A date belongs to the agency that said it. It is held against that agency's own earlier dates, "
            "and no other agency moves it or takes it back. Where agencies name different dates, each is "
            "shown, and the one that ends last counts."
        ),
    ),
    Term(
        "successor",
        _("A body that follows another"),
        _(
            "Where bodies were merged or split, or one took the place of another, whoever follows continues "
            "what the body before it said. Its date is held against the date of that body and takes its "
            "place. Every date still stands with the name of the body that said it."
        ),
    ),
    *with_days(terms_of("standing", Standing.choices, MEANINGS_OF_STANDINGS)),
    Term(
        "silent",
        _("No report within a year"),
        _("It is open, and nothing was reported of it for long."),
        ngettext_lazy(
            "The last report about it, or the signing, is more than %(days)s day old.",
            "The last report about it, or the signing, is more than %(days)s days old.",
            "days",
        ),
        "SILENT_DAYS",
    ),
)
CHANGES = (
    Term(
        "date-history",
        _("History of announced dates"),
        _("Every date that was announced for a promise: who said it, when, and what became of it."),
    ),
    *terms_of("change", TargetChange.choices, MEANINGS_OF_CHANGES),
    *terms_of("result", Verdict.choices, MEANINGS_OF_VERDICTS),
)
KNOWLEDGE = (
    Term(
        "report",
        _("Status report"),
        _(
            "One dated statement of what became of one promise, with the agency that said it and its "
            "evidence."
        ),
    ),
    Term(
        "said-on",
        _("Said on"),
        _("The day on which something was said. It is never shown as the day on which it happened."),
    ),
    Term(
        "happened",
        _("At that time, by then at the latest"),
        _(
            "Some sources give the day on which something happened. Others show only that it was so by a "
            "day; then the page says “by … at the latest”, and no days are counted."
        ),
    ),
    *terms_of("origin", Origin.choices, MEANINGS_OF_ORIGINS),
    Term(
        "evidence",
        _("Evidence"),
        _(
            "What a report rests on: its publisher, day and address, and a digest of the copy that was "
            "checked."
        ),
    ),
    Term(
        "inquiry",
        _("Inquiry"),
        _(
            "A public record that a department looked: on which day, where, with which words, for which "
            "time, what it found, and whether the agency was asked."
        ),
    ),
    *terms_of("finding", InquiryResult.choices, MEANINGS_OF_FINDINGS),
    Term(
        "records-disagree",
        _("Records disagree"),
        _(
            "One source says that it was fulfilled, and another says of a later day that it was not. Both "
            "stand on the page. It counts as fulfilled and is never past its date; how many there are of "
            "these stands beside every completion rate."
        ),
    ),
)
DUTIES = (
    Term(
        "duty",
        _("Duty under an ordinance"),
        _(
            "What an ordinance asks of a body that signs an agreement, such as reporting it to the council. "
            "It follows from the ordinance, the agreement and the days of council sessions."
        ),
    ),
    *terms_of("duty", DutyState.choices, MEANINGS_OF_DUTY_STATES),
)
RECORD = (
    Term(
        "base-date",
        _("Base date"),
        _("The day that a page or file describes: today, or an earlier day that you choose."),
    ),
    Term(
        "sequence",
        _("Publication sequence"),
        _(
            "The running number of everything this site ever published. With a base date and a sequence in "
            "its address, a page stays as it was for ever."
        ),
    ),
    Term(
        "ledger",
        _("Public ledger"),
        _("Everything this site ever published, in order, in a form in which nobody can change it unseen."),
    ),
    Term(
        "ledger-head",
        _("Head of the ledger"),
        _(
            "A fingerprint of the newest entry and so of all before it. Whoever noted it can check the "
            "ledger."
        ),
    ),
    *terms_of("entry", EntryKind.choices, MEANINGS_OF_ENTRIES),
)
COUNTS = (
    Term(
        "completion-rate",
        _("Completion rate"),
        _(
            "Promises that are completed or continuing after completion, divided by all promises in view. It "
            "stands only where at least half of them are reported; elsewhere the counts stand alone. What "
            "repeats is never completed for good: where it was done for a period, it is left out of the "
            "division, and its number stands beside it."
        ),
    ),
    Term(
        "mean-progress",
        _("Mean progress"),
        _("The mean of the progress that reports state, over the promises that state one."),
    ),
    Term(
        "counts-of-choices",
        _("Numbers beside the choices of a filter"),
        _("How many rows you get if you choose it and keep the other filters as they are."),
    ),
)

GLOSSARY = (
    GlossarySection("promises", _("Agreements and promises"), PROMISES),
    GlossarySection(
        "statuses",
        _("Statuses of commitments"),
        terms_of("status", COMMITMENT_STATUSES, MEANINGS_OF_STATUSES),
    ),
    GlossarySection(
        "milestone-statuses",
        _("Statuses of milestones"),
        terms_of(
            "status",
            [choice for choice in MILESTONE_STATUSES if choice not in COMMITMENT_STATUSES],
            MEANINGS_OF_STATUSES,
        ),
    ),
    GlossarySection("dates", _("Announced dates"), DATES),
    GlossarySection("changes", _("What an agency's new date changes, and what became of it"), CHANGES),
    GlossarySection("knowledge", _("Who said it, and how it is known"), KNOWLEDGE),
    GlossarySection(
        "phases", _("Phases of agreements"), with_days(terms_of("phase", Phase.choices, MEANINGS_OF_PHASES))
    ),
    GlossarySection(
        "decisions",
        _("How programs were decided"),
        terms_of("decision", decision.LABELS.items(), decision.MEANINGS),
    ),
    GlossarySection("duties", _("Duties under ordinances"), DUTIES),
    GlossarySection("record", _("Base date and public record"), RECORD),
    GlossarySection("counts", _("Counts and ratios"), COUNTS),
)
TERMS = {term.anchor: term for section in GLOSSARY for term in section.terms}
