"""Whom a name in a table means: agencies by address name, official, English, short or former name."""

import difflib
import unicodedata
from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from agreements.imports import cells
from agreements.imports.complaints import UnreadableCell
from agreements.imports.names import NameIndex, comparable_name
from agreements.lists.columns.csv_file import SEPARATOR
from agreements.models import Agency, FormerName
from agreements.rules.agency_names import told_apart

MOST_NEAREST = 200
SHORTEST_MEANT = 3  # syllables of a name that is worth asking about
SAME_SYLLABLES = 2  # at the beginning, where the place stands


def is_probably_meant(typed: str, name: str) -> bool:
    """Tell whether what somebody typed is probably a name, both as ``comparable_name`` writes them."""
    if len(name) < SHORTEST_MEANT:
        return False
    if typed in name or name in typed:
        return True
    if typed[:SAME_SYLLABLES] != name[:SAME_SYLLABLES]:
        return False
    typed_letters, letters = unicodedata.normalize("NFD", typed), unicodedata.normalize("NFD", name)
    if abs(len(typed_letters) - len(letters)) > 1:
        return False
    blocks = difflib.SequenceMatcher(None, typed_letters, letters, autojunk=False).get_matching_blocks()
    return max(len(typed_letters), len(letters)) - sum(block.size for block in blocks) <= 1


class AgencyNames:
    """All agencies, read once.  ``unknown`` are the names that nobody has yet, with the nearest known."""

    def __init__(self) -> None:
        self.index: NameIndex[int] = NameIndex()
        self.korean_names: dict[int, str] = {}
        self.slugs: dict[int, str] = {}
        self.keys_by_slug: dict[str, int] = {}
        self.unknown: dict[str, str] = {}

    @classmethod
    def read_all(cls) -> "AgencyNames":
        names = cls()
        goes_on = Coalesce("same_as", "pk")  # the names of what was entered twice mean the entry that goes on
        rows = Agency.objects.order_by(F("same_as").desc(nulls_first=True)).values_list(
            *("pk", goes_on, "slug", "name_ko", "name_en", "qualifier_ko", "qualifier_en", "other_names_ko")
        )
        for own_pk, pk, slug, korean, english, *qualifiers, other_names in rows.iterator(chunk_size=2000):
            names.korean_names.setdefault(pk, korean)
            names.slugs.setdefault(pk, slug)
            names.keys_by_slug[slug] = own_pk
            labels = map(told_apart, (korean, english), qualifiers)
            names.index.add(pk, slug, korean, english, *labels, *other_names.split(";"))
        goes_on = Coalesce("agency__same_as", "agency")
        former_names = FormerName.objects.values_list(goes_on, "name_ko", "name_en")
        names.index.add_where_unknown((pk, former) for pk, *former in former_names.iterator(chunk_size=2000))
        return names

    def joined(self, pks: Iterable[int]) -> str:
        return SEPARATOR.join(self.korean_names[pk] for pk in pks)

    def with_slugs(self, pks: Iterable[int]) -> str:
        """Name agencies of the same name so that they can be told apart."""
        return ", ".join(sorted(f"{self.korean_names[pk]} ({self.slugs[pk]})" for pk in pks))

    def find(self, text: str) -> int:
        """Return the primary key of the agency called ``text``.

        Raises:
            UnreadableCell: nobody is called that, or several are.
        """
        pk = self.index.only_key(text)
        if pk:
            return pk
        namesakes = self.index.keys(text)
        if not namesakes:
            raise UnreadableCell(self._unknown_message(text))
        correction = _("“%(name)s” may be each of these: %(agencies)s. Write its official or address name.")
        raise UnreadableCell(correction % {"name": text, "agencies": self.with_slugs(namesakes)})

    def find_all(self, text: str) -> list[int]:
        """
        Raises:
            UnreadableCell: one is not known, fits several, or is hidden behind 등.
        """
        corrections, pks = [], []
        for name in cells.split_names(text, self.index.__contains__):
            try:
                pks.append(self.find(name))
            except UnreadableCell as error:
                corrections.append(str(error))
        if corrections:
            raise UnreadableCell(" ".join(corrections))
        return list(dict.fromkeys(pks))

    def nearest(self, text: str) -> str:
        """Return the known name that was probably meant; "" if none was, or it may be each of several.

        That is one that holds the other (경기도 파주시), or that begins with the same two syllables and
        differs by one letter of a syllable (파주씨).  청주시 is not 파주시.
        """
        typed = comparable_name(text)
        if len(typed) < SHORTEST_MEANT:
            return ""
        keys: set[int] = set()
        for name, keys_of_name in self.index.keys_by_name.items():
            if is_probably_meant(typed, name):
                keys |= keys_of_name
        if len(keys) != 1:
            return ""
        return self.korean_names[min(keys)]

    def _unknown_message(self, text: str) -> str:
        if text not in self.unknown:
            self.unknown[text] = ""
            if len(self.unknown) <= MOST_NEAREST:  # looking for it is dear, and nobody reads a thousand
                self.unknown[text] = self.nearest(text)
        nearest = self.unknown[text]
        if not nearest:
            correction = _("No agency is called “%(name)s”. A coordinator adds it first.")
            return correction % {"name": text}
        correction = _(
            "No agency is called “%(name)s”. Is it “%(nearest)s”? Else a coordinator adds it first."
        )
        return correction % {"name": text, "nearest": nearest}
