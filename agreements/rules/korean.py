"""Korean beside another language, and its particles: a translation writes ``%(speaker)s{이/가}``."""

import re

from django.utils.translation import get_language

HANGUL_FIRST, HANGUL_LAST, FINALS = 0xAC00, 0xD7A3, 28
DIGITS_ENDING_IN_CONSONANT = frozenset("013678")  # read aloud: 영 일 삼 육 칠 팔; not 이 사 오 구
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
    if HANGUL_FIRST <= ord(last) <= HANGUL_LAST:
        return (ord(last) - HANGUL_FIRST) % FINALS != 0
    return last in DIGITS_ENDING_IN_CONSONANT
