"""Korean in Latin letters, syllable by syllable: for addresses, where nobody romanised a name."""

import unicodedata

INITIALS = (
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h",
)  # fmt: skip
VOWELS = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
    "yu", "eu", "ui", "i",
)  # fmt: skip
FINALS = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t",
    "ng", "t", "t", "k", "t", "p", "t",
)  # fmt: skip
FIRST, LAST = ord("가"), ord("힣")


def romanised(text: str) -> str:
    """Write each syllable by the Revised Romanization of its letters; all else stays.

    How syllables change each other's sound is left out: an address only has to be the same each time.
    """
    return "".join(map(_romanised_letter, unicodedata.normalize("NFC", text)))


def _romanised_letter(letter: str) -> str:
    if not FIRST <= ord(letter) <= LAST:
        return letter
    initial, vowel_and_final = divmod(ord(letter) - FIRST, len(VOWELS) * len(FINALS))
    vowel, final = divmod(vowel_and_final, len(FINALS))
    return INITIALS[initial] + VOWELS[vowel] + FINALS[final]
