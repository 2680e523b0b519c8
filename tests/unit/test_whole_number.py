"""A whole number is read from text in one way, whoever sent the text."""

import pytest

from agreements.rules.whole_number import whole_number


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("3", 3), ("007", 7), ("120", 120), ("0" * 5000 + "1", 1), ("000", 0)]
)
def test_digits_are_read_and_leading_zeros_do_not_count(text, number):
    assert whole_number(text, most=120) == number


@pytest.mark.parametrize(
    "text",
    [
        "", " ", " 1", "1 ", "1\n", "+1", "-1", "1.0", "1,000", "1e3", "1_0", "0x1",
        "１２", "²", "٣", "一", "1\0", "abc",
    ],
)  # fmt: skip
def test_what_is_not_written_in_plain_digits_is_no_number(text):
    assert whole_number(text, most=10**6) is None


@pytest.mark.parametrize("text", ["121", "0121", "9" * 20, "9" * 5000])
def test_a_number_over_the_most_is_refused_however_long_it_is(text):
    assert whole_number(text, most=120) is None
