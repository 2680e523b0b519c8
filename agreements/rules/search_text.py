"""Text as people search it: what is typed and what is stored, brought to the same letters.

Spaces, middle dots and other signs only separate, so ``보호센터`` and ``보호 센터`` have the same letters.
Every two letters in a row are a bigram, the unit of the index, so that a word is found inside a compound.
A word of two letters is not looked for across a space: ``시장`` does not stand in ``도시 장애인``.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from agreements.rules.korean import FINALS, HANGUL_FIRST, HANGUL_LAST
from agreements.rules.readable import ReadableText, readable_text

SIGNS_THAT_ARE_LETTERS = frozenset("%_")  # in most searches they stand for anything; here for themselves
# Single Chinese characters that headlines write for Korean ones: 파주署, 民·官·警.
CHINESE = dict(zip("署市郡道區廳警民官學校", "서시군도구청경민관학교", strict=True))
OLD_A = "\u119e"  # ㆍ typed as the old vowel: the middle dot of many keyboards
FIELD_END = "\n"  # between the fields of one record: no letter, so that no word reaches across


# ---- letters ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SearchLetters:
    """The letters of a text, with the way back: ``places[i]`` is where letter ``i`` stands in ``read``."""

    text: str
    places: list[int]
    breaks: frozenset[int]  # the letters before which a sign or space stood
    read: ReadableText

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the letters from ``start`` to before ``end`` stand in the original."""
        return self.read.span(self.places[start], self.places[end - 1] + 1)

    def occurrences(self, needle: "SearchNeedle") -> Iterator[tuple[int, int]]:
        start = self.text.find(needle.text)
        while start >= 0:
            end = start + len(needle.text)
            if needle.loose or not any(place in self.breaks for place in range(start + 1, end)):
                yield start, end
                start = self.text.find(needle.text, end)
            else:
                start = self.text.find(needle.text, start + 1)

    def has(self, needle: "SearchNeedle") -> bool:
        return next(self.occurrences(needle), None) is not None

    @cached_property
    def bigrams(self) -> set[int]:
        return {
            bigram_number(*pair, across=place in self.breaks)
            for place, pair in enumerate(pairwise(self.text), 1)
        }


def read_letters(original: str) -> SearchLetters:
    read = readable_text(original)
    found: list[str] = []
    places: list[int] = []
    breaks: set[int] = set()
    text = read.text
    for place, sign in enumerate(text):
        if sign == "-" and text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit():
            meant = sign  # part of a reference
        elif sign.isascii():
            meant = sign.lower() if sign.isalnum() or sign in SIGNS_THAT_ARE_LETTERS else ""
        else:
            meant = _letters_of(sign)
        if meant and meant != OLD_A:
            found.append(meant)
            places.extend([place] * len(meant))
        elif unicodedata.category(sign) != "Mn":
            breaks.add(len(places))
    return SearchLetters("".join(found), places, frozenset(breaks), read)


def _letters_of(sign: str) -> str:
    if HANGUL_FIRST <= ord(sign) <= HANGUL_LAST:
        return sign
    plain = unicodedata.normalize("NFKD", sign).casefold()
    composed = unicodedata.normalize("NFC", "".join(one for one in plain if not unicodedata.combining(one)))
    return "".join(CHINESE.get(one, one) for one in composed if one.isalnum())


def bigram_number(first: str, second: str, *, across: bool) -> int:
    """Two letters as one number, odd where a sign or space stands between them."""
    return ord(first) << 22 | ord(second) << 1 | across


def indexed_fields(texts: Iterable[str]) -> tuple[str, set[int]]:
    """Several fields of one record as the index keeps them, and their bigrams."""
    found = [read_letters(text) for text in texts if text]
    joined = FIELD_END.join(one.text for one in found if one.text)
    bigrams: set[int] = set().union(*(one.bigrams for one in found))
    return (FIELD_END + joined + FIELD_END if joined else ""), bigrams


# ---- particles -------------------------------------------------------------------------------------------

# What may follow a word, by what the word ends in.  도 is left out: it ends too many names (경기도).
AFTER_ANY = (
    "의 에 에서 에게 에는 에도 에서는 에서도 에서의 에의 에게서 까지 부터 마다 보다 처럼 께서 및 등 등의 "
    "들 들의 들을 들이 들은 들에게"
)
AFTER_CONSONANT = "은 이 을 과 으로 으로는 으로의 으로서 으로써 으로부터 과의 과는 이며 이나 이란 이라는"
AFTER_VOWEL = "는 가 를 와 로 로는 로의 로서 로써 로부터 와의 와는 란 라는"
AFTER_L = "로 로는 로의 로서 로써 로부터"
RIEUL = 8  # the place of ㄹ among the final consonants


def _longest_first(*lists: str) -> tuple[str, ...]:
    return tuple(sorted({one for words in lists for one in words.split()}, key=len, reverse=True))


PARTICLES = {
    "consonant": _longest_first(AFTER_ANY, AFTER_CONSONANT),
    "vowel": _longest_first(AFTER_ANY, AFTER_VOWEL),
    "l": _longest_first(AFTER_ANY, AFTER_CONSONANT, AFTER_L),
    "other": _longest_first(AFTER_ANY, AFTER_CONSONANT, AFTER_VOWEL),  # MOU를, 2022-0004는
}
ALL_PARTICLES = _longest_first(AFTER_ANY, AFTER_CONSONANT, AFTER_VOWEL)
SHORTEST_STEM = 2


def without_particle(word: str) -> str:
    """The word without its particle: ``파주시의`` is ``파주시``.  At least two letters are left."""
    for particle in ALL_PARTICLES:
        before = word.removesuffix(particle)
        if before != word and len(before) >= SHORTEST_STEM and particle in PARTICLES[_ending_sound(before)]:
            return before
    return word


def _ending_sound(word: str) -> str:
    last = ord(word[-1])
    if not HANGUL_FIRST <= last <= HANGUL_LAST:
        return "other"
    final = (last - HANGUL_FIRST) % FINALS
    return "vowel" if final == 0 else "l" if final == RIEUL else "consonant"


# ---- what is typed ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SearchNeedle:
    """Letters to find in a row; ``loose``: also where spaces or signs stand between them."""

    text: str
    loose: bool

    @property
    def bigrams(self) -> list[tuple[int, ...]]:
        """Each pair of its letters as the index may hold it."""
        sides = (False, True) if self.loose else (False,)
        return [tuple(bigram_number(*pair, across=side) for side in sides) for pair in pairwise(self.text)]


@dataclass(frozen=True)
class QueryWord:
    """One word of a query.  It is found where all needles of any of its ``options`` are."""

    typed: str
    letters: str
    options: tuple[tuple[SearchNeedle, ...], ...]


@dataclass(frozen=True)
class SearchQuery:
    typed: str
    words: tuple[QueryWord, ...]  # all must be found
    wholes: tuple[str, ...]  # its letters in one, as typed and without the last particle

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def is_one_letter(self) -> bool:
        return len(self.wholes) > 0 and len(self.wholes[0]) == 1

    def without(self, word: QueryWord) -> str:
        return " ".join(one.typed for one in self.words if one is not word)


MOST_WORDS = 10
# Words that narrow down nothing.
IGNORED = frozenset({"the", "of", "and", "for", "in", "to", "on", "at", "with", "by", "an"})
NUMBERED = re.compile(r"제?(\d[\d-]*\d)호?", re.ASCII)  # 제2022-0004호
RUN_TOGETHER = re.compile(r"(\d{4})(\d{4})(\d\d)?", re.ASCII)  # 2022000401


def parse_query(text: str) -> SearchQuery:
    """Read what somebody typed.  A word of one letter counts only where there is no longer one."""
    typed = [(one, read_letters(one)) for one in _with_numbers(text.split())]
    said = [(one, found) for one, found in typed if found.text]
    whole = read_letters(" ".join(one for one, _found in said))
    longer = [(one, found) for one, found in said if len(found.text) > 1 and found.text not in IGNORED]
    if not longer and said:
        longer = [(" ".join(one for one, _found in said), whole)]
    words = {found.text: QueryWord(one, found.text, _readings_of_word(found)) for one, found in longer}
    last = without_particle(longer[-1][1].text) if longer else ""
    shorter = whole.text.removesuffix(longer[-1][1].text) + last if longer else ""
    wholes = tuple(dict.fromkeys(one for one in (whole.text, shorter) if one))
    return SearchQuery(text, tuple(words.values())[:MOST_WORDS], wholes)


def _with_numbers(words: list[str]) -> list[str]:
    """Put a single digit to the word before it, or to the next where it comes first: 이행과제 3, 2 단계."""
    found: list[str] = []
    for word in words:
        if found and (_is_digit(word) or _is_digit(found[-1])):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _is_digit(word: str) -> bool:
    return len(word) == 1 and word.isdigit()


def _readings_of_word(word: SearchLetters) -> tuple[tuple[SearchNeedle, ...], ...]:
    found: list[tuple[SearchNeedle, ...]] = [
        (_needle_for(without_particle(word.text), parted=bool(word.breaks - {0, len(word.text)})),)
    ]
    if number := NUMBERED.fullmatch(word.text):
        found.append((_needle_for(number[1]),))
    if run := RUN_TOGETHER.fullmatch(word.text):
        found.append((_needle_for("-".join(part for part in run.groups() if part)),))
    parts = _parts_between_signs(word)
    if len(parts) > 1 and all(len(part) > 1 for part in parts):
        found.append(tuple(_needle_for(without_particle(part)) for part in parts))
    return tuple(dict.fromkeys(found))


def _needle_for(text: str, *, parted: bool = False) -> SearchNeedle:
    return SearchNeedle(text, loose=parted or len(text) > SHORTEST_STEM)


def _parts_between_signs(word: SearchLetters) -> list[str]:
    """The pieces of a word that was typed with signs in it: ``파주시·경찰서``."""
    ends = sorted({0, len(word.text), *word.breaks})
    return [word.text[start:end] for start, end in pairwise(ends)]


# ---- nearness --------------------------------------------------------------------------------------------


def shared_bigrams(one: str, other: str) -> float:
    """How many of their bigrams two texts share, from 0 to 1; whether a space stands between is no matter."""
    ours, theirs = ({number >> 1 for number in read_letters(text).bigrams} for text in (one, other))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0
