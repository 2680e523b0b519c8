"""Korean beside another language, and its particles: a translation writes ``%(speaker)s{이/가}``."""

import re

from django.utils.translation import get_language

HANGUL_FIRST, HANGUL_LAST, FINALS = 0xAC00, 0xD7A3, 28
# Whether the way a digit is read aloud (영 일 이 삼 사 오 육 칠 팔 구) ends in a consonant.
DIGIT_ENDS_IN_CONSONANT = (True, True, False, True, False, False, True, True, True, False)
CHOICE = re.compile(r"\{([^{}/]+)/([^{}/]+)\}")


def in_english() -> bool:
    """Say whether what is written now is for readers of English."""
    return (get_language() or "ko").startswith("en")


def has_hangul(text: str) -> bool:
    """Say whether a text holds Korean letters, which an English voice cannot read."""
    return any(HANGUL_FIRST <= ord(letter) <= HANGUL_LAST for letter in text)


def with_particles(text: str) -> str:
    """Resolve each ``{after a consonant/after a vowel}``: ``파주시{이/가}`` becomes ``파주시가``."""
    resolved = ""
    copied_to = 0
    for choice in CHOICE.finditer(text):
        resolved += text[copied_to : choice.start()]
        after_consonant, after_vowel = choice.groups()
        resolved += after_consonant if _ends_in_consonant(resolved) else after_vowel
        copied_to = choice.end()
    return resolved + text[copied_to:]


def _ends_in_consonant(text: str) -> bool:
    """Say whether the last syllable or digit has a final consonant; closing brackets are passed over."""
    spoken = re.sub(r"\([^()]*\)$", "", text).rstrip(" ]}」』”’\"'.")
    last = spoken[-1:] or "가"
    if last.isascii() and last.isdigit():
        return DIGIT_ENDS_IN_CONSONANT[int(last)]
    is_syllable = HANGUL_FIRST <= ord(last) <= HANGUL_LAST
    return is_syllable and (ord(last) - HANGUL_FIRST) % FINALS != 0
