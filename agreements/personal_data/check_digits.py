"""Check digits of Korean numbers and cards.  Each takes digits only, of the length its number has."""

from calendar import monthrange

REGISTRATION = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
BUSINESS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
CORPORATE = (1, 2) * 6


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def registration(digits: str) -> bool:
    """A resident's (seventh digit 1–4) or foreigner's (5–8) registration number of before October 2020."""
    foreign = digits[6] in "5678"
    return ((13 if foreign else 11) - weighted(digits, REGISTRATION) % 11) % 10 == int(digits[12])


def born(digits: str) -> bool:
    """Whether the first six digits are a day of the century that the seventh names."""
    century = 1900 if digits[6] in "1256" else 2000
    year, month, day = century + int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def corporate(digits: str) -> bool:
    """A corporation's registration number (법인등록번호): public, and of the same form as a person's."""
    return -weighted(digits, CORPORATE) % 10 == int(digits[12])


def business(digits: str) -> bool:
    """A business number (사업자등록번호)."""
    return (weighted(digits, BUSINESS) + int(digits[8]) * 5 // 10 + int(digits[9])) % 10 == 0


def luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
