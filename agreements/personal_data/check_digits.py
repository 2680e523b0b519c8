"""Check digits of Korean numbers and cards.  Each function takes digits only, as many as its number has."""

from calendar import monthrange

REGISTRATION = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
BUSINESS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
CORPORATE = (1, 2) * 6


def weighted_sum(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def valid_registration(digits: str) -> bool:
    """Check the number of a resident (seventh digit 1–4) or foreigner (5–8) given before October 2020."""
    foreign = digits[6] in "5678"
    return ((13 if foreign else 11) - weighted_sum(digits, REGISTRATION) % 11) % 10 == int(digits[12])


def valid_birthday(digits: str) -> bool:
    """Check that the first six digits are a day of the century that the seventh names."""
    century = 1900 if digits[6] in "1256" else 2000
    year, month, day = century + int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def valid_corporation(digits: str) -> bool:
    """Check the number of a corporation (법인등록번호): public, and of the same form as a person's."""
    return -weighted_sum(digits, CORPORATE) % 10 == int(digits[12])


def valid_business(digits: str) -> bool:
    """Check a business number (사업자등록번호)."""
    return (weighted_sum(digits, BUSINESS) + int(digits[8]) * 5 // 10 + int(digits[9])) % 10 == 0


def valid_luhn(digits: str) -> bool:
    """Check the number of a card: Luhn's sum, in which every second digit from the right counts double."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value // 10 + value % 10
    return total % 10 == 0
