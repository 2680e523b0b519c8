from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from agreements import timeline
from agreements.models import (
    Agency,
    Agreement,
    Amendment,
    BudgetShare,
    Commitment,
    CommitmentAgency,
    Document,
    Milestone,
    Party,
    Program,
    Source,
    StatusReport,
)
from agreements.parameters import Clock
from agreements.rules.story import agreement_sentence
from agreements.views.changes import history
from agreements.views.duties import duties_by_party
from agreements.views.public import (
    base_clock,
    contact,
    downloads,
    get_or_gone,
    one,
    phased,
    program_then,
    public,
    reports_at,
)
from agreements.views.states import rows, tally


@require_safe
def agreement(request: HttpRequest, reference: str) -> TemplateResponse:
    """One agreement: parties, commitments, timeline, documents, evidence."""
    clock = base_clock(request)
    found = get_or_gone(
        whole(clock), clock=clock, withdrawn=Q(agreement__reference=reference), reference=reference
    )
    parties, commitments = found.parties.all(), rows(found.commitments.all(), clock=clock)
    reports = reports_of(found, clock)
    context = {
        "clock": clock,
        "agreement": found,
        **relatives(found, clock),
        "changes": history(found).changes,
        "sentence": agreement_sentence(
            signed_on=found.then.signed_on, parties=len(parties), tally=tally(commitments), on=clock.on
        ),
        "signed": found.then.signed_on <= clock.on,
        "parties": parties,
        "commitments": commitments,
        "owed": duties_by_party(found, clock),
        "years": timeline.by_year(
            timeline.of_agreement(found)
            + timeline.of_amendments(found.amendments.all())
            + timeline.of_reports(reports)
            + timeline.of_remedies(on=clock.on, seq=clock.seq, report__commitment__agreement=found),
            until=clock.on,
        ),
        "notices": programs_with_notice(found.commitments.all()),
        "contact": contact(found),
        "downloads": downloads(
            "commitments_csv", "reports_csv", "targets_csv", "duties_csv", clock=clock, agreement=reference
        ),
    }
    return TemplateResponse(request, "agreements/agreement.html", context)


def whole(clock: Clock) -> Any:
    """Agreements with all that their page shows, in their phase on the day."""
    commitments = (
        public(Commitment)
        .known_at(clock.seq)
        .prefetch_related(
            program_then(clock),
            Prefetch("roles", queryset=public(CommitmentAgency).prefetch_related(one("agency", Agency))),
        )
    )
    return phased(clock).prefetch_related(
        Prefetch("parties", queryset=public(Party).prefetch_related(one("agency", Agency))),
        Prefetch("budget", queryset=public(BudgetShare).prefetch_related(one("payer", Agency))),
        Prefetch("amendments", queryset=public(Amendment).prefetch_related(one("document", Document))),
        Prefetch("commitments", queryset=commitments),
        one("documents", Document),
        one("sources", Source),
    )


def relatives(agreement: Any, clock: Clock) -> dict[str, Any]:
    """The agreement it replaced, and those that replace it, as was public at the clock."""
    before = agreement.then.supersedes_id
    related = Q(pk=before) | Q(then__supersedes=agreement)
    found = list(public(Agreement).known_at(clock.seq).filter(related))
    return {
        "predecessor": next((one for one in found if one.pk == before), None),
        "successors": [one for one in found if one.pk != before],
    }


def reports_of(agreement: Agreement, clock: Clock) -> list[StatusReport]:
    return list(
        reports_at(clock)
        .filter(commitment__agreement=agreement)
        .prefetch_related(
            one("commitment", Commitment), one("milestone", Milestone), one("stated_by", Agency)
        )
    )


def programs_with_notice(commitments: list[Commitment]) -> list[Program]:
    programs = {one.program for one in commitments if one.program and one.program.notice}
    return sorted(programs, key=lambda program: program.pk)
