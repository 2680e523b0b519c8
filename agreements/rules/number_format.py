"""How a spreadsheet shows a number: a telephone number with its hyphens, a share in percent."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

CONDITION = re.compile(r"\[([<>=]+)(-?\d+(?:\.\d+)?)\]")
PART = re.compile(
    r'"(?P<quoted>[^"]*)"'
    r"|\\(?P<escaped>.)"
    r"|[_*]."  # as much room as this sign takes
    r"|\[[^\]]*\]"  # a condition, a colour, a language
    r"|(?P<sign>.)"
)
PLACES = "0#?"
CONDITIONS = {
    "<": lambda number, limit: number < limit,
    "<=": lambda number, limit: number <= limit,
    ">": lambda number, limit: number > limit,
    ">=": lambda number, limit: number >= limit,
    "=": lambda number, limit: number == limit,
    "<>": lambda number, limit: number != limit,
}
POINT, PERCENT = ".", "%"
LARGEST_SHARE = 10**12  # of what is more, nobody reads a percentage
BETWEEN_DIGITS = frozenset("-() ")  # what divides a telephone or registration number


class Sign(NamedTuple):
    """One sign of a format: ``is_place`` where a digit of the number stands."""

    text: str
    is_place: bool = False
    is_quoted: bool = False


class Section(NamedTuple):
    """``signs`` of the numbers for which ``condition`` holds; an empty one holds for all others."""

    condition: str
    limit: Decimal
    signs: Sequence[Sign]


def number_as_shown(number: float | Decimal, number_format: str) -> str:
    """Write a number as its cell shows it: 319401234 in ``0##-000-0000`` as 031-940-1234, 0.35 in ``0%`` as
    35%.  A mere number goes without unit and grouping, and with all of its decimals.
    """
    exact = Decimal(str(number))
    signs = signs_for(exact, number_format)
    is_share = any(sign.text == PERCENT and not sign.is_quoted for sign in signs)
    if is_share and abs(exact) < LARGEST_SHARE:
        return percent_text(exact, signs)
    if is_mask(signs) and exact >= 0 and exact == exact.to_integral_value():
        return masked_text(str(int(exact)), signs)
    return plain_text(exact)


def plain_text(exact: Decimal) -> str:
    """Write a number without exponent and closing noughts, and with ten decimals at most."""
    if exact == exact.to_integral_value():
        return f"{exact:.0f}"
    return f"{exact:.10f}".rstrip("0").rstrip(".")


def section_of(text: str) -> Section:
    """Read what stands between two semicolons of a format."""
    signs: list[Sign] = []
    for match in PART.finditer(text):
        quoted = match["quoted"] or match["escaped"] or ""
        signs += [Sign(sign, is_quoted=True) for sign in quoted]
        if match["sign"]:
            signs.append(Sign(match["sign"], is_place=match["sign"] in PLACES))
    condition = CONDITION.search(text)
    if condition is None:
        return Section("", Decimal(0), signs)
    return Section(condition.group(1), Decimal(condition.group(2)), signs)


def signs_for(number: Decimal, number_format: str) -> Sequence[Sign]:
    """Return the section for a number: by its condition, else the first, or the second where negative."""
    sections = list(map(section_of, number_format.split(";")))
    for condition, limit, signs in sections:
        if condition in CONDITIONS and CONDITIONS[condition](number, limit):
            return signs
    unconditional = [section.signs for section in sections if not section.condition]
    if number < 0:
        unconditional = unconditional[1:] or unconditional
    return unconditional[0] if unconditional else ()


def percent_text(number: Decimal, signs: Sequence[Sign]) -> str:
    texts = [sign.text for sign in signs]
    decimals = 0
    if POINT in texts:
        decimals = sum(sign.is_place for sign in signs[texts.index(POINT) :])
    rounded = (number * 100).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{plain_text(rounded)}%"


def is_mask(signs: Sequence[Sign]) -> bool:
    """Tell whether a format divides its digits by hyphens, or fills them up with several noughts."""
    places = [index for index, sign in enumerate(signs) if sign.is_place]
    if not places:
        return False
    among_digits = signs[places[0] : places[-1] + 1]
    dividers = [sign for sign in among_digits if not sign.is_place]
    if any(sign.text not in BETWEEN_DIGITS for sign in dividers):
        return False
    return bool(dividers) or [sign.text for sign in among_digits].count("0") > 1


def masked_text(digits: str, signs: Sequence[Sign]) -> str:
    """Put digits into the places of a mask, from the right; what has no place stands before the first."""
    places = [sign.text for sign in signs if sign.is_place]
    if "0" in places:
        digits = digits.zfill(len(places) - places.index("0"))
    text = ""
    for index, sign in reversed(list(enumerate(signs))):
        if not sign.is_place:
            text = sign.text + text
        elif is_first_place(signs, index):
            text = digits + text
        else:
            text = digits[-1:] + text
            digits = digits[:-1]
    return text.strip()


def is_first_place(signs: Sequence[Sign], index: int) -> bool:
    return not any(sign.is_place for sign in signs[:index])
