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
    Program,
    StatusReport,
)
from agreements.models.labels import field_label, field_text
from agreements.rules.partial_date import PartialDate
from agreements.rules.publication import Act, PublicationState


@dataclass(frozen=True)
class Section:
    title: str | Promise
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Offer:
    """A button on a published record: what may follow it."""

    label: str | Promise
    url: str
    what: str | Promise


def filled(*sections: Section) -> list[Section]:
    return [section for section in sections if section.lines]


# ---- agreements -----------------------------------------------------------------------------------


def of_agreement(agreement: Agreement, act: Act) -> list[Section]:
    roles = Prefetch("roles", CommitmentAgency.objects.select_related("agency"))
    commitments = agreement.commitments.prefetch_related(roles)
    parties = agreement.parties.select_related("agency")
    return filled(
        Section(_("Agreement"), facts_of_agreement(agreement, act)),
        Section(_("Parties and who signed"), [party_line(party) for party in parties]),
        Section(_("Commitments"), [commitment_line(commitment) for commitment in commitments]),
        Section(_("Amendments"), [amendment_line(amendment) for amendment in agreement.amendments.all()]),
        Section(_("Budget by payer"), [str(share) for share in agreement.budget.select_related("payer")]),
        *evidence(agreement),
        *reports_that_go(agreement.commitments.all(), act),
        *duty_records_that_go(agreement, act),
    )


def facts_of_agreement(agreement: Agreement, act: Act) -> list[str]:
    signed = PartialDate.day(agreement.signed_on).sentence() if agreement.signed_on else _("not given")
    lines = [str(agreement.title), _("Signed on: %(day)s") % {"day": signed}]
    if agreement.reference:
        lines.append(_("Reference: %(reference)s (permanent)") % {"reference": agreement.reference})
    elif act == Act.PUBLISH and agreement.signed_on:
        expected = next_reference(agreement.signed_on.year)
        lines.append(
            _("Reference: probably %(reference)s; it is given on publication and stays for ever.")
            % {"reference": expected}
        )
    names = ("kind", "purpose", "document_number", "place", "effective_on", "expires_on", "ended_on")
    lines += field_lines(agreement, *names)
    if agreement.lead_department:
        contact = f"{agreement.lead_department} {agreement.telephone}".strip()
        lines.append(_("Department in charge: %(contact)s") % {"contact": contact})
    return lines


def field_lines(record: Any, *names: str) -> list[str]:
    """Write each field that is filled as “label: value”, days as in a sentence."""
    lines = []
    for name in names:
        text = field_text(type(record), name, getattr(record, name), write_date=PartialDate.sentence)
        if text:
            lines.append(f"{field_label(type(record), name)}: {text}")
    return lines


def party_line(party: Any) -> str:
    signed = " ".join(part for part in (party.signatory_title, party.signatory) if part)
    return f"{party.agency} – {signed}" if signed else str(party.agency)


def commitment_line(commitment: Commitment) -> str:
    roles = [
        f"{role.label}: {', '.join(names)}"
        for role in CommitmentRole
        if (names := [str(one.agency) for one in commitment.roles.all() if one.role == role])
    ]
    head = f"{commitment.number}. {commitment.title}" + (f" ({' / '.join(roles)})" if roles else "")
    duties = [f"{one.agency}: {one.duty}" for one in commitment.roles.all() if one.duty]
    texts = field_lines(commitment, "wording", "purpose", "completion_criteria")
    return "\n".join([head, *texts, *duties])


def amendment_line(amendment: Any) -> str:
    day = PartialDate.day(amendment.signed_on).sentence()
    return f"{amendment.number}. {day}: {amendment.reason}"


# ---- programs -------------------------------------------------------------------------------------


def of_program(program: Program, act: Act) -> list[Section]:
    milestones = program.milestones.prefetch_related("agencies")
    return filled(
        Section(_("Program"), facts_of_program(program)),
        Section(_("Milestones"), [milestone_line(milestone) for milestone in milestones]),
        Section(
            _("Recognitions"),
            [f"{one.awarded.short()} {one.title} ({one.awarded_by})" for one in program.recognitions.all()],
        ),
        *evidence(program),
        *reports_that_go(program.milestones.all(), act),
    )


def facts_of_program(program: Program) -> list[str]:
    lines = [
        str(program.title),
        *([str(program.note)] if program.note else []),
        _("Owner: %(agency)s") % {"agency": program.owner},
    ]
    lines.append(_("Public address: /programs/%(slug)s/ (permanent)") % {"slug": program.slug})
    if program.notice:
        lines.append(_("Notice on its pages: %(notice)s") % {"notice": program.notice})
    return lines


def milestone_line(milestone: Any) -> str:
    agencies = ", ".join(str(agency) for agency in milestone.agencies.all())
    head = _("Stage %(stage)s, %(number)s.") % {"stage": milestone.stage, "number": milestone.number}
    return f"{head} {milestone.title}" + (f" ({agencies})" if agencies else "")


# ---- reports --------------------------------------------------------------------------------------


def of_report(report: StatusReport, act: Act) -> list[Section]:
    facts = [
        f"{report.subject._meta.verbose_name}: {report.subject}",
        _("Status: %(status)s") % {"status": report.get_status_display()},
        _("When: %(when)s") % {"when": report.happened.short()},
        _("Stated by: %(agency)s (%(origin)s)")
        % {"agency": report.stated_by, "origin": report.get_origin_display()},
    ]
    if report.progress is not None:
        facts.append(_("Progress: %(progress)s %%") % {"progress": report.progress})
    if report.criteria_met is not None:
        met = _("met") if report.criteria_met else _("not met")
        facts.append(_("Completion criteria: %(met)s") % {"met": met})
    if report.target:
        facts.append(_("Announced target: %(target)s") % {"target": report.target.short()})
    elif report.target_undated:
        facts.append(_("Announced target: without a date"))
    if report.target_reason:
        facts.append(_("Reason for the new target: %(reason)s") % {"reason": report.target_reason})
    return filled(
        Section(_("Status report"), facts),
        Section(
            _("Reason of the correction"), [report.correction_reason] if report.correction_reason else []
        ),
        Section(_("What was said"), [report.note] if report.note else []),
        *evidence(report),
    )


# ---- what all have --------------------------------------------------------------------------------


def evidence(record: Any) -> list[Section]:
    documents = list(record.documents.all())
    return [
        Section(_("Sources"), [str(source) for source in record.sources.all()]),
        Section(
            _("Documents everyone can download"), [f"{one} ({one.name})" for one in documents if one.public]
        ),
        Section(
            _("Documents that stay with staff"),
            [f"{one} ({one.name})" for one in documents if not one.public],
        ),
    ]


def reports_that_go(subjects: Any, act: Act) -> list[Section]:
    """Reports are seen with their subject only, so they disappear with it."""
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
    return [Section(_("Status reports"), [text % {"count": count}] if count else [])]


def duty_records_that_go(agreement: Agreement, act: Act) -> list[Section]:
    if act != Act.WITHDRAW:
        return []
    records = agreement.duty_records.filter(state=PublicationState.PUBLISHED).select_related("agency")
    return [Section(_("Duty records that disappear with it"), [str(record) for record in records])]
