"""Which program a cell means: by its title or its address name."""

from django.utils.translation import gettext as _

from agreements.imports.complaints import UnreadableCell
from agreements.imports.names import NameIndex
from agreements.models import Program
from agreements.rules.roles import Person


class ProgramNames:
    """The programs that a person sees, read once."""

    def __init__(self, person: Person) -> None:
        self.index: NameIndex[int] = NameIndex()
        programs = Program.objects.visible_to(person)
        for pk, *names in programs.values_list("pk", "slug", "title_ko", "title_en"):
            self.index.add(pk, *names)

    def find(self, text: str) -> int:
        """
        Raises:
            UnreadableCell: no program is called that, or several are.
        """
        pk = self.index.only_key(text)
        if pk is None:
            raise UnreadableCell(_("Write the title or the address name of one program that is recorded."))
        return pk
