"""What a commitment aims at in numbers, and what repeats: the sentences that the database holds to."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from agreements.models import Commitment
from agreements.rules.partial_date import PartialDate
from agreements.rules.quantity import NotAQuantity, parse_quantity, quantity_text
from agreements.rules.rhythm import Rhythm
from tests import factories

pytestmark = pytest.mark.django_db
BY_2025 = PartialDate.parse("2025")


def commitment_with(**fields):
    commitment = factories.agreement().commitments.get()
    return filled(commitment, **fields)


def filled(record, **fields):
    for name, value in fields.items():
        setattr(record, name, value)
    return record


def sentence_that_refuses(record):
    with pytest.raises(ValidationError) as refusal:
        record.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()
    return " ".join(refusal.value.messages)


def test_a_number_is_kept_with_its_unit_and_the_day_by_which_it_is_aimed_at():
    commitment = commitment_with(quantity=Decimal(2655), quantity_unit_ko="호", quantity_by=BY_2025)
    commitment.full_clean()
    commitment.save()
    stored = Commitment.objects.get(pk=commitment.pk)
    assert (stored.quantity, stored.quantity_unit, stored.quantity_by) == (Decimal(2655), "호", BY_2025)


CARS = {"quantity": Decimal(120), "quantity_unit_ko": "대"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quantity": Decimal(120)}, "단위를 함께"),
        ({"quantity_unit_en": "cars"}, "국문으로도"),
        (CARS | {"quantity": Decimal(-1)}, "0보다 작을 수 없습니다"),
        ({"quantity_unit_ko": "대", "quantity_by": BY_2025}, "목표 수량도"),
        (CARS | {"quantity_by": BY_2025, "repeats": Rhythm.YEARLY}, "완료 기한이 없습니다"),
    ],
)
def test_a_quantity_that_makes_no_sense_is_refused(fields, sentence):
    assert sentence in sentence_that_refuses(commitment_with(**fields))


def test_a_promise_that_repeats_is_not_the_same_promise_as_a_milestone():
    milestone = factories.program().milestones.get()
    repeating = commitment_with(repeats=Rhythm.MONTHLY, carried_out_by=milestone)
    assert "한 번 달성" in sentence_that_refuses(repeating)


@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "1e999", "1234567890123", "0.001"])
def test_a_number_that_no_column_holds_is_refused(wrong):
    with pytest.raises(ValidationError) as refusal:
        commitment_with(quantity=Decimal(wrong), quantity_unit_ko="대").clean_fields()
    assert set(refusal.value.message_dict) == {"quantity"}


def test_a_report_says_no_quantity_below_zero_and_none_of_a_milestone():
    report = factories.report(factories.agreement().commitments.get(), "on_track", "2023-01-02")
    assert "0보다 작을 수 없습니다" in sentence_that_refuses(filled(report, quantity_done=Decimal(-1)))
    of_milestone = factories.report(factories.program().milestones.get(), "under_way", "2023-01-02")
    assert "추진과제에는 수량을" in sentence_that_refuses(filled(of_milestone, quantity_done=Decimal(1)))


# ---- as text


@pytest.mark.parametrize(
    ("text", "number"),
    [("930", "930"), (" 11,000 ", "11000"), ("2.50", "2.5"), ("0", "0"), ("1,234,567.25", "1234567.25")],
)
def test_a_number_is_read_with_and_without_commas(text, number):
    assert parse_quantity(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1만1천", "‘만’"), ("120대", "단위"), ("１２０", "숫자로"), ("1e999", "숫자로"), ("NaN", "숫자로"),
        ("1,00", "숫자로"), ("", "숫자로"), ("1.", "숫자로"), ("-1", "0보다 작을 수 없습니다"),
        ("1234567890123", "자릿수"), ("0.001", "자릿수"), ("9" * 5000, "자릿수"),
    ],
)  # fmt: skip
def test_a_number_written_otherwise_is_refused_with_what_would_be_right(text, sentence):
    with pytest.raises(NotAQuantity, match=sentence):
        parse_quantity(text)


def test_done_and_aim_are_written_with_their_unit_and_no_ratio():
    assert quantity_text(Decimal("930.00"), Decimal(2655), "호") == "930 / 2,655호"
    assert quantity_text(Decimal(2700), Decimal(2655), "호") == "2,700 / 2,655호"
    assert quantity_text(None, Decimal("0.50"), "km") == "0.5km"
    assert quantity_text(None, None, "호") == ""
    with translation.override("en"):
        assert quantity_text(Decimal(930), Decimal(2655), "homes") == "930 / 2,655 homes"
        assert quantity_text(Decimal(930), None, "호") == "930호"
