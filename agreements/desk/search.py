"""What staff find by words: in the lists of the admin, its pickers, and over everything on the desk.

Words are read as the public search reads them (``rules/search_text.py``): without particles, across spaces
and signs, the last one perhaps not typed to its end.  Drafts are in no index: patterns look for them.
"""

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

from agreements.rules.search_text import (
    HalfTyped,
    QueryWord,
    SearchNeedle,
    half_typed_readings,
    parse_query,
)

BETWEEN_LETTERS = r"[\s.,:;·ㆍ․∙⋅･・()「」『』“”‘’'/-]*"
NOTHING = Q(pk__in=[])


def found_rows[M: Model](rows: QuerySet[M], fields: Iterable[str], text: str) -> QuerySet[M]:
    """Keep the rows that have all words of ``text`` in one or another of their text ``fields``."""
    if not text.strip():
        return rows
    words = parse_query(text).words
    if not words:
        return rows.none()

    names = tuple(fields)
    found = rows.filter(_all_words(rows.model, names, words))
    if found.exists():
        return found
    *before, last = words
    half_typed = map(_pattern_of_half_typed, half_typed_readings(last.letters))
    goes_on = reduce(or_, (_in_any_field(rows.model, names, pattern) for pattern in half_typed), NOTHING)
    return rows.filter(_all_words(rows.model, names, before), goes_on)


def _all_words(model: type[Model], fields: tuple[str, ...], words: Iterable[QueryWord]) -> Q:
    return reduce(and_, (_one_word(model, fields, word) for word in words), Q())


def _one_word(model: type[Model], fields: tuple[str, ...], word: QueryWord) -> Q:
    """Return the condition that all needles of one of the word's readings are found."""
    readings = NOTHING
    for needles in word.options:
        patterns = map(_pattern, needles)
        readings |= reduce(and_, (_in_any_field(model, fields, pattern) for pattern in patterns))
    return readings


def _in_any_field(model: type[Model], fields: tuple[str, ...], pattern: str) -> Q:
    found = NOTHING
    for field in fields:
        condition: Any = Q(**{f"{field}__iregex": pattern})
        if LOOKUP_SEP in field:  # a join would repeat a row for each child
            condition = Q(pk__in=model._default_manager.filter(condition).values("pk"))
        found |= condition
    return found


def _pattern(needle: SearchNeedle) -> str:
    between = BETWEEN_LETTERS if needle.loose else ""
    return between.join(map(re.escape, needle.text))


def _pattern_of_half_typed(reading: HalfTyped) -> str:
    stem = BETWEEN_LETTERS.join(map(re.escape, reading.stem))
    return f"{stem}{BETWEEN_LETTERS}[{chr(reading.first)}-{chr(reading.last)}]"
