"""Detect what looks like personal data in a text.  ``DETECTORS`` declares each kind in one table.

A text is first made readable (``rules/readable.py``): full-width signs, dashes, spaces and Korean in
pieces become what they look like.  Every repetition in a pattern is bounded and every pattern begins at an
edge (no digit or letter before it), so that a text of any length is read once.

Not detected on purpose: years and dates (eight digits), articles (제12조 3456), document numbers (제…호),
amounts (commas, 원), hotlines (112, 119, 1366: too short) and company lines (1577-…, 1588-…: no area code).
An office's telephone in a sentence is a hit that a coordinator clears; in its own field it is none
(``OFFICE_LINES``).  A number whose second half is already masked (900101-1******) is no number any more.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.personal_data.case_words import NAME_AND_AGE, SCHOOL_AND_GRADE, SHELTER_AND_ADDRESS, SHELTERS
from agreements.personal_data.number_checks import (
    NEAR_BUSINESS,
    NEAR_PASSPORT,
    has_check_digit,
    is_account_number,
    is_business_number,
    is_card_number,
    is_passport_number,
    is_personal_number,
    is_vehicle_plate,
    word_near,
)
from agreements.rules.readable import readable_text


class Severity(StrEnum):
    ALWAYS = "always"  # blocks; the text has to be changed
    CLEAR = "clear"  # blocks until a coordinator states why it is no hit
    WARN = "warn"  # is shown


CHAIN = re.compile(r"(?:\d[^\dA-Za-z가-힣,%]{0,7}){9}")  # digits of one number, more than a date has


@dataclass(frozen=True)
class Detector:
    """One pattern of personal data, and what a match has to pass to count.

    ``check`` decides with the text around the match.  ``unmasked`` is how many of its first letters and
    digits stay readable in an excerpt.  ``gate`` is part of every match: a text in which it does not occur,
    as in most, is not searched for the pattern.
    """

    kind: str
    severity: Severity
    pattern: re.Pattern[str]
    check: Callable[[re.Match[str]], bool] = bool
    unmasked: int = 3
    gate: re.Pattern[str] = CHAIN


@dataclass(frozen=True)
class Hit:
    """One match in a text.

    ``span`` counts in the original text; ``excerpt`` is masked; ``match`` is the data itself: never store it.
    """

    kind: str
    severity: Severity
    span: tuple[int, int]
    excerpt: str
    match: str


LABELS: dict[str, Any] = {
    "resident": _("resident registration number"),
    "foreigner": _("foreigner registration number"),
    "registration": _("possible registration number"),
    "card": _("card number"),
    "licence": _("driver's licence number"),
    "mobile": _("mobile phone number"),
    "phone": _("telephone number"),
    "email": _("e-mail address"),
    "passport": _("passport number"),
    "business": _("business registration number"),
    "account": _("bank account number"),
    "plate": _("vehicle plate"),
    "child": _("a child's name with age"),
    "school": _("school and grade"),
    "shelter": _("address of a shelter"),
}
OFFICE_LINES = frozenset({"phone"})  # what a field for an office's telephone may hold


# ---- the table: of two that match the same characters, the upper one counts ----------------------------

EDGE = r"(?<!\d)(?<!\d[-/])"  # neither within a number nor further on in a chain of them
START = EDGE + r"(?<!\d[.,])"  # nor in the decimals of one
END = r"(?!\d)(?!-\d)"
NO_DOCUMENT = r"(?!\s?호(?![가-힣]))"
HYPHEN = r"\s{0,3}[-.·/_]\s{0,3}"
SIX = r"(?:\d{6}|\d(?: \d){5}|\d\d[.\-/] ?\d\d[.\-/] ?\d\d)"
SIX_AFTER_FIRST = r"(?:\d{6}|(?: \d){6})"
RESIDENT = "[1-4]" + SIX_AFTER_FIRST  # the seven digits after the birthday
FOREIGNER = "[5-8]" + SIX_AFTER_FIRST
GAP = rf"(?:{HYPHEN}|\s{{1,3}})"
MAYBE = rf"(?:{GAP})?"
DIALLED = r"[-.·/_)\s]{0,3}"
ABROAD = rf"(?:\+82{DIALLED}|82[-.\s])\(?0?\)?"
AREA = r"(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50\d)"
NOUGHT = "[0Oo○ㅇ]"
REGION = (
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기(?:남부|북부)?|강원|충북|충남|전북|전남|경북|경남|제주)"
)
LETTER = "[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호국합육해공]"
LETTERED = re.compile(r"[A-Za-z][- ]?\d{3}")
COUNTED = (
    r"(?!\d|[,.]\d|\s?(?:년|억|만|천|원|명|건|개|호|월|일|회|곳|번|쪽|%|조|차|가구|세대|대(?!여)"
    r"|시|분|초|석|권|부|매|장|점|위|평|톤|㎡|㎢|[kcm]?m|kg|㎏|㎞))"
)


def new_detector(
    kind: str,
    severity: Severity,
    pattern: str,
    check: Callable[[re.Match[str]], bool] = bool,
    *,
    unmasked: int = 3,
    gate: re.Pattern[str] = CHAIN,
) -> Detector:
    return Detector(kind, severity, re.compile(pattern), check, unmasked, gate)


ALWAYS, CLEAR, WARN = Severity
DETECTORS: tuple[Detector, ...] = (
    # With a hyphen a birthday suffices: numbers given since October 2020 have no check digit.
    new_detector("resident", ALWAYS, rf"{EDGE}{SIX}{HYPHEN}{RESIDENT}{END}", is_personal_number, unmasked=4),
    new_detector(
        "foreigner", ALWAYS, rf"{EDGE}{SIX}{HYPHEN}{FOREIGNER}{END}", is_personal_number, unmasked=4
    ),
    new_detector("resident", ALWAYS, rf"{START}{SIX}\s{{0,3}}{RESIDENT}{END}", has_check_digit, unmasked=4),
    new_detector("foreigner", ALWAYS, rf"{START}{SIX}\s{{0,3}}{FOREIGNER}{END}", has_check_digit, unmasked=4),
    # Six and seven digits side by side: perhaps one without a check digit, perhaps two columns of a table.
    new_detector(
        "registration", CLEAR, rf"{START}\d{{6}}\s{{1,3}}[1-8]\d{{6}}{END}", is_personal_number, unmasked=4
    ),
    new_detector("card", CLEAR, rf"{START}\d{{4}}(?:{MAYBE}\d{{4}}){{3}}{END}", is_card_number, unmasked=4),
    new_detector(
        "card", CLEAR, rf"{START}3\d{{3}}{MAYBE}\d{{6}}{MAYBE}\d{{4,5}}{END}", is_card_number, unmasked=4
    ),
    new_detector(
        "licence", CLEAR, rf"{EDGE}(?:1[1-9]|2[0-8]){GAP}\d\d{GAP}\d{{6}}{GAP}\d\d{END}", unmasked=2
    ),
    new_detector("licence", CLEAR, rf"{REGION}\s?\d\d{MAYBE}\d{{6}}{MAYBE}\d\d{END}", unmasked=2),
    new_detector("licence", CLEAR, rf"{EDGE}(?:1[1-9]|2[0-8])\d{{10}}{END}", word_near("면허"), unmasked=2),
    new_detector(
        "mobile",
        CLEAR,
        rf"{EDGE}(?:{ABROAD}|\(?{NOUGHT}|공)(?:1{NOUGHT}|1[16-9]|일공){DIALLED}"
        rf"\d{{3,4}}{DIALLED}\d{{4}}(?!\d){NO_DOCUMENT}",
        gate=re.compile(CHAIN.pattern + "|공일공|[Oo○ㅇ]"),
    ),
    new_detector("mobile", CLEAR, rf"{EDGE}0 1 [016-9]{MAYBE}\d(?: \d){{2,3}}{MAYBE}\d(?: \d){{3}}(?!\d)"),
    new_detector(
        "phone",
        CLEAR,
        rf"{EDGE}(?:\(?0{AREA}\)?|{ABROAD}{AREA}){DIALLED}"
        rf"\d{{3,4}}{DIALLED}\d{{4}}(?!\d){NO_DOCUMENT}",
    ),
    new_detector(
        "phone",
        CLEAR,
        rf"{EDGE}[2-9]\d{{2,3}}\s?[-.]\s?\d{{4}}(?!\s?[-.]?\d){NO_DOCUMENT}",
        word_near(r"전화|연락처|☎|☏|\btel\b|자택", before=12, after=0),
        gate=re.compile(r"\d{3}\s?[-.]\s?\d{4}"),
    ),
    new_detector(
        "email",
        CLEAR,
        r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9_][A-Za-z0-9._%+-]{0,63}\s?(?:@|[(\[]at[)\]]|골뱅이)\s?"
        r"(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![A-Za-z0-9])",
        unmasked=1,
        gate=re.compile(r"@|at[)\]]|골뱅이"),
    ),
    new_detector(
        "passport",
        CLEAR,
        r"(?<![A-Za-z0-9])[MSRODGmsrodg][- ]?(?:\d{8}|\d{4} \d{4}|\d{3} ?[A-Za-z] ?\d{4})(?![A-Za-z0-9])",
        is_passport_number,
        unmasked=2,
        gate=LETTERED,
    ),
    new_detector(
        "passport",
        CLEAR,
        r"(?<![A-Za-z0-9])[A-Za-z]{1,2}[- ]?\d{7,8}(?![A-Za-z0-9])",
        NEAR_PASSPORT,
        unmasked=2,
        gate=LETTERED,
    ),
    new_detector("business", CLEAR, rf"{EDGE}\d{{3}}{GAP}\d\d{GAP}\d{{5}}{END}", is_business_number),
    new_detector("business", CLEAR, rf"{EDGE}\d{{10}}{END}", NEAR_BUSINESS),
    new_detector(
        "account",
        CLEAR,
        rf"{EDGE}(?:\d{{10,14}}|\d{{2,6}}(?:(?:\s?-\s?|[. ])\d{{1,8}}){{1,4}})"
        r"(?!,?\d|\s?(?:원|천원|만원|-\d))",
        is_account_number,
    ),
    new_detector(
        "plate",
        CLEAR,
        rf"(?<![\d,.])(?<!제)(?<!제 )(?<!\d-)(?P<region>{REGION}\s?)?\d{{2,3}}\s?{LETTER}\s?\d{{4}}{COUNTED}",
        is_vehicle_plate,
        unmasked=2,
        gate=re.compile(r"\d\s?" + LETTER + r"\s?\d{4}"),
    ),
    Detector("child", WARN, NAME_AND_AGE, unmasked=1, gate=re.compile(r"\d\s?(?:세|살|년\s?생|[)\]])")),
    Detector("school", WARN, SCHOOL_AND_GRADE, unmasked=2, gate=re.compile("학년|반")),
    Detector("shelter", WARN, SHELTER_AND_ADDRESS, unmasked=2, gate=re.compile("|".join(SHELTERS))),
)


GATES = {detector.gate for detector in DETECTORS}


# ---- applying the table ---------------------------------------------------------------------------------


def find_personal_data(text: str) -> list[Hit]:
    """Return the hits in a text, in its order; no two overlap."""
    readable = readable_text(text)
    gates = {gate for gate in GATES if gate.search(readable.text)}
    taken = TakenSpans()
    hits = []
    for detector in DETECTORS:
        if detector.gate not in gates:
            continue
        for match in detector.pattern.finditer(readable.text):
            start, end = match.span()
            if detector.check(match) and taken.take(start, end):
                span = readable.span(start, end)
                excerpt = masked_excerpt(match[0], detector.unmasked)
                hits.append(Hit(detector.kind, detector.severity, span, excerpt, normalized_match(match[0])))
    return sorted(hits, key=lambda hit: hit.span)


class TakenSpans:
    """The spans of a text that already belong to a hit, in order."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        """Take the characters ``start`` to ``end`` and return True, unless one of them is taken."""
        position = bisect_left(self.starts, end)
        if position and self.ends[position - 1] > start:
            return False
        self.starts.insert(position, start)
        self.ends.insert(position, end)
        return True


LONGEST_EXCERPT = 40
SEPARATORS = re.compile(r"[^\w@.]|_")  # neither letter nor digit, nor part of an e-mail address


def masked_excerpt(text: str, unmasked: int) -> str:
    """Mask every letter and digit but the first ``unmasked``, and cut what is too long."""
    excerpt = "".join(mask_letters(" ".join(text.split()), unmasked))
    if len(excerpt) > LONGEST_EXCERPT:
        return excerpt[: LONGEST_EXCERPT - 1] + "…"
    return excerpt


def mask_letters(text: str, unmasked: int) -> Iterator[str]:
    for letter in text:
        if not letter.isalnum():
            yield letter
        elif unmasked > 0:
            yield letter
            unmasked -= 1
        else:
            yield "*"


def normalized_match(text: str) -> str:
    """Return the same letters and digits for every way in which one number or address is written.

    Separators are left out, but for the sign and the points of an e-mail address, and a Korean number as it
    is dialled from abroad (+82 10 …) begins with its nought.
    """
    normalized = SEPARATORS.sub("", text.casefold())
    if "@" not in normalized:
        normalized = normalized.replace(".", "")
    if text.lstrip().startswith(("+82", "82")):
        return "0" + normalized[2:].removeprefix("0")
    return normalized


def mask_personal_data(text: str) -> str:
    """Replace every hit in a text by its excerpt."""
    for hit in reversed(find_personal_data(text)):
        start, end = hit.span
        text = text[:start] + hit.excerpt + text[end:]
    return text
