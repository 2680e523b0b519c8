"""Text as people search it: what is typed and what is stored, brought to the same letters.

Spaces, middle dots and other signs only separate, so ``보호센터`` and ``보호 센터`` have the same letters.
Every two letters in a row are a bigram, the unit of the index, so that a word is found inside a compound.
A word of two letters is not looked for across a space: ``시장`` does not stand in ``도시 장애인``.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import filterfalse, pairwise
from string import ascii_letters, digits

from agreements.rules.korean import FINALS, HANGUL_FIRST, HANGUL_LAST
from agreements.rules.readable import ReadableText, readable_text

SIGNS_THAT_ARE_LETTERS = frozenset("%_")  # in most searches they stand for anything; here for themselves
ASCII_LETTERS = {letter: letter.lower() for letter in (*ascii_letters, *digits, *SIGNS_THAT_ARE_LETTERS)}
# Single Chinese characters that headlines write for Korean ones: 파주署, 民·官·警.
# The third string is dropped: ㆍ typed as the old vowel, the middle dot of many keyboards.
REPLACED = str.maketrans("署市郡道區廳警民官學校", "서시군도구청경민관학교", "\u119e")
FIELD_END = "\n"  # between the fields of one record: no letter, so that no word reaches across


# ---- letters ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SearchLetters:
    """The letters of a text; ``positions[i]`` is the position of letter ``i`` in ``readable``."""

    text: str
    positions: list[int]
    breaks: frozenset[int]  # indexes of letters before which a sign or space stood
    readable: ReadableText

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the letters ``start`` to ``end`` (exclusive) stand in the original text."""
        return self.readable.span(self.positions[start], self.positions[end - 1] + 1)

    def occurrences(self, needle: "SearchNeedle") -> Iterator[tuple[int, int]]:
        """Yield the spans of letters where the needle stands; they do not overlap."""
        start = self.text.find(needle.text)
        while start >= 0:
            end = start + len(needle.text)
            if needle.loose or self.breaks.isdisjoint(range(start + 1, end)):
                yield start, end
                start = self.text.find(needle.text, end)
            else:
                start = self.text.find(needle.text, start + 1)

    def has(self, needle: "SearchNeedle") -> bool:
        return next(self.occurrences(needle), None) is not None

    @cached_property
    def bigrams(self) -> set[int]:
        pairs = enumerate(pairwise(self.text), start=1)
        return {bigram_number(*pair, across=index in self.breaks) for index, pair in pairs}


def read_letters(original: str) -> SearchLetters:
    """Reduce a text to the letters that are searched: NFC, lower case, without spaces and signs."""
    readable = readable_text(original)
    letters: list[str] = []
    positions: list[int] = []
    breaks: set[int] = set()
    for position, sign in enumerate(readable.text):
        letter = sign if _joins_digits(readable.text, position) else _searched_letters(sign)
        if letter:
            letters.append(letter)
            positions.extend([position] * len(letter))
        elif unicodedata.category(sign) != "Mn":
            breaks.add(len(positions))

    return SearchLetters("".join(letters), positions, frozenset(breaks), readable)


def _joins_digits(text: str, position: int) -> bool:
    """Say whether a hyphen stands between two digits and so is part of a reference such as 2022-0004."""
    if text[position] != "-":
        return False

    # Slices, since a hyphen may be the first or the last character; "" is no digit.
    before, after = text[max(position - 1, 0) : position], text[position + 1 : position + 2]
    return before.isdigit() and after.isdigit()


def _searched_letters(sign: str) -> str:
    """Return the letters that one character is searched by; "" for spaces, signs and middle dots."""
    if HANGUL_FIRST <= ord(sign) <= HANGUL_LAST:
        return sign
    if sign.isascii():
        return ASCII_LETTERS.get(sign, "")

    decomposed = unicodedata.normalize("NFKD", sign).casefold()
    without_accents = "".join(filterfalse(unicodedata.combining, decomposed))
    composed = unicodedata.normalize("NFC", without_accents)
    return "".join(filter(str.isalnum, composed)).translate(REPLACED)


def bigram_number(first: str, second: str, *, across: bool) -> int:
    """Encode two letters as one number, odd where a sign or space stands between them (``across``)."""
    return ord(first) << 22 | ord(second) << 1 | across


def second_letter(bigram: int) -> str:
    """Return the second letter of what :func:`bigram_number` encodes."""
    return chr(bigram >> 1 & 0x1FFFFF)


def indexed_fields(texts: Iterable[str]) -> tuple[str, set[int]]:
    """Return the letters of a record's fields as the index stores them, and their bigrams."""
    words: list[str] = []
    bigrams: set[int] = set()
    for field in map(read_letters, filter(None, texts)):
        if field.text:
            words.append(field.text)
            bigrams |= field.bigrams

    if not words:
        return "", bigrams
    return FIELD_END.join(["", *words, ""]), bigrams


# ---- particles -------------------------------------------------------------------------------------------

# What may follow a word, by what the word ends in.  도 is left out: it ends too many names (경기도).
AFTER_ANY = (
    "의 에 에서 에게 에는 에도 에서는 에서도 에서의 에의 에게서 까지 부터 마다 보다 처럼 께서 및 등 등의 "
    "들 들의 들을 들이 들은 들에게"
)
AFTER_CONSONANT = "은 이 을 과 으로 으로는 으로의 으로서 으로써 으로부터 과의 과는 이며 이나 이란 이라는"
AFTER_VOWEL = "는 가 를 와 로 로는 로의 로서 로써 로부터 와의 와는 란 라는"
AFTER_L = "로 로는 로의 로서 로써 로부터"
SOUND_OF_FINAL = {0: "vowel", 8: "l"}  # by its place among the finals; 0: none, 8: ㄹ


def _longest_first(*lists: str) -> tuple[str, ...]:
    particles = set(" ".join(lists).split())
    return tuple(sorted(particles, key=len, reverse=True))


PARTICLES = {
    "consonant": _longest_first(AFTER_ANY, AFTER_CONSONANT),
    "vowel": _longest_first(AFTER_ANY, AFTER_VOWEL),
    "l": _longest_first(AFTER_ANY, AFTER_CONSONANT, AFTER_L),
    "other": _longest_first(AFTER_ANY, AFTER_CONSONANT, AFTER_VOWEL),  # MOU를, 2022-0004는
}
ALL_PARTICLES = _longest_first(AFTER_ANY, AFTER_CONSONANT, AFTER_VOWEL)
SHORTEST_STEM = 2


def without_particle(word: str) -> str:
    """Return the word without its particle: ``파주시의`` is ``파주시``.  At least two letters are left."""
    for particle in filter(word.endswith, ALL_PARTICLES):
        stem = word.removesuffix(particle)
        if len(stem) >= SHORTEST_STEM and particle in PARTICLES[_ending_sound(stem)]:
            return stem

    return word


def _ending_sound(word: str) -> str:
    last = ord(word[-1])
    if not HANGUL_FIRST <= last <= HANGUL_LAST:
        return "other"
    final = (last - HANGUL_FIRST) % FINALS
    return SOUND_OF_FINAL.get(final, "consonant")


# ---- what is typed ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SearchNeedle:
    """Letters to find in a row; ``loose``: also where spaces or signs stand between them."""

    text: str
    loose: bool

    @property
    def bigrams(self) -> list[tuple[int, ...]]:
        """Return, for each pair of its letters, the numbers under which the index may hold it."""
        numbers: list[tuple[int, ...]] = []
        for pair in pairwise(self.text):
            adjacent = bigram_number(*pair, across=False)
            apart = bigram_number(*pair, across=True)
            numbers.append((adjacent, apart) if self.loose else (adjacent,))

        return numbers


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
        return " ".join(kept.typed for kept in self.words if kept is not word)


MOST_WORDS = 10
# Words that narrow down nothing.
IGNORED = frozenset({"the", "of", "and", "for", "in", "to", "on", "at", "with", "by", "an"})
NUMBERED = re.compile(r"제?(\d[\d-]*\d)호?", re.ASCII)  # 제2022-0004호
RUN_TOGETHER = re.compile(r"(\d{4})(\d{4})(\d\d)?", re.ASCII)  # 2022000401


def parse_query(text: str) -> SearchQuery:
    """Read what somebody typed.  A word of one letter counts only where there is no longer one."""
    typed_words = _typed_words(text)
    if not typed_words:
        return SearchQuery(text, (), ())

    joined = " ".join(typed for typed, _letters in typed_words)
    all_letters = read_letters(joined)
    counting = [(typed, letters) for typed, letters in typed_words if _narrows_down(letters)]
    if not counting:
        counting = [(joined, all_letters)]
    words = {
        letters.text: QueryWord(typed, letters.text, _readings_of_word(letters))
        for typed, letters in counting
    }

    joined_letters = all_letters.text
    last_word = counting[-1][1].text
    wholes = (joined_letters, joined_letters.removesuffix(last_word) + without_particle(last_word))
    return SearchQuery(text, tuple(words.values())[:MOST_WORDS], tuple(dict.fromkeys(wholes)))


def _typed_words(text: str) -> list[tuple[str, SearchLetters]]:
    """Split into words that have letters, each as typed and as searched."""
    words = _with_numbers(text.split())
    letters_of_words = map(read_letters, words)
    return [(typed, letters) for typed, letters in zip(words, letters_of_words, strict=True) if letters.text]


def _narrows_down(letters: SearchLetters) -> bool:
    return len(letters.text) > 1 and letters.text not in IGNORED


def _with_numbers(words: list[str]) -> list[str]:
    """Join a single digit to the word before it, or to the next where it comes first: 이행과제 3, 2 단계."""
    joined: list[str] = []
    for word in words:
        if joined and (_is_digit(word) or _is_digit(joined[-1])):
            joined[-1] += f" {word}"
        else:
            joined.append(word)

    return joined


def _is_digit(word: str) -> bool:
    return len(word) == 1 and word.isdigit()


def _readings_of_word(word: SearchLetters) -> tuple[tuple[SearchNeedle, ...], ...]:
    """Return the readings of one word: whole, as a reference, and as the parts between its signs."""
    has_signs_inside = bool(word.breaks - {0, len(word.text)})
    whole_word = _needle_for(without_particle(word.text), parted=has_signs_inside)
    readings: list[tuple[SearchNeedle, ...]] = [(whole_word,)]

    if numbered := NUMBERED.fullmatch(word.text):
        readings.append((_needle_for(numbered[1]),))
    if run_together := RUN_TOGETHER.fullmatch(word.text):
        reference = "-".join(filter(None, run_together.groups()))
        readings.append((_needle_for(reference),))

    parts = _parts_between_signs(word)
    if len(parts) > 1 and min(map(len, parts)) > 1:
        readings.append(tuple(_needle_for(without_particle(part)) for part in parts))

    return tuple(dict.fromkeys(readings))


def _needle_for(text: str, *, parted: bool = False) -> SearchNeedle:
    return SearchNeedle(text, loose=parted or len(text) > SHORTEST_STEM)


def _parts_between_signs(word: SearchLetters) -> list[str]:
    """Return the pieces of a word that was typed with signs in it: ``파주시·경찰서``."""
    ends = sorted({0, len(word.text), *word.breaks})
    return [word.text[start:end] for start, end in pairwise(ends)]


# ---- what is not typed to its end ------------------------------------------------------------------------

FINAL_OF_NONE = 0
SYLLABLES_OF_INITIAL = 588  # 21 vowels with 28 finals each
# Finals by their place, as the initial (by its place) that they become where a vowel follows them.
INITIAL_OF_FINAL = {
    1: 0, 2: 1, 4: 2, 7: 3, 8: 5, 16: 6, 17: 7, 19: 9, 20: 10, 21: 11, 22: 12, 23: 14, 24: 15, 25: 16,
    26: 17, 27: 18,
}  # fmt: skip
# Finals of two consonants: the final that is left where the second one moves on, and what that becomes.
PARTS_OF_FINAL = {
    3: (1, 9), 5: (4, 12), 6: (4, 18), 9: (8, 0), 10: (8, 6), 11: (8, 7), 12: (8, 9), 13: (8, 16),
    14: (8, 17), 15: (8, 18), 18: (17, 9),
}  # fmt: skip
FIRST_INITIAL, LAST_INITIAL = 0x1100, 0x1112  # single consonants, as they are searched


@dataclass(frozen=True)
class HalfTyped:
    """A word whose last syllable is not typed to its end: ``보ㅎ``, ``보홋``, ``위기아도``.

    ``stem`` is what is typed to its end; the next syllable is one of ``first`` to ``last`` (code points).
    """

    stem: str
    first: int
    last: int

    @property
    def next_pairs(self) -> tuple[int, int]:
        """Return the numbers of the bigrams of the stem's last letter with what may follow: from, below."""
        letter = self.stem[-1]
        lowest = bigram_number(letter, chr(self.first), across=False)
        return lowest, bigram_number(letter, chr(self.last), across=True) + 1


def half_typed_readings(letters: str) -> list[HalfTyped]:
    """Return how a word can be read whose last syllable is not typed to its end."""
    before, last = letters[:-1], ord(letters[-1])
    readings = []
    if FIRST_INITIAL <= last <= LAST_INITIAL:
        readings.append(_followed_by_initial(before, last - FIRST_INITIAL))
    elif HANGUL_FIRST <= last <= HANGUL_LAST:
        final = (last - HANGUL_FIRST) % FINALS
        open_syllable = last - final
        if final == FINAL_OF_NONE:
            readings.append(HalfTyped(before, last, last + FINALS - 1))
        elif final in PARTS_OF_FINAL:
            first_part, initial = PARTS_OF_FINAL[final]
            readings.append(_followed_by_initial(before + chr(open_syllable + first_part), initial))
        else:
            readings.append(_followed_by_initial(before + chr(open_syllable), INITIAL_OF_FINAL[final]))
    return [reading for reading in readings if reading.stem]


def _followed_by_initial(stem: str, initial: int) -> HalfTyped:
    first = HANGUL_FIRST + initial * SYLLABLES_OF_INITIAL
    return HalfTyped(stem, first, first + SYLLABLES_OF_INITIAL - 1)


def completed(query: SearchQuery, reading: HalfTyped, syllables: Iterable[str]) -> SearchQuery:
    """Return a query whose last word goes on from the stem with any of ``syllables``."""
    last = query.words[-1]
    options = tuple((_needle_for(reading.stem + syllable),) for syllable in syllables)
    word = replace(last, options=options)
    begun = query.wholes[0].removesuffix(last.letters) + reading.stem
    return replace(query, words=(*query.words[:-1], word), wholes=(begun,))


# ---- nearness --------------------------------------------------------------------------------------------


def shared_bigrams(text: str, other: str) -> float:
    """Return the share of bigrams that two texts have in common, 0 to 1, spaces disregarded (Dice)."""
    bigrams, others = _bigrams_regardless_of_spaces(text), _bigrams_regardless_of_spaces(other)
    shared = bigrams & others
    if not shared:
        return 0.0
    return 2 * len(shared) / (len(bigrams) + len(others))


def _bigrams_regardless_of_spaces(text: str) -> set[int]:
    return {number >> 1 for number in read_letters(text).bigrams}
