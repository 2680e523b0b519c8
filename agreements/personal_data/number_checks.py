"""What a number is held to before it counts: its check digit, its date, the words beside it."""

import re
from collections.abc import Callable

from agreements.personal_data import check_digits


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def near(words: str, *, before: int = 20, after: int = 12) -> Callable[[re.Match[str]], bool]:
    """A word stands near the match, at most so many characters before or after it."""
    found = re.compile(words, re.IGNORECASE)

    def check(match: re.Match[str]) -> bool:
        return bool(
            found.search(match.string[max(0, match.start() - before) : match.start()])
            or found.search(match.string[match.end() : match.end() + after])
        )

    return check


CORPORATION = near(r"법인\s?(?:등록)?\s?번호", before=14, after=0)
PASSPORT = near(r"여권|passport")
BUSINESS = near(r"사업자")
BANK = near(r"은행|뱅크|농협|수협|신협|금고|우체국|계좌|예금주|입금|송금|통장|증권", before=25, after=16)
PAYMENT = near(r"계좌|예금주|입금|송금|통장", before=25, after=16)
VEHICLE = near(r"차량|승용|차번|번호판|자동차|화물|버스|트럭")
DATED = re.compile(r"(?:19|20)\d\d[-. ]?(?:0[1-9]|1[0-2])[-. ]?(?:[0-2]\d|3[01])")
YEAR = re.compile(r"(?:19|20)\d\d")


def dated(match: re.Match[str]) -> bool:
    """A person's number: it begins with a birthday and is not that of a corporation."""
    number = digits(match[0])
    return check_digits.born(number) and not (CORPORATION(match) and check_digits.corporate(number))


def checked(match: re.Match[str]) -> bool:
    return dated(match) and check_digits.registration(digits(match[0]))


CARDS = re.compile(r"3[47]\d{13}|3[0689]\d{12}|(?:35|[4569]\d|2[2-7])\d{14}")


def issued(match: re.Match[str]) -> bool:
    number = digits(match[0])
    return bool(CARDS.fullmatch(number)) and check_digits.luhn(number)


def account(match: re.Match[str]) -> bool:
    """So many digits near a bank's word; with spaces only, as in a table, near that of an account."""
    if not 10 <= len(digits(match[0])) <= 16 or DATED.match(match[0]):
        return False
    return PAYMENT(match) if re.fullmatch(r"\d+(?: \d+)+", match[0]) else BANK(match)


def business(match: re.Match[str]) -> bool:
    written_out = {"-", "."} & set(match[0])
    return BUSINESS(match) or bool(written_out and check_digits.business(digits(match[0])))


def passport(match: re.Match[str]) -> bool:
    return PASSPORT(match) or not DATED.match(match[0][1:].lstrip("- "))


def plate(match: re.Match[str]) -> bool:
    """Its last four digits are no year of a date, and spaces within it only beside a vehicle."""
    whole = " " not in match[0].strip() or match["region"] or re.fullmatch(r"\d{2,3}[가-힣] ?\d{4}", match[0])
    following = match.string[match.end() : match.end() + 2]
    year = YEAR.fullmatch(match[0][-4:]) and following.lstrip()[:1] in {".", "-", "~", "/"}
    return bool(whole or VEHICLE(match)) and not (year and not VEHICLE(match))
