"""What lists of commitments and of milestones share: which one a row means, its number, one edit a root."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from agreements.actions import drafts
from agreements.imports.columns import Label
from agreements.imports.facts import RowFacts
from agreements.imports.importer import Importer, why_frozen
from agreements.imports.names import NameIndex
from agreements.imports.plans import Plan, PlanDraft
from agreements.models.subject import HIGHEST_NUMBER


class SubjectImport(Importer):
    """The root of a plan is what its promise belongs to: rows of one root are one edit."""

    root_field: ClassVar[str]  # from a promise to its root
    relation: ClassVar[str]  # from a root to its promises
    fields: ClassVar[Mapping[str, str]]
    numbers: ClassVar[tuple[str, ...]] = ("number",)  # facts that count from 1
    in_two_languages: ClassVar[Mapping[str, tuple[str, str]]]
    no_such_reference: ClassVar[Label]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.highest_numbers: dict[int, int] = {}  # by root, with those given to new promises

    def give_defaults(self, facts: RowFacts) -> None:
        """Give a new promise what its row leaves out, beside its number."""

    def plan_parts(self, draft: PlanDraft) -> None:
        """Set what a promise has beside its own fields."""
        raise NotImplementedError

    # ---- matching

    def _matching_subject(self, facts: RowFacts, root: Any) -> Any:
        """Return the promise the row means, by its reference, number or title; None for a new one."""
        subjects = getattr(root, self.relation).all()
        if "reference" in facts:
            return self._referred_subject(facts, subjects)
        number = facts.get("number")
        if number is None:
            titles: NameIndex[int] = NameIndex()
            for subject in subjects:
                titles.add(subject.number, subject.title_ko, subject.title_en)
            number = min(titles.keys(facts.get("title", "")), default=None)
        by_number = {subject.number: subject for subject in subjects}
        return by_number.get(number)

    def _referred_subject(self, facts: RowFacts, subjects: Any) -> Any:
        for subject in subjects:
            if subject.reference == facts.get("reference"):
                return subject
        facts.add_complaint(self.no_such_reference, "reference")
        return None

    # ---- comparing

    def plan_subject(self, facts: RowFacts, root: Any) -> Plan:
        """Compare a row with the promise of ``root`` that it means; without a root it is refused already."""
        if root is None:
            root_model: Any = self.model._meta.get_field(self.root_field).related_model
            return PlanDraft(facts, self.model(), root=root_model(), title=facts.get("title", "")).finish()
        self._drop_impossible_numbers(facts)
        match = self._matching_subject(facts, root)
        subject: Any = match or self.model(**{self.root_field: root})
        title = facts.get("title", subject.title_ko)
        draft = PlanDraft(facts, subject, root=root, title=f"{title} · {root}")
        if draft.is_new:
            facts.require_filled()
            self.give_defaults(facts)
            self._give_number(facts, root)
        else:
            draft.drop_stored_texts(self.in_two_languages)
            self._refuse_new_number(facts, subject)
        number = subject.number or facts.get("number")
        self.refuse_second_row(facts, (root.pk, number), "title")
        draft.set_fields(self.fields)
        self.plan_parts(draft)
        draft.check_fields(self.fields, self.constraints)
        if draft.changes and not root.is_editable:
            draft.refuse_changes(why_frozen(root))
        return draft.finish()

    def _drop_impossible_numbers(self, facts: RowFacts) -> None:
        for fact in self.numbers:
            if facts.get(fact, 1) not in range(1, HIGHEST_NUMBER + 1):
                correction = _("Write a number from 1 to %(most)s.")
                facts.add_complaint(correction % {"most": HIGHEST_NUMBER}, fact)
                del facts.values[fact]

    def _refuse_new_number(self, facts: RowFacts, subject: Any) -> None:
        number = facts.get("number", subject.number)
        if subject.reference and number != subject.number:
            facts.add_complaint(_("The number is part of the public reference; it stays."), "number")

    def _give_number(self, facts: RowFacts, root: Any) -> None:
        """Give a new promise the number after the highest, unless its row has one."""
        numbers = [subject.number for subject in getattr(root, self.relation).all()]
        highest = self.highest_numbers.get(root.pk, max(numbers, default=0))
        number = facts.values.setdefault("number", highest + 1)
        self.highest_numbers[root.pk] = max(highest, number)

    # ---- writing

    def edits(self, plans: list[Plan]) -> Iterator[list[Plan]]:
        """All rows of one root together."""
        in_order = sorted(plans, key=lambda plan: plan.root.pk)
        return (list(rows) for _pk, rows in groupby(in_order, key=lambda plan: plan.root.pk))

    def write(self, plans: list[Plan], *, actor: Any, now: datetime) -> None:
        root = plans[0].root
        with drafts.editing_record(root, actor=actor, now=now):
            root.save()
            for plan in plans:
                plan.save()
