"""The themes that a row names, by name or address name."""

from collections.abc import Container, Iterable

from django.utils.translation import gettext as _

from agreements.imports import cells
from agreements.imports.complaints import UnreadableCell
from agreements.imports.names import NameIndex
from agreements.imports.plans import PlanDraft
from agreements.lists.columns.csv_file import SEPARATOR
from agreements.models import Theme


class ThemeNames:
    """All themes, read once."""

    def __init__(self) -> None:
        self.by_pk = {theme.pk: theme for theme in Theme.objects.all()}
        self.index: NameIndex[int] = NameIndex()
        for pk, theme in self.by_pk.items():
            self.index.add(pk, theme.slug, theme.name_ko, theme.name_en)

    def find_all(self, text: str) -> list[Theme]:
        """
        Raises:
            UnreadableCell: a name is no theme's.
        """
        names = cells.split_names(text, self.index.__contains__)
        unknown = [name for name in names if name not in self.index]
        if unknown:
            raise UnreadableCell(
                _("No theme is called “%(names)s”. There are: %(themes)s.")
                % {"names": SEPARATOR.join(unknown), "themes": self.joined(self.by_pk.values())}
            )
        keys: set[int] = set()
        for name in names:
            keys.update(self.index.keys(name))
        return self.in_order(keys)

    def in_order(self, keys: Container[int]) -> list[Theme]:
        return [theme for pk, theme in self.by_pk.items() if pk in keys]

    def plan(self, draft: PlanDraft, stored: Iterable[Theme]) -> None:
        """Give the record the themes of its row, unless they are the ``stored`` ones."""
        themes = draft.facts.resolve("themes", self.find_all)
        before = self.in_order({theme.pk for theme in stored})
        if themes is None or themes == before:
            return
        draft.note_change("themes", self.joined(before), self.joined(themes))
        draft.write_children.append(lambda: draft.record.themes.set(themes))

    def joined(self, themes: Iterable[Theme]) -> str:
        return SEPARATOR.join(theme.name for theme in themes)


def themes_of_commitment(draft: PlanDraft) -> list[Theme]:
    """Return the themes that our file names for a commitment: its own or its agreement's, and a milestone's.

    A new one has those of its agreement, until its row names others.
    """
    commitment = draft.record
    themes = draft.stored_children("themes") or list(commitment.agreement.themes.all())
    if commitment.carried_out_by:
        themes += commitment.carried_out_by.themes.all()
    return themes


def themes_of_milestone(draft: PlanDraft) -> list[Theme]:
    """Return the themes that our file names for a milestone: its own, and those of the same commitment."""
    themes = draft.stored_children("themes")
    commitment = getattr(draft.record, "carries_out", None)
    if commitment is not None:
        themes += commitment.themes.all() or commitment.agreement.themes.all()
    return themes
