"""Ratios are rounded as people and spreadsheets round them."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from agreements.rules.ratios import Completion, in_tenths, percent_of


@pytest.mark.parametrize(
    ("part", "total", "percent"),
    [(1, 16, 6.3), (5, 16, 31.3), (3, 16, 18.8), (1, 3, 33.3), (2, 3, 66.7), (7, 7, 100)],
)
def test_what_lies_in_the_middle_is_rounded_up(part, total, percent):
    assert percent_of(part, total) == percent
    assert Completion(total=total, known=total, fulfilled=part).percent == percent


def test_every_ratio_is_the_decimal_one():
    for total in range(1, 130):
        for part in range(total + 1):
            exact = (Decimal(100 * part) / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
            assert in_tenths(100 * part, total) == float(exact)


def test_nothing_divided_is_no_ratio():
    assert percent_of(0, 0) is None
    assert Completion(total=0, known=0, fulfilled=0).percent is None
