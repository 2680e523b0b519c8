"""Records by each of their names, however a table writes it."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

MIDDLE_DOTS = "·ㆍ‧・․∙⋅･•ᆞ"
ONE_DOT = str.maketrans(dict.fromkeys(MIDDLE_DOTS, "·"))


def comparable_name(name: str) -> str:
    """Write a name so that composition, width, case, spaces and the kind of its dots make no difference."""
    return "".join(unicodedata.normalize("NFKC", name.translate(ONE_DOT)).casefold().split())


class NameIndex[Key: (int, str)]:
    """The keys of records by comparable name; several records may have the same."""

    def __init__(self) -> None:
        self.keys_by_name: dict[str, set[Key]] = defaultdict(set)

    def add(self, key: Key, *names: str) -> None:
        for name in filter(None, map(comparable_name, names)):
            self.keys_by_name[name].add(key)

    def add_where_unknown(self, names_by_key: Iterable[tuple[Key, Iterable[str]]]) -> None:
        """Add further names, such as former ones, where no record has them so far."""
        names_before = frozenset(self.keys_by_name)
        for key, names in names_by_key:
            for name in names:
                if comparable_name(name) not in names_before:
                    self.add(key, name)

    def __contains__(self, name: str) -> bool:
        return comparable_name(name) in self.keys_by_name

    def keys(self, name: str) -> set[Key]:
        return self.keys_by_name.get(comparable_name(name), set())

    def only_key(self, name: str) -> Key | None:
        """Return the key of the only record of this name; None if none has it, or several."""
        keys = self.keys(name)
        if len(keys) != 1:
            return None
        return min(keys)
