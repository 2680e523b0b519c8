"""What is taken as a file only, whole at a clock: parties, statements, sources, regions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agreements.lists.agreements import AGREEMENTS
from agreements.lists.filters import ListFilters
from agreements.lists.listings import Listing, Sort
from agreements.lists.parameters import Clock
from agreements.lists.programs import PROGRAMS
from agreements.lists.reports import REPORTS
from agreements.models import Commitment, DutyRecord, Party, Recognition, Redaction, Region, Source, Statement
from agreements.models.base import PUBLIC
from agreements.models.presence import published_by

# ---- parties -------------------------------------------------------------------------------------


def parties_at(clock: Clock) -> Any:
    agreements = AGREEMENTS.rows(clock).order_by()
    return Party.objects.visible_to(PUBLIC).filter(agreement__in=agreements.values("pk"))


PARTIES = Listing(
    name="parties",
    title=_("Parties to agreements"),
    lead=_("Who signed each agreement: under which name, by whom, in which capacity."),
    rows=parties_at,
    filters=ListFilters,
    sorts={"agreement": Sort(_("Agreement"), (F("agreement__reference").desc(), "order"))},
)

# ---- statements ----------------------------------------------------------------------------------


def statements_at(clock: Clock) -> Any:
    """Statements of the day on what was public then; ``blanked`` says that a text held personal data."""
    redactions = Redaction.objects.visible_to(PUBLIC).filter(statement=OuterRef("pk"))
    return (
        Statement.objects.visible_to(PUBLIC)
        .filter(published_by(clock.seq), stated_on__lte=clock.on)
        .annotate(blanked=Exists(redactions))
    )


STATEMENTS = Listing(
    name="statements",
    title=_("Statements of agencies"),
    lead=_("What agencies said themselves about what stands here of them."),
    rows=statements_at,
    filters=ListFilters,
    sorts={"-stated_on": Sort(_("Newest first"), ("-stated_on", "-published_seq"))},
)

# ---- sources -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Citation:
    """Records that cite sources by the field ``source``; the columns ``reference`` make theirs."""

    records: Any
    source: str
    reference: tuple[str, ...]
    write: Callable[..., str] = str


def report_reference(commitment: str | None, milestone: str | None, number: int) -> str:
    return f"{commitment or milestone}#{number}"


def duty_reference(agreement: str, number: int) -> str:
    return f"{agreement}/duty-{number}"


def citations(clock: Clock) -> tuple[Citation, ...]:
    """What was public at the clock, is so still and may cite sources."""
    agreements, programs = AGREEMENTS.rows(clock).order_by(), PROGRAMS.rows(clock).order_by()
    of_agreement = Q(agreement__in=agreements.values("pk"))
    reports = REPORTS.rows(clock).filter(hidden=False)
    duties: Any = DutyRecord.objects.visible_to(PUBLIC).filter(of_agreement, published_by(clock.seq))
    recognitions = Recognition.objects.visible_to(PUBLIC).filter(
        program__in=programs.values("pk"), awarded_first__lte=clock.on
    )
    parties = Party.objects.visible_to(PUBLIC).filter(of_agreement)
    commitments = Commitment.objects.visible_to(PUBLIC).known_at(clock.seq).filter(of_agreement)
    return (
        Citation(agreements, "sources", ("reference",)),
        Citation(parties, "purpose_source", ("agreement__reference",)),
        Citation(commitments, "duties_source", ("reference",)),
        Citation(programs, "sources", ("slug",)),
        Citation(recognitions, "sources", ("program__slug",)),
        Citation(
            reports, "sources", ("commitment__reference", "milestone__reference", "number"), report_reference
        ),
        Citation(
            duties.filter(done_on__lte=clock.on),
            "sources",
            ("agreement__reference", "number"),
            duty_reference,
        ),
    )


def sources_at(clock: Clock) -> Any:
    cited = Q()
    for citation in citations(clock):
        cited |= Q(pk__in=citation.records.order_by().values(citation.source))
    return Source.objects.visible_to(PUBLIC).filter(cited)


SOURCES = Listing(
    name="sources",
    title=_("Sources"),
    lead=_("The public material that the register rests on: publisher, title, day, address."),
    rows=sources_at,
    filters=ListFilters,
    sorts={"-published": Sort(_("Newest first"), (F("published_last").desc(nulls_last=True),))},
)

# ---- regions -------------------------------------------------------------------------------------


def regions_at(clock: Clock) -> Any:
    return Region.objects.visible_to(PUBLIC)


REGIONS = Listing(
    name="regions",
    title=_("Regions"),
    lead=_(
        "All provinces, cities, counties and districts by legal-dong code, ended ones with what followed."
    ),
    rows=regions_at,
    filters=ListFilters,
    sorts={"code": Sort(_("Code"), ("code",))},
)
