"""How a spreadsheet shows a number: a telephone number with its hyphens, a share in percent."""

import operator
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import dropwhile
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
COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
POINT = "."
LARGEST_SHARE = 10**12  # of what is more, nobody reads a percentage
BETWEEN_DIGITS = frozenset("-() ")  # what divides a telephone or registration number


class Sign(NamedTuple):
    """One sign of a format: ``is_place`` where a digit of the number stands."""

    text: str
    is_place: bool = False
    is_quoted: bool = False


PERCENT = Sign("%")


class Section(NamedTuple):
    """``signs`` of the numbers for which ``condition`` holds; an empty one holds for all others."""

    condition: str
    limit: Decimal
    signs: Sequence[Sign]

    def is_meant_for(self, number: Decimal) -> bool:
        """Tell whether the section has a condition that is understood, and the number meets it."""
        if self.condition not in COMPARISONS:
            return False
        return COMPARISONS[self.condition](number, self.limit)


def number_as_shown(number: float | Decimal, number_format: str) -> str:
    """Write a number as its cell shows it: 319401234 in ``0##-000-0000`` as 031-940-1234, 0.35 in ``0%`` as
    35%.  A mere number goes without unit and grouping, and with all of its decimals.
    """
    exact = Decimal(str(number))
    signs = signs_for(exact, number_format)
    if PERCENT in signs and abs(exact) < LARGEST_SHARE:
        return percent_text(exact, signs)
    has_only_digits = is_whole(exact) and exact >= 0
    if has_only_digits and is_mask(signs):
        return masked_text(str(int(exact)), signs)
    return plain_text(exact)


def is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def plain_text(number: Decimal) -> str:
    """Write a number without exponent and closing noughts, and with ten decimals at most."""
    if is_whole(number):
        return f"{number:.0f}"
    return f"{number:.10f}".rstrip("0").rstrip(".")


def section_of(text: str) -> Section:
    """Read what stands between two semicolons of a format."""
    signs = signs_of(text)
    condition = CONDITION.search(text)
    if condition is None:
        return Section("", Decimal(0), signs)
    comparison, limit = condition.groups()
    return Section(comparison, Decimal(limit), signs)


def signs_of(text: str) -> list[Sign]:
    signs: list[Sign] = []
    for match in PART.finditer(text):
        group = match.lastgroup
        if group == "sign":
            sign = match[group]
            signs.append(Sign(sign, is_place=sign in PLACES))
        elif group is not None:
            signs += [Sign(quoted, is_quoted=True) for quoted in match[group]]
    return signs


def signs_for(number: Decimal, number_format: str) -> Sequence[Sign]:
    """Return the section for a number: by its condition, else the first, or the second where negative."""
    sections = list(map(section_of, number_format.split(";")))
    for section in sections:
        if section.is_meant_for(number):
            return section.signs
    unconditional = [section.signs for section in sections if not section.condition]
    if number < 0 and len(unconditional) > 1:
        return unconditional[1]
    return unconditional[0] if unconditional else ()


def percent_text(number: Decimal, signs: Sequence[Sign]) -> str:
    from_point = dropwhile(lambda sign: sign.text != POINT, signs)
    decimals = sum(sign.is_place for sign in from_point)
    rounded = (number * 100).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{plain_text(rounded)}%"


def is_mask(signs: Sequence[Sign]) -> bool:
    """Tell whether a format divides its digits by hyphens, or fills them up with several noughts."""
    among_digits = signs_among_digits(signs)
    dividers = {sign.text for sign in among_digits if not sign.is_place}
    if dividers:
        return dividers <= BETWEEN_DIGITS
    return among_digits.count(Sign("0", is_place=True)) > 1


def signs_among_digits(signs: Sequence[Sign]) -> Sequence[Sign]:
    """Return the signs from the first place of a digit to the last."""
    places = [index for index, sign in enumerate(signs) if sign.is_place]
    if not places:
        return ()
    return signs[places[0] : places[-1] + 1]


def masked_text(digits: str, signs: Sequence[Sign]) -> str:
    """Put digits into the places of a mask, from the right; what has no place stands before the first."""
    places = "".join(sign.text for sign in signs if sign.is_place)
    filled_up_places = places.lstrip("#?")
    digits = digits.zfill(len(filled_up_places))
    first_length = max(len(digits) - len(places), 0) + 1
    empty_places = [""] * (len(places) - len(digits))  # none where there are more digits
    in_places = iter([*empty_places, digits[:first_length], *digits[first_length:]])
    text = ""
    for sign in signs:
        text += next(in_places) if sign.is_place else sign.text
    return text.strip()
