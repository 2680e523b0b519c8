"""Which agreement a row is about: by its number, or by its title and the day of signing."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.imports import cells
from agreements.imports.columns import Column
from agreements.imports.complaints import UnreadableCell
from agreements.imports.facts import RowFacts
from agreements.imports.names import NameIndex
from agreements.models import Agreement
from agreements.rules.partial_date import PartialDate
from agreements.rules.roles import Person

MATCHED = (
    "reference", "title_ko", "title_en", "signed_first", "signed_last", "announced_first", "announced_last",
)  # fmt: skip


# What offices call the columns that name an agreement in lists of something else.
NUMBER_SYNONYMS = "협약 번호, 협약 고유번호"
TITLE_SYNONYMS = "협약명, 협약 명칭, 업무협약명, 협약 제목"
SIGNED_ON = Column(
    "agreement_signed_on",
    gettext_lazy("Day the agreement was signed"),
    cells.read_period,
    synonyms="체결일, 협약일, 체결일자, 협약일자, 협약 체결일",
    example="2022. 12. 13.",
)


def may_be_the_same(stored: PartialDate | None, written: PartialDate) -> bool:
    """Say whether two dates may be one, as far as both precisions can tell."""
    return stored is not None and stored.not_before(written) and written.not_before(stored)


class AgreementNames:
    """The agreements that a person sees, read once."""

    def __init__(self, person: Person) -> None:
        self.pks_by_reference: dict[str, int] = {}
        self.titles: NameIndex[int] = NameIndex()
        self.dates_of_signing: dict[int, PartialDate | None] = {}
        agreements = Agreement.objects.visible_to(person).order_by("pk")
        for agreement in agreements.only(*MATCHED).iterator(chunk_size=2000):
            pk = agreement.pk
            if agreement.reference:
                self.pks_by_reference[agreement.reference] = pk
            self.titles.add(pk, agreement.title_ko, agreement.title_en)
            self.dates_of_signing[pk] = agreement.signed_or_announced

    def find(self, facts: RowFacts) -> int | None:
        """Return the primary key of the agreement that a row names; None where it complains instead."""
        if "agreement_reference" in facts:
            return facts.resolve("agreement_reference", self._referred_pk)
        if "agreement_title" in facts:
            signed = facts.get("agreement_signed_on")
            return facts.resolve("agreement_title", partial(self._titled_pk, signed=signed))
        facts.add_complaint(_("Write the title of the agreement, or its number."), "agreement_title")
        return None

    def _referred_pk(self, reference: str) -> int:
        pk = self.pks_by_reference.get(reference)
        if pk is None:
            raise UnreadableCell(
                _("There is no agreement of this number. Write the title of a draft instead.")
            )
        return pk

    def _titled_pk(self, title: str, *, signed: PartialDate | None) -> int:
        pks = self.titles.keys(title)
        if signed:
            pks = {pk for pk in pks if may_be_the_same(self.dates_of_signing[pk], signed)}
        if not pks:
            raise UnreadableCell(_("No agreement has this title. Import or enter the agreement first."))
        if len(pks) > 1:
            raise UnreadableCell(
                _("Several agreements have this title. Write the day of signing, or the number.")
            )
        return min(pks)
