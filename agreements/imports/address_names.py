"""Address names for what nobody gave one: made from its name, and numbered where another has it."""

from collections.abc import Callable
from itertools import count

from django.utils.text import slugify

from agreements.rules.romanised import romanised

LONGEST_MADE_SLUG = 70  # leaves room for a number


def made_slug(text: str, *, is_free: Callable[[str], bool]) -> str:
    """Make an address name that is free; "" if no letter of ``text`` can stand in one."""
    slug = slugify(romanised(text))[:LONGEST_MADE_SLUG].rstrip("-")
    if not slug:
        return ""
    numbered_slugs = map(f"{slug}-{{}}".format, count(2))
    while not is_free(slug):
        slug = next(numbered_slugs)
    return slug
