"""The registers that measurements run on: a throwaway database, and rows of any number made at once."""

# ruff: noqa: T201

import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from agreements.rules.partial_date import PartialDate

NOON = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@contextmanager
def throwaway() -> Iterator[Path]:
    """A folder with an empty database in it, unless DATABASE_URL names one; Django is set up on it."""
    with tempfile.TemporaryDirectory(prefix="mou-performance-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder, 'register.sqlite3')}")
        set_up()
        yield Path(folder)


def set_up() -> None:
    """Also for a second process, which finds DATABASE_URL in its environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()


# ---- making a register --------------------------------------------------------------------------


def make(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from agreements.actions.reindex import rebuild_search_index
    from agreements.models import guards

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    with guards.guards_lifted(connection):
        rows = make_rows(size)
    rebuild_search_index()  # a list asked for a text reads it
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    took = time.perf_counter() - started
    print(f"{connection.vendor}: {size} commitments, {rows} rows in all, made in {took:.0f} s")


def make_rows(size: int) -> int:
    """Over 40 lines: one register, table after table in the order their keys need."""
    from django.contrib.auth import get_user_model

    from agreements import models

    author = get_user_model().objects.create(username="author")
    published = {
        "state": "published", "created_at": NOON, "created_by": author, "published_at": NOON,
        "published_by": author, "first_published_at": NOON, "review": "reviewed",
    }  # fmt: skip
    models.Region.objects.create(code="41", name_ko="경기도")
    regions = bulk(
        models.Region(code=f"41{number:03}", name_ko=f"시 {number}", parent_id="41") for number in range(40)
    )
    agencies = bulk(
        models.Agency(
            slug=f"agency-{number}", name_ko=f"기관 {number}", kind="city_county", listed=True,
            region=regions[number % len(regions)],
        )
        for number in range(500)
    )  # fmt: skip
    sources = bulk(
        models.Source(
            publisher="신문사", label_ko=f"보도 {number}", url=f"https://news.example/{number}",
            published_first=date(2023, 1, 2), published_last=date(2023, 1, 2),
        )
        for number in range(1000)
    )  # fmt: skip
    agreements = bulk(
        models.Agreement(
            reference=f"{signed_on(number).year}-{number:05}", title_ko=f"치안협력 업무협약 {number}",
            signed=PartialDate.day(signed_on(number)), published_seq=number + 1, **published,
            expires_on=signed_on(number) + timedelta(days=900) if number % 3 else None,
        )
        for number in range(max(1, size // 10))
    )  # fmt: skip
    bulk(
        models.Term(agreement=one, seq_from=one.published_seq, signed=one.signed, expires_on=one.expires_on)
        for one in agreements
    )
    bulk(
        models.Party(agreement=agreement, agency=agencies[(number + place) % 500], order=place)
        for number, agreement in enumerate(agreements)
        for place in (1, 2, 3)
    )
    commitments = bulk(
        models.Commitment(
            agreement=agreements[number // 10 % len(agreements)], number=number % 10 + 1,
            reference=f"{agreements[number // 10].reference}-{number % 10 + 1:02}",
            title_ko=f"{WHAT[number % len(WHAT)]} {number}", wording_ko="양 기관은 서로 협력한다. " * 5,
        )
        for number in range(size)
    )  # fmt: skip
    bulk(
        models.CommitmentAgency(
            commitment=commitment, agency=agencies[(number + place) % 500],
            role=("lead", "support", "support")[place],
        )
        for number, commitment in enumerate(commitments)
        for place in range(3)
    )  # fmt: skip
    reports = bulk(
        models.StatusReport(
            commitment=commitment, number=1, status=("on_track", "completed", "partial")[number % 3],
            said_on_first=said_on(number), said_on_last=said_on(number),
            note_ko="추진 상황", stated_by=agencies[2 * number % 500], placed_on=NOON.date(),
            published_seq=len(agreements) + number + 1, place=len(agreements) + number + 1,
            origin=("agency", "research")[number % 2], **published, **announced_by(number),
            **happened_on(number),
        )
        for number, commitment in enumerate(commitments[::2])
    )  # fmt: skip
    bulk(
        models.StatusReport.sources.through(statusreport=report, source=sources[number % 1000])
        for number, report in enumerate(reports)
    )
    duties(agencies[::3], agreements, published)
    inquiry = bulk([looked_for(published)])[0]
    # Of every fourth commitment nobody reported, and somebody looked.
    inquiry.commitments.set(commitments[1::4])
    states = bulk(state_rows(commitments, reports, inquiry))
    steps(size // 20, agencies, commitments, published)
    return len(agreements) + len(commitments) + len(reports) + len(states) + 3 * size


def steps(size: int, agencies: list[Any], commitments: list[Any], published: dict[str, Any]) -> None:
    """Milestones in programs of five, of which nobody reported; every fourth carries out a commitment."""
    from agreements import models
    from agreements.rules.states import Promise, states

    programs = bulk(
        models.Program(
            slug=f"program-{number}", title_ko=f"시책 {number}", owner=agencies[number % 500],
            decided=PartialDate.day(signed_on(number)), published_seq=1, **published,
        )
        for number in range(size // 5)
    )  # fmt: skip
    milestones = bulk(
        models.Milestone(
            program=programs[number // 5], number=number % 5 + 1, stage=number % 5 // 2 + 1,
            reference=f"{programs[number // 5].slug}-{number % 5 + 1}", title_ko=f"{WHAT[number % 5]} 단계",
        )
        for number in range(len(programs) * 5)
    )  # fmt: skip
    bulk(
        models.Milestone.agencies.through(milestone=milestone, agency=agencies[(7 * number) % 500])
        for number, milestone in enumerate(milestones)
    )
    bulk(
        models.PromiseLink(milestone=milestone, commitment=commitments[20 * number], seq_from=1)
        for number, milestone in enumerate(milestones)
        if number % 4 == 0
    )
    bulk(
        models.State(milestone=milestone, seq_from=1, **row._asdict())
        for milestone in milestones
        for row in states(Promise(milestone.program.decided.first, [], []))
    )


def duties(bodies: list[Any], agreements: list[Any], published: dict[str, Any]) -> None:
    """A party of each agreement is bound by three rules; every second of these has a record."""
    from agreements import models

    ordinances = bulk(
        models.Ordinance(agency=body, slug=f"ordinance-{body.pk}", title_ko="조례") for body in bodies
    )
    bulk(
        models.DutyRule(ordinance=ordinance, kind=kind, due=due, in_force_from=date(2015, 1, 1))
        for ordinance in ordinances
        for kind, due in (
            ("signing_report", "first_session"), ("self_evaluation", "yearly"), ("disclosure", "monthly"),
        )
    )  # fmt: skip
    bulk(
        models.CouncilSession(
            agency=body, name="임시회", year=year, begins_on=date(year, 3, 2), ends_on=date(year, 3, 9)
        )
        for body in bodies
        for year in range(2018, 2026)
    )
    bound = {body.pk for body in bodies}
    parties = models.Party.objects.filter(agency__in=bound).select_related("agreement")
    bulk(
        models.DutyRecord(
            agreement=party.agreement, agency_id=party.agency_id, kind="self_evaluation",
            period_first=date(2023, 1, 1), period_last=date(2023, 12, 31), done_on=date(2023, 12, 1),
            number=1, published_seq=1, **published,
        )
        for party in parties
        if party.agreement_id % 2
    )  # fmt: skip


WHAT = ("보안등 조명 개선", "합동 순찰", "예방 교육", "공동대응팀 운영", "정보 공유 체계 마련")


def signed_on(number: int) -> date:
    return date(2018, 1, 1) + timedelta(days=number * 7 % 2900)


def said_on(number: int) -> date:
    return date(2023, 6, 1) + timedelta(days=number % 400)


def announced_by(number: int) -> dict[str, date]:
    """Two of three open reports announce a target."""
    day = date(2022, 12, 31) + timedelta(days=number * 11 % 1500)
    return {"target_first": day, "target_last": day} if number % 3 != 1 and number % 9 else {}


def happened_on(number: int) -> dict[str, Any]:
    """Every third report says that it was fulfilled, on the day on which it says so."""
    if number % 3 != 1:
        return {}
    return {"happened_first": said_on(number), "happened_last": said_on(number), "happened_as": "on"}


def looked_for(published: dict[str, Any]) -> Any:
    from agreements.models import Inquiry

    return Inquiry(
        number=1, department="자치경찰협력과", searched_on=date(2025, 6, 1), where_ko="기관 누리집",
        words="업무협약", covers_from=PartialDate.parse("2017"), covers_to=PartialDate.parse("2025-05"),
        result="nothing_found", note_ko="체결을 알리는 글만 나옴", published_seq=1, **published,
    )  # fmt: skip


def state_rows(commitments: list[Any], reports: list[Any], inquiry: Any) -> Iterable[Any]:
    """The rows that the rules make: each report is of the lead, whose dates count."""
    from agreements.models import State
    from agreements.rules.states import Promise, states

    for number, commitment in enumerate(commitments):
        reported = [] if number % 2 else [reports[number // 2].reported]
        inquired = [inquiry.inquired] if number % 4 == 1 else []
        for row in states(Promise(commitment.agreement.signed.first, reported, inquired)):
            yield State(commitment=commitment, seq_from=1, **row._asdict())


def bulk(rows: Iterable[Any]) -> list[Any]:
    rows = list(rows)
    return list(type(rows[0]).objects.bulk_create(rows, batch_size=2000)) if rows else []
