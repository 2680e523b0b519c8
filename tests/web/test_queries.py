"""A page is read in its view: rendering asks nothing, and many rows cost what one row costs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from agreements.models import (
    Agency,
    Agreement,
    Amendment,
    BudgetShare,
    Commitment,
    CommitmentAgency,
    CommitmentRole,
    Document,
    Program,
    Recognition,
    Region,
)
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.factories import published
from tests.web.addresses import addresses, names

MANY = 27  # more than a page of a list holds


class QueryWhileRendering(AssertionError):
    pass


@contextmanager
def no_queries() -> Iterator[None]:
    def refuse(execute: Any, sql: str, *args: Any) -> Any:
        raise QueryWhileRendering(sql)

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def rendering_is_blind(monkeypatch: pytest.MonkeyPatch) -> None:
    render: Callable[..., Any] = SimpleTemplateResponse.render

    def blind(self: Any) -> Any:
        with no_queries():
            return render(self)

    monkeypatch.setattr(SimpleTemplateResponse, "render", blind)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("name", names())
def test_rendering_a_page_makes_no_query(every_kind_of_page, rendering_is_blind, name):
    every = list(addresses(name))
    otherwise = [form.format(every[0]) for form in ("/en{}", "{}?as_of=2023-01-15") if every]
    for asked in every + otherwise:
        response = Client().get(asked)  # a query while rendering is raised from here, or from the parts
        b"".join(response)
        assert response.status_code in {200, 301, 302, 400, 404}, asked


def test_a_template_that_asks_is_caught(paju, rendering_is_blind):
    lazy = TemplateResponse(
        RequestFactory().get("/"), "components/promise_lines.html", {"rows": Commitment.objects.all()}
    )
    with pytest.raises(QueryWhileRendering):
        lazy.render()


def test_more_rows_than_a_page_holds_cost_no_more_queries_than_one_of_each(db):
    with rolled_back():
        few = costs(register(1))
    with rolled_back():
        many = costs(register(MANY))
    assert set(few) == set(names()), "a page is not measured"
    # Fewer it may be: the first page of many need not hold every kind of row that is looked up.
    assert {name: (few[name], found) for name, found in many.items() if found > few[name]} == {}


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Those that lead to another page, and the packages that nobody has made.
ANSWERS = {
    "display": 302, "milestones": 301, "deadlines": 301,
    **{f"register{of}_{ending}": 404 for of in ("", "_of_day") for ending in ("zip", "json")},
}  # fmt: skip


def costs(of: dict[str, str]) -> dict[str, int]:
    """Queries by page: of the lists, and of the record each detail page is measured on."""
    found = {}
    for name in names():
        address = of.get(name) or next(addresses(name))
        with CaptureQueriesContext(connection) as captured:
            response = Client().get(address)
            assert response.status_code == ANSWERS.get(name, 200), address
            b"".join(response)
        found[name] = len(captured)
    return found


# ---- a register in which everything is there ``count`` times ---------------------------------------


def register(count: int) -> dict[str, str]:
    agencies = [factories.agency(f"office-{count}-{number}") for number in range(count + 1)]
    first = agencies[0]
    Agency.objects.exclude(pk=first.pk).update(parent=first)
    _regions(agencies)
    program = _program(first, count)
    agreement = factories.agreement(parties=agencies, commitments=1, program=program)
    _attach(agreement, agencies, count)
    for place, role in enumerate(CommitmentRole):
        _commitments(
            agreement, program, first, role, numbers=range(place * count + 2, (place + 1) * count + 2)
        )
    published(agreement)
    agreement.themes.add(*(factories.theme() for _number in range(count)))
    for _number in range(count):
        published(factories.agreement(parties=agencies[:2], program=program))
    _duties(agreement, agencies)
    promise, step = agreement.commitments.order_by("pk")[0], program.milestones.order_by("pk")[0]
    for subject, status in ((promise, "on_track"), (step, "planned")):
        for number in range(count):
            _report(subject, status, number)
    for _number in range(count):
        published(factories.inquiry(promise, step))
    return {
        "agreement": agreement.get_absolute_url(),
        "agreement_card": f"{agreement.get_absolute_url()}card/",
        "commitment": promise.get_absolute_url(),
        "milestone": step.get_absolute_url(),
        "program": program.get_absolute_url(),
        "agency": f"/agencies/{first.slug}/",
        "inquiry": "/inquiries/1/",
        "region": "/regions/41/",
        "theme": f"/themes/{agreement.themes.first().slug}/",
        "ordinance": f"/ordinances/{agencies[0].ordinances.get().slug}/",
    }


def _regions(agencies: list[Agency]) -> None:
    for place, agency in enumerate(agencies):
        agency.region = Region.objects.create(
            code=f"41{place:03}", name_ko=f"{place}시", parent=factories.region()
        )
        agency.save(update_fields=["region"])


def _program(owner: Agency, count: int) -> Program:
    program = factories.program(owner=owner, milestones=count, notice_ko="알림")
    for _number in range(count):
        prize = Recognition(program=program, title_ko="포상", awarded_by=owner)
        prize.awarded = PartialDate.parse("2026-02")
        prize.save()
        prize.sources.add(factories.source())
        program.sources.add(factories.source())
    _document(count, program=program)
    return published(program)


def _commitments(
    agreement: Agreement, program: Program, agency: Agency, role: CommitmentRole, *, numbers: range
) -> None:
    made = Commitment.objects.bulk_create(
        Commitment(agreement=agreement, number=number, title_ko="과제", program=program) for number in numbers
    )
    CommitmentAgency.objects.bulk_create(
        CommitmentAgency(commitment=one, agency=agency, role=role) for one in made
    )


def _attach(agreement: Agreement, agencies: list[Agency], count: int) -> None:
    for number in range(count):
        Amendment.objects.create(
            agreement=agreement,
            number=number + 1,
            signed=PartialDate.day(date(2023, 1, 1)),
            reason_ko="변경",
            document=_document(number, agreement=agreement),
        )
        BudgetShare.objects.create(agreement=agreement, payer=agencies[number], amount=Decimal(1))
        agreement.sources.add(factories.source())


def _report(subject: Any, status: str, number: int) -> None:
    progress = 10 if status == "on_track" else None
    day, target = f"2026-01-{number % 28 + 1:02}", f"{2027 + number}"
    draft = factories.report(subject, status, day, target=target, progress=progress)
    _document(number, report=draft)
    published(draft)


def _duties(agreement: Agreement, parties: list[Agency]) -> None:
    for place, party in enumerate(parties[:-1]):
        factories.duty_rule(party, "self_evaluation", "yearly")
        factories.duty_rule(party, "progress_report", "yearly", exempt_without_mutual_duties=True)
        factories.council_session(party, date(2023, 2, 1), date(2023, 2, 9))
        record = factories.duty_record(agreement, party, "self_evaluation", "2023")
        _document(place, duty=record)
        published(record)


def digest(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()


def _document(number: int, **record: Any) -> Document:
    return Document.objects.create(
        screened_at=factories.NOON,
        **record,
        kind="other",
        title_ko="문서",
        file=ContentFile(str(number).encode(), name="x.txt"),
        name="x.txt",
        content_type="text/plain",
        size=1,
        sha256=digest(number),
        public=True,
    )
