"""`seed_scale` makes a register that every check holds to be true, and always the same one."""

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Max
from django.test import Client

from agreements.demo.scale.seeding import seed_register
from agreements.demo.scale.shifting import shifted, shifted_period, step_of
from agreements.models import (
    LATEST,
    Agency,
    Agreement,
    Commitment,
    DutyRecord,
    Inquiry,
    LedgerEntry,
    PromiseLink,
    SearchText,
    State,
    Statement,
    StatusReport,
    Withdrawal,
)
from agreements.rules.partial_date import PartialDate
from tests import factories
from tests.registers import shared_register

pytestmark = pytest.mark.django_db

COMMITMENTS, MOULDS = 203, 5  # 40 agreements, eight of each mould, and one of the three that are left


def seed(commitments: int = COMMITMENTS, *, number: int = 6, moulds: int = MOULDS) -> None:
    seed_register(commitments=commitments, seed=number, moulds=moulds, progress=lambda *_told: None)


@shared_register
def made_up() -> None:
    seed()


# ---- true ------------------------------------------------------------------------------------------------


def test_no_check_finds_anything(made_up):
    call_command("check_data", stdout=StringIO())
    call_command("verify_ledger", stdout=StringIO())


def test_it_has_as_many_records_as_was_asked_and_something_of_each_kind(made_up):
    counts = {model: model.objects.count() for model in (Agency, Agreement, Commitment, StatusReport)}
    assert counts == {Agency: 300, Agreement: 41, Commitment: 203, StatusReport: 609}
    for model in (Withdrawal, Statement, Inquiry, DutyRecord, PromiseLink):
        assert model.objects.exists(), model
    assert StatusReport.objects.filter(corrects__isnull=False).exists()
    assert State.objects.exclude(seq_to=LATEST).exists()
    assert State.objects.filter(seq_to=LATEST, times_moved__gt=1).exists()


def test_copies_of_one_agreement_lie_in_different_months_and_cities(made_up):
    copies = Agreement.objects.filter(title_ko__contains=Agreement.objects.first().title_ko[-12:])
    assert copies.count() > 5
    assert copies.values("signed_first").distinct().count() > 3
    assert copies.values("parties__agency__region").distinct().count() > 5


def test_nothing_is_said_or_published_after_its_last_month(made_up):
    newest = LedgerEntry.objects.aggregate(last=Max("recorded_at"))["last"]
    assert newest.date() <= date(2026, 11, 30)
    for entry, following in zip(*[LedgerEntry.objects.order_by("seq")[n:] for n in (0, 1)], strict=False):
        assert entry.recorded_at < following.recorded_at


# ---- the same --------------------------------------------------------------------------------------------


def fingerprint(make: Callable[[], None]) -> tuple[str, str]:
    """Make a register and take it away again; return the head of its ledger and a digest of a file."""
    with transaction.atomic():
        make()
        head = LedgerEntry.objects.order_by("-seq").values_list("digest", flat=True)[0]
        table = b"".join(Client().get("/commitments.csv"))
        transaction.set_rollback(True)
    return head, sha256(table).hexdigest()


@pytest.mark.sqlite  # each takes seconds where keys and indexes are made anew
def test_the_same_seed_makes_the_same_register_and_another_another():
    first = fingerprint(lambda: seed(10, number=1))
    assert fingerprint(lambda: seed(10, number=1)) == first
    other = fingerprint(lambda: seed(10, number=2))
    assert other[0] != first[0]
    assert other[1] != first[1]


def test_a_record_entered_afterwards_takes_the_next_key(made_up):
    last = SearchText.objects.aggregate(last=Max("pk"))["last"]
    later = SearchText.objects.create(kind="agreement", record=10**6)
    assert later.pk == last + 1


# ---- refusals --------------------------------------------------------------------------------------------


def test_a_real_server_refuses(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="does not belong on a real server"):
        call_command("seed_scale", commitments=10)
    assert not Agency.objects.exists()


def test_a_register_in_use_refuses_and_stays_as_it_is(settings):
    settings.DEMO = True
    factories.agency("paju")
    with pytest.raises(CommandError, match="not empty"):
        call_command("seed_scale", commitments=10)
    assert list(Agency.objects.values_list("slug", flat=True)) == ["paju"]


def test_fewer_than_one_agreement_holds_are_refused():
    with pytest.raises(CommandError, match="at least 5"):
        call_command("seed_scale", "--commitments=4")


@pytest.mark.sqlite
@pytest.mark.parametrize(("verbosity", "says"), [(0, False), (1, True)])
def test_it_says_how_far_it_is_unless_told_to_be_silent(settings, verbosity, says):
    settings.DEMO = True
    told, summed_up = StringIO(), StringIO()
    call_command("seed_scale", commitments=5, verbosity=verbosity, stderr=told, stdout=summed_up)
    assert ("commitments 5/5" in told.getvalue()) is says
    assert bool(summed_up.getvalue()) is says


# ---- months ----------------------------------------------------------------------------------------------


def test_days_keep_their_order_in_any_month():
    days = [date(2019, 12, 1) + timedelta(days=number) for number in range(150)]
    days = [day for day in days if day.day <= 27 or (day + timedelta(days=1)).day == 1]
    for months in range(30):
        moved = [shifted(day, months) for day in days]
        assert sorted(set(moved)) == moved


@pytest.mark.parametrize(
    ("written", "months", "expected"),
    [
        ("2023-02", 1, "2023-03"),
        ("2023-02-28", 1, "2023-03-31"),
        ("2023-02-27", 12, "2024-02-27"),
        ("2023-Q4", 3, "2024-Q1"),
        ("2023-H1", 6, "2023-H2"),
        ("2023", 24, "2025"),
    ],
)
def test_a_period_stays_as_precise_as_it_was(written, months, expected):
    period = PartialDate.parse(written)
    assert shifted_period(period, months).iso() == expected
    assert months % step_of([period]) == 0
