"""What becomes public with a record, or disappears with it, as short lists for the confirmation page."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.actions.agreements import next_reference
from agreements.models import (
    Agreement,
    Commitment,
    CommitmentAgency,
    CommitmentRole,
    DutyRecord,
    Inquiry,
    Program,
    StatusReport,
)
from agreements.models.labels import field_label, field_text
from agreements.rules.application import AgreementFacts
from agreements.rules.decision import decision_sentence
from agreements.rules.outcome_words import said_phrase
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import Act, PublicationState
from agreements.rules.yes_no_unknown import YesNoUnknown


@dataclass(frozen=True)
class OutlineSection:
    title: str | Promise
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FollowUp:
    """A button on a published record: what may follow it."""

    label: str | Promise
    url: str
    what: str | Promise


def filled_sections(*sections: OutlineSection) -> list[OutlineSection]:
    """Return the sections that have a line with text."""
    return [section for section in sections if any(section.lines)]


# ---- agreements -----------------------------------------------------------------------------------


def agreement_outline(agreement: Agreement, act: Act) -> list[OutlineSection]:
    roles = Prefetch("roles", CommitmentAgency.objects.select_related("agency"))
    commitments = agreement.commitments.select_related("carried_out_by").prefetch_related(roles)
    parties = agreement.parties.select_related("agency")
    return filled_sections(
        OutlineSection(_("Agreement"), facts_of_agreement(agreement, act)),
        OutlineSection(_("Parties and who signed"), [party_line(party) for party in parties]),
        OutlineSection(_("Commitments"), [commitment_line(commitment) for commitment in commitments]),
        OutlineSection(_("Amendments"), [amendment_line(row) for row in agreement.amendments.all()]),
        OutlineSection(_("Budget by payer"), [str(row) for row in agreement.budget.select_related("payer")]),
        *evidence_sections(agreement),
        *reports_that_go(agreement.commitments.all(), act),
        *duty_records_that_go(agreement, act),
    )


FACTS_OF_AGREEMENT = (
    "kind", "purpose", "note", "document_number", "place", "effective_on", "expires_on", "open_ended",
    "renews", "renewal_number", "renewal_unit", "notice_days", "ended_on", "end_reason", "supersedes",
    "non_disclosure_reason", "title_en", "purpose_en", "note_en",
)  # fmt: skip


def facts_of_agreement(agreement: Agreement, act: Act) -> list[str]:
    lines = [str(agreement.title), *field_lines(agreement, "signed", "announced")]
    dated = agreement.signed_or_announced
    if agreement.reference:
        lines.append(_("Reference: %(reference)s (permanent)") % {"reference": agreement.reference})
    elif act == Act.PUBLISH and dated:
        expected = next_reference(dated.first.year)
        lines.append(
            _("Reference: probably %(reference)s; it is given on publication and stays for ever.")
            % {"reference": expected}
        )
    lines += field_lines(agreement, *FACTS_OF_AGREEMENT)
    known = [name for name in AgreementFacts._fields if getattr(agreement, name) != YesNoUnknown.UNKNOWN]
    lines += field_lines(agreement, *known)
    return [*lines, *contact_lines(agreement)]


def contact_lines(root: Agreement | Program) -> list[str]:
    """Say whom its pages name to ask; nothing where they name the department of the site."""
    contact = f"{root.lead_department} {root.telephone}".strip()
    return [_("Department in charge: %(contact)s") % {"contact": contact}] if contact else []


def field_lines(record: Any, *names: str) -> list[str]:
    """Write each field that is filled as “label: value”, days as in a sentence.

    A box that is not ticked is not filled: nobody said that it is not so.
    """
    lines = []
    for name in names:
        value = getattr(record, name)
        text = field_text(type(record), name, value, write_date=PartialDate.sentence)
        if text and value is not False:
            lines.append(f"{field_label(type(record), name)}: {text}")
    return lines


def party_line(party: Any) -> str:
    signatory = f"{party.signatory_title} {party.signatory}".strip()
    head = f"{party.agency} – {signatory}" if signatory else str(party.agency)
    names = ("signed_as", "capacity", "signed_for", "members_number", "members", "joined", "purpose")
    return "\n".join([head, *field_lines(party, *names, "purpose_source")])


def commitment_line(commitment: Commitment) -> str:
    head = f"{commitment.number}. {commitment.title}"
    roles = role_texts(commitment)
    if roles:
        head += f" ({' / '.join(roles)})"
    duties = [f"{row.agency}: {row.duty}" for row in commitment.roles.all() if row.duty]
    names = (
        "wording", "purpose", "completion_criteria", "quantity", "quantity_unit", "quantity_by", "repeats",
        "carried_out_by",
    )  # fmt: skip
    return "\n".join([head, *field_lines(commitment, *names), *duties])


def role_texts(commitment: Commitment) -> list[str]:
    """Return “role: agencies” for each role that an agency has in the commitment, in the order of roles."""
    names: dict[str, list[str]] = {role: [] for role in CommitmentRole}
    for row in commitment.roles.all():
        names[row.role].append(str(row.agency))
    return [f"{role.label}: {', '.join(names[role])}" for role in CommitmentRole if names[role]]


def amendment_line(amendment: Any) -> str:
    return f"{amendment.number}. {amendment.signed.sentence()}: {amendment.reason}"


# ---- programs -------------------------------------------------------------------------------------


def program_outline(program: Program, act: Act) -> list[OutlineSection]:
    milestones = program.milestones.prefetch_related("agencies")
    return filled_sections(
        OutlineSection(_("Program"), facts_of_program(program)),
        OutlineSection(_("Milestones"), [milestone_line(milestone) for milestone in milestones]),
        OutlineSection(
            _("Recognitions"),
            [recognition_line(row) for row in program.recognitions.all()],
        ),
        *evidence_sections(program),
        *reports_that_go(program.milestones.all(), act),
    )


def recognition_line(recognition: Any) -> str:
    return f"{recognition.awarded.short()} {recognition.title} ({recognition.awarded_by})"


def facts_of_program(program: Program) -> list[str]:
    lines = [str(program.title)]
    if program.note:
        lines.append(str(program.note))
    lines.append(_("Owner: %(agency)s") % {"agency": program.owner})
    lines.append(decision_sentence(program.decided, how=program.decided_how, by=program.decided_by))
    lines.append(_("Public address: /programs/%(slug)s/ (permanent)") % {"slug": program.slug})
    if program.notice:
        lines.append(_("Notice on its pages: %(notice)s") % {"notice": program.notice})
    return [*lines, *field_lines(program, "title_en", "note_en", "notice_en"), *contact_lines(program)]


def milestone_line(milestone: Any) -> str:
    agencies = ", ".join(str(agency) for agency in milestone.agencies.all())
    stage = _("Stage %(stage)s, %(number)s.") % {"stage": milestone.stage, "number": milestone.number}
    line = f"{stage} {milestone.title}"
    return f"{line} ({agencies})" if agencies else line


# ---- reports --------------------------------------------------------------------------------------


def report_outline(report: StatusReport, act: Act) -> list[OutlineSection]:
    facts = [
        f"{report.subject._meta.verbose_name}: {report.subject}",
        _("Status: %(status)s") % {"status": report.get_status_display()},
        said_phrase(report.said_on),
        _("Stated by: %(agency)s (%(origin)s)")
        % {"agency": report.stated_by, "origin": report.get_origin_display()},
    ]
    if report.outcome:
        facts.append(report.outcome)
    if report.says_not_done:
        facts.append(_("The material itself says that it is not done yet."))
    if report.progress is not None:
        facts.append(_("Progress: %(progress)s %%") % {"progress": report.progress})
    facts += field_lines(report, "quantity_done")
    if report.criteria_met is not None:
        met = _("met") if report.criteria_met else _("not met")
        facts.append(_("Completion criteria: %(met)s") % {"met": met})
    if report.target:
        facts.append(_("Announced date: %(target)s") % {"target": report.target.short()})
    elif report.target_undated:
        facts.append(_("Announced date: without a date"))
    if report.target_reason:
        facts.append(_("Reason for the new date: %(reason)s") % {"reason": report.target_reason})
    return filled_sections(
        OutlineSection(_("Status report"), facts),
        OutlineSection(_("Reason of the correction"), [report.correction_reason]),
        OutlineSection(_("What was said"), [report.note]),
        *evidence_sections(report),
    )


# ---- inquiries ------------------------------------------------------------------------------------


def inquiry_outline(inquiry: Inquiry) -> list[OutlineSection]:
    names = ("searched_on", "department", "where", "words", "covers_from", "covers_to", "result")
    question = [_("Nobody was asked.")]
    if inquiry.asked:
        question = [_("Asked: %(agency)s") % {"agency": inquiry.asked}]
    question += field_lines(inquiry, "asked_on", "answer_by", "answered_on", "answer")
    return filled_sections(
        OutlineSection(_("Inquiry"), field_lines(inquiry, *names)),
        OutlineSection(_("For which promises"), list(map(str, inquiry.promises))),
        OutlineSection(_("Reason of the correction"), [inquiry.correction_reason]),
        OutlineSection(_("What came up"), [inquiry.note]),
        OutlineSection(_("Whether the agency was asked"), question),
    )


# ---- duty records ---------------------------------------------------------------------------------


def duty_record_outline(record: DutyRecord) -> list[OutlineSection]:
    day = PartialDate.day(record.done_on).sentence() if record.done_on else ""
    texts = field_lines(record, "result", "improvement")
    return filled_sections(
        OutlineSection(_("Agreement"), [str(record.agreement)]),
        OutlineSection(str(record), [f"{record.get_outcome_display()} {day}".strip(), *texts]),
        *evidence_sections(record),
    )


# ---- what all have --------------------------------------------------------------------------------


def evidence_sections(record: Any) -> list[OutlineSection]:
    """Return the sources of a record and its documents, public ones apart."""
    public: list[str] = []
    internal: list[str] = []
    for document in record.documents.all():
        lines = public if document.public else internal
        lines.append(f"{document} ({document.name})")
    return [
        OutlineSection(_("Sources"), [str(source) for source in record.sources.all()]),
        OutlineSection(_("Documents everyone can download"), public),
        OutlineSection(_("Documents that stay with staff"), internal),
    ]


def reports_that_go(subjects: Any, act: Act) -> list[OutlineSection]:
    """Count the reports that disappear with their subjects; they are seen with them only."""
    if act != Act.WITHDRAW:
        return []
    name = subjects.model._meta.model_name
    count = StatusReport.objects.filter(
        state=PublicationState.PUBLISHED, **{f"{name}__in": subjects.values("pk")}
    ).count()
    text = ngettext(
        "%(count)s published status report disappears with it.",
        "%(count)s published status reports disappear with it.",
        count,
    )
    return [OutlineSection(_("Status reports"), [text % {"count": count}] if count else [])]


def duty_records_that_go(agreement: Agreement, act: Act) -> list[OutlineSection]:
    if act != Act.WITHDRAW:
        return []
    records = agreement.duty_records.filter(state=PublicationState.PUBLISHED).select_related("agency")
    return [OutlineSection(_("Duty records that disappear with it"), [str(record) for record in records])]
