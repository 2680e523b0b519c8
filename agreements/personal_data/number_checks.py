"""Check a number that matched a pattern: its check digit, its date, the words beside it.

Each check takes the match, with the text around it in ``match.string``.
"""

import re
from collections.abc import Callable

from agreements.personal_data import check_digits


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)


def word_near(words: str, *, before: int = 20, after: int = 12) -> Callable[[re.Match[str]], bool]:
    """Return a check for a word that begins or ends at most so many characters from the match.

    ``words`` is a regular expression, matched without case.
    """
    pattern = re.compile(words, re.IGNORECASE)

    def check(match: re.Match[str]) -> bool:
        start, end = match.span()
        text_before = match.string[max(0, start - before) : start]
        text_after = match.string[end : end + after]
        return bool(pattern.search(text_before) or pattern.search(text_after))

    return check


NEAR_CORPORATION = word_near(r"법인\s?(?:등록)?\s?번호", before=14, after=0)
NEAR_PASSPORT = word_near(r"여권|passport")
NEAR_BUSINESS = word_near(r"사업자")
NEAR_BANK = word_near(
    r"은행|뱅크|농협|수협|신협|금고|우체국|계좌|예금주|입금|송금|통장|증권", before=25, after=16
)
NEAR_PAYMENT = word_near(r"계좌|예금주|입금|송금|통장", before=25, after=16)
NEAR_VEHICLE = word_near(r"차량|승용|차번|번호판|자동차|화물|버스|트럭")
DATE = re.compile(r"(?:19|20)\d\d[-. ]?(?:0[1-9]|1[0-2])[-. ]?(?:[0-2]\d|3[01])")
YEAR = re.compile(r"(?:19|20)\d\d")
PLATE_WITH_ONE_SPACE = re.compile(r"\d{2,3}[가-힣] ?\d{4}")


def is_personal_number(match: re.Match[str]) -> bool:
    """Check that a number begins with a birthday and is not that of a corporation."""
    number = digits_of(match[0])
    if not check_digits.valid_birthday(number):
        return False
    return not (NEAR_CORPORATION(match) and check_digits.valid_corporation(number))


def has_check_digit(match: re.Match[str]) -> bool:
    """Check for a person's number with a valid check digit, which numbers since October 2020 lack."""
    return is_personal_number(match) and check_digits.valid_registration(digits_of(match[0]))


CARDS = re.compile(r"3[47]\d{13}|3[0689]\d{12}|(?:35|[4569]\d|2[2-7])\d{14}")


def is_card_number(match: re.Match[str]) -> bool:
    number = digits_of(match[0])
    return bool(CARDS.fullmatch(number)) and check_digits.valid_luhn(number)


def is_account_number(match: re.Match[str]) -> bool:
    """Check that a bank is named nearby; where only spaces part the digits, as in a table, an account."""
    if not 10 <= len(digits_of(match[0])) <= 16 or DATE.match(match[0]):
        return False
    if re.fullmatch(r"\d+(?: \d+)+", match[0]):
        return NEAR_PAYMENT(match)
    return NEAR_BANK(match)


def is_business_number(match: re.Match[str]) -> bool:
    """Check for the word beside the number, or for hyphens or points in it and a valid check digit."""
    if NEAR_BUSINESS(match):
        return True
    has_separators = "-" in match[0] or "." in match[0]
    return has_separators and check_digits.valid_business(digits_of(match[0]))


def is_passport_number(match: re.Match[str]) -> bool:
    """Check for the word beside the number, or that its digits are no date."""
    return NEAR_PASSPORT(match) or not DATE.match(match[0][1:].lstrip("- "))


def is_vehicle_plate(match: re.Match[str]) -> bool:
    """Check that a vehicle is named nearby, or else that the plate is written in full and ends in no year."""
    if NEAR_VEHICLE(match):
        return True
    if ends_in_year_of_date(match):
        return False
    plate = match[0].strip()
    return bool(" " not in plate or match["region"] or PLATE_WITH_ONE_SPACE.fullmatch(match[0]))


def ends_in_year_of_date(match: re.Match[str]) -> bool:
    """Check whether the last four digits are a year and a month follows: “… 2024. 3.”."""
    text_after = match.string[match.end() : match.end() + 2].lstrip()
    return bool(YEAR.fullmatch(match[0][-4:])) and text_after.startswith((".", "-", "~", "/"))
