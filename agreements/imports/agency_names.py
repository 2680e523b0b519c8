"""Whom a name in a table means: agencies by address name, official, English, short or former name."""

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from agreements.imports import cells
from agreements.imports.complaints import UnreadableCell
from agreements.models import Agency

MOST_NEAREST = 200


def comparable_name(name: str) -> str:
    """Write a name so that composition, width, case and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


@dataclass
class AgencyNames:
    """All agencies, read once.  ``unknown`` gathers the names that nobody has yet, with the nearest known."""

    by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    shown: dict[int, str] = field(default_factory=dict)
    slugs: dict[int, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "AgencyNames":
        found = cls()
        rows = Agency.objects.order_by().values_list("pk", "slug", "name_ko", "name_en", "other_names_ko")
        for pk, slug, korean, english, others in rows.iterator(chunk_size=2000):
            found.add(pk, slug, korean, english, others)
        return found

    def add(self, pk: int, slug: str, korean: str, english: str, others: str) -> None:
        self.shown[pk], self.slugs[pk] = korean, slug
        for name in (slug, korean, english, *others.split(";")):
            if name.strip():
                self.by_name[comparable_name(name)].add(pk)

    def knows(self, name: str) -> bool:
        return comparable_name(name) in self.by_name

    def one(self, text: str) -> int:
        """
        Raises:
            NotThat: nobody is called that, or several are.
        """
        found = self.by_name.get(comparable_name(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            named = ", ".join(sorted(f"{self.shown[pk]} ({self.slugs[pk]})" for pk in found))
            raise UnreadableCell(
                _("“%(name)s” may be each of these: %(agencies)s. Write its official or address name.")
                % {"name": text, "agencies": named}
            )
        if text not in self.unknown:  # looking for the nearest is dear, and nobody reads a thousand
            self.unknown[text] = self.nearest(text) if len(self.unknown) < MOST_NEAREST else ""
        raise UnreadableCell(self._not_known(text))

    def several(self, text: str) -> list[int]:
        """
        Raises:
            NotThat: one is not known, fits several, or is hidden behind 등.
        """
        refused, found = [], []
        for name in cells.split_names(text, self.knows):
            try:
                found.append(self.one(name))
            except UnreadableCell as error:
                refused.append(str(error))
        if refused:
            raise UnreadableCell(" ".join(refused))
        return list(dict.fromkeys(found))

    def nearest(self, text: str) -> str:
        """The known name that looks most like it; "" if none does."""
        close = difflib.get_close_matches(comparable_name(text), self.by_name, n=1, cutoff=0.6)
        return self.shown[min(self.by_name[close[0]])] if close else ""

    def _not_known(self, text: str) -> str:
        if nearest := self.unknown[text]:
            return _(
                "No agency is called “%(name)s”. Is it “%(nearest)s”? Else a coordinator adds it first."
            ) % {"name": text, "nearest": nearest}
        return _("No agency is called “%(name)s”. A coordinator adds it first.") % {"name": text}

    def named(self, pks: Iterable[int]) -> Iterator[str]:
        return (self.shown[pk] for pk in pks)
